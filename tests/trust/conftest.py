from __future__ import annotations

import pytest
from scene import Scene, make_scene


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """An index that is to be updated; not to be written to."""
    return make_scene(tmp_path_factory.mktemp("scene"))
