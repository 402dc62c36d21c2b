#!/usr/bin/env python3
"""Write tests/trust/formats/format-N.tar.xz: an index of the fixed corpus there, in the format of this version.

Run it once for each format that is released, before the next one is begun; never for one that is there already.
"""

from __future__ import annotations

import io
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import searcher
from searcher.store.generation import FORMAT

FORMATS = Path(__file__).resolve().parents[1] / "tests" / "trust" / "formats"


def main() -> int:
    """Build, pack; gives the exit status."""
    target = FORMATS / f"format-{FORMAT}.tar.xz"
    if target.exists():
        print(f"{target} is there already; a format that was released does not change", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(FORMATS / "corpus", folder / "corpus")
        searcher.build_index(folder / "corpus", folder / "index")
        with tarfile.open(target, "w:xz", preset=9) as archive:
            for file in sorted((folder / "index").iterdir()):
                if file.suffix in (".arrays", ".json", ".committed"):
                    content = file.read_bytes()
                    entry = tarfile.TarInfo(file.name)
                    entry.size = len(content)
                    archive.addfile(entry, io.BytesIO(content))
    print(f"{target}: {target.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
