"""Whole runs against `decide`: whatever workers, graders and people do, every run ends once and as it must.

The machine does what the loop does with a decision, and nothing more. What must hold is worked out apart, from the
marks that were given (`oracle.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from outcomes.decide import LookAgain, Revise, Stop, best, decide
from outcomes.history import History, Iteration, Problem
from outcomes.outcome import Budget
from outcomes.usage import FREE, Usage
from tests.core import oracle
from tests.core.factories import a_delivery, a_grade, a_rubric, an_outcome

if TYPE_CHECKING:
    from outcomes.decide import Decision, Result
    from outcomes.outcome import Outcome
    from outcomes.rubric import Criterion

RUBRICS = [
    a_rubric("a b c d"),
    a_rubric("a b? w! c"),
    a_rubric("o# a~ b? c", threshold=0.7),
    a_rubric("o# q#? r# s#"),
    a_rubric("a? b? c~? d?"),
    a_rubric("a w! v!? u!", threshold=1.0),
]
MOST_LOOKS = {0: 1, 1: 3, "strict": 2}
CRITERIA = 4

PAID, UNPRICED = Usage(output_tokens=10, cost_usd=0.125), Usage(output_tokens=10)
USAGES = st.sampled_from([PAID, FREE, UNPRICED, None])
GRADER_USAGES = st.sampled_from([PAID] * 12 + [FREE, UNPRICED, None])
MARKS = st.lists(st.sampled_from("fppppFpn"), min_size=CRITERIA, max_size=CRITERIA)
SECONDS = st.sampled_from([0.0, 0.5, 4.0])
DELIVERED = st.sampled_from(["new"] * 12 + ["old"] * 2 + ["unreadable", "unreadable", "broke", "interrupted"])
GRADED = st.sampled_from(["well"] * 16 + ["in doubt"] * 4 + ["contradicting", "broke", "interrupted"])
BUDGETS = st.sampled_from(
    [Budget()] * 3 + [Budget(seconds=5), Budget(tokens=30), Budget(cost_usd=0.5), Budget(seconds=9, tokens=60)]
)


@cache
def is_better(rubric: int, one: str, other: str) -> bool:
    """Whether one grade of a rubric is better than another, by the words of the design."""
    return oracle.is_better(RUBRICS[rubric], one, other)


@dataclass
class Spent:
    """An account of its own."""

    seconds: float = 0.0
    tokens: int = 0
    cost_usd: float = 0.0
    known: bool = True
    """Whether graders said their tokens ..."""
    priced: bool = True
    """... and their money."""

    def pay(self, seconds: float, usage: Usage | None) -> None:
        """Add what is known."""
        self.seconds += seconds
        self.tokens += usage.tokens if usage is not None else 0
        self.cost_usd += usage.cost_usd or 0.0 if usage is not None else 0.0

    def reaches(self, budget: Budget) -> bool:
        """Whether a limit is reached, or can no longer be kept."""
        if budget.seconds is not None and self.seconds >= budget.seconds:
            return True
        if budget.tokens is not None and (not self.known or self.tokens >= budget.tokens):
            return True
        return budget.cost_usd is not None and (not self.priced or self.cost_usd >= budget.cost_usd)


BROKEN_OFF: dict[Result, dict[str, Any]] = {
    "worker_error": {"worker_error": "exit code 1"},
    "grader_error": {"grader_error": "no reply"},
    "interrupted": {"interrupted": True},
}


def _given(criterion: Criterion, mark: str, *, mended: bool) -> str:
    """A mark that may be given: most fails (`f`) are mended in time, some (`F`) are not, so that runs get somewhere."""
    if mark == "n" and criterion.applies_when is None:
        return "p"
    return "p" if mark == "f" and mended else mark.lower()


class AnyRun(RuleBasedStateMachine):
    """One run, from its first decision to its last."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        self.decision: Decision | None = None
        self.looks: list[list[str]] = []
        """By iteration: the marks of each look, `.` where it was not asked."""
        self.contradicted: list[list[bool]] = []
        self.spent = Spent()
        self.ends = 0

    @initialize(
        rubric=st.integers(0, len(RUBRICS) - 1),
        most=st.sampled_from([6, 6, 3, 1]),
        confirm=st.sampled_from([0, 1, "strict"]),
        budget=BUDGETS,
    )
    def begin(self, rubric: int, most: int, confirm: object, budget: Budget) -> None:
        """Say what is wanted."""
        self.at, self.rubric = rubric, RUBRICS[rubric]
        self.outcome: Outcome = an_outcome(self.rubric, max_iterations=most, confirm=confirm, budget=budget)
        self._take(History())

    def _take(self, history: History) -> None:
        assert self.ends == 0, "a run that has ended takes no more steps"
        self.history = history
        self.decision = decide(history, self.outcome)
        self.ends += isinstance(self.decision, Stop)
        self._limits_are_kept()
        self._the_best_is_kept()
        self._looks_are_fresh()
        self._what_is_withheld_stays_withheld()
        self._an_end_says_what_is_so()

    # -- what may happen -----------------------------------------------------------------------------------------------

    @precondition(lambda self: isinstance(self.decision, Revise))
    @rule(what=DELIVERED, usage=USAGES, seconds=SECONDS)
    def work(self, what: str, usage: Usage | None, seconds: float) -> None:
        """The worker delivers something new, something old or something unreadable, or does not come to an end."""
        assert isinstance(self.decision, Revise)
        if what in ("broke", "interrupted"):
            self._break_off("worker_error" if what == "broke" else "interrupted")
            return
        index = len(self.history.iterations)
        delivered: dict[str, Any] = {
            "new": {"delivery": a_delivery(f"content {index}")},
            "old": {"delivery": a_delivery("content 0")},
            "unreadable": {"problem": Problem(code="corrupt-zip", message="it is no zip archive")},
        }
        done = Iteration(
            index=index,
            base=self.decision.base,
            worker_usage=usage,
            worker_seconds=seconds,
            general=self.decision.general,
            **delivered[what],
        )
        self.spent.pay(seconds, usage)
        self.looks.append([])
        self.contradicted.append([])
        self._take(replace(self.history, iterations=(*self.history.iterations, done)))

    @precondition(lambda self: isinstance(self.decision, LookAgain))
    @rule(marks=MARKS, usage=GRADER_USAGES, seconds=SECONDS, how=GRADED)
    def look(self, marks: list[str], usage: Usage | None, seconds: float, how: str) -> None:
        """A grader gives its verdicts, not all of them perhaps, or does not come to an end."""
        assert isinstance(self.decision, LookAgain)
        if how in ("broke", "interrupted"):
            self._break_off("grader_error" if how == "broke" else "interrupted")
            return
        asked, current = self.decision.look, self.history.current
        assert current is not None
        assert current.delivery is not None
        marks = [*marks[:1], "c", *marks[2:]] if how == "in doubt" else marks
        word = "".join(
            "." if criterion.id not in asked.criterion_ids else _given(criterion, mark, mended=at < current.index)
            for at, (criterion, mark) in enumerate(zip(self.rubric.criteria, marks, strict=True))
        )
        contradiction = "it is a poem" if how == "contradicting" else None
        grade = a_grade(
            self.rubric,
            word,
            artifact=current.delivery.sha256,
            look=asked.index,
            usage=usage,
            contradiction=contradiction,
        )
        self.looks[-1].append(word)
        self.contradicted[-1].append(contradiction is not None)
        self.spent.pay(seconds, usage)
        self.spent.known &= usage is not None
        self.spent.priced &= usage is not None and usage.cost_usd is not None
        graded = replace(current, grades=(*current.grades, grade), look_seconds=current.look_seconds + seconds)
        self._take(self.history.with_current(graded))

    def _break_off(self, result: Result) -> None:
        self._take(replace(self.history, **BROKEN_OFF[result]))
        assert isinstance(self.decision, Stop)
        assert self.decision.result == result

    @precondition(lambda self: isinstance(self.decision, Stop))
    @rule()
    def rest(self) -> None:
        """A run that has ended stays so."""
        assert decide(self.history, self.outcome) == self.decision

    # -- what must hold ------------------------------------------------------------------------------------------------

    def _limits_are_kept(self) -> None:
        """No step starts at or beyond a limit, so a run exceeds one by the step in flight at most."""
        assert len(self.history.iterations) <= self.outcome.max_iterations
        if isinstance(self.decision, Revise):
            assert len(self.history.iterations) < self.outcome.max_iterations
        if isinstance(self.decision, Revise | LookAgain):
            assert not self.spent.reaches(self.outcome.budget)
        for index, looks in enumerate(self.looks):
            assert len(looks) <= (3 if self._failed(index, 0) else MOST_LOOKS[self.outcome.confirm])

    def _the_best_is_kept(self) -> None:
        """No graded artifact is better than the best, and no earlier one is as good."""
        standing = {index: oracle.merged(looks) for index, looks in enumerate(self.looks) if looks}
        top = best(self.history)
        assert (top is None) == (not standing)
        if top is None or any(map(any, self.contradicted)):
            return
        chosen = standing[top.index]
        for index, marks in standing.items():
            assert not is_better(self.at, marks, chosen)
            assert index >= top.index or is_better(self.at, chosen, marks)

    def _looks_are_fresh(self) -> None:
        """The first look is at everything, the second confirms what is judged, the third settles a disagreement."""
        if isinstance(self.decision, LookAgain):
            look = self.decision.look
            assert look.index == look.seed == len(self.looks[-1])
            assert look.criterion_ids == (self.rubric.judged_ids if look.index else self.rubric.ids)
            if look.index:
                assert look.criterion_ids
                assert not self._failed(-1, 0) or look.index == 1 or not self._failed(-1, 1)
            if look.index and not self._failed(-1, 0):
                assert oracle.is_satisfied(self.rubric, self.looks[-1][0])
                agreed = oracle.is_satisfied(self.rubric, self._merged()) and not self._stands_contradicted()
                assert agreed == (look.index == 1)

    def _what_is_withheld_stays_withheld(self) -> None:
        """A worker learns of visible criteria only, and of the best artifact's gaps."""
        if not isinstance(self.decision, Revise):
            return
        told = {gap.criterion_id for gap in self.decision.gaps} | {*self.decision.keep, *self.decision.broke}
        assert told <= {criterion.id for criterion in self.rubric.visible}
        top = best(self.history)
        assert self.decision.base == (top.index if top is not None else None)
        assert sum(iteration.general for iteration in self.history.iterations) <= 1
        if self.looks and self.looks[-1]:
            assert "f" in self._merged(), "there is nothing that a worker could do"
        if top is not None:
            marks = dict(zip(self.rubric.ids, oracle.merged(self.looks[top.index]), strict=True))
            shown = [criterion.id for criterion in self.rubric.visible]
            assert {gap.criterion_id for gap in self.decision.gaps} == {name for name in shown if marks[name] == "f"}
            assert self.decision.keep == tuple(name for name in shown if marks[name] == "p")
            blocking = top.grade.blocking if top.grade is not None else ()
            assert self.decision.general == (blocking != () and set(blocking).isdisjoint(shown))

    def _an_end_says_what_is_so(self) -> None:
        """Each result means what the design says."""
        if isinstance(self.decision, Stop) and self.decision.result not in BROKEN_OFF:
            getattr(self, f"_ended_{self.decision.result}")()

    def _failed(self, index: int, look: int) -> bool:
        """Whether a look at an artifact says by itself that the rubric does not apply."""
        words = self.looks[index][look : look + 1]
        return any(self.contradicted[index][look] or set(word) == {"n"} for word in words)

    def _stands_contradicted(self) -> bool:
        """At least half of the looks at the current artifact say that the rubric does not apply."""
        said = self.contradicted[-1]
        return any(said) and sum(said) * 2 >= len(said)

    def _merged(self) -> str:
        return oracle.merged(self.looks[-1])

    def _ended_satisfied(self) -> None:
        marks = self._merged()
        assert oracle.is_satisfied(self.rubric, marks)
        assert not set(oracle.required_marks(self.rubric, marks)) & set("fc.")
        assert not self._stands_contradicted()
        if self.rubric.judged_ids and self.outcome.confirm != 0:
            assert len(self.looks[-1]) >= 2

    def _ended_failed(self) -> None:
        assert self._stands_contradicted() or set(self._merged()) == {"n"}
        if self.rubric.judged_ids:
            assert sum(self._failed(-1, look) for look in range(len(self.looks[-1]))) >= 2

    def _ended_undecided(self) -> None:
        marks = self._merged()
        assert set(marks) & set("c") or self._stands_contradicted()
        assert "f" not in oracle.required_marks(self.rubric, marks)

    def _ended_budget_reached(self) -> None:
        assert self.spent.reaches(self.outcome.budget)

    def _ended_max_iterations_reached(self) -> None:
        assert len(self.history.iterations) == self.outcome.max_iterations
        assert not self.looks[-1] or not oracle.is_satisfied(self.rubric, self._merged())

    def _ended_stalled(self) -> None:
        assert len(self.history.iterations) >= 2

    def teardown(self) -> None:
        """Left to itself, every run ends: each round is one step of work and three looks at most."""
        if self.decision is None:
            return
        for _ in range(self.outcome.max_iterations * 4):
            if isinstance(self.decision, Revise):
                self.work(what="new", usage=FREE, seconds=0.0)
            elif isinstance(self.decision, LookAgain):
                self.look(marks=list("pfpp"), usage=FREE, seconds=0.0, how="well")
        assert self.ends == 1


TestAnyRun: Any = AnyRun.TestCase
TestAnyRun.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
