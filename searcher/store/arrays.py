"""A file of named little-endian arrays, checksummed in blocks, mapped and not parsed.

Layout: magic · arrays, each from a 64-byte boundary · table of the CRC-32s of all blocks of 4 KiB before it · footer
(JSON: name → dtype, offset, items; the CRC-32 of the table) · the footer's length and CRC-32 · magic. A manifest keeps
the footer's checksum, the footer that of the table, the table those of all blocks: so a flipped bit or a swapped file
is seen, and each block is verified once, when it is first touched.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
import numpy.typing as npt

from searcher.errors import DamagedIndexError, IndexReadError, system_reason
from searcher.i18n import _
from searcher.store.writing import writing

Array = npt.NDArray[Any]
MAGIC = b"SRCHARR1"
_ALIGN = 64
_BLOCK_BITS = 12
_BLOCK = 1 << _BLOCK_BITS
_TAIL = struct.Struct("<II8s")
_TABLE = "block checksums"


def little_endian(array: Array) -> Array:
    """`array` in the byte order of the file, contiguous."""
    swapped = sys.byteorder == "big" and array.dtype.itemsize > 1
    return np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<")) if swapped else array)


def narrow(values: Array) -> Array:
    """Numbers, none negative, in the narrowest unsigned type that holds them."""
    highest = int(values.max()) if len(values) else 0
    return values.astype(np.min_scalar_type(highest))


def unreadable(path: Path, error: OSError) -> IndexReadError:
    """The failure to raise where the system does not let a file or folder of the index be read."""
    return IndexReadError(
        _("{path}: the index cannot be read: {reason}; change its permissions").format(
            path=path, reason=system_reason(error)
        )
    )


class ArrayFileWriter:
    """Writes one file, array by array; `close` makes it durable (where asked) and gives the footer's checksum.

    A context manager that removes the file where its body fails. Raises IndexWriteError.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self._durable = durable
        with writing(path):
            self._file: IO[bytes] = path.open("xb")
        self._footer: dict[str, tuple[str, int, int]] = {}
        self._size = 0
        self._checksums: list[int] = []
        self._crc = 0
        self._put(MAGIC)

    def _put(self, data: bytes | memoryview) -> None:
        view = memoryview(data).cast("B")
        with writing(self.path):
            self._file.write(view)
        while view:
            room = _BLOCK - self._size % _BLOCK
            piece, view = view[:room], view[room:]
            self._crc = zlib.crc32(piece, self._crc)
            self._size += len(piece)
            if self._size % _BLOCK == 0:
                self._checksums.append(self._crc)
                self._crc = 0

    def add(self, name: str, *pieces: Array) -> None:
        """Write an array given in one or several pieces of one dtype; it is read back flat."""
        self.add_pieces(name, pieces, pieces[0].dtype)

    def add_pieces(self, name: str, pieces: Iterable[Array], dtype: npt.DTypeLike) -> None:
        """The same with pieces that are made one after the other, so that they need not be in memory at once."""
        self._put(bytes(-self._size % _ALIGN))
        start, items, kind = self._size, 0, np.dtype(dtype)
        for piece in pieces:
            items += piece.size
            if piece.size:
                self._put(little_endian(piece.astype(kind, copy=False)).reshape(-1).data.cast("B"))
        self._footer[name] = (kind.str.replace(">", "<"), start, items)

    def close(self) -> int:
        """Write the footer, flush to the disk; returns the footer's CRC-32."""
        if self._size % _BLOCK:
            self._checksums.append(self._crc)
        table = np.array(self._checksums, "<u4").tobytes()
        data_size = self._size
        footer = json.dumps(
            {"arrays": self._footer, "size": data_size, _TABLE: zlib.crc32(table)}, separators=(",", ":")
        ).encode()
        crc = zlib.crc32(footer)
        with writing(self.path):
            self._file.write(table + footer + _TAIL.pack(len(footer), crc, MAGIC))
            self._file.flush()
            if self._durable:
                os.fsync(self._file.fileno())
            self._file.close()
        return crc

    def abandon(self) -> None:
        """Close and remove the unfinished file."""
        # What is still buffered cannot be written where the disk is full; the file goes all the same.
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abandon()


class ArrayFile(Mapping[str, Array]):
    """A mapped file. `file[name]` verifies and gives a whole array; `view` only the part asked for.

    Raises DamagedIndexError, naming the file, from opening where the footer, the table of checksums or the length is
    wrong or is not the one expected, and from any access that first touches a damaged block.
    """

    def __init__(self, path: Path, expected_footer: int | None = None) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size < len(MAGIC) + _TAIL.size:
                    raise DamagedIndexError(path, _("too short"))
                self.mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except PermissionError as error:
            raise unreadable(path, error) from error
        except OSError as error:
            raise DamagedIndexError(path, system_reason(error)) from error
        self.size = len(self.mapped)
        length, crc, magic = _TAIL.unpack(self.mapped[-_TAIL.size :])
        footer_end = self.size - _TAIL.size
        footer = self.mapped[max(0, footer_end - length) : footer_end]
        if magic != MAGIC or len(footer) != length or zlib.crc32(footer) != crc:
            raise DamagedIndexError(path, _("its end is not what was written"))
        if expected_footer is not None and crc != expected_footer:
            raise DamagedIndexError(path, _("it is not the file that belongs to this index"))
        self.footer_checksum = crc
        described = json.loads(footer)
        self._data_size = int(described["size"])
        table = self.mapped[self._data_size : footer_end - length]
        if zlib.crc32(table) != described[_TABLE] or len(table) // 4 != -(-self._data_size // _BLOCK):
            raise DamagedIndexError(path, _("its table of checksums is not what was written"))
        self._table = np.frombuffer(table, "<u4")
        self._verified = bytearray(len(self._table))
        self._arrays: dict[str, tuple[np.dtype[Any], int, int]] = {
            name: (np.dtype(kind), offset, items) for name, (kind, offset, items) in described["arrays"].items()
        }
        self._whole: dict[str, Array] = {}

    def verify(self, start: int, end: int) -> None:
        """Verify the blocks of the bytes [start, end) of the file that were not verified yet."""
        verified = self._verified
        first_block, last_block = start >> _BLOCK_BITS, max(start, end - 1) >> _BLOCK_BITS
        if first_block == last_block and verified[first_block]:
            return
        for block in range(first_block, last_block + 1):
            if not verified[block]:
                first = block << _BLOCK_BITS
                last = min(first + _BLOCK, self._data_size)
                with memoryview(self.mapped) as whole, whole[first:last] as part:
                    actual = zlib.crc32(part)
                if actual != int(self._table[block]):
                    raise DamagedIndexError(
                        self.path, _("the block at byte {first} is not what was written").format(first=first)
                    )
                verified[block] = 1

    def verify_all(self) -> None:
        """Verify every block anew."""
        self._verified = bytearray(len(self._table))
        if self._data_size:
            self.verify(0, self._data_size)

    def span(self, name: str) -> tuple[int, int]:
        """First byte in the file and number of items of an array."""
        _, offset, items = self._arrays[name]
        return offset, items

    def view(self, name: str, start: int = 0, end: int | None = None) -> Array:
        """Items [start, end) of an array, verified, shape (end - start,); the memory is the file's."""
        kind, offset, items = self._arrays[name]
        end = items if end is None else end
        if start >= end:
            return np.empty(0, kind)
        first = offset + start * kind.itemsize
        self.verify(first, first + (end - start) * kind.itemsize)
        return np.frombuffer(self.mapped, kind, end - start, first)

    def read(self, name: str, start: int, end: int) -> Array:
        """A copy of the items [start, end), unverified, read past the mapping: it leaves no page of it in memory."""
        kind, offset, _ = self._arrays[name]
        return np.fromfile(self.path, kind, end - start, offset=offset + start * kind.itemsize)

    def __getitem__(self, name: str) -> Array:
        if name not in self._whole:
            self._whole[name] = self.view(name)
        return self._whole[name]

    def __iter__(self) -> Any:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def close(self) -> None:
        """Let the mapping go; arrays that are still in use keep it alive."""
        self._whole.clear()
        # Where arrays over the mapping still live, the last of them releases it.
        with contextlib.suppress(BufferError):
            self.mapped.close()
