"""What an index holds, and what bringing it up to date did, for people."""

from __future__ import annotations

from collections.abc import Iterator

from searcher.results.model import BuildReport, IndexInfo
from searcher.results.render.layout import table
from searcher.results.render.style import Style


def render_info(info: IndexInfo, style: Style, width: int) -> Iterator[str]:
    """The lines of `searcher info`."""
    dates = " to ".join(dict.fromkeys(day for day in (info.first_date, info.last_date) if day))
    rows = [
        ("index", info.path),
        ("newspapers", "、".join(info.newspapers) or "not told by the pages"),
        ("dates", dates or "not told by the pages"),
        *_counts(info),
        ("files", f"{info.files:,}"),
        ("size", size(info.size)),
        ("segments", f"{info.segments:,}"),
        ("generation", f"{info.generation:,}, made {info.created}"),
        ("format", f"{info.format}"),
        ("analyzer", info.analyzer),
    ]
    yield from table(rows, style, width)


def render_report(report: BuildReport, style: Style, width: int) -> Iterator[str]:
    """The summary of `searcher index`; what was skipped is the caller's to name."""
    if report.up_to_date:
        yield f"Up to date: nothing to do for {report.unchanged:,} files, seen in {report.seconds:.2f} s."
    else:
        yield (
            f"{report.added:,} files added, {report.changed:,} changed, {report.removed:,} removed, "
            f"{report.unchanged:,} unchanged, in {report.seconds:.2f} s."
        )
    rows = _counts(report)
    if report.skipped:
        rows.append(("not read", f"{len(report.skipped):,}"))
    yield from table(rows, style, width)


def _counts(held: IndexInfo | BuildReport) -> list[tuple[str, str]]:
    return [
        ("issues", f"{held.issues:,}"),
        ("pages", f"{held.pages:,}"),
        ("articles", f"{held.articles:,}"),
        ("paragraphs", f"{held.paragraphs:,}"),
        ("characters", f"{held.characters:,}"),
    ]


def size(count: int) -> str:
    """Bytes in a unit that suits them."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:,.0f} bytes" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
