"""Sizes of pieces of which few are large: two bytes each, and the large ones apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.store.arrays import ArrayFile, ArrayFileWriter
from searcher.text.arrays import running_sum

Array = npt.NDArray[Any]
_LARGE = 0xFFFF


def write_sizes(writer: ArrayFileWriter, name: str, sizes: Array) -> None:
    """Write the sizes of the pieces of `name`, as arrays under it."""
    large = np.flatnonzero(sizes >= _LARGE)
    writer.add(f"{name}.sizes", np.minimum(sizes, _LARGE).astype(np.uint16))
    writer.add(f"{name}.large", large.astype(np.uint32))
    writer.add(f"{name}.large_sizes", sizes[large].astype(np.uint64))


def read_starts(file: ArrayFile, name: str) -> Array:
    """Where each piece begins: running sums from 0 of what `write_sizes` wrote, shape (n + 1,)."""
    sizes = file[f"{name}.sizes"].astype(np.int64)
    sizes[file[f"{name}.large"]] = file[f"{name}.large_sizes"]
    return running_sum(sizes)
