"""Changes to an office file: to its archive, to its parts, and to what its parts say of each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from tests.fuzz import xml_changes, zip_changes
from tests.fuzz.byte_changes import changed as bytes_changed
from tests.fuzz.odd import TARGETS
from tests.fuzz.zip_writing import unzipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.fuzz.zip_writing import Archive, Entry

_TARGET: Final = re.compile(rb'(Target=")([^"]*)(")')
_TYPE: Final = re.compile(rb'(Type="[^"]*/)([A-Za-z]+)(")')
_ID: Final = re.compile(rb'(Id=")([^"]*)(")')
_CONTENT_TYPE: Final = re.compile(rb'(ContentType=")([^"]*)(")')
_PART_NAME: Final = re.compile(rb'(PartName=")([^"]*)(")')
_KINDS: Final = (
    b"officeDocument", b"styles", b"numbering", b"slide", b"slideLayout", b"slideMaster", b"notesSlide", b"theme",
    b"image", b"hyperlink", b"chart", b"comments", b"footnotes", b"header", b"footer", b"aFChunk", b"attachedTemplate",
    b"oleObject", b"package", b"vbaProject", b"diagramData", b"worksheet", b"sharedStrings", b"x", b"",
)  # fmt: skip


def changed(data: bytes, chance: Random) -> bytes:
    """The file with one to a few changes; bytes that are no archive are changed as bytes."""
    archive = unzipped(data)
    if archive is None or chance.randrange(40) == 0:
        return bytes_changed(data, chance)
    for _ in range(chance.choice((1, 1, 1, 1, 2, 3, 6))):
        if archive.entries:
            chance.choice(CHANGES)(archive, chance)
    return archive.to_bytes()


def _parts(archive: Archive, *suffixes: bytes) -> list[Entry]:
    return [entry for entry in archive.entries if entry.name.lower().endswith(suffixes)]


def change_xml(archive: Archive, chance: Random) -> None:
    """A part that is read for its content, more often than not; the large ones are worth more."""
    parts = [part for part in _parts(archive, b".xml", b".vml") if not part.name.startswith(b"[")]
    if parts:
        part = max((chance.choice(parts) for _ in range(chance.choice((1, 1, 2, 4)))), key=lambda one: len(one.data))
        part.data = xml_changes.changed(part.data, chance)


def change_relationships(archive: Archive, chance: Random) -> None:
    parts = _parts(archive, b".rels")
    if parts:
        part = chance.choice(parts)
        part.data = chance.choice(RELATIONSHIP_CHANGES)(part.data, chance)


def change_types(archive: Archive, chance: Random) -> None:
    parts = [part for part in archive.entries if part.name == b"[Content_Types].xml"]
    if parts:
        pattern = chance.choice((_CONTENT_TYPE, _PART_NAME))
        parts[0].data = _replaced(pattern, parts[0].data, chance, [part.name for part in archive.entries])


def change_structure(archive: Archive, chance: Random) -> None:
    chance.choice(zip_changes.CHANGES)(archive, chance)


def change_bytes(archive: Archive, chance: Random) -> None:
    part = chance.choice(archive.entries)
    part.data = bytes_changed(part.data, chance)


def exchange_parts(archive: Archive, chance: Random) -> None:
    """One XML part in the place of another: styles as document, slide as layout, chart as theme."""
    parts = _parts(archive, b".xml", b".rels")
    if len(parts) > 1:
        chance.choice(parts).data = chance.choice(parts).data


def copy_elements_across(archive: Archive, chance: Random) -> None:
    """An element of one part inside another."""
    parts = _parts(archive, b".xml")
    if not parts:
        return
    goal, lender = chance.choice(parts), chance.choice(parts)
    try:
        roots = [etree.fromstring(part.data) for part in (goal, lender)]
    except (etree.XMLSyntaxError, ValueError):
        return
    lent = chance.choice(list(roots[1].iter("*")))
    place = chance.choice(list(roots[0].iter("*")))
    place.insert(chance.randrange(len(place) + 1), etree.fromstring(etree.tostring(lent, with_tail=False)))
    goal.data = etree.tostring(roots[0], xml_declaration=True, encoding="UTF-8")


CHANGES: Final[tuple[Callable[[Archive, Random], None], ...]] = (
    *(change_xml,) * 12, *(change_relationships,) * 2, change_types, *(change_structure,) * 3, change_bytes,
    exchange_parts, copy_elements_across,
)  # fmt: skip


# -- relationships -------------------------------------------------------------------------------------------------


def _replaced(pattern: re.Pattern[bytes], data: bytes, chance: Random, others: list[bytes]) -> bytes:
    """One place of a pattern given another value: one of the same file's, or one of `others`."""
    found = list(pattern.finditer(data))
    if not found:
        return data
    place = chance.choice(found)
    value = chance.choice([*dict.fromkeys(match[2] for match in found), *others])
    return data[: place.start(2)] + value.replace(b'"', b"").replace(b"<", b"") + data[place.end(2) :]


def retarget(data: bytes, chance: Random) -> bytes:
    return _replaced(_TARGET, data, chance, [chance.choice(TARGETS).encode()] * 8)


def retype(data: bytes, chance: Random) -> bytes:
    return _replaced(_TYPE, data, chance, list(_KINDS))


def renumber(data: bytes, chance: Random) -> bytes:
    return _replaced(_ID, data, chance, [b"", b"rId1", b"x" * 2000])


def send_outside(data: bytes, chance: Random) -> bytes:
    marks = (b' TargetMode="External"/>', b' TargetMode="external"/>', b' TargetMode="x"/>', b' TargetMode=""/>')
    return data.replace(b"/>", chance.choice(marks), chance.choice((1, 100)))


def repeat(data: bytes, chance: Random) -> bytes:
    found = list(re.finditer(rb"<Relationship [^>]*>", data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.end()] + one[0] * chance.choice((1, 3, 3000)) + data[one.end() :]


RELATIONSHIP_CHANGES: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    retarget, retarget, retarget, retype, renumber, send_outside, repeat, xml_changes.changed,
)  # fmt: skip
