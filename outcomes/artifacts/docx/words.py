"""The words of one paragraph: what is seen in one string, everything else as spans and objects beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from outcomes.appearance import TextRun
from outcomes.artifact import Block, parting
from outcomes.text import clip

if TYPE_CHECKING:
    from outcomes.artifacts.docx.cascade import Effect
    from outcomes.artifacts.docx.reading import Reading

_LONGEST_NAME = 200

Manner = Literal["hidden", "deleted", "inserted", "link"]


def dressed(words: list[str], effects: list[Effect]) -> tuple[str, tuple[TextRun, ...]]:
    """Join words into the text of a block, without the white space at its ends, and say how it looks.

    `effects` has one look for each of the words.
    """
    whole = "".join(words)
    text = whole.strip()
    if not text:
        return "", ()
    first = effects[0]
    if (len(effects) == 1 or all(effect is first for effect in effects)) and (first.uniform or text.isascii()):
        first.seen += len(text)
        return text, (tuple.__new__(TextRun, (0, len(text), first.font)),)
    return text, _runs(words, effects, len(whole) - len(whole.lstrip()), len(text))


def _runs(words: list[str], effects: list[Effect], lead: int, length: int) -> tuple[TextRun, ...]:
    """The runs of a text of some length that begins `lead` characters into the words."""
    runs: list[TextRun] = []
    offset = -lead
    for word, effect in zip(words, effects, strict=True):
        for begin, end, font in effect.stretches(word):
            start, stop = max(offset + begin, 0), min(offset + end, length)
            if start >= stop:
                continue
            if runs and runs[-1].font is font:
                start = runs.pop().start
            runs.append(TextRun(start, stop, font))
        offset += len(word)
    return tuple(runs)


@dataclass(slots=True)
class _Span:
    """Words of which something is to be said; `at` is how many pieces of visible text stand before them."""

    manner: Manner
    at: int
    words: list[str]
    effects: list[Effect] = field(default_factory=list)
    reason: str | None = None
    author: str | None = None
    target: str | None = None

    def add(self, text: str, effect: Effect) -> None:
        """More words of the same kind."""
        self.words.append(text)
        self.effects.append(effect)


class Words:
    """Collects text as it is read; neighbours of one manner become one span."""

    def __init__(self, reading: Reading, locator: str) -> None:
        """`locator` is the paragraph's own."""
        self.locator = locator
        self.full = False
        """Whether the limit on blocks has been reached."""
        self._reading = reading
        self._visible: list[str] = []
        self._effects: list[Effect] = []
        self._found: list[_Span | Block] = []
        self._numbers: dict[str, int] = {}

    @property
    def position(self) -> int:
        """Where the next visible text will stand; for `name`."""
        return len(self._visible)

    def show(self, text: str, effect: Effect) -> None:
        """Add visible text."""
        self._visible.append(text)
        self._effects.append(effect)
        anchors = self._reading.anchors
        if anchors.open:
            anchors.cover(text)

    def hide(self, text: str, reason: str, effect: Effect) -> None:
        """Add text that is not seen; white space on its own cannot be hidden."""
        if parting(text, reason):
            self.show(" ", effect)
        last = self._last("hidden")
        if last is not None and last.reason == reason:
            last.add(text, effect)
        elif text.strip():
            self.add(_Span("hidden", self.position, [text], [effect], reason=reason))
        else:
            self.show(text, effect)

    def delete(self, text: str, author: str | None, effect: Effect) -> None:
        """Add text that a tracked change deletes."""
        last = self._last("deleted")
        if last is not None and last.author == author:
            last.add(text, effect)
        else:
            self.add(_Span("deleted", self.position, [text], [effect], author=author))

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

    def finish(self) -> tuple[str, tuple[TextRun, ...], tuple[Block, ...]]:
        """The visible text, how it looks, and the spans and objects as blocks."""
        text, runs = dressed(self._visible, self._effects)
        if not self._found:
            return text, runs, ()
        blocks = (item if isinstance(item, Block) else self._block(item, text) for item in self._found)
        return text, runs, tuple(block for block in blocks if block is not None)

    def _last(self, manner: Manner) -> _Span | None:
        """The span that stands right before the current position, if it is of this manner."""
        last = self._found[-1] if self._found else None
        fits = isinstance(last, _Span) and last.manner == manner and last.at == self.position
        return last if fits and isinstance(last, _Span) else None

    def _block(self, span: _Span, text: str) -> Block | None:
        if span.manner in {"hidden", "deleted"}:
            return self._unseen(span)
        words = "".join(span.words).strip()
        if not words:
            return None
        name = words if words == text else clip(words, _LONGEST_NAME)
        change: Literal["inserted"] | None = "inserted" if span.manner == "inserted" else None
        return Block("span", self.locate(span.manner), name=name, change=change, author=span.author, target=span.target)

    def _unseen(self, span: _Span) -> Block | None:
        words, runs = dressed(span.words, span.effects)
        if not words:
            return None
        locator = self.locate(span.manner)
        if span.manner == "hidden":
            return Block("span", locator, words, visibility="hidden", reason=span.reason, runs=runs)
        return Block(
            "span", locator, words, visibility="markup", reason="deleted", change="deleted", author=span.author,
            runs=runs,
        )  # fmt: skip
