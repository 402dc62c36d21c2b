"""Where all that was not synced is lost, the index is the old one or the new one, and what was committed is there."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from answers import answers
from disk import Disk
from scene import Scene, assert_converges, spread

SPREAD = 8


def lose_at(scene: Scene, points: Iterable[int], rng: random.Random) -> None:
    """Stop before each operation with what is not synced lost: all of it; only the data; a part by chance."""
    for number in points:
        for way in ("all", "data", "chance"):
            disk = Disk(scene.index, scene.recorded_in)
            for operation in scene.operations[:number]:
                disk.do(operation)
            index = disk.after_power_cut(scene.folder / f"lost-{number}-{way}", way, rng)
            assert answers(index) in (scene.before, scene.after), f"operation {number}, {way} lost"
            assert_converges(scene, index)


def test_unsynced_writes_lost_at_points_spread_over_an_update(scene: Scene) -> None:
    lose_at(scene, spread(len(scene.operations) + 1, SPREAD), random.Random(5))


@pytest.mark.slow
def test_unsynced_writes_lost_at_every_operation(scene: Scene) -> None:
    lose_at(scene, range(len(scene.operations) + 1), random.Random(6))


def test_what_was_committed_survives_a_power_cut(scene: Scene) -> None:
    disk = Disk(scene.index, scene.recorded_in)
    for operation in scene.operations:
        disk.do(operation)
    for way in ("all", "data", "chance"):
        index = disk.after_power_cut(scene.folder / f"whole-{way}", way, random.Random(7))
        assert answers(index) == scene.after
