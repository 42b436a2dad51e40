"""Older and open files are refused with the line that converts them, and converted when someone asks for it."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import FileEntry
from outcomes.artifacts.sniff import successor
from outcomes.errors import ArtifactError
from outcomes.testing import Docx
from outcomes.wiring import read_bytes, read_path
from tests.artifacts.ooxml_files import content_types, relationships, zipped

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str, first_sector: bytes = b"") -> bytes:
    """As much of a compound file as tells its kind."""
    return OLE + first_sector.ljust(512, b"\0") + stream.encode("utf-16-le")


def opened(mimetype: str, *, locked: bool = False) -> bytes:
    """An OpenDocument file as far as its kind goes."""
    manifest = "<manifest><encryption-data/></manifest>" if locked else "<manifest/>"
    return zipped_plain(
        {"mimetype": f"application/vnd.oasis.opendocument.{mimetype}", "META-INF/manifest.xml": manifest}
    )


def zipped_plain(parts: dict[str, str]) -> bytes:
    """A zip archive of uncompressed parts, as OpenDocument wants its first one."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


WORD_SECTOR = b"\xec\xa5\xc1\0" + bytes(6)
EXCEL_SECTOR = b"\x09\x08\x10\0" + bytes(16)
XLSB_MAIN = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
XLSB_PARTS: dict[str, str | bytes] = {
    "[Content_Types].xml": content_types({"xl/workbook.bin": XLSB_MAIN}),
    "_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.bin")),
    "xl/workbook.bin": b"",
}
XLSB = zipped(XLSB_PARTS)
REFUSED = [
    ("a.doc", ole("WordDocument", WORD_SECTOR + b"\0\0"), "legacy-binary", "docx"),
    ("a.docx", ole("WordDocument"), "legacy-binary", "docx"),
    ("a.ppt", ole("PowerPoint Document"), "legacy-binary", "pptx"),
    ("a.xls", ole("Workbook", EXCEL_SECTOR + b"\x0a\0\0\0"), "legacy-binary", "xlsx"),
    ("a.xls", ole("Book"), "legacy-binary", "xlsx"),
    ("a.odt", opened("text"), "unsupported-kind", "docx"),
    ("a.odp", opened("presentation"), "unsupported-kind", "pptx"),
    ("a.ods", opened("spreadsheet"), "unsupported-kind", "xlsx"),
    ("a.rtf", b"{\\rtf1 hi}", "unsupported-kind", "docx"),
    ("a.xlsb", XLSB, "unsupported-kind", "xlsx"),
    ("a.doc", ole("WordDocument", WORD_SECTOR + b"\0\x01"), "encrypted", None),
    ("a.xls", ole("Workbook", EXCEL_SECTOR + b"\x2f\0\x04\0" + bytes(4)), "encrypted", None),
    ("a.ppt", ole("PowerPoint Document", b"\x14\0\0\0\xdf\xc4\xd1\xf3"), "encrypted", None),
    ("a.docx", ole("EncryptedPackage"), "encrypted", None),
    ("a.odt", opened("text", locked=True), "encrypted", None),
    ("a.bin", bytes(range(256)), "unsupported-kind", None),
]


class Scripted:
    """A converter that remembers what it was given."""

    tool = "LibreOffice 24.8"

    def __init__(self, made: bytes) -> None:
        self.made = made
        self.asked: list[tuple[str, str]] = []

    def __call__(self, data: bytes, name: str, target_kind: str) -> bytes:
        assert data
        self.asked.append((name, target_kind))
        return self.made


@pytest.mark.parametrize(("name", "data", "code", "target"), REFUSED)
def test_each_kind_is_named_and_comes_with_the_line_that_converts_it(
    name: str, data: bytes, code: str, target: str | None
) -> None:
    with pytest.raises(ArtifactError) as caught:
        read_bytes(data, name)

    assert caught.value.code == code
    assert ("soffice --headless --convert-to " in str(caught.value)) == (target is not None)
    assert f"--convert-to {target}" in str(caught.value) or target is None
    assert successor(data, name) == target


def test_a_converted_file_keeps_its_own_identity_and_says_what_was_read() -> None:
    data = ole("WordDocument")
    convert = Scripted(Docx().paragraph("Revenue rose.").to_bytes())
    artifact = read_bytes(data, "old.doc", convert=convert)

    assert convert.asked == [("old.doc", "docx")]
    assert (artifact.kind, artifact.name, artifact.visible_text) == ("docx", "old.doc", "Revenue rose.")
    assert artifact.files == (FileEntry("old.doc", sha256(data).hexdigest(), len(data)),)
    assert [(flag.code, flag.locator, "LibreOffice 24.8" in flag.detail) for flag in artifact.flags] == [
        ("converted", "old.doc", True)
    ]


def test_a_converter_is_asked_for_nothing_that_can_be_read_or_is_locked() -> None:
    convert = Scripted(b"")

    assert read_bytes(b"plain", "a.txt", convert=convert).visible_text == "plain"
    with pytest.raises(ArtifactError, match="password"):
        read_bytes(ole("EncryptedPackage"), "a.docx", convert=convert)
    assert convert.asked == []


def test_a_converter_that_breaks_leads_to_a_named_error_with_the_way_round_it() -> None:
    def breaks(data: bytes, name: str, target_kind: str) -> bytes:
        msg = f"no {target_kind} for {name} of {len(data)} bytes"
        raise OSError(msg)

    with pytest.raises(ArtifactError) as caught:
        read_bytes(ole("WordDocument"), "old.doc", convert=breaks)

    assert caught.value.code == "not-converted"
    assert "no docx for old.doc" in str(caught.value)
    assert "soffice --headless" in caught.value.fix


def test_a_folder_with_an_older_file_is_read_with_it_or_with_a_gap_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("New.", encoding="utf-8")
    (tmp_path / "old.doc").write_bytes(ole("WordDocument"))
    plain = read_path(tmp_path)
    converted = read_path(tmp_path, convert=Scripted(Docx().paragraph("Old.").to_bytes()))

    assert [(b.kind, b.locator) for b in plain.walk()] == [("paragraph", "new.txt:L1"), ("unreadable", "old.doc")]
    assert plain.flags[0].code == "unreadable"
    assert converted.visible_text == "New.\nOld."
    assert [flag.code for flag in converted.flags] == ["converted"]
