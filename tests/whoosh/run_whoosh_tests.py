"""Run Whoosh's own tests over our codec, and hold what fails to the named list in known_failures.toml.

    python tests/whoosh/run_whoosh_tests.py [--sdist FILE] [--stock] [PYTEST OPTIONS]

The tests come with the source distribution of whoosh-reloaded, which is downloaded (it is not part of this
repository). --stock runs them over Whoosh's own codec instead, for comparison. Exit status 0 where exactly the
named tests fail.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
KNOWN = tomllib.loads((HERE / "known_failures.toml").read_text(encoding="utf-8"))


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def download(folder: Path) -> Path:
    """The source distribution, fetched by pip."""
    requirement = f"whoosh-reloaded=={KNOWN['version']}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-binary", ":all:", "--no-deps"]
    subprocess.run([*pip, "--dest", str(folder), requirement], check=True)
    return next(path for path in folder.iterdir() if path.name.endswith((".tar.gz", ".zip")))


def unpack(sdist: Path, folder: Path) -> Path:
    """The folder of the tests in the unpacked distribution."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("*/tests"))


def run(tests: Path, report: Path, stock: bool, options: list[str]) -> None:
    """Run pytest in a process of its own; the outcomes go into `report`."""
    plugin = [] if stock else ["-p", "our_codec"]
    path = os.pathsep.join(filter(None, [str(HERE.parents[1]), str(HERE), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-o", "addopts=", "-p", "no:cacheprovider"]
    subprocess.run(
        [*command, *plugin, f"--junitxml={report}", *options, str(tests)],
        cwd=tests.parent,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL if not options else None,
        check=False,
    )


def outcomes(report: Path) -> dict[str, str]:
    """passed, failed or skipped by test (`file::test`)."""
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname', '').rpartition('.')[2]}::{case.get('name')}"
        kinds = {child.tag for child in case}
        found[name] = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sdist", type=Path, help="the source distribution, if it is already there")
    parser.add_argument("--stock", action="store_true", help="use Whoosh's own codec")
    arguments, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "download").mkdir()
        sdist = arguments.sdist or download(folder / "download")
        tests = unpack(sdist, folder / "unpacked")
        run(tests, folder / "report.xml", arguments.stock, options)
        found = outcomes(folder / "report.xml")

    by_file: dict[str, Counter[str]] = {}
    for test, outcome in found.items():
        by_file.setdefault(test.partition("::")[0], Counter())[outcome] += 1
    for file, counts in sorted(by_file.items()):
        say(f"{file:28} {counts['passed']:4} passed {counts['failed']:4} failed {counts['skipped']:4} skipped")
    say(f"{'all':28} {sum(c['passed'] for c in by_file.values()):4} of {len(found)} passed")

    failed = {test for test, outcome in found.items() if outcome == "failed"}
    named = set() if arguments.stock else set(KNOWN["failures"])
    if options:
        named &= set(found)
    for test in sorted(failed - named):
        say(f"fails and is not named: {test}")
    for test in sorted(named - failed):
        say(f"is named and does not fail: {test}")
    return int(failed != named or not found)


if __name__ == "__main__":
    sys.exit(main())
