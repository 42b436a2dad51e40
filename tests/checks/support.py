"""Short builders of artifacts, and one way to run a check on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]

from outcomes.appearance import Box
from outcomes.artifact import Artifact, Block, FileEntry, Flag, Unit, Visibility
from outcomes.blobs import Files
from outcomes.stores.memory import MemoryBlobs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.check import CheckResult, CheckSpec

EMU = 914_400
WIDE, HIGH = 12_192_000, 6_858_000


def run(spec: CheckSpec[Any], artifact: Artifact, **args: object) -> CheckResult:
    """What the check says, with the arguments that a rubric would give it."""
    files = artifact.contents or Files(artifact.files, MemoryBlobs())
    return spec.run(artifact, spec.args.model_validate(args), files)


def where(result: CheckResult) -> dict[str, str]:
    """The findings: locator -> problem."""
    return {finding.locator: finding.problem for finding in result.findings}


def an_artifact(kind: str, *units: Unit) -> Artifact:
    """One file without bytes."""
    name = f"work.{kind}"
    return Artifact(kind=kind, name=name, files=(FileEntry(name, "0" * 64, 1),), units=units)


def delivered(kind: str = "text", **contents: bytes) -> Artifact:
    """Files with bytes; `report_docx` stands for `report.docx`."""
    blobs = MemoryBlobs()
    entries = tuple(
        FileEntry(name.replace("_", "."), blobs.put(data), len(data)) for name, data in sorted(contents.items())
    )
    name = entries[0].path if len(entries) == 1 else "delivery"
    return Artifact(kind=kind, name=name, files=entries, contents=Files(entries, blobs))


def deck(*slides: Unit) -> Artifact:
    """A pptx."""
    return an_artifact("pptx", *slides)


def report(*blocks: Block) -> Artifact:
    """A docx of one section."""
    return an_artifact("docx", Unit("section", 1, "section 1", blocks=blocks))


def slide(number: int, title: str | None = "A title", *blocks: Block, hidden: bool = False) -> Unit:
    """A slide; no title stands for an empty title placeholder."""
    locator = f'slide {number} / shape "Title 1"'
    head = (
        Block("heading", locator, title, level=1, placeholder="title")
        if title
        else Block("shape", locator, placeholder="title")
    )
    return Unit("slide", number, f"slide {number}", blocks=(head, *blocks), hidden=hidden, width=WIDE, height=HIGH)


def shape(locator: str, text: str = "", box: tuple[float, float, float, float] | None = None) -> Block:
    """A text box; its box is x, y, width and height in inches."""
    place = Box(*(round(side * EMU) for side in box)) if box else None
    return Block("shape", locator, text, box=place)


def heading(locator: str, text: str, level: int = 1, visibility: Visibility = "visible") -> Block:
    """A heading."""
    return Block("heading", locator, text, level=level, visibility=visibility)


def paragraph(locator: str, text: str) -> Block:
    """A paragraph."""
    return Block("paragraph", locator, text)


def workbook(
    rows: Sequence[Sequence[object]],
    *,
    title: str = "Data",
    comments: Mapping[str, str] | None = None,
    hidden_rows: Sequence[int] = (),
) -> Workbook:
    """An xlsx of one sheet; a text that begins with `=` is a formula, and no formula has been calculated."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for number in hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for at, text in (comments or {}).items():
        sheet[at].comment = Comment(text, "Ann")
    return book


def artifact(
    kind: str,
    *blocks: Block,
    flags: Sequence[Flag] = (),
    facts: Mapping[str, str | int] | None = None,
    bookmarks: Mapping[str, str] | None = None,
    unit: Literal["section", "slide", "sheet", "file"] = "section",
) -> Artifact:
    """One file of one unit, without bytes, and what its reader notes about it."""
    units = (Unit(unit, 1, f"{unit} 1", f"{unit} 1", blocks),)
    entry = FileEntry(f"work.{kind}", "0" * 64, 1)
    noted = dict(facts or {})
    named = dict(bookmarks or {})
    return Artifact(kind, entry.path, (entry,), units, tuple(flags), facts=noted, bookmarks=named)
