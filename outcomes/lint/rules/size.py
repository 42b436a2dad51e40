"""How many criteria there are for what may be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject

MOST_JUDGED = 40


@rule(
    "RB305",
    "many-judged",
    "info",
    what=f"More than {MOST_JUDGED} criteria for a judge",
    why=(
        "Each is paid for in every look of every round, and in one shared prompt criteria colour each other (arXiv "
        "2602.02219). Published rubrics have 20 to 43 a task (ResearchRubrics) or 54 a deck (PresentBench)."
    ),
    fix="Have code decide what it can (`outcomes checks`), and merge or drop what would never fail alone",
    good="- Every claim names its source",
    bad="".join(f"- Part {n} names the person who answers for it\n" for n in range(1, MOST_JUDGED + 2)),
    wrong_when="The work is that large: a whole repository, a paper with its code.",
)
def many_judged(subject: Subject) -> Iterator[Hit]:
    """More than a judge should be given for one work."""
    if len(subject.judged) > MOST_JUDGED:
        yield subject.at(
            subject.judged[MOST_JUDGED],
            f"{len(subject.judged)} criteria are judged; more than {MOST_JUDGED} is a lot for one work",
        )


_ROOM = {"pages": 20, "words": 1 / 20, "pptx.slides": 8}
"""How many judged criteria a page, a word and a slide have room for."""


@rule(
    "RB306",
    "no-room",
    "warning",
    what="More judged criteria than what is allowed to be delivered has room for",
    why="Each criterion wants a sentence at least. What cannot fit is met in name only, or breaks the limit.",
    fix="Raise the limit, or drop criteria",
    good="- It has at most 300 words `check: words max=300`\n"
    + "".join(f"- Part {n} names its owner\n" for n in range(1, 12)),
    bad="- It has at most 60 words `check: words max=60`\n"
    + "".join(f"- Part {n} names its owner\n" for n in range(1, 12)),
    wrong_when="Many of the criteria say what must not be there.",
)
def no_room(subject: Subject) -> Iterator[Hit]:
    """More than ten, and more than one for twenty words, twenty for a page or eight for a slide."""
    for criterion in subject.criteria:
        call = criterion.check
        most = call.args.get("max") if call is not None else None
        if call is None or call.name not in _ROOM or not isinstance(most, int):
            continue
        room = most * _ROOM[call.name]
        if len(subject.judged) > max(room, 10):
            unit = call.name.rpartition(".")[2]
            yield subject.at(criterion, f"{len(subject.judged)} judged criteria for at most {most} {unit}")
            return
