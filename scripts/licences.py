#!/usr/bin/env python3
"""The licences of everything that the project depends on, direct and transitive, for docs/dependencies.md.

python3 -m scripts.licences    write the table there anew, from what is installed here with all extras
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "dependencies.md"
BEGIN, END = "<!-- licences -->\n", "<!-- end of licences -->\n"
_FAMILIES = {
    "MIT-CMU": r"MIT-CMU|HPND",
    "BSD": r"BSD|Two-Clause|2-clause|3-clause",
    "Apache-2.0": r"Apache",
    "MPL-2.0": r"MPL|Mozilla",
    "PSF-2.0": r"PSF|Python Software Foundation|matplotlib",
    "LGPL": r"LGPL|Lesser",
    "GPL": r"\bGPL|General Public",
    "Unlicense": r"Unlicense|public domain",
    "ISC": r"\bISC\b",
    "MIT": r"\bMIT\b",
}


def dependencies() -> dict[str, set[str]]:
    """What is installed of all that the project needs, by its plain name, with the extras that need it: "" is none."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    roots = {"": project["dependencies"], **project["optional-dependencies"]}
    out: dict[str, set[str]] = {}
    for extra, requirements in roots.items():
        pending = [one for one in map(Requirement, requirements) if _asked(one, set())]
        seen: set[tuple[str, ...]] = set()
        while pending:
            requirement = pending.pop()
            name = canonicalize_name(requirement.name)
            try:
                inner = metadata.requires(name) or []
            except metadata.PackageNotFoundError:
                continue
            out.setdefault(name, set()).add(extra)
            if (name, *sorted(requirement.extras)) not in seen:
                seen.add((name, *sorted(requirement.extras)))
                pending += [one for one in map(Requirement, inner) if _asked(one, requirement.extras)]
    return out


def _asked(requirement: Requirement, extras: set[str]) -> bool:
    return requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def licence(name: str) -> str:
    """What an installed distribution states of its licence, in few words."""
    told = metadata.metadata(name)
    if told.get("License-Expression"):
        return str(told["License-Expression"])
    classifiers = [text.split(" :: ")[-1] for text in told.get_all("Classifier") or () if text.startswith("License ::")]
    named = [text for text in classifiers if text != "OSI Approved"]
    return ", ".join(named) or str(told.get("License") or "").strip().partition("\n")[0][:60]


def families(text: str) -> set[str]:
    """The kinds of licence that a statement names, whichever of their names it uses."""
    return {name for name, pattern in _FAMILIES.items() if re.search(pattern, text, re.IGNORECASE)}


def listed() -> dict[str, str]:
    """The licences that the document lists."""
    table = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    rows = (line.strip("| ").split(" | ") for line in table.splitlines()[2:])
    return {row[0]: row[1] for row in rows if len(row) == 3}


def rows() -> Iterator[str]:
    """The table."""
    yield "| package | licence | for |"
    yield "|---|---|---|"
    for name, extras in sorted(dependencies().items()):
        needed = "running" if "" in extras else ", ".join(f"`{extra}`" for extra in sorted(extras))
        yield f"| {name} | {licence(name)} | {needed} |"


def main() -> int:
    """Write the table; gives the exit status."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    table = "".join(f"{row}\n" for row in rows())
    DOCUMENT.write_text(before + BEGIN + table + END + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
