#!/usr/bin/env python3
"""The oldest version of each dependency that pyproject.toml allows, as requirements for pip, one a line.

    python3 scripts/oldest.py > oldest.txt && pip install -r oldest.txt

Needs nothing but Python. What these packages need themselves is left to pip.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
_BOUND = re.compile(r"(?P<name>[\w.-]+(?:\[[\w,-]+\])?)>=(?P<version>[\w.]+)(?P<marker>\s*;.*)?")


def oldest(extras: tuple[str, ...]) -> Iterator[str]:
    """Requirements of the project and of these extras at their lower bounds. Raises ValueError where one has none."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    for requirement in (*project["dependencies"], *(r for e in extras for r in project["optional-dependencies"][e])):
        bound = _BOUND.fullmatch(requirement)
        if bound is None:
            raise ValueError(f"{requirement}: has no lower bound")
        yield f"{bound['name']}=={bound['version']}{bound['marker'] or ''}"


if __name__ == "__main__":
    print("\n".join(oldest(tuple(sys.argv[1:]) or ("pdf", "plot", "dev"))))
