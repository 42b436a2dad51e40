"""What stands inside a piece of text: links, words that are not seen, pictures and comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.markup import alt_text_blocks
from outcomes.text import clip, squash


class Aside(NamedTuple):
    """A picture or a comment inside a run of text; it follows the text as a block of its own."""

    label: str
    """`img` or `comment`."""
    text: str | None
    target: str | None
    reason: str | None

    def block(self, locator: str) -> Block:
        """The finished picture or comment."""
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
class Run:
    """Text since the last boundary, with everything that stands in it."""

    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    reason: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    language: str | None = None

    def text(self, *, preformatted: bool) -> str:
        """The text that is seen, tidied unless its white space counts."""
        return "".join(self.seen).strip("\n").rstrip() if preformatted else tidy(self.seen)

    def inside(self) -> Inside:
        """Its links and its unseen words."""
        words = tidy(self.unseen)
        return Inside(self.links, [(self.reason, words)] if words else [])


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
