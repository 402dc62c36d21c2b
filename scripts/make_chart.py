"""Draws docs/timeline.svg for docs/studying.md from the sample corpus; needs the extra `plot` and a Chinese font."""

from __future__ import annotations

import tempfile
from pathlib import Path

import searcher
from searcher.results.render.plot import plot_timeline

ROOT = Path(__file__).resolve().parent.parent
CHART = ROOT / "docs" / "timeline.svg"
QUERIES = ("煤", "土地", '"碳达峰"')


def main() -> None:
    """Write the chart."""
    with tempfile.TemporaryDirectory() as folder:
        searcher.build_index(ROOT / "corpus", folder)
        with searcher.open_index(folder) as index:
            CHART.write_bytes(plot_timeline(index.timeline(QUERIES, "month"), "svg"))
    print(CHART)


if __name__ == "__main__":
    main()
