#!/usr/bin/env python3
"""Run searcher, or its tests, from a checkout: makes .venv with what is needed, once, and needs nothing but Python.

python3 dev.py search 碳达峰       the searcher command with these arguments
python3 dev.py test [ARGUMENTS]    the tests (pytest with these arguments)
python3 dev.py lint                ruff and mypy
python3 dev.py docs                write the generated parts of the documentation anew
python3 dev.py catalogues          gather messages into the catalogues of translations and compile them
python3 dev.py lock [--upgrade]    write requirements-dev.lock anew: every version, with hashes
python3 dev.py licences            write the licences of all dependencies into docs/dependencies.md
python3 dev.py help                this text
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)

DEVELOPMENT: dict[str, list[list[str]]] = {
    "test": [["pytest"]],
    "lint": [["ruff", "check", "."], ["mypy"]],
    "docs": [["scripts.make_docs"]],
    "catalogues": [["scripts.make_catalogues"]],
    "lock": [
        ["pip", "install", "--quiet", "uv"],
        [
            *["uv", "pip", "compile", "pyproject.toml", "--all-extras", "--universal", "--python-version", "3.11"],
            *["--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet"],
            *["--output-file", "requirements-dev.lock"],
        ],
    ],
    "licences": [["pip", "install", "--quiet", "--editable", ".[dev,pdf,plot,bench]"], ["scripts.licences"]],
}


def main(arguments: list[str]) -> int:
    """Set up what the arguments need, and run them; gives the exit status."""
    if sys.version_info < OLDEST:
        return fail(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}")
    if arguments[:1] == ["help"]:
        print(__doc__)
        return 0
    name = arguments[0] if arguments else ""
    try:
        set_up("dev" if name in DEVELOPMENT else "")
        if name in DEVELOPMENT:
            runs = [[str(PYTHON), "-m", *run] for run in DEVELOPMENT[name]]
            runs[-1] += arguments[1:]
            return next(filter(None, (subprocess.call(run, cwd=ROOT) for run in runs)), 0)
        # In the caller's folder: corpus/ and index/ are looked for where the command is given.
        return subprocess.call([str(PYTHON), "-m", "searcher", *arguments])
    except subprocess.CalledProcessError as error:
        return fail(f"this step failed: {' '.join(map(str, error.cmd))}")
    except KeyboardInterrupt:
        return 130


def set_up(extra: str) -> None:
    """Make .venv and install the project in it, as far as that was not done for this pyproject.toml and this Python."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    stamps = {name: VENV / f"installed-{name or 'plain'}" for name in ("", "dev")}
    made = {name for name, stamp in stamps.items() if read(stamp) == wanted}
    if PYTHON.exists() and (extra in made or "dev" in made):
        return
    print(f"dev.py: setting up {VENV} (once)", file=sys.stderr, flush=True)
    if not (PYTHON.exists() and made):
        try:
            step(sys.executable, "-m", "venv", "--clear", str(VENV))
        except subprocess.CalledProcessError:
            hint = "this Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"
            print(f"dev.py: {hint}", file=sys.stderr)
            raise
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    step(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", what)
    stamps[extra].write_text(wanted, encoding="utf-8")


def step(*command: str) -> None:
    """Run one step of the set-up; what it prints goes to stderr, stdout is the program's."""
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)


def read(path: Path) -> str | None:
    """The text of a file, or None where there is no file."""
    return path.read_text(encoding="utf-8") if path.is_file() else None


def fail(message: str) -> int:
    """Say why nothing was run."""
    print(f"dev.py: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
