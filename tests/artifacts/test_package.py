"""The package opens office files under limits, and names what is wrong with the others."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Flag
from outcomes.artifacts.docx.reader import read_docx
from outcomes.artifacts.ooxml.markup import integer, local, truth
from outcomes.artifacts.ooxml.package import Package, Relationship
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from tests.artifacts.ooxml_files import DOCX_MAIN, content_types, docx, part, relationships, zipped

BODY = "<w:p><w:r><w:t>Hello</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def package(data: bytes, name: str = "report.docx") -> Package:
    return Package.open(data, name, DEFAULT_LIMITS)


def refusal(data: bytes, name: str = "report.docx", **limits: int) -> str:
    with pytest.raises(ArtifactError) as caught:
        Package.open(data, name, replace(DEFAULT_LIMITS, **limits))
    return caught.value.code


def damaged(data: bytes, name: str) -> bytes:
    """The archive with the compressed bytes of one part overwritten."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entry = archive.getinfo(name)
    start = entry.header_offset + 30 + len(name)
    return data[:start] + b"\xff" * entry.compress_size + data[start + entry.compress_size :]


def test_a_document_knows_its_kind_main_part_and_parts() -> None:
    opened = package(docx(BODY))

    assert (opened.kind, opened.main) == ("docx", "word/document.xml")
    assert opened.parts == (
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
    )
    assert opened.has("word/document.xml")
    assert not opened.has("word/footnotes.xml")
    assert local(opened.xml("word/document.xml").tag) == "document"


@pytest.mark.parametrize(
    ("main_type", "kind"),
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "docx"),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "docx"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "docx"),
        ("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml", "pptx"),
        ("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", "pptx"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xlsx"),
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    ],
)
def test_the_kind_follows_the_content_type_of_the_main_part(main_type: str, kind: str) -> None:
    assert package(docx(BODY, main_type=main_type)).kind == kind


def test_an_empty_file_is_named() -> None:
    assert refusal(b"") == "empty-file"


def test_an_encrypted_file_is_told_from_a_legacy_one() -> None:
    assert refusal(OLE + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert refusal(OLE + "WordDocument".encode("utf-16-le")) == "legacy-binary"


def test_a_legacy_file_comes_with_the_command_that_converts_it() -> None:
    with pytest.raises(ArtifactError) as caught:
        package(OLE + "PowerPoint Document".encode("utf-16-le"), "deck.ppt")

    assert str(caught.value) == (
        "'deck.ppt' is a PowerPoint 97-2003 presentation (.ppt). "
        "Convert it: soffice --headless --convert-to pptx deck.ppt"
    )


@pytest.mark.parametrize("content", [b"<!DOCTYPE html><p>x", b"%PDF-1.7", b"{\\rtf1", b"plain words"])
def test_what_is_no_zip_archive_is_not_an_office_file(content: bytes) -> None:
    assert refusal(content) == "not-ooxml"


def test_a_zip_archive_without_a_document_is_not_an_office_file() -> None:
    types = {"[Content_Types].xml": content_types({}), "readme.txt": "x"}

    assert refusal(zipped({"readme.txt": "x"})) == "not-ooxml"
    assert refusal(zipped(types)) == "not-ooxml"


@given(st.integers(min_value=4, max_value=300))
def test_a_file_cut_short_is_corrupt(missing: int) -> None:
    assert refusal(docx(BODY)[:-missing]) == "corrupt-zip"


def test_two_parts_of_one_name_are_refused_whatever_their_case() -> None:
    pairs = [("[Content_Types].xml", content_types({})), ("word/document.xml", "<a/>"), ("Word/Document.XML", "<b/>")]

    assert refusal(zipped(pairs)) == "duplicate-part"


def test_the_limits_on_size_and_number_are_checked_before_anything_is_inflated() -> None:
    data = docx(BODY)

    assert refusal(data, file_bytes=10) == "too-large"
    assert refusal(data, total_bytes=100) == "too-large"
    assert refusal(data, parts=3) == "too-many-parts"


def test_a_part_larger_than_its_limit_is_refused() -> None:
    opened = Package.open(
        docx(BODY, parts={"word/media/a.bin": bytes(9000)}), "report.docx", replace(DEFAULT_LIMITS, part_bytes=8000)
    )

    with pytest.raises(ArtifactError, match=r"inflates to 9,000 bytes; the limit is 8,000"):
        opened.bytes("word/media/a.bin")


def test_a_part_that_inflates_too_well_is_refused() -> None:
    limits = replace(DEFAULT_LIMITS, ratio=10, ratio_from_bytes=1000)
    opened = Package.open(docx(BODY, parts={"word/media/a.bin": bytes(500_000)}), "report.docx", limits)

    with pytest.raises(ArtifactError, match="more than 10 times its size in the archive"):
        opened.bytes("word/media/a.bin")


def test_a_declared_size_is_never_believed() -> None:
    data = bytearray(docx(BODY, parts={"word/media/a.bin": bytes(500_000)}))
    at = data.rfind(b"word/media/a.bin") - 46
    struct.pack_into("<L", data, at + 24, 100)

    with pytest.raises(ArtifactError) as caught:
        package(bytes(data)).bytes("word/media/a.bin")

    assert caught.value.code == "corrupt-part"


def test_all_parts_together_stay_under_the_limit_and_each_counts_once() -> None:
    data = docx(BODY, parts={"a.bin": bytes(4000), "b.bin": bytes(4000)})
    opened = package(data)
    opened._limits = replace(DEFAULT_LIMITS, total_bytes=6000)

    assert len(opened.bytes("a.bin")) == len(opened.bytes("a.bin")) == 4000
    with pytest.raises(ArtifactError, match="inflates to more than"):
        opened.bytes("b.bin")


def test_tags_and_attributes_are_counted_over_all_parts_together() -> None:
    many = "<a/>" * 1_000_000
    parts = {f"word/{name}.xml": f"<r>{many}</r>" for name in ("a", "b", "c")}
    opened = Package.open(docx(BODY, parts=parts), "report.docx", replace(DEFAULT_LIMITS, ratio=10_000))

    opened.xml("word/a.xml")
    opened.xml("word/b.xml")
    with pytest.raises(ArtifactError, match=r"tags and attributes after the 2,0\d\d,\d{3} of other parts; the limit"):
        opened.xml("word/c.xml")
    opened.forget("word/a.xml")
    assert len(opened.xml("word/c.xml")) == 1_000_000
    assert opened.xml("word/document.xml") is not None


def test_attributes_count_like_tags_because_they_cost_as_much_memory() -> None:
    element = "<a " + " ".join(f'a{number}=""' for number in range(40)) + "/>"
    opened = Package.open(
        docx(BODY, parts={"word/a.xml": f"<r>{element * 100_000}</r>"}),
        "report.docx",
        replace(DEFAULT_LIMITS, ratio=10_000),
    )

    with pytest.raises(ArtifactError, match=r"'word/a.xml' of 'report.docx' has 4,100,002 tags and attributes"):
        opened.xml("word/a.xml")


def test_a_missing_and_a_damaged_part_are_errors_of_that_part_alone() -> None:
    opened = package(damaged(docx(BODY, parts={"word/footnotes.xml": part("w:footnotes", "")}), "word/footnotes.xml"))

    for name in ("word/footnotes.xml", "word/nowhere.xml"):
        with pytest.raises(ArtifactError) as caught:
            opened.xml(name)
        assert caught.value.code == "corrupt-part"
    assert opened.xml("word/document.xml") is opened.xml("word/document.xml")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<a><b></a>", "bad-xml"),
        ("", "bad-xml"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "dtd"),
        ("<!--" + " " * 5000 + "--><!DOCTYPE a><a/>", "dtd"),
        ("<a>" * 300 + "</a>" * 300, "too-deep"),
    ],
)
def test_xml_that_cannot_be_trusted_is_refused_by_name(content: str, code: str) -> None:
    with pytest.raises(ArtifactError) as caught:
        package(docx(BODY, parts={"word/odd.xml": content})).xml("word/odd.xml")

    assert caught.value.code == code


def test_an_external_entity_is_never_fetched() -> None:
    content = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    opened = package(docx(BODY, parts={"word/document.xml": content}))

    with pytest.raises(ArtifactError, match="declares a document type"):
        opened.xml("word/document.xml")


def test_strict_namespaces_become_transitional_ones() -> None:
    strict = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" '
        "xmlns:r='http://purl.oclc.org/ooxml/officeDocument/relationships'>"
        "<w:t r:id='x'>http://purl.oclc.org/ooxml/</w:t></w:document>"
    )
    root = package(docx(BODY, parts={"word/document.xml": strict})).xml("word/document.xml")
    text = root[0]

    assert root.tag == "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}document"
    assert text.text == "http://purl.oclc.org/ooxml/"
    assert dict(text.attrib.items()) == {"{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id": "x"}


def test_relationships_are_resolved_and_stay_inside_the_package() -> None:
    rels = (
        ("rId1", "footnotes", "footnotes.xml"),
        ("rId2", "image", "/word/media/My%20Picture.png"),
        ("rId3", "image", "../../../../etc/passwd"),
        ("rId4", "hyperlink", "https://example.org/a?b=c"),
        ("rId5", "styles", "STYLES.xml#x"),
    )
    data = docx(BODY, rels=rels, parts={"word/media/My Picture.png": b"x", "word/styles.xml": "<a/>"})
    opened = package(data)

    assert list(opened.rels(opened.main).values()) == [
        Relationship("rId1", "footnotes", "word/footnotes.xml", external=False),
        Relationship("rId2", "image", "word/media/My Picture.png", external=False),
        Relationship("rId3", "image", "etc/passwd", external=False),
        Relationship("rId4", "hyperlink", "https://example.org/a?b=c", external=True),
        Relationship("rId5", "styles", "word/styles.xml", external=False),
    ]
    assert opened.related(opened.main, "image") == ["word/media/My Picture.png", "etc/passwd"]
    assert opened.related(opened.main, "hyperlink") == []
    assert opened.rels("word/footnotes.xml") == {}


def test_damaged_relationships_are_empty_and_flagged() -> None:
    opened = package(docx(BODY, parts={"word/_rels/document.xml.rels": "<broken"}))

    assert opened.rels(opened.main) == {}
    assert [(flag.code, flag.locator) for flag in opened.flags()] == [("unreadable", "word/_rels/document.xml.rels")]


def test_macros_links_imports_and_embedded_files_are_flagged_and_plain_links_are_not() -> None:
    data = docx(
        BODY,
        rels=(
            ("rId1", "hyperlink", "https://example.org"),
            ("rId2", "image", "http://example.org/pixel.png"),
            ("rId3", "attachedTemplate", "file:///C:/Templates/own.dotm"),
            ("rId4", "aFChunk", "import.html"),
            ("rId5", "chart", "charts/chart1.xml"),
        ),
        parts={
            "word/vbaProject.bin": b"x",
            "word/import.html": "<p>x</p>",
            "word/embeddings/oleObject1.bin": b"x",
            "word/embeddings/data.xlsx": b"x",
            "word/charts/chart1.xml": part("c:chartSpace", ""),
            "word/charts/_rels/chart1.xml.rels": relationships(("rId1", "package", "../embeddings/data.xlsx")),
        },
    )

    assert package(data).flags() == [
        Flag("macros", "holds macros (word/vbaProject.bin); they were not run"),
        Flag("external-link", "image is to be fetched from http://example.org/pixel.png", "word/document.xml"),
        Flag(
            "external-link",
            "attachedTemplate is to be fetched from file:///C:/Templates/own.dotm",
            "word/document.xml",
            severity="info",
        ),
        Flag("altchunk", "imports the content of word/import.html, which was not read", "word/document.xml"),
        Flag(
            "embedded-object",
            "holds an embedded file (word/embeddings/oleObject1.bin), which was not opened",
            "word/embeddings/oleObject1.bin",
        ),
    ]


def test_a_thousand_links_out_are_flagged_one_by_one_only_at_first() -> None:
    rels = tuple((f"r{at}", "image", f"http://pictures.example/{at}") for at in range(1_000))
    flags = read_docx(docx(BODY, rels=rels), "a.docx").flags

    assert len(flags) == 201
    assert flags[-1] == Flag("external-link", "800 more like these")


def test_the_content_hash_is_blind_to_order_time_and_properties() -> None:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types({"word/document.xml": DOCX_MAIN}),
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": part("w:document", BODY),
        "docProps/core.xml": "<a>monday</a>",
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in reversed(parts.items()):
            info = zipfile.ZipInfo(name, (2020, 1, 2, 3, 4, 6))
            archive.writestr(info, "<a>friday</a>" if name == "docProps/core.xml" else content)
    other = {**parts, "word/document.xml": part("w:document", BODY + BODY)}

    assert package(zipped(parts)).content_sha256() == package(stream.getvalue()).content_sha256()
    assert package(zipped(parts)).content_sha256() != package(zipped(other)).content_sha256()


def test_the_content_hash_survives_a_damaged_part_and_still_tells_parts_apart() -> None:
    one = damaged(docx(BODY, parts={"word/media/a.bin": b"one"}), "word/media/a.bin")
    other = damaged(docx(BODY, parts={"word/media/a.bin": b"two"}), "word/media/a.bin")

    assert package(one).content_sha256() == package(one).content_sha256() != package(other).content_sha256()


@given(st.integers(min_value=-(10**20), max_value=10**20))
def test_whole_numbers_are_read_back_and_those_without_end_are_the_largest(number: int) -> None:
    assert integer(str(number)) == max(-(10**14), min(10**14, number))
    assert integer(f"{number}e9") == integer(str(number * 10**9))


@given(st.text())
def test_no_text_at_all_breaks_the_reading_of_numbers(text: str) -> None:
    assert isinstance(integer(text, default=7), int)


def test_numbers_and_switches_are_read_forgivingly() -> None:
    assert [integer(text, default=7) for text in (" 12 ", "12.0", "-3", "", None, "x", "nan", "1e999", "9" * 5000)] == [
        12, 12, -3, 7, 7, 7, 7, 7, 7,
    ]  # fmt: skip
    assert [truth(text) for text in (None, "1", "on", "true", "0", "off", "FALSE")] == [True] * 4 + [False] * 3
