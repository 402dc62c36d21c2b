"""JSON as the contract has it."""

from __future__ import annotations

import json

from invented import article, hit, paragraph, results

from searcher.results.render.json import array, article_object, count_object, dumps, hit_lines, results_object

ORIGIN_KEYS = ["date", "page", "section", "newspaper", "headline", "byline", "source", "path", "lines"]
HIT_KEYS = ["rank", "score", "id", *ORIGIN_KEYS, "text", "highlights", "passage"]


def test_results_have_the_keys_of_the_contract_in_order() -> None:
    found = json.loads(dumps(results_object(results(hit("煤焦油"), total=9))))
    assert list(found) == ["query", "total", "literal", "took_ms", "generation", "hits"]
    assert list(found["hits"][0]) == HIT_KEYS


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


def test_lines_are_the_hits_one_by_one() -> None:
    found = results(hit("煤焦油"), hit("链条", rank=2))
    assert [json.loads(line) for line in hit_lines(found)] == results_object(found)["hits"]


def test_chinese_stays_readable_and_half_characters_stay_valid() -> None:
    text = dumps(count_object("临猗\ud800", 1, 1))
    assert "临猗" in text
    written = text.encode("utf-8", "backslashreplace").decode("utf-8")
    assert json.loads(written)["query"] == "临猗\ud800"


def test_an_article_says_which_paragraph_was_asked_for() -> None:
    whole = article("一。", "二。")
    found = article_object(whole, whole.paragraphs[1].id)
    assert found["asked"] == found["paragraphs"][1]["id"] == "2025-06-13-A1:2.2"
    assert [part["text"] for part in found["paragraphs"]] == ["一。", "二。"]


def test_an_array_is_written_as_it_comes() -> None:
    assert json.loads("\n".join(array(iter([{"一": 1}, {"二": 2}])))) == [{"一": 1}, {"二": 2}]
    assert json.loads("\n".join(array([]))) == []
