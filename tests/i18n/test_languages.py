"""Which language the program speaks, and that it speaks it everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from program import CORPUS, searcher

from searcher import i18n
from searcher.cli.app import command_line

HAN = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b(the|and|of|is|are|with|what|which|term)\b")
CAPITALS = re.compile(rf"(?<![A-Z_])({'|'.join(i18n.PLACEHOLDERS)})(?![A-Z_])")


@pytest.mark.parametrize(
    ("args", "environ", "chinese"),
    [
        ([], {}, False),
        ([], {"LANG": "zh_CN.UTF-8"}, True),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, True),
        ([], {"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, True),
        ([], {"LANG": "C.UTF-8", "LANGUAGE": "zh_CN:en"}, False),
        ([], {"LANG": "fr_FR.UTF-8"}, False),
        (["--lang", "zh"], {"LANG": "en_US.UTF-8"}, True),
        (["--lang=en"], {"LANG": "zh_CN.UTF-8"}, False),
        ([], {"LANG": "zh_CN.UTF-8", "SEARCHER_LANG": "en"}, False),
        (["--lang", "zh"], {"SEARCHER_LANG": "en"}, True),
        (["--lang", "auto"], {"LANG": "zh_CN.UTF-8"}, True),
        (["--lang", "auto"], {"SEARCHER_LANG": "zh"}, False),
    ],
)
def test_what_decides_the_language(args: list[str], environ: Mapping[str, str], chinese: bool) -> None:
    for asked in (["--help", *args], [*args, "--help"], ["info", *args, "--help"], ["no such command", *args]):
        run = searcher(*asked, environ=environ)
        assert bool(re.search("用法|没有命令", run.stdout + run.stderr)) is chinese


def test_the_settings_file_decides_after_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('lang = "zh"\n', encoding="utf-8")
    environ = {"SEARCHER_CONFIG": str(file), "LANG": "en_US.UTF-8"}
    assert "用法" in searcher("--help", environ=environ).stdout
    assert "Usage" in searcher("--help", environ=environ | {"SEARCHER_LANG": "en"}).stdout
    file.write_text('lang = "fr"\n', encoding="utf-8")
    run = searcher("info", environ=environ)
    assert (run.status, run.stderr.count("\n")) == (2, 1)


def test_one_run_leaves_nothing_to_the_next() -> None:
    assert "用法" in searcher("--lang", "zh", "--help").stdout
    assert "Usage" in searcher("--help").stdout


@pytest.mark.parametrize("name", ["", *command_line().commands])
def test_help_is_chinese_throughout(name: str) -> None:
    shown = searcher(*filter(None, [name]), "--lang", "zh", "--help").stdout
    lines = [line for line in shown.splitlines() if ENGLISH.search(line)]
    assert lines == []
    assert not CAPITALS.search(shown)
    assert HAN.search(shown)


def test_messages_reports_and_errors_are_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    zh = ["--lang", "zh", "--corpus", str(CORPUS)]
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 500)
    for args in (
        ["index"],
        ["index"],
        ["info"],
        ["check"],
        ["search", "煤焦油"],
        ["search", "煤焦油 没有的词语组合"],
        ["search", '"没有这几个字的"'],
        ["search", '"没关的引号'],
        ["search", "section:"],
        ["facets", "煤", "--by", "month"],
        ["timeline", "煤"],
        ["explain", "煤 NEAR/3 焦"],
        ["show", "nothing"],
        ["cite", "nothing"],
        ["terms", "煤"],
        ["config"],
        ["completion"],
        ["parse", "bad.txt"],
        ["--corpus", "nowhere", "add", "bad.txt"],
        ["--corpus", "nowhere", "index"],
        ["--index", "nowhere", "check"],
        ["search", "--limit", "0", "煤"],
        ["serch", "煤"],
    ):
        run = searcher(*zh, *args)
        shown = (run.stdout + run.stderr).replace(str(CORPUS), "")
        assert [line for line in shown.splitlines() if ENGLISH.search(line)] == [], args


def test_the_prompt_is_chinese(tmp_path: Path) -> None:
    typed = "煤焦油\n:help\n:facets section\n:sort date\n:filter date:2025-06\n:nothing\n:limit x\n/焦\n:back\n:info\n"
    zh = ["--lang", "zh", "--corpus", CORPUS, "--index", tmp_path / "index"]
    assert searcher(*zh, "index").status == 0
    run = searcher(*zh, "prompt", stdin=typed)
    shown = (run.stdout + run.stderr).replace(str(tmp_path), "")
    assert [line for line in shown.splitlines() if ENGLISH.search(line)] == []
    assert not CAPITALS.search(shown)
    assert not re.search(r"\bor\b|\bwheel\b|\bSpace\b", shown)
    assert "检索" in run.stdout


def test_a_language_that_is_none() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.use_language("fr")
    run = searcher("--lang", "fr", "info")
    assert run.status == 2
    assert "'fr'" in run.stderr
