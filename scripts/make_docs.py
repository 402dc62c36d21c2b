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
_TOOK = re.compile(r"(in|用时) [0-9.]+ m?s\b")


def rounded(output: str) -> str:
    """What the program printed, with a round time, so that it is the same each time."""
    return _TOOK.sub(r"\1 1 ms", output)


def example(file: str, language: str) -> str:
    """What the first command of a README prints on the sample corpus."""
    found = EXAMPLE.search((ROOT / file).read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"{file}: no line `python3 dev.py search QUERY`")
    with tempfile.TemporaryDirectory() as folder:
        here = {"SEARCHER_CORPUS": str(ROOT / "corpus"), "SEARCHER_INDEX": folder, "SEARCHER_LANG": language}
        output = program("search", found["query"], environ=here)
    return f"```text\n{rounded(output)}```\n"


def program(*args: str, environ: Mapping[str, str]) -> str:
    """What the program prints on an 80 column terminal without colours; it must succeed."""
    stdout, stderr = io.StringIO(), io.StringIO()
    status = raw_main(args, Environment(io.StringIO(), stdout, stderr, width=80, environ=environ))
    if status:
        raise SystemExit(f"searcher {' '.join(args)}: status {status}: {stderr.getvalue()}")
    return stdout.getvalue()


PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "example": ("README.md", lambda: example("README.md", "en")),
    "example in Chinese": ("README.zh.md", lambda: example("README.zh.md", "zh")),
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
