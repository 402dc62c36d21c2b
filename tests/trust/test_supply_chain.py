"""What is installed for development is pinned with hashes, and every licence is known."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

import licences
import oldest
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from program import REPOSITORY

LOCK = REPOSITORY / "requirements-dev.lock"


def project() -> dict[str, list[str]]:
    """The requirements of the project by extra; "" names those without one."""
    table = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"": table["dependencies"], **table["optional-dependencies"]}


def locked() -> list[tuple[Requirement, list[str]]]:
    """The lines of the lock file with their hashes; a line that goes on ends in a backslash."""
    text = re.sub(r"(?m)^\s*#.*\n", "", LOCK.read_text(encoding="utf-8")).replace("\\\n", " ")
    parts = [line.split(" --hash=") for line in text.splitlines()]
    return [(Requirement(part[0].strip()), [one.strip() for one in part[1:]]) for part in parts]


def test_every_line_is_one_version_with_hashes() -> None:
    for requirement, hashes in locked():
        assert re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement


def test_the_lock_names_no_place() -> None:
    """Where packages come from is for those to say who install them."""
    assert not re.search(r"https?:|file:|--index|--find-links|@", LOCK.read_text(encoding="utf-8"))


def pinned() -> dict[str, list[Version]]:
    """The versions in the lock file by plain name: more than one where Pythons or systems differ."""
    out: dict[str, list[Version]] = {}
    for requirement, _ in locked():
        version = Version(str(requirement.specifier).removeprefix("=="))
        out.setdefault(canonicalize_name(requirement.name), []).append(version)
    return out


@pytest.mark.parametrize("extra", project())
def test_the_lock_fits_the_project(extra: str) -> None:
    for requirement in map(Requirement, project()[extra]):
        versions = pinned().get(canonicalize_name(requirement.name))
        assert versions, f"{requirement}: run `python3 dev.py lock`"
        assert all(version in requirement.specifier for version in versions), (
            f"{requirement}: run `python3 dev.py lock`"
        )


def test_the_lock_has_what_these_need() -> None:
    names = {canonicalize_name(requirement.name) for requirement, _ in locked()}
    # Another Python may need more than the lock's own choice of versions.
    assert set(project_names()) <= names
    assert len(set(licences.dependencies()) - names) <= 2


def project_names() -> list[str]:
    return [canonicalize_name(Requirement(text).name) for texts in project().values() for text in texts]


@pytest.mark.parametrize("name", sorted(licences.dependencies()))
def test_the_licence_of_what_is_installed_is_listed(name: str) -> None:
    told = licences.families(licences.licence(name))
    assert told, f"{name} states no licence that is known here: {licences.licence(name)!r}"
    listed = licences.listed()
    if Version(metadata.version(name)) < max(pinned().get(name, [Version("9999")])):
        pytest.skip("an older version than the one that is listed")
    assert name in listed, f"{name} is not listed in docs/dependencies.md: run `python3 dev.py licences`"
    assert told & licences.families(listed[name]), (name, told, listed[name])


def test_no_licence_binds_the_users_texts() -> None:
    """What is needed to run the program may be passed on with any other program."""
    for name, needed in licences.dependencies().items():
        if needed & {"", "pdf", "plot"}:
            assert not licences.families(licences.licence(name)) & {"GPL", "LGPL"}, name


def test_every_direct_dependency_is_explained() -> None:
    text = (REPOSITORY / "docs" / "dependencies.md").read_text(encoding="utf-8").partition(licences.BEGIN)[0]
    for name in project_names():
        assert re.search(rf"\b{re.escape(name)}\b", text), name


def test_every_bound_is_lower_and_known() -> None:
    given = {canonicalize_name(Requirement(line).name) for line in oldest.oldest(tuple(set(project()) - {""}))}
    assert given == set(project_names())
