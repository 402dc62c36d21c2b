"""The documentation says what the program does: generated parts are fresh, links lead somewhere."""

from __future__ import annotations

import re
import tomllib

import make_docs
import pytest
from program import REPOSITORY

from searcher.errors import ExitStatus

PAGES = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md")])


@pytest.mark.parametrize("name", make_docs.PARTS)
def test_what_is_generated_is_fresh(name: str) -> None:
    """Where this fails: python3 dev.py docs."""
    file, make = make_docs.PARTS[name]
    found = make_docs.between(name).search((REPOSITORY / file).read_text(encoding="utf-8"))
    assert found is not None
    assert make_docs.rounded(found[2]) == make()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page) -> None:  # type: ignore[no-untyped-def]
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_contents_name_every_page() -> None:
    contents = (REPOSITORY / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {page.name for page in REPOSITORY.glob("docs/*.md")} - {"index.md"}
    assert [page for page in sorted(pages) if f"({page})" not in contents] == []


def test_every_exit_status_is_documented() -> None:
    rows = re.findall(r"^\| (\d+) \|", (REPOSITORY / "docs" / "output.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(status) for status in rows] == sorted(ExitStatus)


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    text = (REPOSITORY / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = [re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0] for requirement in wanted]
    assert [name for name in names if name not in text] == []


def test_the_architecture_names_every_folder_of_the_package() -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = sorted(file.parent.name for file in (REPOSITORY / "searcher").glob("*/__init__.py"))
    assert [folder for folder in folders if f"`searcher/{folder}/`" not in text] == []


def test_the_two_commands_of_the_readme_are_there_word_for_word() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert len(make_docs.EXAMPLE.findall(text)) == 1
    assert re.search(r"^## Tests\n\n```sh\npython3 dev\.py test\n```$", text, re.MULTILINE)


def commands(page: str) -> list[str]:
    """The commands and the code of a page, comments left out."""
    blocks = re.findall(r"^```(?:sh|python|toml)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [re.sub(r"\s*#.*", "", block) for block in blocks]


def test_the_chinese_readme_is_a_twin_of_the_english_one() -> None:
    """The same headings by level, the same commands and code, the same links, each of which leads to the other."""
    english, chinese = ((REPOSITORY / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    levels = [
        re.findall(r"^(#+) ", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
        for page in (english, chinese)
    ]
    assert levels[0] == levels[1]
    assert commands(english) == commands(chinese)
    links = [re.findall(r"\]\(([^)]+)\)", page) for page in (english, chinese)]
    assert [link.replace("README.zh.md", "README.md") for link in links[0]] == [
        link.replace("README.zh.md", "README.md") for link in links[1]
    ]
    assert "README.zh.md" in links[0]
    assert "README.md" in links[1]
    assert re.search(r"[\u4e00-\u9fff]", chinese)
