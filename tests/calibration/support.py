"""Labelled artifacts in a line each: what people say, and what each look said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.calibration.labels import Label, Labelled
from outcomes.calibration.measure import Seen
from outcomes.evidence import Absence
from outcomes.rubric import Criterion, Rubric
from outcomes.verdict import Gap, Grade, LookInfo, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS: dict[str, Status] = {"p": "pass", "f": "fail", "c": "cannot_judge", "n": "not_applicable"}
CLEAR = Criterion(id="clear", text="It is clear", section=("Words",))
SHORT = Criterion(id="short", text="It is short", section=("Form",))
RUBRIC = Rubric(criteria=(CLEAR, SHORT))
ONE = Rubric(criteria=(CLEAR,))


def seen(number: int, labels: str, *looks: str, rubric: Rubric = ONE) -> Seen:
    """An artifact: one letter for each criterion in `labels` (`.`: no label) and in each look.

    Several raters are parted by a blank: `"p f"` is a criterion that one passes and the other fails.
    """
    by_rater = [dict(zip(rubric.ids, marks, strict=True)) for marks in labels.split()]
    by_criterion = {
        name: {
            f"rater {rater}": Label(MARKS[marks[name]]) for rater, marks in enumerate(by_rater) if marks[name] != "."
        }
        for name in rubric.ids
    }
    held = {name: votes for name, votes in by_criterion.items() if votes}
    return Seen(
        Labelled(f"a{number}.md", number + 1, held),
        tuple(_look(index, marks, number, rubric) for index, marks in enumerate(looks)),
    )


def _look(index: int, marks: Sequence[str], number: int, rubric: Rubric) -> Grade:
    verdicts = tuple(
        Verdict(
            criterion_id=name,
            verdict=MARKS[mark],
            evidence=(Absence(searched="all of it"),) if mark == "p" else (),
            gap=Gap(missing="something") if mark == "f" else None,
        )
        for name, mark in zip(rubric.ids, marks, strict=True)
    )
    looks = (LookInfo(index=index, seed=index, grader="scripted"),)
    return Grade(artifact_sha256=f"{number:064x}", bar=rubric.bar, verdicts=verdicts, looks=looks)
