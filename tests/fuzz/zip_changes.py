"""Changes to the structure of a zip archive: entries dropped, doubled, renamed, cut, and headers that lie."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.fuzz.odd import ENTRY_NAMES
from tests.fuzz.zip_writing import DEFLATED, STORED, Entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.fuzz.zip_writing import Archive

_SIZES: Final = (0, 1, 100, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 64 * 1024 * 1024 + 1, 256 * 1024 * 1024)
_FLAGS: Final = (0x1, 0x8, 0x40, 0x800, 0x2000, 0xFFFF)
_METHODS: Final = (STORED, DEFLATED, 1, 9, 12, 14, 93, 95, 99, 0xFFFF)
_ZIP64: Final = b"\x01\x00\x1c\x00" + b"\xff" * 28
_EXTRAS: Final = (b"\x00", b"\x01\x00", b"\x01\x00\xff\xff", _ZIP64, b"\x75\x70\x04\x00\x01ab", b"\x00" * 4000)
_LINK: Final = 0o120777 << 16
_COMMENTS: Final = (b"x", b"PK\x05\x06" + b"\x00" * 18, b"PK\x01\x02" * 20, b"\xff" * 65535)
_BOMB: Final = 3_000_000


def _any(archive: Archive, chance: Random) -> Entry:
    return chance.choice(archive.entries)


def drop(archive: Archive, chance: Random) -> None:
    archive.entries.remove(_any(archive, chance))


def double(archive: Archive, chance: Random) -> None:
    entry = _any(archive, chance)
    archive.entries.insert(chance.randrange(len(archive.entries) + 1), replace(entry))


def double_under_another_case(archive: Archive, chance: Random) -> None:
    entry = _any(archive, chance)
    name = chance.choice((entry.name.upper(), entry.name.lower(), entry.name.title(), b"/" + entry.name))
    archive.entries.insert(chance.randrange(len(archive.entries) + 1), replace(entry, name=name))


def reorder(archive: Archive, chance: Random) -> None:
    chance.shuffle(archive.entries)


def reorder_directory(archive: Archive, chance: Random) -> None:
    order = list(range(len(archive.entries)))
    chance.shuffle(order)
    archive.central_order = chance.choice((order, order[:-1], order + order[:1], [0] * len(order)))


def rename(archive: Archive, chance: Random) -> None:
    _any(archive, chance).name = chance.choice(ENTRY_NAMES)


def swap_names(archive: Archive, chance: Random) -> None:
    one, other = _any(archive, chance), _any(archive, chance)
    one.name, other.name = other.name, one.name


def swap_data(archive: Archive, chance: Random) -> None:
    one, other = _any(archive, chance), _any(archive, chance)
    one.data = other.data


def another_local_name(archive: Archive, chance: Random) -> None:
    _any(archive, chance).local_name = chance.choice((*ENTRY_NAMES, _any(archive, chance).name))


def add(archive: Archive, chance: Random) -> None:
    archive.entries.append(Entry(chance.choice(ENTRY_NAMES), chance.choice((b"", b"x", b"<x/>", b"PK\x03\x04"))))


def cut(archive: Archive, chance: Random) -> None:
    entry = _any(archive, chance)
    entry.data = entry.data[: chance.randrange(len(entry.data) + 1)]


def lie_about_size(archive: Archive, chance: Random) -> None:
    setattr(_any(archive, chance), chance.choice(("size", "packed_size")), chance.choice(_SIZES))


def lie_about_checksum(archive: Archive, chance: Random) -> None:
    _any(archive, chance).crc = chance.choice((0, 0xFFFFFFFF, 0xDEADBEEF))


def lie_about_method(archive: Archive, chance: Random) -> None:
    entry = _any(archive, chance)
    packed = entry.data if chance.randrange(2) else None
    entry.method, entry.packed = chance.choice(_METHODS), packed


def damage_stream(archive: Archive, chance: Random) -> None:
    entry = _any(archive, chance)
    entry.method, entry.packed = DEFLATED, bytes(chance.randrange(256) for _ in range(40))


def set_flags(archive: Archive, chance: Random) -> None:
    _any(archive, chance).flags = chance.choice(_FLAGS)


def set_extra(archive: Archive, chance: Random) -> None:
    _any(archive, chance).extra = chance.choice(_EXTRAS)


def make_link(archive: Archive, chance: Random) -> None:
    _any(archive, chance).external = chance.choice((_LINK, 0x10, 0xFFFFFFFF))


def move_offset(archive: Archive, chance: Random) -> None:
    _any(archive, chance).offset = chance.choice((0, 1, 30, 0xFFFFFFFF, 0x7FFFFFFF))


def set_comment(archive: Archive, chance: Random) -> None:
    if chance.randrange(2):
        archive.comment = chance.choice(_COMMENTS)
    else:
        _any(archive, chance).comment = chance.choice(_COMMENTS)


def lie_at_the_end(archive: Archive, chance: Random) -> None:
    setattr(archive, chance.choice(("stated_entries", "stated_offset")), chance.choice(_SIZES))


def surround(archive: Archive, chance: Random) -> None:
    setattr(
        archive,
        chance.choice(("before", "after")),
        chance.choice((b"\0", b"PK\x03\x04", b"PK\x05\x06" * 9, b"x" * 999)),
    )


def inflate(archive: Archive, chance: Random) -> None:
    entry = _any(archive, chance)
    entry.data += chance.choice((b" ", b"\0", b"<a/>")) * _BOMB


def set_stored(archive: Archive, chance: Random) -> None:
    _any(archive, chance).method = STORED


CHANGES: Final[tuple[Callable[[Archive, Random], None], ...]] = (
    drop, double, double_under_another_case, reorder, reorder_directory, rename, swap_names, swap_data,
    another_local_name, add, cut, lie_about_size, lie_about_checksum, lie_about_method, damage_stream, set_flags,
    set_extra, make_link, move_offset, set_comment, lie_at_the_end, surround, inflate, set_stored,
)  # fmt: skip
