"""An update killed at any moment leaves the old index or the new one; the next run ends where a clean build ends."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from answers import answers, copy_index
from faults import KillAt, Recorder, in_child, intercepted
from scene import Scene, assert_converges, spread

import searcher
from searcher.store.generation import generations

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
SPREAD = 25
WHOLE, PIECE = 1 << 30, 160
"""Bytes that a write takes at once."""


def killed(scene: Scene, number: int, piece: int) -> bool:
    """Kill an update before an operation; gives whether the new answers are there then."""
    index = scene.copy(f"killed-{number}")

    def update() -> None:
        with intercepted(KillAt(number), piece):
            searcher.build_index(scene.corpus, index)

    assert in_child(update) == -9
    found = answers(index)
    assert found in (scene.before, scene.after)
    assert_converges(scene, index)
    return found == scene.after


def kill_at(scene: Scene, points: Iterable[int], piece: int = WHOLE) -> None:
    arrived = [killed(scene, number, piece) for number in points]
    # Once there, the new generation is not lost again by dying later.
    assert arrived == sorted(arrived)
    assert (arrived[0], arrived[-1]) == (False, True)


def test_killed_at_points_spread_over_an_update(scene: Scene) -> None:
    kill_at(scene, spread(len(scene.operations), SPREAD))


@pytest.mark.slow
def test_killed_at_every_operation_of_an_update_that_writes_in_small_pieces(scene: Scene) -> None:
    recorder = Recorder()
    index = scene.copy("pieces")
    with intercepted(recorder, PIECE):
        searcher.build_index(scene.corpus, index)
    count = len(recorder.operations)
    assert count >= 200
    kill_at(scene, range(count), PIECE)


@pytest.mark.slow
@pytest.mark.parametrize("rebuild", [False, True])
def test_killed_while_an_index_is_made(scene: Scene, rebuild: bool) -> None:
    """The first build, and a rebuild over an index that is there."""
    recorder = Recorder()
    model = scene.copy("model") if rebuild else scene.folder / "model"
    with intercepted(recorder):
        searcher.build_index(scene.corpus, model, rebuild=rebuild)
    shutil.rmtree(model)
    for number in spread(len(recorder.operations), SPREAD):
        index = scene.folder / "made"
        if rebuild:
            copy_index(scene.index, index)

        def make(index: Path = index, number: int = number) -> None:
            with intercepted(KillAt(number)):
                searcher.build_index(scene.corpus, index, rebuild=rebuild)

        assert in_child(make) == -9
        if generations(index):
            assert answers(index) in ((scene.before, scene.after) if rebuild else (scene.after,))
        else:
            assert not rebuild
        assert_converges(scene, index)
