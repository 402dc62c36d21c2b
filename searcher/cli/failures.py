"""What to say of a failure, and the status that it ends in."""

from __future__ import annotations

from searcher.errors import ExitStatus, QueryError, SearcherError, system_reason
from searcher.i18n import _


def stated(error: Exception, width: int) -> tuple[str, ExitStatus]:
    """A line for people (for a query two more: it with a caret under the place, in `width` columns) and the status."""
    if isinstance(error, QueryError) and error.query:
        from searcher.query.caret import caret

        return f"{error}\n{caret(error, width=width)}", error.status
    if isinstance(error, SearcherError):
        return str(error), error.status
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{system_reason(error)}", ExitStatus.FAILED
    return _("a fault of the program: {kind}: {error} (--debug shows where)").format(
        kind=type(error).__name__, error=error
    ), ExitStatus.FAILED
