"""What the judge may look up while it answers: parts, words and pages of the artifact, and nothing else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.aside import in_thread
from outcomes.errors import RenderError
from outcomes.graders.model.ask import as_picture
from outcomes.graders.model.fences import as_data
from outcomes.graders.model.pieces import as_place
from outcomes.model import Picture, ToolResult, Words
from outcomes.outline import LONGEST_BLOCK
from outcomes.prompts import render
from outcomes.text import clip, count, fold, said, shown, squash, tokens
from outcomes.verdict import BatchInfo
from outcomes.view import excerpt, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Artifact, Block
    from outcomes.graders.model.ask import Frame
    from outcomes.graders.model.settings import JudgeSettings
    from outcomes.model import ToolUse
    from outcomes.rubric import Criterion

MOST_HITS: Final = 12
LONGEST_HIT: Final = 600
"""Characters of a piece that a search shows; a longer one is cut around the words."""
MOST_USES: Final = 8
"""Look-ups that are answered in one turn."""


class Desk:
    """Answers the look-ups of one batch within its budget, and keeps account of what was shown."""

    def __init__(self, frame: Frame, artifact: Artifact, settings: JudgeSettings) -> None:
        """Shown so far is what the frame holds."""
        self._frame = frame
        self._artifact = artifact
        self._settings = settings
        self._left = settings.tool_tokens
        self._turns = settings.most_turns
        self._read: set[str] = set()
        self._glimpsed: dict[str, None] = {}
        self._pages: dict[str, None] = dict.fromkeys(frame.pages)

    @property
    def closed(self) -> bool:
        """Whether there is nothing left to look things up with."""
        return self._turns <= 0 or self._left <= 0

    async def answer(self, uses: Sequence[ToolUse]) -> tuple[ToolResult, ...]:
        """One result for each use, in order."""
        self._turns -= 1
        results = []
        for number, use in enumerate(uses):
            if number >= MOST_USES:
                results.append(self._refused(use, f"Only {MOST_USES} look-ups are answered at once."))
            else:
                results.append(await self._one(use))
        return tuple(results)

    def account(self, criteria: Sequence[Criterion], *, questions: int, again: bool) -> BatchInfo:
        """What was put before the model for these criteria."""
        cut = [block.locator for block in self._artifact.blocks if len(block.text) > LONGEST_BLOCK]
        unseen = [part.place for part in self._frame.parts if part.place in self._frame.unseen - self._read]
        return BatchInfo(
            criterion_ids=tuple(criterion.id for criterion in criteria),
            unseen=(*unseen, *cut),
            glimpsed=tuple(dict.fromkeys((*self._glimpsed, *cut))),
            pages=tuple(self._pages),
            questions=questions,
            again=again,
        )

    async def _one(self, use: ToolUse) -> ToolResult:
        wanted = use.input.get("text" if use.name == "find_text" else "place")
        why = _why_not(use.name, wanted, self._left)
        if why or not isinstance(wanted, str):
            return self._refused(use, why)
        if use.name == "read_part":
            return self._read_part(use, as_place(wanted))
        if use.name == "find_text":
            return self._find_text(use, fold(wanted))
        return await self._show_page(use, as_place(wanted))

    def _read_part(self, use: ToolUse, place: str) -> ToolResult:
        parts = self._frame.parts or parts_of(self._artifact)
        found = excerpt(self._artifact, parts, place, most_tokens=self._left)
        self._read.update(found.shown)
        return self._shown(use, found.text)

    def _find_text(self, use: ToolUse, wanted: str) -> ToolResult:
        """Visible pieces that hold the words, small and capital letters alike."""
        needle, lines, more = wanted.lower(), list[str](), 0
        room = self._left
        for block in self._visible():
            at = fold(block.text).lower().find(needle)
            if at < 0:
                continue
            line = f"[{shown(squash(block.locator))}] {shown(squash(_around(block.text, at, len(wanted))))}"
            room -= tokens((line,))
            if len(lines) >= MOST_HITS or room < 0:
                more += 1
                continue
            lines.append(line)
            self._glimpsed[block.locator] = None
        if more:
            lines.append(f"and {count(more, 'more piece')}, not shown")
        return self._shown(use, "\n".join(lines) if lines else "These words are nowhere in the visible text.")

    def _visible(self) -> Iterator[Block]:
        for block in self._artifact.blocks:
            if block.visible and block.text:
                yield block

    async def _show_page(self, use: ToolUse, place: str) -> ToolResult:
        pages = self._artifact.pages
        if pages is None:
            return self._refused(use, "No pictures of pages can be drawn here.")
        edge, room = self._settings.page_long_edge, self._left
        try:
            drawn = await in_thread(
                lambda: pages.draw((place,), long_edge=edge, most_tokens=room), name="outcomes-judge-page"
            )
        except RenderError as error:
            return self._refused(use, clip(shown(said(error))))
        if not drawn.images:
            return self._refused(use, "There is no such page, or its picture does not fit any more.")
        self._left -= drawn.tokens
        self._pages.update(dict.fromkeys(image.locator for image in drawn.images))
        pictures: list[Words | Picture] = [as_picture(image) for image in drawn.images]
        names = as_data([image.locator for image in drawn.images], self._frame.fences.artifact)
        return ToolResult(use.id, (self._words(names), *pictures))

    def _shown(self, use: ToolUse, text: str) -> ToolResult:
        self._left -= tokens((text,))
        return ToolResult(use.id, (self._words(as_data(text, self._frame.fences.artifact)),))

    def _words(self, lines: str) -> Words:
        fence = self._frame.fences.artifact
        return Words(
            render("judge/looked_up.md.j2", fence=fence, lines=lines, left=max(self._left, 0), last=self.closed)
        )

    def _refused(self, use: ToolUse, why: str) -> ToolResult:
        return ToolResult(use.id, (Words(render("judge/refused.md.j2", why=why, last=self.closed)),), failed=True)


def _why_not(name: str, wanted: object, left: int) -> str:
    """What is wrong with a look-up, if anything."""
    if name in ("open_artifact", "open_references"):
        return "Everything there is is open already, above."
    if name not in ("read_part", "find_text", "show_page"):
        return "There is no such tool."
    if not isinstance(wanted, str) or not fold(wanted):
        return "Say in words what is wanted."
    return "" if left > 0 else "Nothing is left of what may be looked up."


def _around(text: str, at: int, length: int) -> str:
    """The piece, or what stands around the words in a long one; `at` counts in folded text, which is about as long."""
    if len(text) <= LONGEST_HIT:
        return text
    start = max(0, at - (LONGEST_HIT - length) // 2)
    return text[start : start + LONGEST_HIT]
