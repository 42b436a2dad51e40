"""Where comments, footnotes and endnotes are attached to the text."""

from __future__ import annotations

from typing import NamedTuple

_LONGEST_QUOTE = 200
_MOST_OPEN_RANGES = 20


class NoteMark(NamedTuple):
    """The first reference to a note, how many came before it, and whether a number is printed there."""

    number: int
    locator: str
    custom: bool = False
    """Whether a mark of the author's own stands there instead of a number."""
    printed: int | None = None
    """Which number among those that are printed; `None` for a custom mark."""


class CommentAnchor:
    """The paragraph that a comment is attached to, and the first of the words."""

    __slots__ = ("_room", "_words", "locator")

    def __init__(self, locator: str) -> None:
        """Begin at a paragraph, with no words yet."""
        self.locator = locator
        self._words: list[str] = []
        self._room = _LONGEST_QUOTE

    @property
    def quote(self) -> str:
        """The first words inside the comment's range."""
        return "".join(self._words).strip()

    def take(self, text: str) -> bool:
        """Add text; false once there is enough."""
        self._words.append(text[: self._room])
        self._room -= len(text)
        return self._room > 0


class Anchors:
    """Filled while the text is read, asked when notes and comments are."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.notes: dict[tuple[str, str], NoteMark] = {}
        self.comments: dict[str, CommentAnchor] = {}
        self.open: dict[str, CommentAnchor] = {}
        """Comments whose range has begun and not ended; few are followed at a time, to bound the cost."""
        self._counts = {"footnote": 0, "endnote": 0}
        self._printed = {"footnote": 0, "endnote": 0}

    def refer(self, kind: str, ref: str, locator: str, *, custom: bool = False) -> None:
        """Note a reference: notes are numbered in the order of their first references, custom marks left out."""
        if (kind, ref) not in self.notes:
            self._counts[kind] += 1
            self._printed[kind] += not custom
            printed = None if custom else self._printed[kind]
            self.notes[kind, ref] = NoteMark(self._counts[kind], locator, custom, printed)

    def begin(self, ref: str, locator: str) -> None:
        """A comment's range begins."""
        anchor = self.comments.setdefault(ref, CommentAnchor(locator))
        if len(self.open) < _MOST_OPEN_RANGES:
            self.open[ref] = anchor

    def mention(self, ref: str, locator: str) -> None:
        """A comment's mark stands here; its place if it has no range."""
        self.comments.setdefault(ref, CommentAnchor(locator))

    def end(self, ref: str) -> None:
        """A comment's range ends."""
        self.open.pop(ref, None)

    def cover(self, text: str) -> None:
        """Visible text inside whatever ranges are open."""
        for ref, anchor in list(self.open.items()):
            if not anchor.take(text):
                del self.open[ref]
