"""What a file is follows from its bytes; its name only decides between kinds of text."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifacts.sniff import sniff
from outcomes.errors import ARTIFACT_CODES, ArtifactError
from outcomes.wiring import READERS
from tests.artifacts.ooxml_files import content_types, docx, relationships, zipped

if TYPE_CHECKING:
    from pathlib import Path

OOXML = "application/vnd.openxmlformats-officedocument"
PARAGRAPH = "<w:p><w:r><w:t>Hello</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def office(main: str, content_type: str) -> bytes:
    """The smallest office file with this main part."""
    return zipped(
        {
            "[Content_Types].xml": content_types({main: content_type}),
            "_rels/.rels": relationships(("rId1", "officeDocument", main)),
            main: "<x/>",
        }
    )


DECK = office("ppt/presentation.xml", f"{OOXML}.presentationml.presentation.main+xml")
BOOK = office("xl/workbook.xml", f"{OOXML}.spreadsheetml.sheet.main+xml")


def refusal(data: bytes, name: str) -> tuple[str, str]:
    """The code and the whole sentence."""
    with pytest.raises(ArtifactError) as caught:
        sniff(data, name)
    return caught.value.code, str(caught.value)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (docx(PARAGRAPH), "report.docx", "docx"),
        (docx(PARAGRAPH), "no extension", "docx"),
        (docx(PARAGRAPH), "renamed.doc", "docx"),
        (docx(PARAGRAPH, main_type="application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docm", "docx"),
        (docx(PARAGRAPH, main_type=f"{OOXML}.wordprocessingml.template.main+xml"), "a.dotx", "docx"),
        (DECK, "deck.pptx", "pptx"),
        (office("ppt/p.xml", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"), "a.pptm", "pptx"),
        (office("ppt/p.xml", f"{OOXML}.presentationml.template.main+xml"), "a.potx", "pptx"),
        (office("ppt/p.xml", f"{OOXML}.presentationml.slideshow.main+xml"), "a.ppsx", "pptx"),
        (BOOK, "book.xlsx", "xlsx"),
        (office("xl/w.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "a.xlsm", "xlsx"),
        (b"\x89PNG\r\n\x1a\n", "chart.jpg", "png"),
        (b"\xff\xd8\xff\xe0", "photo", "jpeg"),
        (b"GIF89a", "a.gif", "gif"),
        (b"RIFF\0\0\0\0WEBP", "a.webp", "webp"),
        (b"# Title", "notes/README.MD", "markdown"),
        (b"<p>fragment", "a.htm", "html"),
        (b"a\tb", "a.tsv", "csv"),
        (b"{", "broken.json", "json"),
        (b"<html>", "source.txt", "text"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>", "page", "html"),
        (b'{"a": 1}', "answer", "json"),
        (b"[Draft] not JSON]", "answer", "text"),
        (b"plain", "archive.d/notes", "text"),
        (b"plain", "strange.extension", "text"),
        ("\ufeffhello".encode("utf-16"), "notes.txt", "text"),
        (b"caf\xe9 \x00", "latin.txt", "text"),
    ],
)
def test_content_decides_between_families_and_the_name_between_kinds_of_text(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code", "says"),
    [
        (b"", "a.md", "empty-file", "'a.md' is empty."),
        (b"<html></html>", "a.docx", "not-ooxml", "named like a Word document but is an HTML file"),
        (b"plain", "a.pptx", "not-ooxml", "named like a PowerPoint presentation but is plain text"),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", "not-ooxml", "named like an Excel workbook but is a PNG image"),
        (b"%PDF-1.7", "a.docx", "not-ooxml", "named like a Word document but is a PDF file"),
        (DECK, "a.docx", "not-ooxml", "named like a Word document but is a PowerPoint presentation"),
        (BOOK, "a.pptm", "not-ooxml", "named like a PowerPoint presentation but is an Excel workbook"),
        (zipped({"a.txt": "x"}), "a.docx", "not-ooxml", "named like a Word document but is a zip archive"),
        (docx(PARAGRAPH)[:400], "a.docx", "corrupt-zip", "cut short"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted", "protected with a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "legacy-binary", "soffice --headless --convert-to docx"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "a.ppt", "legacy-binary", "--convert-to pptx"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "legacy-binary", "--convert-to xlsx"),
        (b"{\\rtf1 hi}", "a.rtf", "unsupported-kind", "soffice --headless --convert-to docx a.rtf"),
        (b"\x7fELF\1\1\1\0\0\0\0\0\0", "tool", "unsupported-kind", "is a binary file"),
        (bytes(range(256)) * 8, "a.txt", "unsupported-kind", "is a binary file"),
        (zipped({"a.txt": "x"}), "a.zip", "unsupported-kind", "Deliver the files in it as a folder."),
        (b"PK\x05\x06" + bytes(18), "a.zip", "unsupported-kind", "an empty zip archive"),
        (
            office("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
            "a.xlsb",
            "unsupported-kind",
            "a binary Excel workbook",
        ),
    ],
)
def test_what_cannot_be_read_is_named_for_what_it_is(data: bytes, name: str, code: str, says: str) -> None:
    found, message = refusal(data, name)

    assert found == code
    assert says in message


@pytest.mark.parametrize(
    ("family", "extension", "successor"),
    [("text", "odt", "docx"), ("presentation", "odp", "pptx"), ("spreadsheet", "ods", "xlsx")],
)
def test_an_opendocument_file_comes_with_its_conversion(family: str, extension: str, successor: str) -> None:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{family}")
        archive.writestr("content.xml", "<x/>")

    code, message = refusal(stream.getvalue(), f"my plan.{extension}")

    assert code == "unsupported-kind"
    assert f"soffice --headless --convert-to {successor} 'my plan.{extension}'" in message


@given(data=st.binary(max_size=300), suffix=st.sampled_from(["", ".docx", ".pdf", ".md", ".json"]))
def test_any_bytes_have_a_kind_or_an_artifact_error(data: bytes, suffix: str) -> None:
    for head in (b"", b"PK\x03\x04", OLE, b"[", b"%PDF-"):
        try:
            found = sniff(head + data, f"file{suffix}")
        except ArtifactError as error:
            found = error.code
        assert found in {*READERS, *ARTIFACT_CODES}


@pytest.mark.corpus
def test_every_file_of_the_corpus_is_told_apart(corpus: Path) -> None:
    codes = {
        "doc": "legacy-binary",
        "ppt": "legacy-binary",
        "xls": "legacy-binary",
        "odt": "unsupported-kind",
    }
    kinds = {"md": "markdown", "docm": "docx", "dotx": "docx", "pptm": "pptx", "potx": "pptx"}
    wrong = []
    for path in sorted((corpus / "documents").glob("*/*.*")):
        family = path.parent.name
        try:
            found = sniff(path.read_bytes(), path.name)
        except ArtifactError as error:
            found = error.code
        if found not in {codes.get(family, kinds.get(family, family)), "encrypted"}:
            wrong.append((path.name, found))

    assert wrong == [("unstructured__eng_spa_mult.doc", "docx")]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("encrypted.docx", "encrypted"),
        ("legacy.doc", "legacy-binary"),
        ("legacy.ppt", "legacy-binary"),
        ("legacy_renamed.docx", "legacy-binary"),
        ("truncated.docx", "corrupt-zip"),
        ("empty.docx", "empty-file"),
        ("html_as.docx", "not-ooxml"),
    ],
)
def test_hostile_files_are_named_before_they_are_opened(corpus: Path, name: str, code: str) -> None:
    assert refusal((corpus / "hostile" / name).read_bytes(), name)[0] == code
