"""`searcher search` and `searcher show` on the sample corpus."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable

import pytest
from program import Run, searcher

Sample = Callable[..., Run]


def test_hits_are_shown_under_headlines_with_what_was_asked_marked(sample: Sample) -> None:
    run = sample("search", "煤焦油")
    assert (run.status, run.stderr) == (0, "")
    assert "【煤焦油】" in run.stdout
    assert re.search(r"2025-\d\d-\d\d · 第\w+版", run.stdout)
    assert re.search(r"searcher .* show \S+$", run.stdout.rstrip().split("\n")[-1])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["煤焦油"], "show"),
        (["-n", "3", "--flat", "--since", "2025-06", "煤 'or' $HOME `x`"], "--page 2"),
        (["-n", "2", "--", "-煤", "的"], "-- '-煤 的'"),
        (["-n", "3", "煤 \u202e\x1b[2J OR 的"], "--page 2"),
    ],
)
def test_the_command_that_is_named_next_can_be_pasted(sample: Sample, args: list[str], said: str) -> None:
    """It says where the index is, too; bash reads it as it was meant."""
    shown = sample("search", *args, colors=False).stdout.rstrip().split("\n")[-1]
    named = shown.partition(" · ")[2] or shown
    assert said in named
    words = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {named}"], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    _, *again = words.stdout.decode("utf-8").split("\0")[:-1]
    run = searcher(*again)
    assert run.status == 0
    if "show" in again:
        assert run.stdout.count("▶") == 1
    else:
        everything = sample("search", "--format", "json", *args).json
        assert again[-1] == everything["query"]
        first = searcher(*again, "--format", "json").json if "--" not in again else None
        assert first is None or first["hits"][0]["rank"] == len(everything["hits"]) + 1


def test_words_are_joined_with_a_blank(sample: Sample) -> None:
    apart = sample("search", "--format", "json", "煤焦油", "园区").json
    joined = sample("search", "--format", "json", "煤焦油 园区").json
    assert apart["query"] == joined["query"] == "煤焦油 园区"
    assert apart["hits"] == joined["hits"]


def test_json_has_the_ranges_of_what_was_asked(sample: Sample) -> None:
    found = sample("search", "--format", "json", '"煤焦油"').json
    assert found["total"] >= len(found["hits"]) > 0
    for hit in found["hits"]:
        assert {hit["text"][start:end] for start, end in hit["highlights"]} == {"煤焦油"}
        start, end = hit["passage"]
        assert "煤焦油" in hit["text"][start:end]


def test_lines_hold_the_same_hits_as_the_object(sample: Sample) -> None:
    hits = list(map(json.loads, sample("search", "--format", "jsonl", "煤").stdout.splitlines()))
    found = sample("search", "--format", "json", "煤").json
    assert hits == found["hits"]
    assert found["total"] > len(hits) == 10


def test_pages_of_results_follow_on_one_another(sample: Sample) -> None:
    whole = sample("search", "--format", "json", "-n", "6", "的").json["hits"]
    parts = [sample("search", "--format", "json", "-n", "3", "-p", page, "的").json["hits"] for page in (1, 2)]
    assert [hit["id"] for hit in whole] == [hit["id"] for part in parts for hit in part]
    assert [hit["rank"] for hit in whole] == [1, 2, 3, 4, 5, 6]


def test_a_page_beyond_the_last_says_so(sample: Sample) -> None:
    run = sample("search", "--page", "1000", "煤")
    assert (run.status, run.stdout) == (0, "")
    assert "no more hits" in run.stderr


def test_count_is_the_total(sample: Sample) -> None:
    total = sample("search", "--format", "json", "煤").json["total"]
    assert sample("search", "--count", "煤").stdout == f"{total}\n"
    assert sample("search", "--count", "--format", "json", "煤").json["total"] == total
    assert sample("search", "--count", '"不会有的词组"').status == 1


@pytest.mark.parametrize("since", ["2025-09", "2025年9月", "2025-09-01"])
def test_since_and_until_include_their_days(sample: Sample, since: str) -> None:
    late = sample("search", "--format", "json", "-n", "500", "--since", since, "的").json["hits"]
    early = sample("search", "--format", "json", "-n", "500", "--until", "2025-08", "的").json["hits"]
    assert late
    assert early
    assert min(hit["date"] for hit in late) >= "2025-09-01"
    assert max(hit["date"] for hit in early) <= "2025-08-31"
    both = sample("search", "--count", "的").stdout
    assert int(both) == len(late) + len(early)


def test_a_date_that_is_none_is_shown_with_its_option(sample: Sample) -> None:
    run = sample("search", "--since", "2025-13", "煤")
    assert run.status == 2
    assert "--since" in run.stderr
    assert run.stderr.splitlines()[1] == "2025-13"


def test_section_author_and_newspaper_restrict(sample: Sample) -> None:
    everything = sample("search", "--format", "json", "-n", "500", "的").json["hits"]
    for option, key in (("--section", "section"), ("--author", "byline"), ("--newspaper", "newspaper")):
        values = sorted(
            {value for hit in everything for value in ([hit[key]] if key != "byline" else hit[key]) if value}
        )
        if not values:
            continue
        found = sample("search", "--format", "json", "-n", "500", option, values[0], "的").json["hits"]
        assert [hit["id"] for hit in found]
        assert {hit["id"] for hit in found} <= {hit["id"] for hit in everything if values[0] in (hit[key] or ())}


def test_a_query_that_begins_with_a_dash_works_after_two(sample: Sample) -> None:
    everything = int(sample("search", "--count", "的").stdout)
    without = int(sample("search", "--count", "--", "的", "-煤").stdout)
    assert without < everything


def test_a_query_that_cannot_be_read_shows_the_place(sample: Sample) -> None:
    run = sample("search", '煤 "焦油')
    assert (run.status, run.stdout) == (2, "")
    first, query, caret = run.stderr.splitlines()
    assert first.startswith("searcher: ")
    assert query == '煤 "焦油'
    assert caret.strip() == "^"


def test_nothing_found_says_so_on_stderr(sample: Sample) -> None:
    run = sample("search", '"不会有的词组"')
    assert (run.status, run.stdout) == (1, "")
    assert run.stderr.startswith("searcher: nothing found for ")
    machine = sample("search", "--format", "json", '"不会有的词组"')
    assert (machine.status, machine.json["hits"]) == (1, [])


def test_colours_only_where_asked_for(sample: Sample) -> None:
    assert "\x1b[1;31m煤焦油\x1b[0m" in sample("search", "煤焦油", colors=True).stdout
    for args in (["--no-color", "search", "煤焦油"], ["search", "煤焦油", "--no-color"]):
        plain = sample(*args, colors=True).stdout
        assert "\x1b" not in plain
        assert "【煤焦油】" in plain


def test_show_takes_an_article_too(sample: Sample) -> None:
    hit = sample("search", "--format", "json", "煤焦油").json["hits"][0]
    article = sample("show", "--format", "json", hit["id"]).json
    assert article["asked"] == hit["id"]
    assert hit["text"] in [part["text"] for part in article["paragraphs"]]
    whole = sample("show", "--format", "json", article["id"]).json
    assert whole == article | {"asked": None}
    assert "▶" not in sample("show", article["id"]).stdout


def test_show_marks_what_a_query_finds(sample: Sample) -> None:
    hit = sample("search", "--format", "json", '"煤焦油"').json["hits"][0]
    shown = sample("show", hit["id"], "-q", '"煤焦油"')
    article = sample("show", "--format", "json", "-q", '"煤焦油"', hit["id"]).json
    texts = [part["text"] for part in article["paragraphs"]]
    assert shown.stdout.replace("\n", "").count("【") == "".join([article["headline"], *texts]).count("煤焦油") > 0
    (same,) = [part["highlights"] for part in article["paragraphs"] if part["id"] == hit["id"]]
    assert same == hit["highlights"]
    assert "<mark>煤焦油</mark>" in sample("show", "--format", "html", "-q", '"煤焦油"', hit["id"]).stdout
    assert "**煤焦油**" in sample("show", "--format", "markdown", "-q", '"煤焦油"', hit["id"]).stdout
    assert sample("show", hit["id"], "-q", '"煤').status == 2


def test_several_ids_are_shown_and_the_missing_named(sample: Sample) -> None:
    first, second = (hit["id"] for hit in sample("search", "-n", "2", "--flat", "--format", "json", "煤").json["hits"])
    run = sample("show", "--format", "json", first, "nowhere", second, first)
    assert [article["asked"] for article in run.json] == [first, second]
    assert run.status == 1
    assert run.stderr.startswith("searcher: nowhere: ")
    assert run.stderr.count("\n") == 1


def test_show_of_an_unknown_id_finds_nothing(sample: Sample) -> None:
    run = sample("show", "2025-01-01-Z9:1.\x1b[31m1")
    assert (run.status, run.stdout) == (1, "")
    assert run.stderr.count("\n") == 1
    assert "\x1b" not in run.stderr


def test_what_was_relaxed_is_said_beside_a_count_and_in_json(sample: Sample) -> None:
    query = "煤焦油 魑魅魍魉"
    whole = sample("search", query, "--format", "json").json
    counted = sample("search", query, "--count")
    assert whole["notes"][0] in counted.stderr
    assert counted.stdout == f"{whole['total']}\n"
    assert sample("search", query, "--count", "--format", "json").json["notes"] == whole["notes"]
    assert "notes" not in sample("search", "煤焦油", "--format", "json").json


def test_days_that_end_before_they_begin_are_an_error(sample: Sample) -> None:
    done = sample("search", "煤", "--since", "2025-09", "--until", "2025-06")
    assert done.status == 2
    assert "--since, --until: this range ends (2025-06-30) before it begins (2025-09-01)" in done.stderr
    assert sample("search", "煤", "--since", "2025-06", "--until", "2025-06").status in (0, 1)


@pytest.mark.parametrize(
    ("option", "date", "told"),
    [
        ("--since", "2025年以前", "this has no first day"),
        ("--until", "2025-06..", "this has no last day"),
        ("--since", "5月", "write it, as in "),
        ("--until", "25年5月", "write it, as in 2025-05-01..2025-05-31"),
    ],
)
def test_an_end_that_a_date_does_not_name_is_not_guessed(sample: Sample, option: str, date: str, told: str) -> None:
    done = sample("search", "煤", option, date)
    assert done.status == 2
    assert f"{option}: " in done.stderr
    assert told in done.stderr


def test_a_long_query_is_not_said_again_whole(sample: Sample) -> None:
    done = sample("search", "魑" * 5000)
    assert done.status == 1
    assert len(done.stderr) < 1000
