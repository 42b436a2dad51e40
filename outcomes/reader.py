"""The seat of readers: bytes in, `Artifact` out, under limits that a hostile file cannot talk its way past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from outcomes.artifact import Artifact


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading may cost; bytes are counted as they inflate, never believed from a header."""

    file_bytes: int = 512 * 1024 * 1024
    part_bytes: int = 64 * 1024 * 1024
    total_bytes: int = 256 * 1024 * 1024
    parts: int = 10_000
    ratio: int = 200
    """Inflated over deflated size, asked only of parts above `ratio_from_bytes`."""
    ratio_from_bytes: int = 1024 * 1024
    depth: int = 50
    """Nested groups, tables or content controls."""
    slides: int = 2_000
    pages: int = 2_000
    blocks: int = 200_000
    pixels: int = 100_000_000
    files: int = 10_000
    """Files in a delivered folder."""


DEFAULT_LIMITS = Limits()

OFF_LOOP_BYTES = 64 * 1024
"""Artifacts larger than this are read and checked in a thread, so that other runs go on."""


FLAG_CODES: dict[str, str] = {
    # the file as a whole
    "converted": "an older or open kind of file: what was read is what a converter made of it",
    "encoding": "bytes or letters whose meaning is not certain: guessed, or shown as U+FFFD",
    "not-a-regular-file": "a link, device or pipe in a folder, which is not followed or opened",
    "malformed": "the file breaks the rules of its kind and was read as plain text",
    "unstructured": "too large to be taken apart; read as plain paragraphs",
    "truncated": "a limit was reached: only a part was read, and a block says which",
    "unreadable": "a part, a page or a file is damaged; a block stands in its place",
    "too-deep": "nested deeper than is read; the rest of that place was left out",
    "not-read": "a file of a folder for which there is no reader",
    # what could mislead a reader
    "hidden-text": "text that is in the file but was made unseen, or signs without a picture of their own",
    "scanned-page": "a page that is a picture, with hardly a letter that can be read",
    "duplicate-key": "a JSON object has one key twice; programs keep the last",
    "ragged-rows": "not every row of a table has as many cells as the first",
    "uncalculated": "formulas without a stored result",
    "empty-paragraphs": "three or more empty paragraphs in a row, used as spacing",
    "toc": "where the table of contents stands",
    "toc-stale": "headings that the table of contents does not have, or has in another wording",
    # what would act, or reach out of the file; nothing is ever run, opened or fetched
    "macros": "holds macros",
    "script": "holds scripts",
    "launch": "asks to start another program",
    "external-link": "refers to something that programs would fetch",
    "embedded-object": "holds another file",
    "altchunk": "imports the content of another file",
    "custom-xml": "holds data that no reader sees",
}
"""What each `Flag.code` means; the codes of errors are `outcomes.errors.ARTIFACT_CODES`."""

HIDDEN_REASONS: dict[str, str] = {
    # made unseen: `outcomes.artifact.CONCEALED`
    "vanish": "formatted as hidden",
    "white": "too like the colour behind it",
    "tiny": "letters of two points or less",
    "invisible": "painted without ink",
    "covered": "under something opaque, or under a merged cell",
    "off-slide": "outside the slide",
    "off-page": "outside the page",
    "zero-size": "in a shape without an area",
    "hidden-shape": "in an object that is switched off",
    "hidden-slide": "on a slide that is not shown",
    "display-none": "switched off by markup, style or number format",
    # ordinary
    "hidden-sheet": "on a sheet that is not shown",
    "hidden-row": "in a row that is not shown",
    "hidden-column": "in a column that is not shown",
    "text-layer": "what text recognition left behind the picture of a page",
    "note": "a speaker's note",
    "comment": "a remark",
    "alt-text": "a picture's alternative text",
    "metadata": "said about the file, or outside its text",
    "formula": "what a cell computes",
    "deleted": "deleted by a tracked change",
    "struck-out": "crossed out, and so no longer said",
    "unused": "stored, and shown nowhere",
}
"""What each `Block.reason` means."""


class Reader(Protocol):
    """Reads one kind of file. A reader is a function: same bytes, same artifact."""

    def __call__(self, data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
        """Read `data`; raise `ArtifactError` with a stable code when nothing can be read.

        A damaged piece is reported in place (an `unreadable` block and a flag) and the rest is read.
        """


class Converter(Protocol):
    """Makes a file that is read of one that is not: Office 97-2003, OpenDocument, RTF."""

    def __call__(self, data: bytes, name: str, target_kind: str) -> bytes:
        """The file `data`, called `name`, as `target_kind` (`docx`, `pptx` or `xlsx`).

        Whatever is raised leads to an `ArtifactError` with the code `not-converted`. An attribute `tool`, if there is
        one, says with what (`LibreOffice 24.8`).
        """
