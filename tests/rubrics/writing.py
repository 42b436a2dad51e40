"""One text as a Word document and as markdown, since some kinds of document are written as either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from outcomes.testing.documents import Docx

if TYPE_CHECKING:
    from collections.abc import Sequence


class Writer(Protocol):
    """What a text is written with; every method returns the document."""

    def heading(self, text: str, level: int = 1) -> Self:
        """A heading below the title."""

    def paragraph(self, text: str) -> Self:
        """A paragraph of running text."""

    def bullets(self, *items: str) -> Self:
        """A bullet list."""

    def table(self, rows: Sequence[Sequence[str]]) -> Self:
        """A table with a header row."""

    def to_bytes(self) -> bytes:
        """The whole file."""


class Word:
    """The text as a Word document with its title in the style for titles."""

    def __init__(self, title: str) -> None:
        self._document = Docx(title=title).paragraph(title, style="Title")

    def heading(self, text: str, level: int = 1) -> Self:
        """A heading of this level."""
        self._document.heading(text, level=level)
        return self

    def paragraph(self, text: str) -> Self:
        """A paragraph."""
        self._document.paragraph(text)
        return self

    def bullets(self, *items: str) -> Self:
        """A bullet list."""
        self._document.bullets(*items)
        return self

    def table(self, rows: Sequence[Sequence[str]]) -> Self:
        """A table."""
        self._document.table(rows)
        return self

    def to_bytes(self) -> bytes:
        """The docx."""
        return self._document.to_bytes()


class Markdown:
    """The text as markdown; the title is the only heading of level 1."""

    def __init__(self, title: str) -> None:
        self._parts = [f"# {title}"]

    def heading(self, text: str, level: int = 1) -> Self:
        """A heading, one level deeper than in Word."""
        return self._add(f"{'#' * (level + 1)} {text}")

    def paragraph(self, text: str) -> Self:
        """A paragraph on one line."""
        return self._add(text)

    def bullets(self, *items: str) -> Self:
        """A bullet list."""
        return self._add("\n".join(f"- {item}" for item in items))

    def table(self, rows: Sequence[Sequence[str]]) -> Self:
        """A pipe table."""
        head, *body = [f"| {' | '.join(row)} |" for row in rows]
        return self._add("\n".join([head, "|" + "---|" * len(rows[0]), *body]))

    def to_bytes(self) -> bytes:
        """UTF-8."""
        return ("\n\n".join(self._parts) + "\n").encode()

    def _add(self, part: str) -> Self:
        self._parts.append(part)
        return self
