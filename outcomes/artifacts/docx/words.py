"""The words of one paragraph: what is seen in one string, everything else as spans and objects beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from outcomes.artifact import Block
from outcomes.text import clip

if TYPE_CHECKING:
    from outcomes.artifacts.docx.reading import Reading

_LONGEST_NAME = 200

Manner = Literal["hidden", "deleted", "inserted", "link"]


@dataclass(slots=True)
class _Span:
    """Words of which something is to be said; `at` is how many pieces of visible text stand before them."""

    manner: Manner
    at: int
    words: list[str]
    reason: str | None = None
    author: str | None = None
    target: str | None = None


class Words:
    """Collects text as it is read; neighbours of one manner become one span."""

    def __init__(self, reading: Reading, locator: str) -> None:
        """`locator` is the paragraph's own."""
        self.locator = locator
        self.full = False
        """Whether the limit on blocks has been reached."""
        self._reading = reading
        self._visible: list[str] = []
        self._found: list[_Span | Block] = []
        self._numbers: dict[str, int] = {}

    @property
    def position(self) -> int:
        """Where the next visible text will stand; for `name`."""
        return len(self._visible)

    def show(self, text: str) -> None:
        """Add visible text."""
        self._visible.append(text)
        anchors = self._reading.anchors
        if anchors.open:
            anchors.cover(text)

    def hide(self, text: str, reason: str) -> None:
        """Add text that is not seen; white space on its own cannot be hidden."""
        last = self._last("hidden")
        if last is not None and last.reason == reason:
            last.words.append(text)
        elif text.strip():
            self.add(_Span("hidden", self.position, [text], reason=reason))
        else:
            self.show(text)

    def delete(self, text: str, author: str | None) -> None:
        """Add text that a tracked change deletes."""
        last = self._last("deleted")
        if last is not None and last.author == author:
            last.words.append(text)
        else:
            self.add(_Span("deleted", self.position, [text], author=author))

    def name(self, manner: Manner, start: int, *, author: str | None = None, target: str | None = None) -> None:
        """Say something about the visible words since `start`; they stay in the paragraph's own text."""
        words = "".join(self._visible[start:]).strip()
        if words:
            self.add(_Span(manner, start, [words], author=author, target=target))

    def add(self, item: _Span | Block) -> None:
        """Add a span, or the block of a drawing."""
        self._reading.spend(1)
        self.full = self._reading.full
        self._found.append(item)

    def locate(self, kind: str) -> str:
        """A locator for the next child of a kind: `\u00b612 / picture 2`."""
        number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return f"{self.locator} / {kind} {number}"

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """The visible text, and the spans and objects as blocks."""
        text = "".join(self._visible).strip()
        if not self._found:
            return text, ()
        blocks = (item if isinstance(item, Block) else self._block(item, text) for item in self._found)
        return text, tuple(block for block in blocks if block is not None)

    def _last(self, manner: Manner) -> _Span | None:
        """The span that stands right before the current position, if it is of this manner."""
        last = self._found[-1] if self._found else None
        fits = isinstance(last, _Span) and last.manner == manner and last.at == self.position
        return last if fits and isinstance(last, _Span) else None

    def _block(self, span: _Span, text: str) -> Block | None:
        words = "".join(span.words).strip()
        if not words:
            return None
        locator = self.locate(span.manner)
        if span.manner == "hidden":
            return Block("span", locator, words, visibility="hidden", reason=span.reason)
        if span.manner == "deleted":
            return Block(
                "span", locator, words, visibility="markup", reason="deleted", change="deleted", author=span.author
            )
        name = words if words == text else clip(words, _LONGEST_NAME)
        change: Literal["inserted"] | None = "inserted" if span.manner == "inserted" else None
        return Block("span", locator, name=name, change=change, author=span.author, target=span.target)
