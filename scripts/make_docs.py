"""Writes the generated parts of the documentation anew: what stands between `<!-- made: NAME -->` and `<!-- end -->`.

`python3 dev.py docs` runs this; a test compares what it would write with what is there.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from searcher.cli.environment import Environment
from searcher.cli.main import raw_main
from searcher.cli.reference import reference as command_line_reference
from searcher.prompt.reference import reference as prompt_reference

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = re.compile(r"^python3 dev\.py search (?P<query>\S+)$", re.MULTILINE)
_TOOK = re.compile(r"in [0-9.]+ m?s\b")


def readme_example() -> str:
    """What README.md's first command prints on the sample corpus; the time is a round one."""
    found = EXAMPLE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit("README.md: no line `python3 dev.py search QUERY`")
    with tempfile.TemporaryDirectory() as folder:
        here = {"SEARCHER_CORPUS": str(ROOT / "corpus"), "SEARCHER_INDEX": folder}
        output = program("search", found["query"], environ=here)
    return f"```text\n{_TOOK.sub('in 1 ms', output)}```\n"


def program(*args: str, environ: Mapping[str, str]) -> str:
    """What the program prints on an 80 column terminal without colours; it must succeed."""
    stdout, stderr = io.StringIO(), io.StringIO()
    status = raw_main(args, Environment(io.StringIO(), stdout, stderr, width=80, environ=environ))
    if status:
        raise SystemExit(f"searcher {' '.join(args)}: status {status}: {stderr.getvalue()}")
    return stdout.getvalue()


PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "example": ("README.md", readme_example),
    "command line": ("docs/cli.md", command_line_reference),
    "prompt": ("docs/prompt.md", prompt_reference),
}


def between(name: str) -> re.Pattern[str]:
    """Matches the generated part of this name, with the marks around it as groups 1 and 3."""
    return re.compile(rf"(<!-- made: {re.escape(name)} -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Write every part where it differs."""
    for name, (file, make) in PARTS.items():
        path = ROOT / file
        before = path.read_text(encoding="utf-8")
        made = make()
        after, count = between(name).subn(lambda found, made=made: f"{found[1]}{made}{found[3]}", before)  # type: ignore[misc]
        if count != 1:
            raise SystemExit(f"{file}: no place `<!-- made: {name} -->`")
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            print(f"{file}: {name}")


if __name__ == "__main__":
    main()
