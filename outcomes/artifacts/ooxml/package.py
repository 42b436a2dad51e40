"""An office file opened under limits: parts inflate on demand and are counted as they do."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from lxml import etree

from outcomes.artifacts.ooxml.container import DamagedEntry, Oversized, first_entry, has_end, inflate, open_zip
from outcomes.artifacts.ooxml.package_flags import package_flags
from outcomes.artifacts.ooxml.relationships import Relationship, read_relationships, rels_part
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    import zipfile

    from outcomes.artifact import Flag
    from outcomes.reader import Limits

__all__ = ["Package", "Relationship"]

Bytes = bytes  # inside the class, `bytes` is a method

_CONTENT_TYPES = "[Content_Types].xml"
_MOST_CONTENT_TYPES = 1024 * 1024
_MOST_NODES = 3_000_000  # each takes some 100 bytes once parsed, up to 250, and parsed parts are kept until forgotten
_DOCTYPE = b"<!DOCTYPE"
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_DECLARATION = re.compile(rb"(xmlns(?::[\w.-]+)?\s*=\s*[\"'])http://purl\.oclc\.org/ooxml/(\w+)/(\w+)([\"'])")
_HYPHENATED = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
_MAIN_KINDS = (
    ("binary", "xlsb"),
    ("wordprocessingml", "docx"), ("ms-word", "docx"), ("presentationml", "pptx"), ("ms-powerpoint", "pptx"),
    ("spreadsheetml", "xlsx"), ("ms-excel", "xlsx"),
)  # fmt: skip


_MAIN_TYPE = re.compile(rb"contenttype\s*=\s*[\"']([^\"']*\.main[^\"']*)")


class Package:
    """An office file (docx, pptx, xlsx and their macro and template kin) as named parts. Nothing is ever written."""

    def __init__(self, data: Bytes, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        """Take over an archive of these bytes that `open_zip` has checked; use `Package.open`."""
        self.name = name
        self._data = data
        self._parser = _parser()
        self._limits = limits
        self._entries = {entry.filename.lstrip("/"): entry for entry in archive.infolist() if not entry.is_dir()}
        self._names = {part.lower(): part for part in self._entries}
        self._trees: dict[str, etree._Element] = {}
        self._sizes: dict[str, int] = {}
        self._rels: dict[str, dict[str, Relationship]] = {}
        self._counted: set[str] = set()
        self._inflated = 0
        self._nodes = 0
        self.damaged_rels: dict[str, ArtifactError] = {}
        """Relationship parts that could not be read."""
        self.main, self.kind = self._find_main()

    @classmethod
    def open(cls, data: Bytes, name: str, limits: Limits) -> Package:
        """Open an office file's bytes.

        Raises:
            ArtifactError: what `open_zip` raises, and `not-ooxml` for a zip archive without an office document.
        """
        archive = open_zip(data, name, limits)
        if _CONTENT_TYPES not in archive.NameToInfo:
            raise _no_office_file(archive, name)
        return cls(data, archive, name, limits)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the archive, without a leading slash."""
        return tuple(self._entries)

    def has(self, part: str) -> bool:
        """Whether there is a part of this name."""
        return part in self._entries

    def bytes(self, part: str) -> Bytes:
        """Inflate a part.

        Raises:
            ArtifactError: `too-large` or `corrupt-part`.
        """
        entry = self._entries.get(part)
        if entry is None:
            raise ArtifactError("corrupt-part", f"{self.name!r} refers to a part {part!r} that it does not hold.")
        if entry.file_size > self._limits.part_bytes:
            raise self._too_large(part, f"{entry.file_size:,} bytes; the limit is {self._limits.part_bytes:,}")
        data = self._inflate(part, entry)
        if part not in self._counted:
            self._counted.add(part)
            self._inflated += len(data)
        return data

    def xml(self, part: str) -> etree._Element:
        """Parse a part, once; ISO strict namespaces become the transitional ones, comments are left out.

        Raises:
            ArtifactError: `bad-xml`, `dtd`, `too-deep`, `too-large` also for too many tags and attributes in the
                parts that are kept, and what `bytes` raises.
        """
        tree = self._trees.get(part)
        if tree is None:
            data = self.bytes(part)
            nodes = self._room_for(part, data)
            tree = self._trees[part] = self._parse(part, data)
            self._sizes[part] = nodes
            self._nodes += nodes
        return tree

    def forget(self, part: str) -> None:
        """Let go of a parsed part that has been read and is not expected to be asked for again."""
        self._trees.pop(part, None)
        self._nodes -= self._sizes.pop(part, 0)

    def rels(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part by id; empty when it has none or they are damaged (see `flags`)."""
        known = self._rels.get(part)
        if known is None:
            known = self._rels[part] = self._read_rels(part)
        return known

    def knows_rels(self, part: str) -> bool:
        """Whether `rels` has been asked for this part already, so that asking again costs nothing."""
        return part in self._rels

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part points to by one type of relationship; they may be missing from the file."""
        return [rel.target for rel in self.rels(part).values() if rel.type == kind and not rel.external]

    def content_sha256(self) -> str:
        """The hash of all parts but `docProps/`, blind to their order and to zip timestamps.

        Each counts by its checksum and size in the archive's table of contents, so that nothing has to be inflated for
        it; what is read has been checked against these.
        """
        kept = sorted(part for part in self._entries if not part.lower().startswith("docprops/"))
        lines = [f"{part}\0{self._entries[part].CRC:08x}\0{self._entries[part].file_size}\n" for part in kept]
        return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()

    def flags(self) -> list[Flag]:
        """Macros, links out of the file, imported content, embedded objects and damaged relationships."""
        return package_flags(self)

    def _inflate(self, part: str, entry: zipfile.ZipInfo) -> Bytes:
        limits = self._limits
        room = limits.total_bytes - (0 if part in self._counted else self._inflated)
        largest = min(limits.part_bytes, room)
        most = max(limits.ratio * entry.compress_size, limits.ratio_from_bytes)
        try:
            return inflate(self._data, entry, min(largest, most))
        except Oversized as error:
            bomb = f"more than {limits.ratio} times its size in the archive"
            raise self._too_large(part, bomb if most < largest else f"more than {largest:,} bytes") from error
        except DamagedEntry as error:
            msg = f"the part {part!r} of {self.name!r} is damaged ({error})."
            raise ArtifactError("corrupt-part", msg, fix="Save the document again.") from error

    def _too_large(self, part: str, what: str) -> ArtifactError:
        return ArtifactError("too-large", f"the part {part!r} of {self.name!r} inflates to {what}.")

    def _room_for(self, part: str, data: Bytes) -> int:
        """How many tags and attributes a part has at most, when there is room for them beside the parsed parts."""
        nodes = data.count(b"<") + data.count(b"=")
        if self._nodes + nodes > _MOST_NODES:
            before = f" after the {self._nodes:,} of other parts" if self._nodes else ""
            msg = f"the part {part!r} of {self.name!r} has {nodes:,} tags and attributes{before}"
            raise ArtifactError("too-large", f"{msg}; the limit for the parts kept in memory is {_MOST_NODES:,}.")
        return nodes

    def _parse(self, part: str, data: Bytes) -> etree._Element:
        if _DOCTYPE in data[:4096]:
            raise self._dtd(part)
        if _STRICT in data[:8192]:
            data = _STRICT_DECLARATION.sub(_transitional, data)
        try:
            root = etree.fromstring(data, self._parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._syntax_error(part, data, str(error)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._dtd(part)
        return root

    def _syntax_error(self, part: str, data: Bytes, detail: str) -> ArtifactError:
        if _DOCTYPE in data:
            return self._dtd(part)
        if "depth" in detail:
            return ArtifactError(
                "too-deep", f"the part {part!r} of {self.name!r} nests elements too deeply ({detail})."
            )
        return ArtifactError("bad-xml", f"the part {part!r} of {self.name!r} is not well-formed XML ({detail}).")

    def _dtd(self, part: str) -> ArtifactError:
        msg = f"the part {part!r} of {self.name!r} declares a document type, which can pull in other files."
        return ArtifactError("dtd", msg, fix="Save it again with an office program.")

    def _read_rels(self, part: str) -> dict[str, Relationship]:
        holder = rels_part(part)
        holder = self._names.get(holder.lower(), holder)
        if not self.has(holder):
            return {}
        try:
            return read_relationships(self.xml(holder), part, self._names)
        except ArtifactError as error:
            self.damaged_rels[holder] = error
            return {}

    def _find_main(self) -> tuple[str, str]:
        """The main document and what it is, by its content type."""
        types = {
            (node.get("PartName") or "").lstrip("/").lower(): (node.get("ContentType") or "").lower()
            for node in self.xml(_CONTENT_TYPES)
        }
        declared = [self._names[part] for part, kind in types.items() if ".main" in kind and part in self._names]
        for part in [*self.related("", "officeDocument"), *declared]:
            if self.has(part):
                content_type = types.get(part.lower(), "")
                return part, _kind_of(content_type) or _kind_by_folder(part)
        msg = f"{self.name!r} has no main document: none of its {len(self._entries)} parts is declared as one."
        raise ArtifactError("not-ooxml", msg, fix="Save it again with an office program.")


def declared_kind(data: Bytes) -> str | None:
    """`docx`, `pptx` or `xlsx` where the archive begins by declaring exactly one main part of these; else `None`.

    A quick look that opens nothing: whoever reads the file checks it all the same.
    """
    if not has_end(data):
        return None
    types = first_entry(data, _CONTENT_TYPES.encode(), _MOST_CONTENT_TYPES).lower()
    found = {_kind_of(kind.decode("ascii", "replace")) for kind in _MAIN_TYPE.findall(types)}
    kind = found.pop() if len(found) == 1 else None
    return kind if kind in {"docx", "pptx", "xlsx"} else None


def _kind_of(content_type: str) -> str | None:
    return next((kind for word, kind in _MAIN_KINDS if word in content_type), None)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _transitional(declaration: re.Match[bytes]) -> bytes:
    start, family, name, end = declaration.groups()
    name = _HYPHENATED.get(name, name)
    return b"%shttp://schemas.openxmlformats.org/%s/2006/%s%s" % (start, family, name, end)


def _kind_by_folder(part: str) -> str:
    return {"word": "docx", "ppt": "pptx", "xl": "xlsx"}.get(part.partition("/")[0], "other")


def _no_office_file(archive: zipfile.ZipFile, name: str) -> ArtifactError:
    if "mimetype" in archive.NameToInfo and "content.xml" in archive.NameToInfo:
        fix = f"Convert it: soffice --headless --convert-to docx (or pptx, xlsx) {name!r}"
        return ArtifactError("not-ooxml", f"{name!r} is an OpenDocument file.", fix=fix)
    msg = f"{name!r} is a zip archive but no office file: it has no {_CONTENT_TYPES!r}."
    return ArtifactError("not-ooxml", msg, fix="Deliver the document itself.")
