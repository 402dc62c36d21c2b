"""Keeping: questions under a name, results in a file, the index up to date. Each takes a desk and a state and gives a
step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from searcher.errors import UsageError
from searcher.i18n import _
from searcher.prompt.desk import Desk, Step
from searcher.prompt.saved import saved_of, state_of
from searcher.prompt.searching import answer
from searcher.prompt.state import State
from searcher.results.model import Sort


def save(desk: Desk, state: State, argument: str) -> Step:
    """Keep the question under a name. Raises UsageError, SearcherError."""
    kept = saved_of(state)
    replaced = desk.saved.save(argument, kept)
    message = _("{name} is replaced by {question}") if replaced else _("{name} is saved: {question}")
    return Step(state, _said(desk, message.format(name=argument, question=kept.text)))


def saved(desk: Desk, state: State, argument: str) -> Step:
    """Ask what is kept under a name again, or list the names. Raises UsageError, SearcherError."""
    if argument:
        return answer(desk, state_of(desk.saved.named(argument)))
    return Step(state, _listed(desk))


def forget(desk: Desk, state: State, argument: str) -> Step:
    """Drop what is kept under a name. Raises UsageError, SearcherError."""
    if not argument:
        raise UsageError(_(":forget takes the name of a saved question, as :forget coal"))
    desk.saved.forget(argument)
    return Step(state, _said(desk, _("{name} is forgotten").format(name=argument)))


def _listed(desk: Desk) -> Iterator[str]:
    from searcher.results.render.layout import table

    kept = desk.saved.all()
    if not kept:
        yield _("nothing is saved yet; :save NAME keeps the question")
        return
    from searcher.results.render.safe import safe

    yield from table([(safe(name), one.text) for name, one in kept.items()], desk.style, desk.width)


def export(desk: Desk, state: State, argument: str) -> Step:
    """Write all results to a file, in the format of its suffix. Raises UsageError, SearcherError, OSError."""
    from searcher.results.render.formats import FORMATS, View, format_of_suffix
    from searcher.results.render.text import totals
    from searcher.results.saving import save

    if not argument:
        raise UsageError(_(":export takes a file, as :export found.csv; its suffix tells the format"))
    if not state.asked:
        raise UsageError(_("nothing to export: type a query first"))
    file = Path(argument).expanduser()
    format = format_of_suffix(file.suffix)
    if format is None:
        suffixes = ", ".join(suffix for format in FORMATS.values() for suffix in format.suffixes)
        raise UsageError(_("{file}: end the name with one of {suffixes}").format(file=file, suffixes=suffixes))
    if file.exists():
        raise UsageError(_("{file} is there already; name another file").format(file=file))
    index = desk.library.index()
    if state.like:
        found = index.similar(state.like, limit=10**6)
        hits = iter(found.hits)
    else:
        found, hits = index.stream(
            state.query, filters=state.filters, sort=state.sort or Sort.RELEVANCE, within=state.within
        )
    save(file, format, format.renderer.render_results(found, hits, View(width=desk.width)))
    return Step(state, _said(desk, _("{total} written to {file}").format(total=totals(found), file=file)))


def index(desk: Desk, state: State, argument: str) -> Step:
    """Bring the index up to date. Raises UsageError, SearcherError."""
    if argument not in ("", "rebuild"):
        raise UsageError(_(":index takes no argument, or the word rebuild"))
    return Step(state, _updated(desk, rebuild=bool(argument)))


def _updated(desk: Desk, *, rebuild: bool) -> Iterator[str]:
    from searcher.cli.opening import built, shown
    from searcher.results.render.holdings import render_report

    desk.library.release()
    report = built(desk.settings, rebuild=rebuild)
    desk.library.look_again()
    yield from render_report(report, desk.style, desk.width)
    for skipped in report.skipped:
        yield _("skipped {path}: {reason}").format(path=shown(skipped.path), reason=shown(skipped.reason))


def info(desk: Desk, state: State, argument: str) -> Step:
    """What the index holds."""
    from searcher.results.render.holdings import render_info

    return Step(state, render_info(desk.library.index().info(), desk.style, desk.width))


def _said(desk: Desk, message: str) -> Iterator[str]:
    from searcher.results.render.layout import measure
    from searcher.results.render.safe import safe

    return iter(desk.style.lines(safe(message), measure(desk.width)))
