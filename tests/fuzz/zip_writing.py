"""Zip archives that say what they are told to: every field of every header can be a lie."""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

STORED: Final = 0
DEFLATED: Final = 8
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_NOON: Final = (0, 33)  # 1 January 1980, so that the same content makes the same bytes
_MOST_U16: Final = 0xFFFF
_MOST_U32: Final = 0xFFFFFFFF


@dataclass
class Entry:
    """One file in an archive. What is `None` is told truthfully."""

    name: bytes
    data: bytes
    method: int = DEFLATED
    flags: int = 0
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    local_name: bytes | None = None
    packed: bytes | None = None
    """The compressed bytes, when they are not to be those of `data`."""
    extra: bytes = b""
    comment: bytes = b""
    external: int = 0
    """Attributes of the file: a symbolic link, a folder."""
    offset: int | None = None
    """Where the central directory says that it begins."""


@dataclass
class Archive:
    """Entries in order, and what the end record says of them."""

    entries: list[Entry] = field(default_factory=list)
    comment: bytes = b""
    before: bytes = b""
    """Bytes in front of the archive."""
    after: bytes = b""
    stated_entries: int | None = None
    stated_offset: int | None = None
    central_order: list[int] | None = None

    def to_bytes(self) -> bytes:
        """The archive as it would lie on disk."""
        out = bytearray(self.before)
        directory = [self._add(out, entry) for entry in self.entries]
        start = len(out)
        for at in self.central_order or range(len(directory)):
            out += directory[at % len(directory)] if directory else b""
        count = len(self.entries) if self.stated_entries is None else self.stated_entries
        offset = start if self.stated_offset is None else self.stated_offset
        comment = self.comment[:_MOST_U16]
        ends = (0, 0, count & _MOST_U16, count & _MOST_U16, len(out) - start, offset & _MOST_U32, len(comment))
        return bytes(out) + _END.pack(b"PK\x05\x06", *ends) + comment + self.after

    def _add(self, out: bytearray, entry: Entry) -> bytes:
        """Write a local entry, and return its line of the central directory."""
        packed = entry.packed if entry.packed is not None else _pack(entry.data, entry.method)
        crc = (zlib.crc32(entry.data) if entry.crc is None else entry.crc) & _MOST_U32
        sizes = (
            (len(packed) if entry.packed_size is None else entry.packed_size) & _MOST_U32,
            (len(entry.data) if entry.size is None else entry.size) & _MOST_U32,
        )
        name = entry.name[:_MOST_U16]
        local = (entry.name if entry.local_name is None else entry.local_name)[:_MOST_U16]
        extra, comment = entry.extra[:_MOST_U16], entry.comment[:_MOST_U16]
        head = (20, entry.flags & _MOST_U16, entry.method & _MOST_U16, *_NOON, crc, *sizes)
        at = len(out) if entry.offset is None else entry.offset & _MOST_U32
        out += _LOCAL.pack(b"PK\x03\x04", *head, len(local), len(extra)) + local + extra + packed
        tail = (len(name), len(extra), len(comment), 0, 0, entry.external & _MOST_U32, at)
        return _CENTRAL.pack(b"PK\x01\x02", 20, *head, *tail) + name + extra + comment


def _pack(data: bytes, method: int) -> bytes:
    if method != DEFLATED:
        return data
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def zip_of(parts: dict[str, bytes]) -> bytes:
    """An honest archive."""
    return Archive([Entry(name.encode(), data) for name, data in parts.items()]).to_bytes()


def unzipped(data: bytes, most_bytes: int = 8_000_000) -> Archive | None:
    """The entries of an archive, or `None` when Python cannot open it; damaged or large ones are left out."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [
                Entry(info.filename.encode("utf-8", "surrogatepass"), archive.read(info))
                for info in archive.infolist()
                if info.file_size <= most_bytes and not info.flag_bits & 1
            ]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return None
    return Archive(entries) if entries else None
