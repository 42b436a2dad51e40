"""Short builders: a rubric from a line of words, a grade from a word of marks, a run from a line of rounds."""

from __future__ import annotations

from dataclasses import replace

from outcomes.artifact import Artifact, Block, FileEntry, Unit
from outcomes.history import Delivery, History, Iteration, Problem
from outcomes.outcome import Outcome
from outcomes.rubric import CheckCall, Criterion, Level, Rubric
from outcomes.usage import FREE, Usage
from outcomes.verdict import Gap, Grade, Look, LookInfo, Status, Verdict

MARKS: dict[str, Status] = {"p": "pass", "f": "fail", "c": "cannot_judge", "n": "not_applicable"}
"""How a verdict is written in one letter; `.` stands for no verdict at all."""


def a_criterion(word: str, **changes: object) -> Criterion:
    """`a` is required, judged and visible; then `?` optional, `!` withheld, `#` objective, `~` conditional."""
    name = word.rstrip("?!#~")
    flags = word.removeprefix(name)
    given: dict[str, object] = {
        "id": name,
        "text": f"It has {name}",
        "required": "?" not in flags,
        "withheld": "!" in flags,
        "check": CheckCall(name="text.words", args={"max": 100}) if "#" in flags else None,
        "applies_when": f"there is room for {name}" if "~" in flags else None,
    }
    return Criterion.model_validate(given | changes)


def a_rubric(line: str = "a b", **changes: object) -> Rubric:
    """`a_rubric("a b? o#")`: three criteria, one word each."""
    return Rubric.model_validate({"criteria": tuple(map(a_criterion, line.split())), **changes})


LEVELLED = a_rubric(
    criteria=(
        a_criterion(
            "a",
            levels=(
                Level(label="poor", credit=0),
                Level(label="fair", credit=0.4),
                Level(label="good", credit=1),
            ),
        ),
        a_criterion("b?"),
    )
)
"""A criterion with levels, and one that counts for points alone."""


def a_verdict(criterion_id: str = "a", mark: str = "p", **changes: object) -> Verdict:
    """A whole verdict from a letter; a fail says what is missing."""
    gap = Gap(missing=f"{criterion_id} is missing", smallest_fix=f"add {criterion_id}") if mark == "f" else None
    given: dict[str, object] = {"criterion_id": criterion_id, "verdict": MARKS[mark], "gap": gap}
    return Verdict.model_validate(given | changes)


def a_grade(
    rubric: Rubric,
    marks: str,
    *,
    artifact: str = "artifact",
    look: int = 0,
    usage: Usage | None = FREE,
    contradiction: str | None = None,
) -> Grade:
    """`a_grade(rubric, "pf.")`: one letter for each criterion, in rubric order."""
    return Grade(
        artifact_sha256=artifact,
        bar=rubric.bar,
        verdicts=tuple(a_verdict(name, mark) for name, mark in zip(rubric.ids, marks, strict=True) if mark != "."),
        looks=(LookInfo(index=look, seed=look, grader="scripted", usage=usage),),
        contradiction=contradiction,
    )


def a_look(*criterion_ids: str, index: int = 0) -> Look:
    """A look as `decide` orders it."""
    return Look(index=index, seed=index, criterion_ids=criterion_ids)


def a_delivery(content: str) -> Delivery:
    """A text file; the same content gives the same hashes."""
    return Delivery(
        kind="text",
        name="artifact.txt",
        files=(FileEntry("artifact.txt", content, len(content)),),
        sha256=content,
        content_sha256=content,
    )


def a_round(
    rubric: Rubric,
    notation: str,
    *,
    index: int = 0,
    content: str | None = None,
    worker: Usage | None = FREE,
    grader: Usage | None = FREE,
    contradiction: str | None = None,
    by: tuple[int, ...] = (-1,),
) -> Iteration:
    """One round: `pf` graded once, `pp/fp` by two looks, `-` delivered and not yet graded, `x` unreadable.

    Work takes a second, and so does each look. The looks named in `by`, the last if not given, bring the contradiction.
    """
    content = content if content is not None else f"content {index}"
    started = Iteration(index=index, worker_usage=worker, worker_seconds=1.0)
    if notation == "x":
        return replace(started, problem=Problem(code="corrupt-zip", message="it is no zip archive"))
    marks = [] if notation == "-" else notation.split("/")
    looks = tuple(
        a_grade(
            rubric,
            word,
            artifact=content,
            look=look,
            usage=grader,
            contradiction=contradiction if {look, look - len(marks)} & set(by) else None,
        )
        for look, word in enumerate(marks)
    )
    return replace(started, delivery=a_delivery(content), grades=looks, look_seconds=1.0 * len(looks))


def a_history(rubric: Rubric, rounds: str = "") -> History:
    """`a_history(rubric, "ff pf pp/fp")`: three rounds, each with other content."""
    return History(
        iterations=tuple(a_round(rubric, notation, index=index) for index, notation in enumerate(rounds.split()))
    )


def an_outcome(rubric: Rubric, **changes: object) -> Outcome:
    """An outcome with room enough that no limit matters unless one is given."""
    return Outcome.model_validate({"description": "Write it", "rubric": rubric, "max_iterations": 9, **changes})


def an_artifact(*units: Unit, kind: str = "text") -> Artifact:
    """One file with the given units."""
    return Artifact(kind=kind, name="artifact", files=(FileEntry("artifact", "sha", 1),), units=units)


def a_unit(number: int, *blocks: Block) -> Unit:
    """A slide."""
    return Unit("slide", number, f"slide {number}", blocks=blocks)


def paragraphs(*texts: str) -> Artifact:
    """One unit with a paragraph `¶1`, `¶2` ... for each text."""
    return an_artifact(a_unit(1, *(Block("paragraph", f"¶{at}", text) for at, text in enumerate(texts, start=1))))
