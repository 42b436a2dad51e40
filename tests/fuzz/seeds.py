"""Sound files to begin with: built here, by our builders and other libraries, and those of the corpus if present."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import TYPE_CHECKING, Final

from outcomes.errors import ArtifactError
from outcomes.testing import Docx, Pptx
from outcomes.wiring import read_path
from tests.conftest import CORPUS
from tests.fuzz.zip_writing import unzipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LARGEST: Final = 150_000
"""Bytes of a corpus file that is used: small files are read by the thousand."""
_FOLDERS: Final = {
    "docx": ("docx", "docm", "dotx"), "pptx": ("pptx", "pptm", "potx"), "xlsx": ("xlsx",), "pdf": ("pdf",),
    "html": ("html",), "markdown": ("md",), "csv": ("csv",), "image": ("png",), "svg": ("svg",),
}  # fmt: skip
_DATE: Final = re.compile(rb"(<dcterms:\w+ [^>]*>)[^<]*")


def built_seeds(kind: str) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the files that are built here, the same every time."""
    return _BUILDERS[kind]()


def corpus_seeds(kind: str) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the small files of the corpus; none where it is absent."""
    for folder in _FOLDERS.get(kind, ()):
        for path in sorted((CORPUS / "documents" / folder).glob("*")):
            if path.stat().st_size <= _LARGEST and _is_readable(path):
                yield f"a.{folder}", path.read_bytes()


def _is_readable(path: Path) -> bool:
    """What is refused at the door teaches nothing about the rooms behind it."""
    try:
        read_path(path)
    except ArtifactError as error:
        return error.code == "unsupported-kind"
    return True


def _timeless(data: bytes) -> bytes:
    """An office file without the time at which it was written."""
    archive = unzipped(data)
    if archive is None:
        return data
    for entry in archive.entries:
        if entry.name == b"docProps/core.xml":
            entry.data = _DATE.sub(rb"\g<1>2026-01-01T00:00:00Z", entry.data)
    return archive.to_bytes()


# -- office --------------------------------------------------------------------------------------------------------


def _docx() -> Iterator[tuple[str, bytes]]:
    whole = Docx(title="Report", author="A").heading("Summary").paragraph("Revenue rose by 12 %.", bold=True)
    whole.bullets("one", ("deeper", 1)).numbered("first", ("second", 1)).table([["a", "b"], ["1", "2"]])
    whole.picture("A chart").chart("Sales", ["Q1", "Q2"], {"North": [1, 2]}).insertion("new").deletion("old")
    whole.paragraph("On this.").comment("Why?").footnote("A note.").link("site", "https://example.org/")
    whole.hidden("unseen").white("pale").text_box("boxed").header("Head").footer("Foot")
    yield "a.docx", whole.to_bytes()
    yield "a.docx", _timeless(_python_docx())


def _python_docx() -> bytes:
    from docx import Document
    from docx.shared import Pt, RGBColor

    document = Document()
    document.add_heading("Title", 0)
    document.add_heading("Part", 1)
    run = document.add_paragraph("Plain, ", style="List Bullet").add_run("red")
    run.font.size, run.font.color.rgb, run.bold = Pt(7), RGBColor(255, 0, 0), True
    table = document.add_table(3, 3, style="Light Grid Accent 1")
    table.cell(0, 0).merge(table.cell(1, 1)).text = "merged"
    table.cell(2, 2).add_table(1, 1).cell(0, 0).text = "inner"
    document.add_section().header.paragraphs[0].text = "Second header"
    document.core_properties.keywords = "k"
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pptx() -> Iterator[tuple[str, bytes]]:
    whole = Pptx(title="Deck").slide("Results", bullets=["Up", ("Down", 1)], notes="Say it")
    whole.shape("Box").picture("A picture").table([["a", "b"], ["1", "2"]])
    whole.chart("Sales", ["Q1", "Q2"], {"North": [1, 2]}).comment("Why?")
    whole.slide("Hidden", hidden=True).slide("Last", bullets=["End"])
    yield "a.pptx", whole.to_bytes()
    yield "a.pptx", _timeless(_python_pptx())


def _python_pptx() -> bytes:
    from pptx import Presentation
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches, Pt

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Title"
    frame = slide.placeholders[1].text_frame
    frame.text = "One"
    frame.add_paragraph().level = 2
    group = slide.shapes.add_group_shape()
    box = group.shapes.add_shape(MSO_SHAPE.OVAL, Inches(1), Inches(1), Inches(2), Inches(1))
    box.text_frame.text, box.rotation = "Turned", 30
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(8)
    box.click_action.target_slide = slide
    cells = slide.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    cells.cell(0, 0).merge(cells.cell(1, 0))
    cells.cell(0, 1).text = "cell"
    slide.shapes.add_connector(1, 0, 0, Inches(1), Inches(1))
    slide.notes_slide.notes_text_frame.text = "Notes"
    deck.slides.add_slide(deck.slide_layouts[6])
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _xlsx() -> Iterator[tuple[str, bytes]]:
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.chart import BarChart, Reference  # type: ignore[import-untyped]
    from openpyxl.comments import Comment  # type: ignore[import-untyped]
    from openpyxl.workbook.defined_name import DefinedName  # type: ignore[import-untyped]

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Region", "Sales", "Share"], ["North", 12, 0.25], ["South", 36.5, 0.75], ["Sum", "=SUM(B2:B3)", True]):
        sheet.append(row)
    sheet["C2"].number_format = "0.0%"
    sheet["A2"].comment = Comment("Why?", "A")
    sheet.merge_cells("A6:C7")
    sheet["A6"] = "merged"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A8"].hyperlink = "https://example.org/"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E2")
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.defined_names["total"] = DefinedName("total", attr_text="Sheet!$B$4")
    stream = BytesIO()
    book.save(stream)
    yield "a.xlsx", _timeless(stream.getvalue())


# -- pdf -----------------------------------------------------------------------------------------------------------


def _pdf() -> Iterator[tuple[str, bytes]]:
    yield "a.pdf", _drawn(compressed=False)
    yield "a.pdf", _drawn(compressed=True)


def _drawn(*, compressed: bool) -> bytes:
    from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    stream = BytesIO()
    page = Canvas(stream, A4, pageCompression=int(compressed), invariant=1)
    for number in range(2):
        page.bookmarkPage(f"p{number}")
        page.addOutlineEntry(f"Part {number}", f"p{number}", 0)
        page.setFont("Helvetica", 20)
        page.drawString(72, 770, f"Heading {number}")
        page.setFont("Times-Roman", 11)
        page.drawString(72, 740, "Revenue rose by 12 % in the north, and fell in the south.")
        page.setFillColorRGB(1, 1, 1)
        page.drawString(72, 700, "white words")
        page.setFillColorRGB(0, 0, 0)
        page.linkURL("https://example.org/", (72, 735, 200, 750))
        page.linkRect("", "p0", (72, 600, 200, 620))
        page.rect(72, 500, 100, 50, fill=1)
        page.acroForm.textfield(name=f"field{number}", x=72, y=400, value="typed")
        page.showPage()
    page.save()
    return stream.getvalue()


# -- text ----------------------------------------------------------------------------------------------------------


_PAGE: Final = """<!doctype html><html lang=en><head><title>T</title><meta name=description content=d>
<style>.x{display:none}</style></head><body><h1 id=top>Title</h1>
<p>Text with <b>bold</b>, <a href=#top>link</a> and <span class=x>unseen</span>.</p>
<ul><li>one<ul><li>deeper</li></ul></li></ul><ol start=3><li>three</li></ol>
<table><caption>c</caption><tr><th colspan=2>h</th></tr><tr><td rowspan=2>a</td><td>b</td></tr>
<tr><td>c</td></tr></table>
<img src=x.png alt=picture><pre>code
  more</pre><blockquote>said</blockquote><p style='color:#fff;background:#fff'>white</p><script>x()</script>
<svg><text>drawn</text></svg><details><summary>s</summary>d</details><!-- comment --></body></html>
"""
_NOTES: Final = """---
title: T
---

# Title

Text with **bold**, *it*, `code`, [link](https://e.org 't') and ![alt](x.png).

- one
  - deeper
- two

3. three
4. four

> quoted
> > twice

| a | b |
|---|:-:|
| c | d\\|e |

```py
x = 1
```

    indented

<div hidden>unseen</div>

<!-- comment -->

[ref]: https://e.org 'title'
[//]: # (note)

Setext
======

line \x20
break\\
again ~~gone~~

***
"""


def _html() -> Iterator[tuple[str, bytes]]:
    yield "a.html", _PAGE.encode()


def _markdown() -> Iterator[tuple[str, bytes]]:
    yield "a.md", _NOTES.encode()


def _csv() -> Iterator[tuple[str, bytes]]:
    yield "a.csv", b'region,revenue,"a ""b"""\nnorth,12,"two\nlines"\nsouth,"1,234.50",\n'
    yield "a.tsv", b"region\trevenue\nnorth\t12\n"
    yield "a.csv", b"region;revenue\nnorth;12,5\n"


def _json() -> Iterator[tuple[str, bytes]]:
    text = "long " * 500
    yield (
        "a.json",
        b'{"title": "Plan", "steps": ["one", {"two": [1, 2.5e3, -0, null, true]}], "": {"a b": "\\u00e9\\n"}}',
    )
    yield "a.json", b'{"long": "%s", "deep": {"er": {"est": ["%s"]}}}' % (text.encode(), text.encode())
    yield "a.json", b"[1, 2, 3]"


def _text() -> Iterator[tuple[str, bytes]]:
    yield "a.txt", b"One paragraph.\n\nAnother one\nof two lines.\n\n\n  indented\t12,5\n"
    yield "a.txt", "Größe \u2013 „quoted“ … 1.234,5 €\n\nzwei".encode()


def _image() -> Iterator[tuple[str, bytes]]:
    from PIL import Image

    picture = Image.new("RGB", (7, 5), (200, 30, 30))
    for suffix, form in (
        ("png", "PNG"),
        ("jpg", "JPEG"),
        ("gif", "GIF"),
        ("webp", "WEBP"),
        ("bmp", "BMP"),
        ("tif", "TIFF"),
    ):
        stream = BytesIO()
        picture.save(stream, form)
        yield f"a.{suffix}", stream.getvalue()
    stream = BytesIO()
    picture.save(stream, "WEBP", lossless=True)
    yield "a.webp", stream.getvalue()
    turned = Image.Exif()
    turned[0x0112] = 6
    stream = BytesIO()
    picture.save(stream, "JPEG", exif=turned)
    yield "a.jpg", stream.getvalue()
    yield "a.avif", _boxed(b"avif")
    yield "a.heic", _boxed(b"heic")
    yield "a.emf", struct.pack("<II32x4s", 1, 88, b" EMF") + bytes(44)
    yield "a.wmf", struct.pack("<IHhhhhHIH", 0x9AC6CDD7, 0, 0, 0, 700, 500, 96, 0, 0) + bytes(18)


def _boxed(brand: bytes) -> bytes:
    """The boxes in which AVIF and HEIC say how large a picture is (ISO/IEC 23008-12), without the picture."""
    size = _box(b"ispe", bytes(4) + struct.pack(">II", 7, 5))
    meta = _box(b"meta", bytes(4) + _box(b"iprp", _box(b"ipco", size)))
    return _box(b"ftyp", brand + bytes(4) + brand) + meta


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


_DRAWING: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="300" height="20.5px">
<title>Sales</title><desc>d</desc><style>.x{display:none}</style><defs><text>unseen</text></defs>
<g style="opacity:0"><text>faint</text></g><text x="1">drawn <tspan fill="red">words</tspan></text>
<a href="https://example.org/"><text font-size="0">link</text></a><image xlink:href="file:///etc/hostname"/>
<script>x()</script><text visibility="hidden">not seen</text><!-- comment --></svg>
"""


def _svg() -> Iterator[tuple[str, bytes]]:
    yield "a.svg", _DRAWING
    yield "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><text>drawn</text></svg>'


_BUILDERS: Final[dict[str, Callable[[], Iterator[tuple[str, bytes]]]]] = {
    "docx": _docx, "pptx": _pptx, "xlsx": _xlsx, "pdf": _pdf, "html": _html, "markdown": _markdown, "csv": _csv,
    "json": _json, "text": _text, "image": _image, "svg": _svg,
}  # fmt: skip
