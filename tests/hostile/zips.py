"""Hostile archives and packages: what a zip file, its parts and its relationships can lie about."""

# ruff: noqa: E501 - markup is read best where a tag is not broken
from __future__ import annotations

import bz2
import lzma
import struct
from typing import Final

from tests.artifacts.ooxml_files import DOCX_MAIN, HEAD, PACKAGE, XMLNS, content_types, docx, part, relationships
from tests.fuzz.odd import CANARY_PATH, ENEMY
from tests.fuzz.zip_writing import STORED, Entry, unzipped
from tests.hostile.building import ANY, OK, Files, document, with_entries

FILES = Files()
_BODY: Final = "<w:p><w:r><w:t>seen</w:t></w:r></w:p>"
_TWIN: Final = part("w:document", "<w:body><w:p><w:r><w:t>smuggled</w:t></w:r></w:p></w:body>").encode()
_PLAIN: Final = docx(_BODY)
_BZIP2, _LZMA = 12, 14


def _changed(name: bytes, **fields: object) -> bytes:
    """A plain document with one entry changed."""
    archive = unzipped(_PLAIN)
    assert archive is not None
    for entry in archive.entries:
        if entry.name == name:
            for field, value in fields.items():
                setattr(entry, field, value)
    return archive.to_bytes()


def _main(data: bytes) -> bytes:
    return _changed(b"word/document.xml", data=data)


@FILES.add(".docx", "error:duplicate-part")
def the_same_part_in_other_letters() -> bytes:
    return with_entries(_PLAIN, Entry(b"Word/Document.XML", _TWIN))


@FILES.add(".docx", "error:duplicate-part")
def two_tables_of_content_types() -> bytes:
    types = content_types({"word/document.xml": "text/plain"}).encode()
    return with_entries(_PLAIN, Entry(b"[content_types].xml", types))


@FILES.add(".docx", "error:duplicate-part|error:corrupt-zip|ok")
def the_same_part_behind_a_backslash() -> bytes:
    return with_entries(_PLAIN, Entry(b"word\\document.xml", _TWIN))


@FILES.add(".docx", "error:duplicate-part|ok")
def the_same_part_behind_a_dot() -> bytes:
    return with_entries(_PLAIN, Entry(b"./word/document.xml", _TWIN))


@FILES.add(".docx", "error:corrupt-part|error:corrupt-zip")
def another_name_in_the_local_header() -> bytes:
    return _changed(b"word/document.xml", local_name=b"word/another.xml")


@FILES.add(".docx", "error:corrupt-part|error:corrupt-zip")
def a_checksum_that_is_wrong() -> bytes:
    return _changed(b"word/document.xml", crc=0xDEADBEEF)


@FILES.add(".docx", "error:too-large|error:corrupt-zip")
def sizes_beyond_every_disk() -> bytes:
    extra = struct.pack("<HHQQ", 1, 16, (1 << 63) - 1, (1 << 63) - 1)
    return _changed(b"word/document.xml", size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=extra)


@FILES.add(".docx", "error:corrupt-part|error:corrupt-zip", slow=True)
def a_third_of_a_gigabyte_behind_bzip2() -> bytes:
    """A compression that no office program writes, and that Python inflates whole, whatever it is asked for."""
    packed = bz2.compress(bytes(320_000_000))
    return _changed(b"word/document.xml", method=_BZIP2, packed=packed, size=1 << 20)


@FILES.add(".docx", "error:corrupt-part|error:corrupt-zip", slow=True)
def half_a_gigabyte_behind_lzma() -> bytes:
    return _changed(b"word/document.xml", method=_LZMA, packed=_lzma(bytes(1 << 29), 1 << 16), size=1 << 20)


@FILES.add(".docx", "error:corrupt-part|error:corrupt-zip")
def a_dictionary_of_four_gigabytes() -> bytes:
    packed = bytearray(_lzma(_TWIN, 1 << 16))
    packed[5:9] = b"\xff\xff\xff\xff"
    return _changed(b"word/document.xml", method=_LZMA, packed=bytes(packed))


def _lzma(data: bytes, dictionary: int) -> bytes:
    """As zip archives hold it: a version, the length of the properties, the properties, the stream."""
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "preset": 0}]
    stream = lzma.compress(data, format=lzma.FORMAT_RAW, filters=filters)
    return struct.pack("<BBHBL", 9, 4, 5, 93, dictionary) + stream


@FILES.add(".docx", "error:encrypted|ok")
def a_password_on_one_picture_alone() -> bytes:
    return with_entries(_PLAIN, Entry(b"word/media/a.png", b"x", flags=1))


@FILES.add(".docx", ANY)
def thousands_of_entries_of_one_place() -> bytes:
    """Each names the bytes of the first one as its own."""
    archive = unzipped(_PLAIN)
    assert archive is not None
    bulk = Entry(b"word/bulk.xml", b" " * 1_000_000)
    archive.entries.insert(0, bulk)
    archive.entries += [
        Entry(b"word/x%d.xml" % number, b"", offset=0, packed_size=1, size=1_000_000) for number in range(5_000)
    ]
    return archive.to_bytes()


@FILES.add(".docx", OK)
def names_that_lead_out_and_names_of_control_characters() -> bytes:
    names = (
        b"../../../../tmp/outcomes-escaped",
        b"/etc/passwd",
        b"C:\\x",
        b"\x1b[31m\n",
        b"\xe2\x80\xae",
        b"n" * 60_000,
    )
    return with_entries(_PLAIN, *(Entry(name, b"x") for name in names))


@FILES.add(".docx", OK, slow=True)
def as_many_parts_as_may_be() -> bytes:
    return with_entries(_PLAIN, *(Entry(b"word/p%d.xml" % number, b"<x/>", STORED) for number in range(9_900)))


@FILES.add(".docx", "error:not-ooxml")
def a_main_document_that_is_the_list_of_main_documents() -> bytes:
    return _changed(b"_rels/.rels", data=relationships(("rId1", "officeDocument", "_rels/.rels")).encode())


@FILES.add(".docx", ANY)
def content_types_that_make_the_styles_the_document() -> bytes:
    types = content_types({"word/styles.xml": DOCX_MAIN, "word/document.xml": "image/png"})
    return _changed(b"[Content_Types].xml", data=types.encode())


@FILES.add(".docx", ANY)
def content_types_nested_in_each_other() -> bytes:
    inner = f'<Override PartName="/word/document.xml" ContentType="{DOCX_MAIN}">' * 200 + "</Override>" * 200
    return _changed(
        b"[Content_Types].xml", data=f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{inner}</Types>'.encode()
    )


@FILES.add(".docx", ANY, slow=True)
def a_hundred_thousand_content_types() -> bytes:
    lines = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{DOCX_MAIN}"/>' for n in range(20_000))
    return _changed(
        b"[Content_Types].xml", data=f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{lines}</Types>'.encode()
    )


@FILES.add(".docx", ANY)
def a_main_document_somewhere_else() -> bytes:
    return _changed(b"_rels/.rels", data=relationships(("rId1", "officeDocument", f"{ENEMY}/document.xml")).encode())


@FILES.add(".docx", OK)
def two_main_documents_of_two_programs() -> bytes:
    both = relationships(
        ("rId1", "officeDocument", "word/document.xml"), ("rId2", "officeDocument", "ppt/presentation.xml")
    )
    other = Entry(b"ppt/presentation.xml", part("p:presentation", "").encode())
    return with_entries(_changed(b"_rels/.rels", data=both.encode()), other)


@FILES.add(".docx", OK, slow=True)
def a_hundred_thousand_relationships() -> bytes:
    rels = tuple((f"r{number}", "image", f"media/{number}.png") for number in range(100_000))
    return document(_BODY, rels=rels)


@FILES.add(".docx", "ok+flag:external-link", slow=True)
def a_hundred_thousand_links_out() -> bytes:
    return document(_BODY, rels=tuple((f"r{n}", "image", f"{ENEMY}/{n}.png") for n in range(100_000)))


@FILES.add(".docx", OK)
def relationships_that_lead_to_files_of_this_machine() -> bytes:
    targets = (
        "../../../../../../etc/passwd",
        "/etc/passwd",
        CANARY_PATH,
        "..\\..\\x",
        "%2e%2e/%2e%2e/etc/passwd",
        "a%00b",
        "",
    )
    rels = tuple((f"r{n}", kind, target) for n, target in enumerate(targets) for kind in ("styles", "image", "header"))
    body = "".join(
        f'<w:p><w:r><w:drawing><a:blip r:embed="r{n}"/></w:drawing></w:r></w:p>' for n in range(len(targets))
    )
    return document(_BODY + body, rels=rels)


@FILES.add(".docx", OK)
def parts_that_are_their_own_relatives() -> bytes:
    kinds = (
        "styles",
        "numbering",
        "comments",
        "footnotes",
        "endnotes",
        "settings",
        "theme",
        "fontTable",
        "glossaryDocument",
    )
    rels = tuple((f"r{kind}", kind, "document.xml") for kind in kinds)
    headers = '<w:sectPr><w:headerReference w:type="default" r:id="rH"/></w:sectPr>'
    return document(_BODY + headers, rels=(*rels, ("rH", "header", "document.xml"), ("rA", "aFChunk", "document.xml")))


# -- XML -----------------------------------------------------------------------------------------------------------


@FILES.add(".docx", "error:dtd")
def a_document_type_behind_a_wall_of_space() -> bytes:
    inner = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{CANARY_PATH}">]><w:document {XMLNS}><w:body><w:p>&a;</w:p></w:body></w:document>'
    return _main(b"<?xml version='1.0'?>" + b" " * 9_000 + inner.encode())


@FILES.add(".docx", "error:dtd|error:bad-xml")
def a_document_type_in_utf_16() -> bytes:
    inner = f'<!DOCTYPE x [<!ENTITY a "lol">]><w:document {XMLNS}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    return _main(f"<?xml version='1.0' encoding='utf-16'?>{inner}".encode("utf-16"))


@FILES.add(".docx", "error:dtd|ok+flag:unreadable")
def entities_in_the_properties_alone() -> bytes:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    core = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x xmlns="{PACKAGE}/metadata/core-properties">&a9;</x>'
    data = with_entries(_PLAIN, Entry(b"docProps/core.xml", core.encode()))
    archive = unzipped(data)
    assert archive is not None
    for entry in archive.entries:
        if entry.name == b"_rels/.rels":
            kind = f"{PACKAGE}/relationships/metadata/core-properties"
            line = f'<Relationship Id="rC" Type="{kind}" Target="docProps/core.xml"/></Relationships>'
            entry.data = entry.data.replace(b"</Relationships>", line.encode())
    return archive.to_bytes()


@FILES.add(".docx", OK)
def a_document_in_utf_16() -> bytes:
    return _main(part("w:document", f"<w:body>{_BODY}</w:body>").replace("UTF-8", "UTF-16").encode("utf-16"))


@FILES.add(".docx", ANY)
def a_document_in_utf_7() -> bytes:
    return _main(part("w:document", f"<w:body>{_BODY}</w:body>").replace("UTF-8", "UTF-7").encode("utf-7"))


@FILES.add(".docx", ANY, slow=True)
def a_hundred_thousand_attributes() -> bytes:
    attributes = " ".join(f'a{number}="1"' for number in range(100_000))
    return document(f"<w:p {attributes}><w:r><w:t>seen</w:t></w:r></w:p>")


@FILES.add(".docx", ANY, slow=True)
def twenty_thousand_namespaces() -> bytes:
    return document("".join(f'<n{n}:x xmlns:n{n}="urn:{n}"/>' for n in range(20_000)) + _BODY)


@FILES.add(".docx", ANY)
def a_name_of_a_megabyte() -> bytes:
    return document(f"<w:{'n' * 1_000_000}/>{_BODY}")


@FILES.add(".docx", ANY, slow=True)
def a_word_of_twelve_megabytes() -> bytes:
    return document(f"<w:p><w:r><w:t>{'x' * 12_000_000}</w:t></w:r></w:p>")


@FILES.add(".docx", ANY)
def comments_and_instructions_of_megabytes() -> bytes:
    return document(f"<!--{'x' * 5_000_000}--><?x {'y' * 5_000_000}?>{_BODY}")


@FILES.add(".docx", "error:bad-xml")
def characters_that_xml_cannot_hold() -> bytes:
    return document("<w:p><w:r><w:t>&#0;&#xD800;\x08</w:t></w:r></w:p>")
