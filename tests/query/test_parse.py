"""What query texts mean. Expected trees are written without spans, which `plain` sets to (0, 0)."""

from __future__ import annotations

import dataclasses
import datetime
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import QueryError
from searcher.query.caret import NARROWEST, caret
from searcher.query.lex import LONGEST_WITH_FINAL_MARK, LONGEST_WITH_FULL_WIDTH_MARK, MAX_DISTANCE
from searcher.query.nodes import (
    MAX_DEPTH,
    TEXT_FIELDS,
    All,
    And,
    Dates,
    Exact,
    InField,
    Near,
    Node,
    Not,
    Or,
    Wildcard,
    Words,
    children,
)
from searcher.query.parse import MAX_GROUPS, MAX_LENGTH, parse
from searcher.query.unparse import format_query
from searcher.results.render.columns import columns

TODAY = datetime.date(2025, 5, 9)
NOWHERE = (0, 0)


def plain(node: Node) -> Node:
    """`node` with every span (0, 0)."""
    node = dataclasses.replace(node, span=NOWHERE)
    if isinstance(node, All | And | Or | Near):
        return dataclasses.replace(node, parts=tuple(plain(part) for part in node.parts))
    if isinstance(node, Not):
        return Not(plain(node.part), NOWHERE)
    return InField(node.field, plain(node.node), NOWHERE) if isinstance(node, InField) else node


def tree(query: str) -> Node:
    return plain(parse(query, today=TODAY))


def words(*texts: str) -> list[Words]:
    return [Words(text, NOWHERE) for text in texts]


def exact(*texts: str) -> list[Exact]:
    return [Exact(text, NOWHERE) for text in texts]


def wild(pattern: str) -> Wildcard:
    return Wildcard(pattern, NOWHERE)


def every(*parts: Node) -> All:
    return All(parts, NOWHERE)


def both(*parts: Node) -> And:
    return And(parts, NOWHERE)


def either(*parts: Node) -> Or:
    return Or(parts, NOWHERE)


def no(part: Node) -> Not:
    return Not(part, NOWHERE)


def near(distance: int, *texts: str) -> Near:
    return Near(tuple(exact(*texts)), distance, NOWHERE)


def field(name: str, node: Node) -> InField:
    return InField(name, node, NOWHERE)


A, B, C, D = words("甲", "乙", "丙", "丁")


# Groups and phrases


@pytest.mark.parametrize("query", ["碳达峰 长治", "碳达峰　长治", "  碳达峰\t\n长治\u00a0"])
def test_groups_are_set_apart_by_any_white_space(query: str) -> None:
    assert tree(query) == every(*words("碳达峰", "长治"))


def test_one_group_stands_alone() -> None:
    assert tree("碳达峰") == words("碳达峰")[0]


@pytest.mark.parametrize(
    "query", ['"释放土地"', "＂释放土地＂", "“释放土地”", "„释放土地”", "„释放土地“", "「释放土地」", "『释放土地』"]
)
def test_every_kind_of_quote_makes_a_phrase(query: str) -> None:
    assert [tree(query)] == exact("释放土地")


def test_a_straight_quote_is_a_sign_wherever_it_stands() -> None:
    assert tree('他说"加油"了') == every(words("他说")[0], *exact("加油"), words("了")[0])


@pytest.mark.parametrize(
    "group", ["“双碳”目标", "他说“加油”", "“双碳”“双控”", "“双碳”，", "「双碳」目标", "”乙", "甲”", "他说“加油"]
)
def test_typographic_quotes_inside_of_a_group_are_text(group: str) -> None:
    assert [tree(group)] == words(group)


def test_a_quote_within_quotes_of_its_kind_stays() -> None:
    assert [tree("“甲“乙”丙”")] == exact("甲“乙”丙")
    assert [tree("「甲『乙』」")] == exact("甲『乙』")
    assert [tree('"甲“乙"')] == exact("甲“乙")


def test_blanks_and_operators_in_a_phrase_are_text() -> None:
    assert [tree('" 甲 AND (乙* -丙 "')] == exact(" 甲 AND (乙* -丙 ")


def test_a_phrase_may_be_punctuation() -> None:
    assert [tree('"——"')] == exact("——")


def test_a_backslash_takes_the_next_character_as_it_is() -> None:
    assert [tree(r'"甲\"乙\\"')] == exact('甲"乙\\')
    assert [tree("“甲\\”乙”")] == exact("甲”乙")
    assert tree(r"\AND 甲\ 乙 \-丙 煤\* 标题\:甲 \(") == every(
        *words("AND", "甲 乙", "-丙", "煤*", "标题:甲"), *words("(")
    )


# Boolean


def test_binding() -> None:
    assert tree("甲 OR 乙 AND 丙") == either(A, both(B, C))
    assert tree("甲 AND 乙 OR 丙 AND 丁") == either(both(A, B), both(C, D))
    assert tree("甲 乙 OR 丙") == either(every(A, B), C)
    assert tree("甲 AND 乙 AND 丙") == both(A, B, C)
    assert tree("(甲 OR 乙) 丙") == every(either(A, B), C)
    assert tree("NOT 甲 AND 乙") == both(no(A), B)
    assert tree("甲 NEAR/3 乙 丙") == every(near(3, "甲", "乙"), C)
    assert tree("NOT (甲 NEAR/3 乙)") == no(near(3, "甲", "乙"))


def test_a_blank_binds_before_an_explicit_and() -> None:
    assert tree("甲 AND 乙 丙") == both(A, every(B, C))
    assert tree("甲 乙 AND 丙 丁") == both(every(A, B), every(C, D))


@pytest.mark.parametrize(
    "query", ["甲 OR 乙", "甲 || 乙", "甲||乙", "甲 | 乙", "甲 ｜ 乙", "甲｜｜乙", "甲 ＯＲ 乙", "(甲)OR(乙)"]
)
def test_spellings_of_or(query: str) -> None:
    assert tree(query) == either(A, B)


@pytest.mark.parametrize("query", ["甲 AND 乙", "甲 && 乙", "甲&&乙", "甲 ＆＆ 乙", "（甲）AND（乙）"])
def test_spellings_of_and(query: str) -> None:
    assert tree(query) == both(A, B)


@pytest.mark.parametrize("query", ["NOT 甲", "-甲", "－甲", "!甲", "-(甲)", "－（甲）", "NOT(甲)"])
def test_spellings_of_not(query: str) -> None:
    assert tree(query) == no(A)


def test_not_takes_any_part() -> None:
    assert tree('甲 -"乙 丙" -(丙 OR 丁) -标题:乙 -煤*') == every(
        A, no(exact("乙 丙")[0]), no(either(C, D)), no(field("headline", B)), no(wild("煤*"))
    )
    assert tree("-“双碳”目标") == no(words("“双碳”目标")[0])
    assert tree("NOT NOT 甲") == tree("NOT -甲") == no(no(A))


@pytest.mark.parametrize(
    "group", ["and", "Or", "not", "与", "或者", "甲-乙", "--甲", "甲|乙", "R&D", "！甲", "—甲", "ANDROID"]
)
def test_what_only_looks_like_an_operator_is_text(group: str) -> None:
    assert [tree(group)] == words(group)


def test_a_dash_behind_a_quote_or_parenthesis_negates_nothing() -> None:
    assert tree('"θ"-"λ" (甲)-乙') == every(exact("θ")[0], words("-")[0], exact("λ")[0], A, words("-乙")[0])


# Near


def test_near() -> None:
    assert tree("甲 NEAR/10 乙") == near(10, "甲", "乙")
    assert tree('"甲 甲" near/0 (乙)') == near(0, "甲 甲", "乙")
    assert tree("甲 NEAR/5 乙 NEAR/5 丙") == near(5, "甲", "乙", "丙")


def test_a_distance_behind_a_phrase_puts_its_parts_near() -> None:
    assert tree('"平遥 古城　煤"~10') == tree("“平遥 古城 煤”～１０") == near(10, "平遥", "古城", "煤")
    assert tree(r'"平\ 遥 古城"~1') == near(1, "平 遥", "古城")


def test_a_tilde_elsewhere_is_text() -> None:
    assert tree('3～5天 煤~2 "θ"~"λ"') == every(*words("3～5天", "煤~2"), *exact("θ"), *words("~"), *exact("λ"))


# Wildcards and questions


@pytest.mark.parametrize(
    ("query", "pattern"),
    [
        ("煤*", "煤*"),
        ("煤＊", "煤*"),
        ("*化工", "*化工"),
        ("?城", "?城"),
        ("？城", "?城"),
        ("煤?", "煤?"),
        ("山?省", "山?省"),
        ("山？省", "山?省"),
        ("释放土地?能改革试验区", "释放土地?能改革试验区"),
        ("《*》", "《*》"),
        ("煤*是？", "煤*是?"),
        ("wildcard:释放土地效?", "释放土地效?"),
        ("通配：释放土地效？", "释放土地效?"),
        ("通配:谁?", "谁?"),
    ],
)
def test_wildcards(query: str, pattern: str) -> None:
    assert tree(query) == wild(pattern)


@pytest.mark.parametrize(
    "question",
    [
        "范廷颂是什么时候出生的？",
        "范廷颂是什么时候出生的?",
        "谁?",
        "为什么?",
        "煤？",
        "真的？！",
        "平遥的省会?",
        "他是谁?在哪里?",
        "行车突遇火情？这样处理",
        "来了?好,走",
    ],
)
def test_question_marks_of_questions_are_text(question: str) -> None:
    assert [tree(question)] == words(question)


def test_the_lengths_at_which_a_question_mark_turns() -> None:
    ends = "煤" * (LONGEST_WITH_FINAL_MARK - 1) + "?"
    assert tree(ends) == wild(ends)
    assert [tree("煤" + ends)] == words("煤" + ends)
    inside = "煤？" + "煤" * (LONGEST_WITH_FULL_WIDTH_MARK - 2)
    assert tree(inside) == wild(inside.replace("？", "?"))
    assert [tree("煤" + inside)] == words("煤" + inside)


# Fields


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        *((name, name) for name in TEXT_FIELDS),
        *((name, "headline") for name in ("title", "Title", "ＨＥＡＤＬＩＮＥ", "标题", "標題", "题")),
        *((name, "byline") for name in ("author", "作者", "记者")),
        *((name, "section") for name in ("版名", "栏目")),
        *((name, "page") for name in ("版", "版次", "版面")),
        *((name, "source") for name in ("来源", "來源")),
        *((name, "newspaper") for name in ("报纸", "報紙")),
    ],
)
def test_field_names(name: str, canonical: str) -> None:
    assert tree(f"{name}:甲") == tree(f"{name}：甲") == tree(f"{name}: 甲") == field(canonical, A)


def test_field_values() -> None:
    assert tree('标题:"甲 乙"') == tree("标题：“甲 乙”") == field("headline", exact("甲 乙")[0])
    assert tree("标题:煤*") == field("headline", wild("煤*"))
    assert tree("标题:(甲 OR -乙) 丙") == every(field("headline", either(A, no(B))), C)
    assert tree('标题:"甲 乙"~3') == tree("标题:(甲 NEAR/3 乙)") == field("headline", near(3, "甲", "乙"))
    assert [tree(f"版:{page}") for page in ("B2", "第2版", "02")] == [
        field("page", value) for value in words("B2", "第2版", "02")
    ]


@pytest.mark.parametrize(
    "group",
    [
        "时间:今天",
        "时间：",
        "http://x.y/z",
        "10:30",
        "比分3:2",
        "GDP:5%",
        "AI：未来已来",
        "iPhone：新品",
        "Code::Blocks",
        "C:x",
        ":甲",
        "Vol:",
        "记者：从陌生到熟悉，你们是怎样相处的？",
    ],
)
def test_other_colons_are_text(group: str) -> None:
    assert [tree(group)] == words(group)


def test_dates() -> None:
    may = Dates("2025-05-01", "2025-05-31", NOWHERE)
    assert tree("date:2025-05") == tree("日期：2025年5月") == tree('Date:"2025年 5月"') == tree("date:本月") == may
    assert tree("date:2025-05-01..") == Dates("2025-05-01", None, NOWHERE)
    assert tree("date:..2025-05") == Dates(None, "2025-05-31", NOWHERE)
    assert tree("煤 -date:(2025-05 OR 去年)") == every(
        words("煤")[0], no(either(may, Dates("2024-01-01", "2024-12-31", NOWHERE)))
    )


def test_today_is_the_day_of_the_call_unless_told() -> None:
    before, node, after = datetime.date.today(), parse("date:今天"), datetime.date.today()
    assert isinstance(node, Dates)
    assert before.isoformat() <= str(node.first) <= after.isoformat()


# Punctuation


@pytest.mark.parametrize("sign", ["——", "，", "-", "？", "（）", "（！）", "…", "/", "&", "【】"])
def test_punctuation_between_groups_is_kept(sign: str) -> None:
    assert tree(f"煤 {sign} 电") == every(*words("煤", sign, "电"))


@pytest.mark.parametrize(
    "query", ["，", "。 ！", "（）", "?!", "-", "甲 AND ，", "（，） OR 甲", "NOT ，", "标题:，", "甲 NEAR/3 ，", "🎉"]
)
def test_punctuation_that_would_have_to_mean_something_is_an_error(query: str) -> None:
    with pytest.raises(QueryError, match="only punctuation"):
        parse(query)


@pytest.mark.parametrize("query", ["℃", "①", "5", "ａ", "é", "㎡"])
def test_signs_that_fold_to_letters_or_digits_are_text(query: str) -> None:
    assert [tree(query)] == words(query)


# Spans


def test_every_node_knows_where_it_was_read() -> None:
    query = '标题:煤* "甲 乙"~3 NOT (丙 OR 丁) date:2025 甲 NEAR/2 乙'
    node = parse(query)
    assert [query[slice(*part.span)] for part in children(node)] == [
        "标题:煤*", '"甲 乙"~3', "NOT (丙 OR 丁)", "date:2025", "甲 NEAR/2 乙",
    ]  # fmt: skip
    assert node.span == (0, len(query))
    negated = children(node)[2]
    assert query[slice(*children(negated)[0].span)] == "(丙 OR 丁)"
    assert [query[slice(*part.span)] for part in children(children(node)[1])] == ["甲", "乙"]


# Errors: the ^ stands before the place at fault


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("^", "nothing to search for"),
        ("^ 　", "nothing to search for"),
        ('甲 ^"乙', "not closed"),
        ("甲 ^“乙", "write \\\\“"),
        ("甲 ^“乙 “丙”", "not closed"),
        ('甲 ^""', "nothing between these quotes"),
        ('^"　"', "nothing between these quotes"),
        ("甲 ^(乙", "not closed"),
        ("(甲 ^(乙", "not closed"),
        ("甲^) 乙", "closes nothing"),
        ("甲 ^AND", "on its right"),
        ("甲 AND ^OR 乙", "on its left"),
        ("^OR 甲", "on its left"),
        ("(甲 ^OR) 乙", "on its right"),
        ("甲 ^NOT", "behind it"),
        ("甲 ^NOT OR 乙", "behind it"),
        ("甲 ^NEAR 乙", "needs a distance"),
        ("甲 ^NEAR/x 乙", "needs a distance"),
        (f"甲 NEAR/^{MAX_DISTANCE + 1} 乙", f"at most {MAX_DISTANCE}"),
        ("甲 NEAR/^" + "9" * 5000 + " 乙", f"at most {MAX_DISTANCE}"),
        ("^NEAR/3 甲", "on its left"),
        ("甲 ^NEAR/3", "on its right"),
        ("甲 ^NEAR/3 NEAR/3 乙", "on its right"),
        ("甲 NEAR/3 乙 ^NEAR/4 丙", "one distance"),
        ("甲 NEAR/3 ^煤*", "plain groups and quoted phrases only"),
        ("^NOT 甲 NEAR/3 乙", "plain groups and quoted phrases only"),
        ("甲 NEAR/3 ^-乙", "plain groups and quoted phrases only"),
        ("^(甲 乙) NEAR/3 丙", "plain groups and quoted phrases only"),
        ("^标题:甲 NEAR/3 乙", "plain groups and quoted phrases only"),
        ('"甲"^~3', "two parts or more"),
        ('"甲 乙"^~', "needs a distance"),
        ('"甲 乙"^~x', "needs a distance"),
        ("甲 ^*", "beside its wildcards"),
        ("^??", "beside its wildcards"),
        ("煤*^\\?", "cannot also hold"),
        ("通配:^煤", "needs a group with"),
        ("甲 ^autor:x", "did you mean `author:`"),
        ("^DATES:x", "did you mean `date:`"),
        ("^foo:x", "the fields are headline"),
        ("^标题:", "needs a value"),
        ("甲 ^标题: OR 乙", "needs a value"),
        ("标题:^-甲", "go before the field name"),
        ("标题:^作者:甲", "go before the field name"),
        ("标题:(甲 ^作者:乙)", "inside of another"),
        ("标题:(甲 ^date:2025)", "inside of another"),
        ("date:2025-^13", "a month is 1 to 12"),
        ("date:2025-02-^30", "has 28 days"),
        ('date:"2025-^13"', "a month is 1 to 12"),
        ("甲 date:(2025 OR ^煤)", "not a date"),
        ("date:2025-06..^2025-05", "before it begins"),
        ("date:^2025*", "no wildcards"),
        ("date:2025-05-01 ^.. 2025-05-31", "no blanks"),
        ("date:2025-05-01.. ^2025-05-31", "no blanks"),
        ("甲^\\", "nothing to escape"),
    ],
)
def test_errors_point_at_the_place_and_say_what_is_right(marked: str, message: str) -> None:
    query = marked.replace("^", "")
    with pytest.raises(QueryError, match=message) as caught:
        parse(query, today=TODAY)
    assert caught.value.query == query
    assert caught.value.position == marked.index("^")
    assert "\n" not in str(caught.value)


# Limits


def test_the_limit_of_length() -> None:
    assert [tree("煤" * MAX_LENGTH)] == words("煤" * MAX_LENGTH)
    with pytest.raises(QueryError, match="10,000") as caught:
        parse("煤" * (MAX_LENGTH + 1))
    assert caught.value.position == MAX_LENGTH


def test_the_limit_of_groups() -> None:
    query = "煤 " * MAX_GROUPS
    assert len(children(parse(query))) == MAX_GROUPS
    with pytest.raises(QueryError, match="1,000 groups") as caught:
        parse(query + "电")
    assert caught.value.position == len(query)
    with pytest.raises(QueryError, match="1,000 groups"):
        parse('"甲 乙"~3 ' * (MAX_GROUPS // 2 + 1))


@pytest.mark.parametrize(("before", "after"), [("(", ")"), ("-(", ")"), ("(甲 ", ")"), ("NOT ", "")])
def test_the_limit_of_nesting(before: str, after: str) -> None:
    parse(before * MAX_DEPTH + "乙" + after * MAX_DEPTH)
    with pytest.raises(QueryError, match="nested deeper than 100"):
        parse(before * (MAX_DEPTH + 1) + "乙" + after * (MAX_DEPTH + 1))


def test_no_tree_is_deeper_than_the_limit() -> None:
    """Parentheses alone are no measure: each can hold an OR of ANDs of groups."""
    inside = "(甲 OR 乙 AND 丙 "
    with pytest.raises(QueryError, match="nested deeper than 100"):
        parse(inside * 50 + "丁" + ")" * 50)


@pytest.mark.parametrize(
    "unit", ["(", "“", "NOT ", "煤? ", "\\", "标题:", "“甲”乙 ", "-", "？", "a:b:", "„“", "(,", "甲 NEAR/3 "]
)
def test_hostile_repetition_ends_in_a_node_or_an_error(unit: str) -> None:
    query = (unit * MAX_LENGTH)[:MAX_LENGTH]
    outcome = read(query)
    assert not isinstance(outcome, QueryError) or 0 <= outcome.position <= len(query)


def read(query: str) -> Node | QueryError:
    try:
        return parse(query)
    except QueryError as error:
        return error


# The caret


def test_the_caret_counts_columns() -> None:
    assert caret(QueryError("", "煤炭 AND", 3)) == "煤炭 AND\n     ^"
    assert caret(QueryError("", "甲", 1)) == "甲\n  ^"
    assert caret(QueryError("", "", 0)) == "\n^"


def test_what_a_terminal_would_obey_is_shown() -> None:
    shown = caret(QueryError("", "a\n\x1b[31m\u202e)", 8))
    line, mark = shown.split("\n")
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert columns(line) == len(mark)


@pytest.mark.parametrize("width", [1, NARROWEST, 40, 80])
@pytest.mark.parametrize("position", [0, 1, 300, 599, 600])
@pytest.mark.parametrize("char", ["煤", "a", "\u202e", "e\u0301"])
def test_a_long_query_is_shown_around_the_fault(char: str, position: int, width: int) -> None:
    query = (char * 600)[:600]
    if position < 600:
        query = query[:position] + "★" + query[position + 1 :]
    line, mark = caret(QueryError("", query, position), width).split("\n")
    assert columns(line) <= max(width, NARROWEST)
    before = line[: line.index("★")] if position < 600 else line
    assert len(mark) - 1 == columns(before)
    assert line.startswith("…") == (position >= 300)


@pytest.mark.parametrize("rest", ["至 2025-06", "到2025-06", "— 6月", "～6月", "- 2025-06", "..2025-06", "至　六月"])
def test_a_range_with_blanks_is_no_date_and_a_text(rest: str) -> None:
    with pytest.raises(QueryError, match="a range of dates takes no blanks"):
        parse(f"date:2025-05 {rest}", today=TODAY)
    assert parse(f"date:2025-05 \\{rest}", today=TODAY)


# The canonical text


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("碳达峰　长治", "碳达峰 长治"),
        ("“甲”~", "“甲”~"),
        ("「甲」 -乙", '"甲" NOT 乙'),
        ("甲 乙 AND 丙 || 丁", "(甲 乙) AND 丙 OR 丁"),
        ('标题："a b"～3', 'headline:("a" NEAR/3 "b")'),
        ("日期:2025年5月", "date:2025-05-01..2025-05-31"),
        ("煤＊", "煤*"),
        ("通配:释放土地效?", "wildcard:释放土地效?"),
        (r"\AND a\:b ab\:c", r"\AND a:b ab\:c"),
        ("date:2025.. \\2026", "date:2025-01-01.. \\2026"),
        ("date:2025 \\至 6月", "date:2025-01-01..2025-12-31 \\至 6月"),
        ("date:2025 至少 6月", "date:2025-01-01..2025-12-31 至少 6月"),
        ("煤?", "wildcard:煤?"),
        ("谁 煤?", "谁 煤\\?"),
    ],
)
def test_canonical_text(query: str, canonical: str) -> None:
    assert format_query(parse(query, today=TODAY)) == canonical
    assert tree(canonical) == tree(query)


def test_a_text_that_no_query_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no query"):
        format_query(Words("", NOWHERE))
    with pytest.raises(ValueError, match="no query"):
        format_query(Wildcard("煤", NOWHERE))


# Real questions

QUESTIONS = Path(__file__).parents[2] / "../shared/data/cmrc2018/queries.jsonl.gz"


@pytest.mark.skipif(not QUESTIONS.exists(), reason="the collection of questions is not here")
def test_real_questions_are_read_as_text() -> None:
    """Of 14,328 questions as people wrote them, none is negated, fielded or a pattern; errors are quotes left open."""
    with gzip.open(QUESTIONS, "rt", encoding="utf-8") as lines:
        questions = [question for line in lines if (question := json.loads(line)["text"])]
    outcomes = [read(question) for question in questions]
    errors = [outcome for outcome in outcomes if isinstance(outcome, QueryError)]
    assert {str(error).split(";")[0] for error in errors} == {"this quote is not closed"}
    assert len(errors) < len(questions) / 1000
    kinds = {type(part) for outcome in outcomes if not isinstance(outcome, QueryError) for part in nodes(outcome)}
    assert kinds == {Words, Exact, All}


def nodes(node: Node) -> list[Node]:
    return [node, *(below for child in children(node) for below in nodes(child))]


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), min_size=1, max_size=12))
def test_a_query_of_ideographs_alone_is_read_as_any_other(query: str) -> None:
    assert parse(query) == parse(query + " ") == Words(query, (0, len(query)))
