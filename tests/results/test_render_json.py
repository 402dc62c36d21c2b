"""JSON as the contract has it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from invented import article, hit, paragraph, results

from searcher.results.model import Hit
from searcher.results.render import json as whole
from searcher.results.render import lines
from searcher.results.render.formats import AskedArticle, Table, View
from searcher.results.render.json import array, article_object, count_object, dumps, results_object

ORIGIN_KEYS = ["date", "page", "section", "newspaper", "headline", "byline", "source", "path", "lines"]
HIT_KEYS = ["rank", "score", "id", *ORIGIN_KEYS, "text", "highlights", "passage"]
ADDED_KEYS = ["article", "of_article", "kicker", "subhead", "headline_highlights"]


def test_results_have_the_keys_of_the_contract_in_order() -> None:
    found = json.loads(dumps(results_object(results(hit("煤焦油"), total=9))))
    assert list(found) == ["query", "total", "literal", "took_ms", "generation", "hits"]
    assert list(found["hits"][0]) == [*HIT_KEYS, *ADDED_KEYS]


def test_ranges_cut_the_text_that_is_given() -> None:
    found = json.loads(dumps(results_object(results(hit("煤焦油", passage=(3, 20))))))["hits"][0]
    assert [found["text"][start:end] for start, end in found["highlights"]] == ["煤焦油"]
    assert found["passage"] == [3, 20]
    assert found["lines"] == [17, 25]


def test_page_and_path_are_those_of_the_paragraph() -> None:
    moved = paragraph("煤。", page="A3", path="2025-06-13-A3.txt", lines=None)
    found = results_object(results(hit("煤", moved)))["hits"][0]
    assert (found["page"], found["path"], found["lines"]) == ("A3", "2025-06-13-A3.txt", None)
    here = results_object(results(hit("煤", paragraph("煤。", page=None, path=None))))["hits"][0]
    assert (here["page"], here["path"]) == ("A1", "2025-06-13-A1.txt")


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_what_is_written_as_it_comes_is_the_same_object(count: int) -> None:
    found = results(*(hit("煤焦油", rank=rank) for rank in range(1, count + 1)), total=9)
    written = "\n".join(whole.render_results(found, iter(found.hits), View()))
    assert written == dumps(results_object(found))


def test_lines_are_the_hits_one_by_one() -> None:
    found = results(hit("煤焦油"), hit("链条", rank=2), total=9, literal=7)
    assert list(map(json.loads, lines.render_results(found, iter(found.hits), View()))) == results_object(found)["hits"]


def test_a_line_is_given_before_the_next_hit_is_made() -> None:
    taken: list[int] = []

    def made() -> Iterator[Hit]:
        for rank in (1, 2, 3):
            taken.append(rank)
            yield hit("煤焦油", rank=rank)

    stream = lines.render_results(results(total=3), made(), View())
    assert json.loads(next(stream))["rank"] == 1
    assert taken == [1]


def test_one_article_is_an_object_and_several_are_an_array() -> None:
    asked = AskedArticle(article("一。", "二。"), "2025-06-13-A1:2.2")
    one = json.loads("\n".join(whole.render_articles([asked], View())))
    assert one["asked"] == "2025-06-13-A1:2.2"
    assert json.loads("\n".join(whole.render_articles([asked, asked], View()))) == [one, one]
    assert [json.loads(line) for line in lines.render_articles([asked, asked], View())] == [one, one]


def test_a_table_is_its_rows_by_name() -> None:
    listed = Table("section", ("value", "count"), [("要闻", 3), (None, 1)])
    rows = [{"value": "要闻", "count": 3}, {"value": None, "count": 1}]
    assert json.loads("\n".join(whole.render_table(listed, View()))) == {"title": "section", "rows": rows}
    assert [json.loads(line) for line in lines.render_table(listed, View())] == rows


@pytest.mark.parametrize("indent", [None, 2])
def test_what_a_terminal_would_obey_is_escaped_and_means_the_same(indent: int | None) -> None:
    value = {"\x9b\u202e": "煤\x1b[2J\x7f\x85\u200b\u2028\n\r\U000e0041\ud800\U00020000"}
    text = dumps(value, indent=indent)
    assert json.loads(text) == value
    assert set(text) - {"\n"} == {char for char in text if char.isprintable()}
    assert text.encode("utf-8")


def test_chinese_stays_readable_and_half_characters_stay_valid() -> None:
    text = dumps(count_object("临猗\ud800", 1, 1))
    assert "临猗" in text
    written = text.encode("utf-8", "backslashreplace").decode("utf-8")
    assert json.loads(written)["query"] == "临猗\ud800"


def test_an_article_says_which_paragraph_was_asked_for() -> None:
    whole = article("一。", "二。")
    marks = {whole.info.id: [(4, 7)], whole.paragraphs[0].id: [(0, 1)]}
    found = article_object(AskedArticle(whole, whole.paragraphs[1].id, marks))
    assert found["asked"] == found["paragraphs"][1]["id"] == "2025-06-13-A1:2.2"
    assert [part["highlights"] for part in found["paragraphs"]] == [[[0, 1]], []]
    assert found["headline_highlights"] == [[4, 7]]
    assert article_object(AskedArticle(whole, whole.info.id))["asked"] is None
    assert [part["text"] for part in found["paragraphs"]] == ["一。", "二。"]


def test_an_array_is_written_as_it_comes() -> None:
    assert json.loads("\n".join(array(iter([{"一": 1}, {"二": 2}])))) == [{"一": 1}, {"二": 2}]
    assert json.loads("\n".join(array([]))) == []
