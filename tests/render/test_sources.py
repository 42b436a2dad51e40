"""What a file is to LibreOffice is decided by its content."""

from __future__ import annotations

import io
import zipfile

import pytest

from outcomes.render.sources import suffix_of
from outcomes.testing.documents import Docx, Pptx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*streams: str) -> bytes:
    return OLE + b"\0\0".join(name.encode("utf-16-le") for name in streams)


def packed(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "")
    return stream.getvalue()


def open_document(family: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{family}")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "name", "suffix"),
    [
        (Docx().paragraph("x").to_bytes(), "docx", "a.docx", "docx"),
        (Pptx().slide("x").to_bytes(), "pptx", "a.docx", "pptx"),
        (Docx().paragraph("x").to_bytes(), "html", "a.html", None),
        (b"<html></html>", "docx", "a.docx", None),
        (b"%PDF-1.7", "pdf", "a.pdf", None),
        (b"PK\x03\x04 broken", "docx", "a.docx", "docx"),
        (open_document("text"), "docx", "a.odt", "odt"),
        (open_document("presentation"), "", "a.zip", "odp"),
        (open_document("spreadsheet"), "", "", "ods"),
        (open_document("text-template"), "", "a.ott", "odt"),
        (open_document("graphics"), "", "a.odg", None),
        (open_document("text"), "docx", "a.docx", "odt"),
        (packed("xl/workbook.bin"), "", "a.xlsb", "xlsb"),
        (packed("mimetype"), "docx", "a.docx", "docx"),
        (ole("Root Entry", "WordDocument"), "", "a.doc", "doc"),
        (ole("PowerPoint Document", "WordDocument"), "", "a.tmp", "ppt"),
        (ole("PowerPoint Document", "WordDocument"), "", "a.doc", "doc"),
        (ole("Workbook"), "", "a.doc", "xls"),
        (ole("EncryptedPackage"), "", "a.docx", None),
        (b"{\\rtf1 x}", "", "a.doc", "rtf"),
        (b"", "", "", None),
    ],
)
def test_the_content_decides(data: bytes, kind: str, name: str, suffix: str | None) -> None:
    assert suffix_of(data, kind, name) == suffix
