"""What can be completed, as pure functions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import hit, info, paragraph

from searcher.prompt.commands import COMMANDS
from searcher.prompt.completion import Known, complete
from searcher.prompt.files import files_of
from searcher.prompt.paste import joined_lines
from searcher.prompt.sounding import Sounding
from searcher.prompt.table import Takes
from searcher.query.fields import NAMES
from searcher.query.nodes import Dates, InField
from searcher.query.parse import parse
from searcher.results.counted import Facet, TermCount

EVIL = "\x1b[31m要\u202e闻"
TERMS = {"煤": 40, "煤焦油": 12, "煤层气": 7, "碳达峰": 9, "碳中和": 5, "PBAT": 3}
PINYIN = {"煤焦油": "meijiaoyou", "煤层气": "meicengqi", "碳达峰": "tandafeng", "碳中和": "tanzhonghe"}
VALUES = {
    "section": (Facet("要闻", 62), Facet("能源", 20), Facet("周末 特刊", 4), Facet(EVIL, 1), Facet(None, 3)),
    "byline": (Facet("秦小满", 5),),
    "newspaper": (Facet('晨报"号外"', 2), Facet("汾水新报", 90)),
    "year": (Facet("2025", 90), Facet("2024", 10)),
    "month": (Facet("2025-06", 50), Facet("2025-09", 40), Facet("2024-12", 10), Facet(None, 2)),
    "day": (Facet("2025-06-13", 50),),
}


def terms(prefix: str) -> list[TermCount]:
    """Terms that begin so, in characters or pinyin, as an index would tell them."""
    found = (t for t in TERMS if t.startswith(prefix) or PINYIN.get(t, "").startswith(prefix.lower()))
    return [TermCount(term, TERMS[term]) for term in sorted(found, key=lambda term: -TERMS[term])]


HITS = (hit("煤焦油"), hit("煤", paragraph(article=info(id="x:1", headline="\x1b[31m红")), rank=12))
SOUNDS = Sounding(facet.value for facets in VALUES.values() for facet in facets if facet.value)
KNOWN = Known(
    VALUES,
    HITS,
    ("coal", "\x1b[31mred"),
    terms,
    sounding=SOUNDS.beginning,
    files=lambda path: [f"{path}a.csv", f"{path}b/"],
)


def after(text: str) -> list[str]:
    """What the text before the cursor may become."""
    return [text[: len(text) - found.replaces] + found.text for found in complete(text, KNOWN)]


def notes(text: str) -> dict[str, str]:
    return {found.shown: found.note for found in complete(text, KNOWN)}


def test_commands_with_a_line_of_help() -> None:
    assert after(":") == [f":{command.name}" for command in COMMANDS]
    assert after("：tim") == [":timeline"]
    assert notes(":tim") == {":timeline [day|month|year]": "what was found, over time"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (":sort ", [":sort date", ":sort oldest", ":sort relevance"]),
        (":sort o", [":sort oldest"]),
        (":sort oldest r", []),
        (":live o", [":live on", ":live off"]),
        (":time m", [":time month"]),
        (":cite 1", [":cite 1", ":cite 12"]),
        (":cite 1 b", [":cite 1 bibtex"]),
        (":similar 12", [":similar 12"]),
        (":saved c", [":saved coal"]),
        (":help m", [":help more"]),
        (":clear s", [":clear section"]),
        (":facets mo", [":facets month"]),
        (":filter sec", [":filter section:"]),
        (":filter section:要", [":filter section:要闻", f':filter section:"{EVIL}"']),
        (":filter date:2025-06 byline:", [":filter date:2025-06 byline:秦小满"]),
        (":filter head", []),
        (":export x/", [":export x/a.csv", ":export x/b/"]),
        (":explain 煤焦", [":explain 煤焦油"]),
        (":nonsense a", []),
        (":more a", []),
    ],
)
def test_arguments_of_commands(typed: str, wanted: list[str]) -> None:
    assert after(typed) == wanted


def test_results_are_offered_with_their_headlines() -> None:
    assert notes(":show ") == notes("1") == {"1": "走进首批碳达峰试点园区", "12": "␛[31m红"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("sec", "section:"), ("标", "标题:"), ("题", "题:"), ("煤 da", "煤 date:"), ("-报", "-报纸:"),
        ("(aut", "(author:"), ("HEAD", "headline:"), ("/sec", "/section:"),
    ],
)  # fmt: skip
def test_names_of_fields(typed: str, wanted: str) -> None:
    assert wanted in after(typed)


def test_a_field_is_offered_once() -> None:
    assert [text for text in after("page"[:1]) if text in NAMES or text.rstrip(":") in NAMES].count("page:") == 1
    assert len([text for text in after("s") if text.endswith(":")]) == 2


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("section:", ["section:要闻", "section:能源", 'section:"周末 特刊"', f'section:"{EVIL}"']),
        ("煤 版名：能", ["煤 版名：能源"]),
        ("section:特", ['section:"周末 特刊"']),
        ('section:"周', ['section:"周末 特刊"']),
        ("-newspaper:晨", ['-newspaper:"晨报\\"号外\\""']),
        ("date:", ["date:2025", "date:2024"]),
        ("date:2025", ["date:2025-09", "date:2025-06"]),
        ("date:2025-06-", ["date:2025-06-13"]),
        ("日期:2024-12..2025-0", ["日期:2024-12..2025-09", "日期:2024-12..2025-06"]),
        ("source:", []),
        ("section:yao", ["section:要闻"]),
        ("section:ny", ["section:能源"]),
        ("section:nengyuan", ["section:能源"]),
        ("section:neny", []),
        ("byline:qin xiao", []),
        ("newspaper:FSXB", ["newspaper:汾水新报"]),
    ],
)
def test_values_of_fields(typed: str, wanted: list[str]) -> None:
    assert after(typed) == wanted


def test_values_are_told_with_their_counts() -> None:
    assert notes("section:要")["要闻"] == "62"


@pytest.mark.parametrize(
    "typed", ["section:", "newspaper:", "byline:", "date:", "date:2025", "date:2024-12..", "section:特"]
)
def test_what_is_completed_can_be_read(typed: str) -> None:
    for text in after(typed):
        node = parse(text)
        if isinstance(node, InField):
            assert node.node.text in [facet.value for facet in VALUES[node.field]]  # type: ignore[union-attr]
        else:
            assert isinstance(node, Dates)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("煤", ["煤焦油", "煤层气"]),
        ("煤焦", ["煤焦油"]),
        ("长治煤焦", ["长治煤焦油"]),
        ("长治 煤焦", ["长治 煤焦油"]),
        ("tan", ["碳达峰", "碳中和"]),
        ("长治tanda", ["长治碳达峰"]),
        ("-煤焦", ["-煤焦油"]),
        ("煤焦油", []),
        ("说煤", []),
        ("PB", ["PBAT"]),
        ("", []),
        ("煤 ", []),
        ("，", []),
    ],
)
def test_terms_in_characters_or_pinyin(typed: str, wanted: list[str]) -> None:
    assert [text for text in after(typed) if not text.endswith(":")] == wanted


def test_terms_are_told_with_their_counts() -> None:
    assert notes("煤焦") == {"煤焦油": "12"}


@given(st.text(max_size=30) | st.text(alphabet=":：/ \"“”()-!煤da要2\\.'", max_size=12))
def test_whatever_is_typed_nothing_raw_is_shown_and_only_what_was_typed_is_replaced(typed: str) -> None:
    for found in complete(typed, KNOWN):
        assert 0 <= found.replaces <= len(typed)
        assert not set(found.shown + found.note) & set("\x1b\u202e\n\r")


def test_every_kind_of_argument_is_completed() -> None:
    for command in COMMANDS:
        if command.takes not in (Takes.NOTHING, Takes.QUERY, Takes.CONDITIONS):
            assert complete(f":{command.name} ", KNOWN), command.name


def test_files(tmp_path: Path) -> None:
    for name in ("one.csv", "two", ".hidden", "空 格.md"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    assert files_of(f"{tmp_path}/o") == [f"{tmp_path}/one.csv"]
    assert [Path(found).name for found in files_of(f"{tmp_path}/")] == ["folder", "one.csv", "two", "空 格.md"]
    assert files_of(f"{tmp_path}/f") == [f"{tmp_path}/folder/"]
    assert files_of(f"{tmp_path}/.h") == [f"{tmp_path}/.hidden"]
    assert files_of(f"{tmp_path}/nowhere/x") == files_of("\0") == []


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("煤焦\n油", "煤焦油"),
        ("煤焦  \r\n  油", "煤焦油"),
        ("PBAT and\nVOCs", "PBAT and VOCs"),
        ("年产\n50 万吨\n", "年产50 万吨"),
        ("项目 A\n项目 B", "项目 A项目 B"),
        ("\n\n煤\n\n\n油\n", "煤油"),
        ("", ""),
        ("\n", ""),
    ],
)
def test_pasted_lines_become_one(pasted: str, typed: str) -> None:
    assert joined_lines(pasted) == typed


@given(st.text())
def test_a_paste_keeps_all_but_white_space(text: str) -> None:
    joined = joined_lines(text)
    assert "\n" not in joined
    assert "\r" not in joined
    assert "".join(joined.split()) == "".join(text.split())
