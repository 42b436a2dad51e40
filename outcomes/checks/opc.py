"""Parts of an office package by name, their content types, and the relationships between them."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from posixpath import dirname, join, normpath, splitext
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from outcomes.checks.xml_stream import Damaged, read_tags
from outcomes.checks.xml_tree import references_in, surely_refers_to_nothing
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from outcomes.reader import Limits

CONTENT_TYPES: Final = "[Content_Types].xml"
UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What the standard library raises for a zip that is damaged, encrypted or deflated in an unknown way."""

_CHUNK: Final = 64 * 1024
_SMALL: Final = 4 * 1024 * 1024
"""Bytes of a part of which a tree may stand in memory: reading it at once takes a tenth of the time."""
_REFERENCES: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "http://purl.oclc.org/ooxml/officeDocument/relationships}",
)


class Relationship(NamedTuple):
    """An arrow from one part to another, or to an address outside."""

    identifier: str
    kind: str
    target: str
    """The name of the other part, or the address."""
    external: bool


class Package:
    """An open zip, read part by part; names are compared as OPC compares them, without regard to case."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        """Raise `Damaged` when there are too many parts, two of one name, or no content types."""
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > limits.parts:
            msg = f"{len(entries):,} parts, more than {limits.parts:,}"
            raise Damaged(msg)
        self._archive = archive
        self._limits = limits
        self._inflated = 0
        self._entries = {entry.filename.casefold(): entry for entry in entries}
        if len(self._entries) < len(entries):
            ((name, _),) = Counter(entry.filename.casefold() for entry in entries).most_common(1)
            msg = f"two parts have the name {name!r}"
            raise Damaged(msg)
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        if self.real_name(CONTENT_TYPES) is None:
            msg = f"no {CONTENT_TYPES}, so this is no office file"
            raise Damaged(msg)
        read_tags(self._chunks(CONTENT_TYPES), self._note_content_type)

    def real_name(self, name: str) -> str | None:
        """The part's name as the archive spells it, or `None` for a part that it does not have."""
        entry = self._entries.get(name.casefold())
        return entry.filename if entry else None

    def content_type(self, name: str) -> str:
        """The declared content type, or the empty string."""
        ending = splitext(name)[1].removeprefix(".").casefold()
        return self._overrides.get(name.casefold()) or self._defaults.get(ending, "")

    def references(self, name: str) -> set[str]:
        """The relationship ids that a part uses; what is not XML is read to its end, and uses none."""
        if not self.content_type(name).endswith(("+xml", "/xml")):
            for _ in self._chunks(name):
                pass
            return set()
        if self._entries[name.casefold()].file_size <= _SMALL:
            return _references(b"".join(self._chunks(name)))
        return _streamed(self._chunks(name))

    def relationships(self, source: str) -> list[Relationship]:
        """The relationships of a part, with the names of their targets; none when it has no such list."""
        name = self.real_name(relationships_of(source))
        found: list[Relationship] = []

        def note(tag: str, attributes: Mapping[str, str]) -> None:
            if tag.endswith("}Relationship"):
                found.append(_relationship(source, attributes))

        if name is not None:
            read_tags(self._chunks(name), note)
        return found

    def read(self, name: str) -> bytes:
        """The bytes of a part; raise `Damaged` when there is no such part, or it cannot be had."""
        if self.real_name(name) is None:
            msg = f"there is no part {clip(name)!r}"
            raise Damaged(msg)
        return b"".join(self._chunks(name))

    def _note_content_type(self, tag: str, attributes: Mapping[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        if tag.endswith("}Default"):
            self._defaults[attributes.get("Extension", "").casefold()] = content_type
        elif tag.endswith("}Override"):
            name = unquote(attributes.get("PartName", "")).removeprefix("/")
            self._overrides[name.casefold()] = content_type

    def _chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes, counted as they inflate; raise `Damaged` when they cannot be had or are too many."""
        entry = self._entries[name.casefold()]
        size = 0
        try:
            with self._archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._inflated += len(chunk)
                    self._refuse_too_much(size, entry.compress_size)
                    yield chunk
        except UNREADABLE as error:
            msg = f"cannot be inflated: {clip(str(error))}"
            raise Damaged(msg) from None

    def _refuse_too_much(self, size: int, deflated: int) -> None:
        limits = self._limits
        if size > limits.part_bytes or self._inflated > limits.total_bytes:
            msg = f"too large: more than {limits.part_bytes:,} bytes, or {limits.total_bytes:,} in all parts"
            raise Damaged(msg)
        if size > limits.ratio_from_bytes and size > limits.ratio * deflated:
            msg = f"inflates to more than {limits.ratio:,} times its size"
            raise Damaged(msg)


def _references(data: bytes) -> set[str]:
    """The relationship ids that a part uses; raise `Damaged` when it is not XML."""
    if len(data) > _SMALL:  # larger than it said
        return _streamed([data])
    if surely_refers_to_nothing(data):
        read_tags([data], None)
        return set()
    quickly = references_in(data)
    return _streamed([data]) if quickly is None else quickly


def _streamed(chunks: Iterable[bytes]) -> set[str]:
    """The relationship ids that a part uses, without a tree in memory; raise `Damaged` when it is not XML."""
    found: set[str] = set()

    def note(_tag: str, attributes: Mapping[str, str]) -> None:
        found.update(value for key, value in attributes.items() if value and key.startswith(_REFERENCES))

    read_tags(chunks, note)
    return found


def relationships_of(part: str) -> str:
    """Where the relationships of a part are kept; those of the package itself for the empty name."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".removeprefix("/")


def _relationship(source: str, attributes: Mapping[str, str]) -> Relationship:
    target = attributes.get("Target", "")
    external = attributes.get("TargetMode", "").casefold() == "external"
    if not external:
        path = unquote(target.partition("#")[0])
        target = normpath(join("/", dirname(source), path)).removeprefix("/") if path else source
    return Relationship(attributes.get("Id", ""), attributes.get("Type", ""), target, external)
