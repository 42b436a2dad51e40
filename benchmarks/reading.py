"""Reading office files, beside the floor: unzip and parse the XML parts that a full reader needs."""

from __future__ import annotations

import io
import statistics
import time
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from outcomes.testing.documents import Docx, Pptx
from outcomes.wiring import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 15
SENTENCE = "Revenue in the third quarter rose by twelve percent, driven by the north and by two new clients. "


def report(pages: int) -> bytes:
    """About so many pages of headings, paragraphs, lists and tables."""
    docx = Docx(title="Report")
    for page in range(pages):
        docx = docx.heading(f"Section {page + 1}").paragraph(SENTENCE * 6).paragraph(SENTENCE * 5)
        docx = docx.bullets(*[SENTENCE[:60]] * 4).heading("Detail", level=2).paragraph(SENTENCE * 6)
        docx = docx.table([["Region", "Revenue", "Change"], *[["North", "12", "+3"]] * 5], header=True)
    return docx.to_bytes()


def deck(slides: int) -> bytes:
    """So many slides with bullets and notes, every fourth one with a table."""
    pptx = Pptx(title="Deck")
    for number in range(slides):
        pptx = pptx.slide(f"Slide {number + 1}", bullets=[SENTENCE[:50]] * 5, notes=SENTENCE)
        if number % 4 == 0:
            pptx = pptx.table([["Region", "Revenue"], *[["North", "12"]] * 4], header=True)
    return pptx.to_bytes()


def floor(data: bytes) -> None:
    """Inflate and parse every XML part but theme and properties."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")) and "theme" not in name and "docProps" not in name:
                etree.fromstring(package.read(name))


def cpu_ms(action: Callable[[], object]) -> float:
    """CPU of one call, in milliseconds."""
    began = time.process_time()
    action()
    return 1000 * (time.process_time() - began)


def measure() -> list[dict[str, object]]:
    """One row per document: medians over interleaved rounds, and the ratio to the floor."""
    documents = {
        "docx, 10 pages": ("a.docx", report(10)),
        "docx, 200 pages": ("b.docx", report(200)),
        "pptx, 16 slides": ("a.pptx", deck(16)),
        "pptx, 200 slides": ("b.pptx", deck(200)),
    }
    rows = []
    for what, (name, data) in documents.items():
        floors, reads = [], []
        for number in range(ROUNDS + 1):
            spent = cpu_ms(lambda data=data: floor(data)), cpu_ms(lambda data=data, name=name: read_bytes(data, name))  # type: ignore[misc]
            if number:
                floors.append(spent[0])
                reads.append(spent[1])
        base, read = statistics.median(floors), statistics.median(reads)
        row: dict[str, object] = {
            "what": what,
            "cpu_ms": round(read, 2),
            "floor_ms": round(base, 2),
            "ratio": round(read / base, 2),
        }
        rows.append(row)
    return rows
