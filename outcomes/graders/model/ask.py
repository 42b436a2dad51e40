"""Questions: the rules, the opened artifact, then a batch of criteria.

Everything before the criteria is the same for all batches and looks, and stays in the endpoint's cache. A question is a
pure function of (rubric with its references, artifact, look, settings, secret). It holds nothing of a task, a worker, a
path, an earlier grade or an earlier round. The artifact's own file name is a part of what was delivered, and of many
locators; it is shown as untrusted data like the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from outcomes.graders.model.fences import Fences, as_data, neutralised, safe, to_json
from outcomes.graders.model.rules import needs, rules, tools
from outcomes.graders.model.schema import SCHEMA
from outcomes.graders.seen import about_looks
from outcomes.identity import Same
from outcomes.model import Picture, Question, ToolResult, ToolUse, Turn, Words
from outcomes.prompts import render
from outcomes.view import parts_of, view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.graders.model.settings import JudgeSettings
    from outcomes.renderer import PageImage
    from outcomes.rubric import Criterion, Rubric
    from outcomes.verdict import Look
    from outcomes.view import Part

OPENED: Final = "toolu_open_artifact"
OPENED_BESIDE: Final = "toolu_open_references"
"""Id of the tool use with which every question pretends to have begun."""
REFERENCE_TOKENS: Final = 30_000
"""The most of all references together."""


@dataclass(frozen=True)
class Frame:
    """What all questions about one artifact under one rubric share."""

    question: Question
    """Complete but for the last user turn's criteria."""
    fences: Fences
    parts: tuple[Part, ...]
    """All parts of the artifact; empty where everything was shown."""
    unseen: frozenset[str]
    """Places of the parts that are not in it."""
    pages: tuple[str, ...]
    """Places of the pages whose pictures are in it."""
    neutralised: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What of the references could not be shown."""

    def asking(self, criteria: Sequence[Criterion], *, again: bool = False) -> Question:
        """The question about one batch."""
        text = render(
            "judge/criteria.md.j2",
            fence=self.fences.criteria,
            criteria=safe([_row(Same(criterion)) for criterion in criteria], self.fences.criteria),
            data=self.fences.artifact,
            pages=as_data(self.pages, self.fences.artifact) if self.pages else "",
            again=again,
        )
        return self._with(text)

    def repairing(self, criteria: Sequence[tuple[Criterion, Sequence[str]]]) -> Question:
        """The question for other quotes; each criterion comes with those that were not found."""
        rows = [{**as_asked(criterion), "not_found": list(quotes)} for criterion, quotes in criteria]
        data = as_data(rows, self.fences.criteria)
        return self._with(render("judge/repair.md.j2", fence=self.fences.criteria, criteria=data))

    def _with(self, text: str) -> Question:
        *before, last = self.question.turns
        turns = (*before, Turn(last.role, (*last.pieces, Words(text))))
        shared = self.question
        return Question(shared.system, turns, shared.schema, shared.tools, shared.max_output_tokens, shared.nonce)


def frame(
    secret: bytes,
    rubric: Rubric,
    artifact: Artifact,
    look: Look,
    references: Sequence[Artifact],
    images: Sequence[PageImage],
    settings: JudgeSettings,
) -> Frame:
    """Lay everything out that does not depend on the batch; only the marks around criteria depend on the look."""
    fences = Fences.of(secret, rubric, artifact, references, look)
    looks = about_looks(rubric)
    sheet = view(artifact, most_tokens=settings.artifact_tokens, looks=looks)
    shown_beside = [view(item, most_tokens=REFERENCE_TOKENS // len(references)) for item in references]
    beside = [_reference(item, it.text, fences) for item, it in zip(references, shown_beside, strict=True)]
    opened = render("judge/opened.md.j2", fence=fences.artifact, lines=as_data(sheet.text, fences.artifact))
    turns = _opened(beside, fences, (Words(opened, cached=True), *_pictures(images)))
    needed = needs(rubric, artifact, sheet, shown_beside, pictures=bool(images))
    return Frame(
        question=Question(rules(needed), turns, SCHEMA, tools(needed), settings.most_output_tokens, fences.nonce),
        fences=fences,
        parts=() if sheet.complete else parts_of(artifact, looks=looks),
        unseen=frozenset(sheet.left_out),
        pages=tuple(image.locator for image in images),
        neutralised=neutralised(sheet.text),
        notes=tuple(
            f"of the reference {item.name!r} only a part is shown"
            for item, it in zip(references, shown_beside, strict=True)
            if not it.complete
        ),
    )


def _opened(references: Sequence[str], fences: Fences, artifact: tuple[Words | Picture, ...]) -> tuple[Turn, ...]:
    """A conversation in which everything was opened by tools.

    References have a result of their own, since a cache ends behind a whole result: what they hold is the same in every
    round, while the artifact is another.
    """
    opened = [(OPENED, "open_artifact", artifact)]
    if references:
        told = render("judge/references.md.j2", fence=fences.reference, references=references)
        opened.insert(0, (OPENED_BESIDE, "open_references", (Words(told, cached=True),)))
    return (
        Turn("user", (Words(_request()),)),
        Turn("assistant", tuple(ToolUse(use, name, {}) for use, name, _ in opened)),
        Turn("user", tuple(ToolResult(use, content) for use, _, content in opened)),
    )


@cache
def _request() -> str:
    """What is asked before anything is opened, always the same."""
    return render("judge/request.md.j2")


def _reference(reference: Artifact, text: str, fences: Fences) -> str:
    """Its name on a line of its own, as evidence has to name it, then what it holds."""
    return as_data([{"source": reference.name}, *text.split("\n")], fences.reference)


def _pictures(images: Sequence[PageImage]) -> list[Picture]:
    last = len(images) - 1
    return [as_picture(image, cached=number == last) for number, image in enumerate(images)]


def as_picture(image: PageImage, *, cached: bool = False) -> Picture:
    """A page as a model can look at it."""
    return Picture(image.png, f"the page at {image.locator}", image.tokens, cached=cached)


@lru_cache(maxsize=1_024)
def _row(criterion: Same) -> str:
    """A criterion as it stands among others: looks, batches and iterations ask about the same ones again."""
    return to_json(as_asked(criterion.value))


def as_asked(criterion: Criterion) -> dict[str, Any]:
    """A criterion as a judge is told it: what it says, not what it is worth, nor who may know of it."""
    passing = [level.label for level in criterion.levels if level.credit >= 1]
    said: dict[str, Any] = {
        "criterion_id": criterion.id,
        "section": list(criterion.section),
        "criterion": criterion.text,
        "applies_when": criterion.applies_when,
        "fault": criterion.names_fault,
        "about": criterion.about if criterion.about != "visible" else None,
        "needs": criterion.needs,
        "levels": [{"label": level.label, "says": level.text} for level in criterion.levels],
        "passes_at": passing,
        "count_occurrences": criterion.per_occurrence,
    }
    return {name: value for name, value in said.items() if value}
