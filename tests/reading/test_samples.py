"""The sample corpus is what its sources say: laid out anew it has the same bytes, and all gold texts stand on it."""

import importlib.util
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES, CORPUS, GOLD = ROOT / "tests" / "samples", ROOT / "corpus", ROOT / "tests" / "gold"
STEMS = sorted(path.name.removesuffix(".article.txt") for path in SAMPLES.glob("*.article.txt"))


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("samples_lay_out", SAMPLES / "lay_out.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def gold(stem: str) -> dict:
    return json.loads((GOLD / f"{stem}.gold.json").read_text(encoding="utf-8"))


def page_text(stem: str) -> str:
    return (CORPUS / f"{stem}.txt").read_text(encoding="utf-8")


def squeeze(text: str) -> str:
    return "".join(text.split())


def printed(text: str, page: dict) -> str:
    """A gold text as its page prints it: without white space, with the page's known wrong glyphs."""
    for scar in page.get("scars", []):
        text = text.replace(scar["meant"], scar["printed"])
    return squeeze(text)


def all_articles() -> list[tuple[str, dict]]:
    return [(stem, article) for stem in STEMS for article in gold(stem)["articles"]]


def test_laying_out_anew_gives_the_same_bytes(tool: ModuleType, tmp_path: Path) -> None:
    corpus, answers = tmp_path / "corpus", tmp_path / "gold"
    corpus.mkdir()
    answers.mkdir()
    made = tool.make(SAMPLES, corpus, answers)
    assert len(made) == 2 * len(STEMS)
    for path in made:
        kept = (CORPUS if path.parent == corpus else GOLD) / path.name
        # A checkout may turn line ends; what the tool writes may not.
        assert b"\r" not in path.read_bytes()
        assert path.read_bytes() == kept.read_bytes().replace(b"\r\n", b"\n"), path.name


def test_every_page_has_its_source_and_its_gold() -> None:
    """Users put files of their own into `corpus`; the samples must be among them."""
    assert {f"{stem}.txt" for stem in STEMS} <= {p.name for p in CORPUS.iterdir()}
    assert sorted(p.name for p in GOLD.glob("*.json")) == [f"{stem}.gold.json" for stem in STEMS]


def test_two_issues_of_four_pages_and_at_least_forty_articles() -> None:
    pages_per_issue = Counter(stem[:10] for stem in STEMS)
    assert len(pages_per_issue) == 2
    assert min(pages_per_issue.values()) >= 4
    assert len(all_articles()) >= 40


@pytest.mark.parametrize("stem", STEMS)
def test_every_gold_text_stands_on_its_page(stem: str) -> None:
    page, text = gold(stem), squeeze(page_text(stem)).replace("姻", "")
    for article in page["articles"]:
        for wanted in article["paragraphs"] + article["captions"]:
            assert printed(wanted, page) in text
        for part in ("kicker", "headline", "subhead", "byline"):
            for wanted in article[part]:
                assert squeeze(wanted) in text
        assert squeeze(article["source"] or "") in text


@pytest.mark.parametrize("stem", STEMS)
def test_the_header_tells_page_section_and_the_true_weekday(stem: str) -> None:
    page = gold(stem)
    day = date.fromisoformat(page["date"])
    header = squeeze(page_text(stem).strip().splitlines()[0])
    assert stem == f"{page['date']}-{page['page']}"
    assert f"{day.year}年{day.month}月{day.day}日" in header
    assert header.endswith("星期" + "一二三四五六日"[day.weekday()])
    assert page["page"] in header
    assert page["section"] in header


def test_an_article_that_jumps_has_its_other_part_on_the_page_it_names() -> None:
    jumps = [(stem, a) for stem, a in all_articles() if "continues_on" in a]
    assert len(jumps) == 2
    for stem, article in jumps:
        other = gold(f"{stem[:10]}-{article['continues_on']}")
        assert [a["continued_from"] for a in other["articles"] if "continued_from" in a] == [gold(stem)["page"]]


@pytest.mark.parametrize("phrase", ["释放土地效能", "临猗", "碳达峰", "煤焦油", "PBAT", "261.5", "5G", "的", "平遥"])
def test_the_phrases_of_the_guide_stand_in_several_paragraphs(phrase: str) -> None:
    assert sum(phrase in text for _, article in all_articles() for text in article["paragraphs"]) >= 2


def test_break_lines_keeps_every_character_and_the_line_end_rules(tool: ModuleType) -> None:
    for stem, article in all_articles():
        for text in article["paragraphs"]:
            for columns in range(13, 25):
                lines = tool.break_lines(text, columns, 2)
                assert "".join(atom for line in lines for atom in line) == text, stem
                assert all(line[0] not in tool.CLOSING for line in lines), (stem, text)
                assert all(line[-1] not in tool.OPENING for line in lines[:-1]), (stem, text)
