"""Verdicts, as data, with what must follow from them.

The answers are written from the design. `test_verdict.py` asks the engine; `test_decide_mutants.py` asks broken copies
of it, to see that a wrong answer is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from outcomes.scoring import AtLeast, Floor, Leaf
from tests.core.factories import MARKS, a_criterion, a_rubric

if TYPE_CHECKING:
    from types import ModuleType

    from outcomes.rubric import Rubric


@dataclass(frozen=True, kw_only=True)
class Case:
    """Verdicts, and what follows: the result, the least and greatest score, required criteria that fail or are open."""

    name: str
    then: str
    rubric: str = "a b"
    marks: str
    """One word for each look."""
    threshold: float | None = None
    deducts: float | None = None
    """Points of the last criterion, taken away for each occurrence."""
    either: str = ""
    """Criteria of which one has to pass."""
    contradiction: str | None = None

    @cached_property
    def asked(self) -> Rubric:
        """The rubric."""
        *rest, last = self.rubric.split()
        deducted = {} if self.deducts is None else {"points": self.deducts, "per_occurrence": True}
        criteria = (*map(a_criterion, rest), a_criterion(last, **deducted))
        parts = tuple(Leaf(criterion_id=name) for name in self.either.split())
        floors = (Floor(node=AtLeast(parts=parts), least=1),) if parts else ()
        return a_rubric(criteria=criteria, threshold=self.threshold, floors=floors)


CASES = [
    Case(name="all pass", marks="pp", then="satisfied 1 to 1, 0 fail, 0 open"),
    Case(name="a required criterion fails", marks="pf", then="needs_revision 0.5 to 0.5, 1 fail, 0 open"),
    Case(name="a required criterion is open", marks="pc", then="undecided 0.5 to 1, 0 fail, 1 open"),
    Case(
        name="a required criterion is open and another fails",
        marks="fc",
        then="needs_revision 0 to 0.5, 1 fail, 1 open",
    ),
    Case(name="a criterion has no verdict", marks="p.", then="undecided 0.5 to 1, 0 fail, 1 open"),
    Case(
        name="an optional criterion has no verdict",
        rubric="a b?",
        marks="p.",
        then="undecided 0.5 to 1, 0 fail, 0 open",
    ),
    Case(name="an optional criterion fails", rubric="a b?", marks="pf", then="satisfied 0.5 to 0.5, 0 fail, 0 open"),
    Case(name="an optional criterion is open", rubric="a b?", marks="pc", then="satisfied 0.5 to 1, 0 fail, 0 open"),
    Case(name="a gap that does not count", rubric="a b?", marks="cf", then="undecided 0 to 0.5, 0 fail, 1 open"),
    Case(name="just enough", rubric="a b?", threshold=0.5, marks="pf", then="satisfied 0.5 to 0.5, 0 fail, 0 open"),
    Case(
        name="not enough", rubric="a b?", threshold=0.51, marks="pf", then="needs_revision 0.5 to 0.5, 0 fail, 0 open"
    ),
    Case(
        name="perhaps enough is not enough",
        rubric="a b?",
        threshold=0.51,
        marks="pc",
        then="undecided 0.5 to 1, 0 fail, 0 open",
    ),
    Case(name="points alone, all earned", rubric="a? b?", marks="pp", then="satisfied 1 to 1, 0 fail, 0 open"),
    Case(
        name="points alone, not all earned",
        rubric="a? b?",
        marks="pf",
        then="needs_revision 0.5 to 0.5, 0 fail, 0 open",
    ),
    Case(name="what does not apply is left out", rubric="a b~", marks="pn", then="satisfied 1 to 1, 0 fail, 0 open"),
    Case(name="nothing applies", rubric="a~ b~", marks="nn", then="failed 0 to 0, 0 fail, 0 open"),
    Case(name="perhaps nothing applies", rubric="a~ b?~", marks="nc", then="undecided 0 to 1, 0 fail, 0 open"),
    Case(
        name="the rubric does not apply", marks="pp", contradiction="it is a poem", then="failed 1 to 1, 0 fail, 0 open"
    ),
    Case(
        name="a fault that did not occur",
        rubric="a f?",
        deducts=-0.25,
        marks="pp",
        then="satisfied 1 to 1, 0 fail, 0 open",
    ),
    Case(
        name="a fault that occurred once",
        rubric="a f?",
        deducts=-0.25,
        marks="pf",
        then="satisfied 0.75 to 0.75, 0 fail, 0 open",
    ),
    Case(
        name="a fault that may have occurred any number of times",
        rubric="a f?",
        deducts=-0.25,
        marks="pc",
        then="satisfied 0 to 1, 0 fail, 0 open",
    ),
    Case(
        name="one of two is enough",
        rubric="a b? c?",
        either="b c",
        marks="pfp",
        then="satisfied 0.666667 to 0.666667, 0 fail, 0 open",
    ),
    Case(
        name="neither of two",
        rubric="a b? c?",
        either="b c",
        marks="pff",
        then="needs_revision 0.333333 to 0.333333, 0 fail, 0 open",
    ),
    Case(
        name="perhaps one of two",
        rubric="a b? c?",
        either="b c",
        marks="pcc",
        then="undecided 0.333333 to 1, 0 fail, 0 open",
    ),
    Case(
        name="perhaps the other of two",
        rubric="a b? c?",
        either="b c",
        marks="pfc",
        then="needs_revision 0.333333 to 0.666667, 0 fail, 0 open",
    ),
    Case(name="two looks agree", marks="pp pp", then="satisfied 1 to 1, 0 fail, 0 open"),
    Case(name="two looks do not agree", marks="pp fp", then="needs_revision 0.5 to 0.5, 1 fail, 0 open"),
    Case(name="two looks, one in doubt", marks="pp cp", then="undecided 0.5 to 1, 0 fail, 1 open"),
    Case(
        name="two looks, one of which says that it does not apply",
        rubric="a b~",
        marks="pp pn",
        then="satisfied 1 to 1, 0 fail, 0 open",
    ),
    Case(name="two of three pass", marks="pp fp pp", then="satisfied 1 to 1, 0 fail, 0 open"),
    Case(name="two of three fail", marks="pp fp fp", then="needs_revision 0.5 to 0.5, 1 fail, 0 open"),
    Case(name="half of four pass", marks="pp pp fp cp", then="needs_revision 0.5 to 0.5, 1 fail, 0 open"),
    Case(name="a look at a part", marks="pp .p", then="satisfied 1 to 1, 0 fail, 0 open"),
    Case(name="looks at two parts", marks="p. .f", then="needs_revision 0.5 to 0.5, 1 fail, 0 open"),
]


def misjudged(verdict: ModuleType) -> list[str]:
    """The cases in which a copy of `outcomes.verdict` draws other conclusions than it must."""
    return [case.name for case in CASES if concluded(case, verdict) != case.then]


def concluded(case: Case, verdict: ModuleType) -> str:
    """What a module like `outcomes.verdict` concludes, in a line."""
    rubric = case.asked
    looks = [
        verdict.Grade(
            artifact_sha256="artifact",
            bar=rubric.bar,
            verdicts=tuple(
                verdict.Verdict(
                    criterion_id=name,
                    verdict=MARKS[mark],
                    gap=verdict.Gap(missing="it") if mark == "f" else None,
                )
                for name, mark in zip(rubric.ids, marks, strict=True)
                if mark != "."
            ),
            contradiction=case.contradiction,
        )
        for marks in case.marks.split()
    ]
    grade = verdict.merge(looks)
    required = f"{grade.required_failures} fail, {grade.required_undecided} open"
    return f"{grade.result} {grade.score_lower:g} to {grade.score_upper:g}, {required}"
