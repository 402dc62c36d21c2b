"""`searcher facets`, `searcher timeline` and `searcher cite` on the sample corpus."""

from __future__ import annotations

import builtins
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import Run

Program = Callable[..., Run]


def rows_of(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run.stdout.removeprefix("\ufeff"))))


def test_facets_are_the_same_in_every_format(sample: Program) -> None:
    made = sample("facets", "煤", "--by", "section", "--by", "author", "--format", "json").json
    assert [facet["by"] for facet in made["facets"]] == ["section", "author"]
    values = {(facet["by"], v["value"] or ""): v["count"] for facet in made["facets"] for v in facet["values"]}
    rows = rows_of(sample("facets", "煤", "--by", "section", "--by", "author", "--format", "csv"))
    assert {(row["by"], row["value"]): int(row["paragraphs"]) for row in rows} == values
    total = int(sample("search", "煤", "--count").stdout)
    assert made["total"] == total == sum(count for (by, _), count in values.items() if by == "section")
    text = sample("facets", "煤", "--by", "section").stdout
    assert text.startswith(f"煤: {total} paragraphs\n\nsection\n")


def test_a_timeline_is_the_same_in_every_format(sample: Program) -> None:
    queries = ("煤", "土地", '"没有这一句"')
    made = sample("timeline", *queries, "--by", "month", "--format", "json").json
    assert [one["query"] for one in made["series"]] == list(queries)
    for one in made["series"]:
        assert one["total"] == sum(one["counts"]) == int(sample("search", one["query"], "--count").stdout)
    rows = rows_of(sample("timeline", *queries, "--by", "month", "--format", "csv"))
    assert [(row["query"], row["month"], int(row["paragraphs"])) for row in rows] == [
        (one["query"], period, count)
        for one in made["series"]
        for period, count in zip(made["periods"], one["counts"], strict=True)
    ]
    shares = sample("timeline", "煤", "--by", "month", "--share")
    assert f"{made['series'][0]['shares'][0]:.1%}" in shares.stdout


def test_filters_narrow_what_is_counted_and_what_shares_are_of(sample: Program) -> None:
    whole = sample("timeline", "煤", "--format", "json").json
    part = sample("timeline", "煤", "--format", "json", "--section", "要闻", "--since", "2025-09").json
    assert part["periods"] == ["2025-09"]
    assert 0 < part["paragraphs"][0] < whole["paragraphs"][-1]
    run = sample("timeline", "煤", "--since", "2025-13")
    assert (run.status, run.stdout) == (2, "")


@pytest.mark.parametrize("command", ["facets", "timeline"])
def test_nothing_found_is_said_and_is_status_1(sample: Program, tmp_path: Path, command: str) -> None:
    run = sample(command, '"没有这一句"', "--plot", tmp_path / "a.svg")
    assert (run.status, run.stdout) == (1, "")
    assert "nothing found" in run.stderr
    assert not (tmp_path / "a.svg").exists()
    run = sample(command, '"没有这一句"', "--format", "json")
    assert run.status == 1
    assert isinstance(run.json, dict)


@pytest.mark.parametrize(("command", "by"), [("facets", "week"), ("timeline", "section")])
def test_another_by_is_refused_with_those_that_there_are(sample: Program, command: str, by: str) -> None:
    run = sample(command, "煤", "--by", by)
    assert run.status == 2
    assert "month" in run.stderr


@pytest.mark.parametrize("command", ["facets", "timeline"])
def test_a_chart_is_written_beside_the_text(sample: Program, tmp_path: Path, command: str) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    font = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    run = sample(command, "2025 OR 50", "--plot", tmp_path / "图 1.svg", "--font", font)
    if run.status == 2:  # Sections have Chinese names, and the font has none.
        assert "no font of this system" in run.stderr
        assert not (tmp_path / "图 1.svg").exists()
        return
    assert run.status == 0
    assert "wrote" in run.stderr
    assert run.stdout == sample(command, "2025 OR 50").stdout
    assert (tmp_path / "图 1.svg").read_bytes().startswith(b"<?xml")


def test_a_chart_that_cannot_be_made_is_stated(
    sample: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sample("timeline", "煤", "--plot", tmp_path / "a.gif")
    assert (run.status, run.stdout) == (2, "")
    assert ".svg, .png or .pdf" in run.stderr
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    run = sample("timeline", "煤", "--plot", tmp_path / "a.svg")
    assert run.status == 2
    assert run.stderr == "searcher: charts need matplotlib, which is not installed: pip install 'searcher[plot]'\n"


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_bars_are_in_step_with_the_terminal(sample: Program, width: int) -> None:
    from searcher.results.render.columns import columns

    for command in ("facets", "timeline"):
        lines = sample(command, "煤", width=width, tty=True).stdout.splitlines()
        assert max(columns(line) for line in lines if "█" in line) == width


def test_articles_are_cited_by_ids_of_paragraphs_and_of_articles(sample: Program) -> None:
    hits = sample("search", "煤焦油", "--format", "json").json["hits"]
    first = hits[0]
    run = sample("cite", first["id"], first["id"].rpartition(".")[0])
    assert run.status == 0
    (line,) = run.stdout.splitlines()
    assert line.endswith(f"[N]. {first['newspaper']}, {first['date']}({first['page']}).")
    everything = sample("cite", *[hit["id"] for hit in hits], "--style", "csl-json").json
    assert len(everything) == len({hit["id"].rpartition(".")[0] for hit in hits})


def test_the_style_is_told_by_the_name_of_the_file(sample: Program, tmp_path: Path) -> None:
    id = "2025-06-13-A1:2"
    for name, style in (("a.bib", "bibtex"), ("a.ris", "ris"), ("a.json", "csl-json"), ("a.txt", "gbt7714")):
        run = sample("cite", id, "--output", tmp_path / name)
        assert (run.status, run.stdout) == (0, "")
        written = (tmp_path / name).read_bytes().decode()
        assert written == sample("cite", id, "--style", style, "--output", "-").stdout
    assert (tmp_path / "a.ris").read_bytes().count(b"\r\n") > 5
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))[0]["id"] == "2025-06-13-A1.2"


def test_an_unknown_id_is_stated_and_nothing_written(sample: Program, tmp_path: Path) -> None:
    run = sample("cite", "2025-06-13-A1:2", "nope", "--output", tmp_path / "a.bib")
    assert (run.status, run.stdout) == (1, "")
    assert "nope" in run.stderr
    assert not list(tmp_path.iterdir())
