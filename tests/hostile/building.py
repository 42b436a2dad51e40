"""How hostile files are declared and built: parts stored without compression, so that no ratio gives them away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tests.artifacts.ooxml_files import HEAD, XMLNS, content_types, docx, part, relationships
from tests.artifacts.pptx_building import Slide, pptx
from tests.fuzz.zip_writing import STORED, Archive, Entry, unzipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.artifacts.pptx_building import Template

Rels = tuple[tuple[str, str, str], ...]
Parts = "Mapping[str, str | bytes]"

OK: Final = "ok"
ANY: Final = "ok|error:*"
"""An artifact or any named error: the file is nonsense, and what it is called does not matter to anybody."""
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


class Hostile(NamedTuple):
    """A file, what it must lead to (as the corpus's manifest says it), and how it is built."""

    file: str
    must_lead_to: str
    build: Callable[[], bytes]
    slow: bool = False
    """Whether building or reading it takes more than a moment."""
    lay: Callable[[Path], None] | None = None
    """For a folder: lays it out instead."""

    @property
    def name(self) -> str:
        """What a test calls it."""
        return self.build.__name__


class Files(list[Hostile]):
    """The hostile files of one module; `@files.add(...)` declares one above the function that builds it."""

    def add(
        self, suffix: str, must_lead_to: str, *, slow: bool = False
    ) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
        """The function below builds a file of this suffix."""

        def declare(build: Callable[[], bytes]) -> Callable[[], bytes]:
            self.append(Hostile(f"{build.__name__}{suffix}", must_lead_to, build, slow))
            return build

        return declare


def stored(data: bytes) -> bytes:
    """The archive with every entry stored as it is."""
    archive = unzipped(data, most_bytes=1 << 30)
    assert archive is not None
    for entry in archive.entries:
        entry.method = STORED
    return archive.to_bytes()


def with_entries(data: bytes, *entries: Entry) -> bytes:
    """The archive with further entries."""
    archive = unzipped(data)
    assert archive is not None
    archive.entries += entries
    return archive.to_bytes()


def document(body: str, *, parts: Mapping[str, str | bytes] | None = None, rels: Rels = ()) -> bytes:
    """A stored Word document."""
    return stored(docx(body, parts=parts, rels=rels))


def with_part(kind: str, inner: str, body: str = "<w:p><w:r><w:t>x</w:t></w:r></w:p>", *, root: str = "") -> bytes:
    """A Word document with one more part: `styles`, `numbering`, `comments`, `footnotes` ..."""
    made = part(root or f"w:{kind}", inner)
    return document(body, parts={f"word/{kind}.xml": made}, rels=((f"rId{kind}", kind, f"{kind}.xml"),))


def deck(
    *slides: Slide, template: Template | None = None, parts: Mapping[str, str | bytes] | None = None, rels: Rels = (),
    listed: str = "",
) -> bytes:  # fmt: skip
    """A stored presentation."""
    return stored(pptx(*slides, template=template, parts=dict(parts or {}), rels=rels, listed=listed))


def sheet_xml(root: str, inner: str) -> str:
    """A part of a workbook."""
    return f'{HEAD}<{root} xmlns="{MAIN}" {XMLNS}>{inner}</{root}>'


def workbook(
    *sheets: str, names: tuple[str, ...] = (), extra: str = "", parts: Mapping[str, str | bytes] | None = None,
    rels: Rels = (),
) -> bytes:  # fmt: skip
    """A stored workbook; a sheet is what stands inside its `worksheet`."""
    titles = names or tuple(f"S{number}" for number in range(1, len(sheets) + 1))
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="s{number}"/>' for number, title in enumerate(titles, 1)
    )
    targets = [(f"s{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    base: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types({"xl/workbook.xml": BOOK}),
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": sheet_xml("workbook", f"<sheets>{listed}</sheets>{extra}"),
        "xl/_rels/workbook.xml.rels": relationships(*targets, *rels),
        **{f"xl/worksheets/sheet{n}.xml": sheet_xml("worksheet", inner) for n, inner in enumerate(sheets, 1)},
        **(parts or {}),
    }
    return Archive([Entry(name.encode(), _bytes(text), STORED) for name, text in base.items()]).to_bytes()


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
