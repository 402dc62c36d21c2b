"""`searcher terms`, `searcher similar`, `search --within` and what may have been meant, on the sample corpus."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import Run

Program = Callable[..., Run]
FORMATS = ("text", "json", "jsonl", "csv", "markdown", "html")


def test_terms_are_the_same_in_every_format(sample: Program) -> None:
    made = sample("terms", "tudi", "--format", "json").json
    assert made["prefix"] == "tudi"
    terms = {one["term"]: one["count"] for one in made["terms"]}
    assert terms["土地"] == int(sample("search", '"土地"', "--count").stdout)
    rows = csv.DictReader(io.StringIO(sample("terms", "tudi", "--format", "csv").stdout.removeprefix("\ufeff")))
    assert {row["term"]: int(row["count"]) for row in rows} == terms
    for format in FORMATS:
        run = sample("terms", "tudi", "--format", format)
        assert run.status == 0
        assert "土地" in run.stdout


def test_terms_that_there_are_none_of(sample: Program) -> None:
    run = sample("terms", "没有这样的词\x1b[31m")
    assert (run.status, run.stdout) == (1, "")
    assert "no word of the index begins with" in run.stderr
    assert "\x1b" not in run.stderr
    assert sample("terms", "没有这样的词", "--format", "json").json == {"prefix": "没有这样的词", "terms": []}
    assert len(sample("terms", "--limit", "3").stdout.splitlines()) == 4
    assert sample("terms", "煤", "--limit", "0").status == 2


@pytest.mark.parametrize("format", FORMATS)
def test_similar_renders_like_a_search(sample: Program, format: str) -> None:
    id = sample("search", "煤焦油", "--format", "json").json["hits"][0]["id"]
    run = sample("similar", id, "--format", format)
    assert run.status == 0
    near = sample("similar", id, "--format", "json").json
    assert near["query"] == id
    assert near["hits"]
    assert near["hits"][0]["article"] != id.rpartition(".")[0]
    for hit in near["hits"]:
        assert hit["headline"] in run.stdout or format in ("markdown", "html", "text")
        assert hit["id"] in run.stdout.replace("\\", "")


def test_similar_counts_articles(sample: Program) -> None:
    id = sample("search", "煤焦油", "--format", "json").json["hits"][0]["id"]
    total = sample("similar", id, "--format", "json").json["total"]
    for format in ("text", "markdown", "html"):
        shown = sample("similar", id, "--format", format).stdout
        assert f"{total} article" in shown
        assert "paragraph" not in shown.replace("paragraphs {", "")


def test_similar_pages_and_ids(sample: Program) -> None:
    id = sample("search", "煤焦油", "--format", "json").json["hits"][0]["id"]
    all_of_it = [hit["id"] for hit in sample("similar", id, "--format", "json").json["hits"]]
    second = sample("similar", id, "--limit", "1", "--page", "2", "--format", "json").json["hits"]
    assert [hit["id"] for hit in second] == all_of_it[1:2]
    beyond = sample("similar", id, "--page", "999")
    assert beyond.stdout == ""
    assert "no more hits" in beyond.stderr
    unknown = sample("similar", "nosuch\x1b[2J")
    assert unknown.status == 1
    assert "\x1b" not in unknown.stderr


def test_within_narrows_and_says_so(sample: Program) -> None:
    whole: Any = sample("search", "项目", "--within", "煤", "--within", "山西 OR 土地 OR 企业", "--format", "json").json
    assert whole["within"] == ["煤", "山西 OR 土地 OR 企业"]
    assert list(whole)[-1] == "hits"
    count = sample("search", "项目", "--within", "煤", "--within", "山西 OR 土地 OR 企业", "--count")
    assert int(count.stdout) == whole["total"] > 0
    counted = sample(
        "search", "项目", "--within", "煤", "--within", "山西 OR 土地 OR 企业", "--count", "--format", "json"
    ).json
    assert counted == {
        "query": "项目",
        "total": whole["total"],
        "literal": whole["literal"],
        "within": ["煤", "山西 OR 土地 OR 企业"],
    }
    text = sample("search", "项目", "--within", "煤", "--limit", "1")
    assert text.stdout.startswith("Within the results of 煤.\n")
    assert "--within 煤" in text.stdout.splitlines()[-1]
    assert "within" not in sample("search", "项目", "--format", "json").json


def test_within_an_earlier_query_that_cannot_be_read(sample: Program) -> None:
    run = sample("search", "煤", "--within", "(电")
    assert run.status == 2
    assert "(电" in run.stderr


def test_did_you_mean_stands_in_every_format(sample: Program) -> None:
    nothing = sample("search", '"释放土地笑能"')
    assert (nothing.status, nothing.stdout) == (1, "")
    assert 'Did you mean: "释放土地效能" (' in nothing.stderr
    made = sample("search", '"释放土地笑能"', "--format", "json")
    (suggestion,) = made.json["suggestions"]
    assert suggestion["query"] == '"释放土地效能"'
    assert suggestion["mended"] == [{"typed": "释放土地笑能", "meant": "释放土地效能"}]
    assert suggestion["total"] == int(sample("search", '"释放土地效能"', "--count").stdout)
    assert "Did you mean" in made.stderr
    for format in ("text", "markdown", "html"):
        run = sample("search", "释放土地笑能 OR 经开区", "--format", format)
        assert "Did you mean" in run.stdout + run.stderr or "suggestions" not in run.stdout
    found = sample("search", "煤", "--format", "json")
    assert "suggestions" not in json.loads(found.stdout)
    assert "Did you mean" not in found.stderr


LOADED = """
import io, sys
from searcher.cli.environment import Environment
from searcher.cli.main import raw_main
status = raw_main(sys.argv[1:], Environment(*(io.StringIO() for _ in range(3))))
print(status, "searcher.query.suggest" in sys.modules, "pypinyin" in sys.modules)
"""


@pytest.mark.parametrize(("query", "loads"), [("土地", False), ("释放土地效能", False), ('"释放土地笑能"', True)])
def test_only_a_search_that_finds_little_loads_suggestions(built: Path, query: str, loads: bool) -> None:
    args = ("--corpus", str(built / "corpus"), "--index", str(built / "index"), "search", query)
    run = subprocess.run([sys.executable, "-c", LOADED, *args], capture_output=True, text=True, check=True)
    assert run.stdout.split()[1:] == [str(loads), "False"]
