"""What an index holds, and what bringing it up to date did, for people."""

from __future__ import annotations

from collections.abc import Iterator

from searcher.i18n import _, ngettext
from searcher.results.render.layout import table
from searcher.results.render.safe import safe
from searcher.results.render.style import Style
from searcher.results.reports import BuildReport, IndexInfo


def render_info(info: IndexInfo, style: Style, width: int) -> Iterator[str]:
    """The lines of `searcher info`."""
    days = [day for day in dict.fromkeys((info.first_date, info.last_date)) if day]
    dates = _("{first} to {last}").format(first=days[0], last=days[1]) if len(days) == 2 else "".join(days)
    made = _("{number}, made {time}")
    rows = [
        (_("index"), info.path),
        (_("newspapers"), "、".join(info.newspapers) or _("not told by the pages")),
        (_("dates"), dates or _("not told by the pages")),
        *_counts(info),
        (_("files"), f"{info.files:,}"),
        (_("size"), size(info.size)),
        (_("segments"), f"{info.segments:,}"),
        (_("generation"), made.format(number=f"{info.generation:,}", time=info.created)),
        (_("format"), f"{info.format}"),
        (_("analyzer"), info.analyzer),
        (_("user words"), f"{info.user_words:,}"),
    ]
    yield from table(rows, style, width)


def render_report(report: BuildReport, style: Style, width: int) -> Iterator[str]:
    """The summary of `searcher index`; what was skipped is the caller's to name."""
    if report.why_anew:
        yield _("Everything was read anew: {reason}.").format(reason=safe(report.why_anew))
    if report.up_to_date:
        message = _("Up to date: nothing to do for {files}, seen in {seconds} s.")
        yield message.format(files=_files(report.unchanged), seconds=f"{report.seconds:.2f}")
    else:
        yield changes(report)
    rows = _counts(report)
    if report.skipped:
        rows.append((_("not read"), f"{len(report.skipped):,}"))
    yield from table(rows, style, width)


def changes(report: BuildReport) -> str:
    """One sentence: how many files an update added, changed, removed and left, and in how long."""
    message = _("{files} added, {changed} changed, {removed} removed, {unchanged} unchanged, in {seconds} s.")
    return message.format(
        files=_files(report.added),
        changed=f"{report.changed:,}",
        removed=f"{report.removed:,}",
        unchanged=f"{report.unchanged:,}",
        seconds=f"{report.seconds:.2f}",
    )


def _files(count: int) -> str:
    return counted(ngettext("{count} file", "{count} files", count), count)


def counted(message: str, count: int) -> str:
    """A message with its count, thousands parted."""
    return message.format(count=f"{count:,}")


def _counts(held: IndexInfo | BuildReport) -> list[tuple[str, str]]:
    return [
        (_("issues"), f"{held.issues:,}"),
        (_("pages"), f"{held.pages:,}"),
        (_("articles"), f"{held.articles:,}"),
        (_("paragraphs"), f"{held.paragraphs:,}"),
        (_("characters"), f"{held.characters:,}"),
    ]


def size(count: int) -> str:
    """Bytes in a unit that suits them."""
    if count < 1000:
        return ngettext("{count} byte", "{count} bytes", count).format(count=count)
    amount = count / 1000
    for unit in ("kB", "MB"):
        if amount < 1000:
            return f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
