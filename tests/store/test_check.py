"""A check finds files whose bytes are as written and whose parts do not agree."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from answers import copy_index, write_issue
from program import CORPUS

import searcher
from searcher.errors import NoIndexError
from searcher.store import check, generation
from searcher.store.arrays import ArrayFile, ArrayFileWriter
from searcher.store.check import CheckReport
from searcher.store.generation import FileRef, Manifest, manifest_name, read_manifest
from searcher.store.rows import COLUMNS


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    corpus = folder / "corpus"
    corpus.mkdir()
    shutil.copy(CORPUS / "2025-09-19-04.txt", corpus)
    for number in range(3):
        write_issue(corpus / f"{number}.jsonl", number, 12)
    searcher.build_index(corpus, folder / "index")
    write_issue(corpus / "1.jsonl", 5)
    searcher.build_index(corpus, folder / "index")
    # Only the newest generation, so that a fault cannot hide behind a fall back.
    for file in (folder / "index").glob("generation-00000001.*"):
        file.unlink()
    assert searcher.check_index(folder / "index").sound
    return folder / "index"


@pytest.fixture(autouse=True, scope="module")
def loaded_once() -> Iterator[None]:
    """What each check loads is loaded once for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "jieba_arrays", functools.cache(check.jieba_arrays))
        yield


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest in place of the one that is there."""
    body = json.dumps(asdict(manifest)).encode()
    checksum = generation.hashlib.sha256(body).hexdigest().encode()
    (folder / manifest_name(manifest.generation)).write_bytes(checksum + b"\n" + body)


def with_file(manifest: Manifest, old: FileRef, new: FileRef) -> Manifest:
    if manifest.analyzer == old:
        return replace(manifest, analyzer=new)
    segments = [replace(s, file=new) if s.file == old else s for s in manifest.segments]
    return replace(manifest, segments=tuple(segments))


def check_with(
    index: Path, to: Path, old: FileRef, name: str, change: Callable[[np.ndarray], np.ndarray]
) -> CheckReport:
    """The report on a copy in which one array of one file is another, all checksums right."""
    copy_index(index, to)
    source = ArrayFile(index / old.name)
    path = to / old.name
    path.unlink()
    (to / manifest_name(2)).unlink()
    with ArrayFileWriter(path) as writer:
        for array in source:
            writer.add(array, change(source[array].copy()) if array == name else source[array])
        footer = writer.close()
    manifest = read_manifest(index, 2)
    write_manifest(to, with_file(manifest, old, FileRef(old.name, path.stat().st_size, footer)))
    report = searcher.check_index(to)
    shutil.rmtree(to)
    return report


def one_bit(array: np.ndarray) -> np.ndarray:
    array[len(array) // 2] ^= array.dtype.type(1)
    return array


def shorter(array: np.ndarray) -> np.ndarray:
    return array[:-1]


def one_more(array: np.ndarray) -> np.ndarray:
    return np.append(array, array[-1:])


UNTOLD = {
    # Which newspaper an article is of, nothing else tells.
    one_bit: {f"articles.{name}" for name in COLUMNS},
    # What follows the end of packed values is not read.
    one_more: {"names", "files"},
}


@pytest.mark.parametrize("change", [one_bit, shorter, one_more], ids=lambda change: change.__name__)
def test_every_array_that_is_another_is_found(index: Path, tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    manifest = read_manifest(index, 2)
    missed, tried = [], 0
    for ref in (manifest.analyzer, manifest.segments[0].file):
        for name, array in ArrayFile(index / ref.name).items():
            if not len(array):
                continue
            report = check_with(index, tmp_path / "copy", ref, name, change)
            tried += 1
            if report.sound:
                missed.append(name)
            else:
                assert {found.file for found in report.problems} <= {ref.name, manifest_name(2)} | {
                    segment.file.name for segment in manifest.segments
                }
    assert tried > 60
    assert set(missed) <= UNTOLD.get(change, set())


@pytest.mark.parametrize(
    "change",
    [
        lambda m: replace(m, counts={**m.counts, "paragraphs": m.counts["paragraphs"] + 1}),
        lambda m: replace(m, segments=(replace(m.segments[0], dead=()), *m.segments[1:])),
        lambda m: replace(m, segments=(replace(m.segments[0], dead=(99,)), *m.segments[1:])),
        lambda m: replace(m, segments=(replace(m.segments[0], documents=1), *m.segments[1:])),
        lambda m: replace(m, segments=(*m.segments, m.segments[0])),
        lambda m: replace(m, segments=m.segments[1:]),
        lambda m: replace(m, identity=m.identity.replace("fold2-", "fold2-0").replace("fold1-", "fold1-0")),
    ],
    ids=["count", "living", "no such file", "documents", "twice", "left out", "identity"],
)
def test_a_manifest_that_does_not_agree_is_found(index: Path, tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    manifest = read_manifest(index, 2)
    assert change(manifest) != manifest
    shutil.copytree(index, tmp_path / "copy")
    write_manifest(tmp_path / "copy", change(manifest))
    assert not searcher.check_index(tmp_path / "copy").sound


def test_what_harms_nothing_is_a_note(index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(index, copy)
    (copy / "segment-0123456789abcdef.arrays").write_bytes(b"half")
    (copy / "spill-0123456789abcdef.arrays").write_bytes(b"half")
    (copy / "generation-00000003.json.tmp").write_bytes(b"half")
    (copy / "generation-00000002.committed").unlink()
    (copy / "notes of mine.txt").write_text("mine", encoding="utf-8")
    report = searcher.check_index(copy)
    assert report.sound
    assert {note.file for note in report.notes} == {
        "segment-0123456789abcdef.arrays", "spill-0123456789abcdef.arrays", "generation-00000003.json.tmp",
        "generation-00000002.committed",
    }  # fmt: skip
    searcher.build_index(index.parent / "corpus", copy)
    assert searcher.check_index(copy).notes == ()
    assert (copy / "notes of mine.txt").exists()


def test_where_there_is_no_index_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        searcher.check_index(tmp_path)


def test_the_sample_corpus_is_found_sound(tmp_path: Path) -> None:
    searcher.build_index(CORPUS, tmp_path)
    report = searcher.check_index(tmp_path)
    assert (report.problems, report.notes) == ((), ())
