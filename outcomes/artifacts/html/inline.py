"""What stands inside a piece of text: links, words that are not seen, pictures and comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import UNKNOWN_FONT, TextRun
from outcomes.artifact import Block
from outcomes.artifacts.ooxml.markup import alt_text_blocks
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from outcomes.appearance import Font


class Aside(NamedTuple):
    """A picture, a comment or an empty link inside a run of text; it follows the text as a block of its own."""

    label: str
    """`img`, `comment` or `empty link`."""
    text: str | None
    target: str | None
    reason: str | None

    def block(self, locator: str) -> Block:
        """The finished picture, comment or link."""
        if self.label == "empty link":
            return Block("span", locator, visibility="hidden", reason=self.reason, target=self.target)
        if self.label == "comment":
            return Block("comment", locator, self.text or "", visibility="hidden", reason=self.reason)
        return Block(
            "picture",
            locator,
            visibility="hidden" if self.reason else "visible",
            reason=self.reason,
            alt=self.text,
            target=self.target,
            children=alt_text_blocks(locator, self.text),
        )


@dataclass(slots=True)
class Inside:
    """Links as (target, words) and unseen words as (reason, words)."""

    links: list[tuple[str, str]] = field(default_factory=list)
    unseen: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Inside) -> None:
        """Take over what stands inside a further piece of the same text."""
        self.links += other.links
        self.unseen += other.unseen

    def spans(self, locator: str, text: str) -> tuple[tuple[Block, ...], str | None]:
        """The spans of the block at `locator`, and the target of a link that is all of its text."""
        links = self.links
        target = links[0][0] if len(links) == 1 and links[0][1] == text else None
        named = [] if target is not None else [_link(locator, i, *link) for i, link in enumerate(links, 1)]
        hidden = [_hidden(locator, i, *words) for i, words in enumerate(self.unseen, 1)]
        return (*named, *hidden), target


@dataclass(slots=True)
class Unread:
    """Words that are not read, for one reason."""

    reason: str
    pieces: list[str]
    at: int
    """How many pieces of the run are seen before their end."""


@dataclass(slots=True)
class Run:
    """Text since the last boundary, with everything that stands in it."""

    seen: list[str] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)
    """The look of each piece of `seen`."""
    unseen: list[Unread] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    language: str | None = None

    def add(self, text: str, font: Font) -> None:
        """Take in a piece of text that is seen."""
        self.seen.append(text)
        self.fonts.append(font)

    def hide(self, text: str, reason: str) -> bool:
        """Take in a piece that is not read, and say whether it stands apart from those before it.

        White space between two that are not read for one reason belongs to both.
        """
        at = len(self.seen)
        last = self.unseen[-1] if self.unseen and self.unseen[-1].reason == reason else None
        if text.isspace():
            if last is not None and last.at == at:
                last.pieces.append(text)
            return False
        if last is not None:
            between = "".join(self.seen[last.at :])
            if not between.strip():
                last.pieces += (between, text)
                last.at = at
                return False
        self.unseen.append(Unread(reason, [text], at))
        return True

    def text(self, *, preformatted: bool) -> str:
        """The text that is seen, tidied unless its white space counts."""
        return "".join(self.seen).strip("\n").rstrip() if preformatted else tidy(self.seen)

    def runs(self, text: str) -> tuple[TextRun, ...]:
        """How the tidied text looks; nothing where nothing is known."""
        looks = set(self.fonts)
        if looks <= {UNKNOWN_FONT}:
            return ()
        if len(looks) == 1:
            return (TextRun(0, len(text), self.fonts[0]),)
        return _runs(text, self.seen, self.fonts)

    def inside(self) -> Inside:
        """Its links and its unseen words."""
        return Inside(self.links, [(unread.reason, tidy(unread.pieces)) for unread in self.unseen])


def _runs(text: str, pieces: list[str], fonts: list[Font]) -> tuple[TextRun, ...]:
    """Follow the letters of the tidied text through the pieces that they came from; white space goes with its left."""
    letters = (font for piece, font in zip(pieces, fonts, strict=True) for sign in piece if not sign.isspace())
    runs: list[TextRun] = []
    for at, sign in enumerate(text):
        font = runs[-1].font if sign.isspace() and runs else next(letters, UNKNOWN_FONT)
        if runs and runs[-1].font == font:
            runs[-1] = runs[-1]._replace(end=at + 1)
        else:
            runs.append(TextRun(at, at + 1, font))
    return tuple(runs)


def tidy(pieces: list[str]) -> str:
    """Join pieces as a browser shows them: white space collapsed, line feeds only where a break was asked for."""
    lines = (squash(line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def address(source: str | None) -> str | None:
    """Where a picture comes from; a picture inside the page itself comes from nowhere."""
    return None if source is None or source.lstrip().lower().startswith("data:") else source


def _link(locator: str, number: int, target: str, words: str) -> Block:
    return Block("span", f"{locator} / link {number}", name=clip(words), target=target)


def _hidden(locator: str, number: int, reason: str, words: str) -> Block:
    return Block("span", f"{locator} / hidden {number}", words, visibility="hidden", reason=reason)
