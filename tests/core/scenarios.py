"""Runs so far, as data, with the one right answer to each.

The answers are written from the design. `test_decide.py` asks the engine; `test_decide_mutants.py` asks broken copies
of it, to see that a wrong answer is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from outcomes.history import History, Iteration, Shortfall
from outcomes.outcome import Budget, Outcome
from outcomes.usage import FREE, Usage
from tests.core.factories import a_round, a_rubric, an_outcome

if TYPE_CHECKING:
    from types import ModuleType
    from typing import Literal

    from outcomes.rubric import Rubric


UNLIMITED = Budget()


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A run so far, and what must happen next, in the words of `told`."""

    name: str
    then: str
    rubric: str = "a b"
    threshold: float | None = None
    rounds: str = ""
    """In the notation of `a_round`, separated by blanks."""
    contents: str = ""
    """What each round delivered, one letter each; empty: something new every time."""
    general: int | None = None
    """The round that got the general request."""
    confirm: Literal[0, 1, "strict"] = 1
    most: int = 9
    """`max_iterations`."""
    budget: Budget = UNLIMITED
    worker: Usage | None = FREE
    """What the worker reports in each round."""
    grader: Usage | None = FREE
    contradiction: str | None = None
    """What looks at the last round say against applying the rubric at all."""
    by: tuple[int, ...] = (-1,)
    """Which looks say so."""
    shortfall: Shortfall | None = None
    interrupted: bool = False
    worker_error: str | None = None
    grader_error: str | None = None

    @cached_property
    def outcome(self) -> Outcome:
        """What is wanted."""
        return an_outcome(self._rubric, confirm=self.confirm, max_iterations=self.most, budget=self.budget)

    @cached_property
    def history(self) -> History:
        """What has happened."""
        rounds = self.rounds.split()
        return History(
            iterations=tuple(self._round(index, rounds) for index in range(len(rounds))),
            interrupted=self.interrupted,
            worker_error=self.worker_error,
            grader_error=self.grader_error,
            shortfall=self.shortfall,
        )

    def _round(self, index: int, rounds: list[str]) -> Iteration:
        done = a_round(
            self._rubric,
            rounds[index],
            index=index,
            content=self.contents[index] if self.contents else None,
            worker=self.worker,
            grader=self.grader,
            contradiction=self.contradiction if index == len(rounds) - 1 else None,
            by=self.by,
        )
        return replace(done, general=index == self.general)

    @cached_property
    def _rubric(self) -> Rubric:
        return a_rubric(self.rubric, threshold=self.threshold)


def told(decision: object) -> str:
    """A decision in a line. Goes by the names of things, so that it can be used on copies of `decide`."""
    values = {name: getattr(decision, name) for name in getattr(decision, "__dataclass_fields__", {})}
    match type(decision).__name__:
        case "Stop":
            return f"stop {values['result']} ({values['reason'].code})"
        case "LookAgain":
            look = values["look"]
            return f"look {look.index} seed {look.seed} at {' '.join(look.criterion_ids)}"
        case _:
            base = "nothing" if values["base"] is None else values["base"]
            fix = [gap.criterion_id for gap in values["gaps"]]
            named = {"fix": fix, "keep": values["keep"], "broke": values["broke"]}
            parts = [f"{word} {' '.join(ids)}" for word, ids in named.items() if ids]
            general = ["general"] if values["general"] else []
            return ", ".join([f"revise {base} ({values['reason'].code})", *parts, *general])


FIVE_CENTS = Usage(input_tokens=30, output_tokens=20, cost_usd=0.05)
TOKENS_ONLY = Usage(input_tokens=30, output_tokens=20)

STEPS = [
    Scenario(name="a run begins with work", then="revise nothing (gaps)"),
    Scenario(name="what is delivered is graded in full", rounds="-", then="look 0 seed 0 at a b"),
    Scenario(
        name="what was not good enough is graded after the next round too", rounds="fp -", then="look 0 seed 0 at a b"
    ),
    Scenario(name="failing criteria send the work back", rounds="fp", then="revise 0 (gaps), fix a, keep b"),
    Scenario(
        name="an optional gap is passed on with the others", rubric="a? b", rounds="ff", then="revise 0 (gaps), fix b a"
    ),
    Scenario(name="an unreadable deliverable is a gap, not an end", rounds="x", then="revise nothing (unreadable)"),
    Scenario(
        name="after an unreadable deliverable the work goes on from the best before it",
        rounds="pf x",
        then="revise 0 (unreadable), fix b, keep a",
    ),
    Scenario(
        name="an unreadable deliverable does not take a satisfied look away",
        rounds="x pp",
        then="look 1 seed 1 at a b",
    ),
]

CONFIRMATION = [
    Scenario(name="a first pass is looked at again", rounds="pp", then="look 1 seed 1 at a b"),
    Scenario(name="a fail is not looked at again", rounds="pf", then="revise 0 (gaps), fix b, keep a"),
    Scenario(name="only judged criteria are looked at again", rubric="o# a", rounds="pp", then="look 1 seed 1 at a"),
    Scenario(name="code is not asked twice", rubric="o# q#", rounds="pp", then="stop satisfied (all_pass)"),
    Scenario(name="without confirmation one look is enough", confirm=0, rounds="pp", then="stop satisfied (all_pass)"),
    Scenario(name="a second pass confirms the first", rounds="pp/pp", then="stop satisfied (all_pass)"),
    Scenario(
        name="a second look at the judged part confirms the whole",
        rubric="o# a",
        rounds="pp/.p",
        then="stop satisfied (all_pass)",
    ),
    Scenario(name="after a dissent a third look decides", rounds="pp/fp", then="look 2 seed 2 at a b"),
    Scenario(name="not being able to judge is a dissent", rounds="pp/cp", then="look 2 seed 2 at a b"),
    Scenario(name="two of three pass", rounds="pp/fp/pp", then="stop satisfied (all_pass)"),
    Scenario(name="two of three fail", rounds="pp/fp/fp", then="revise 0 (gaps), fix a, keep b"),
    Scenario(name="no two of three agree", rounds="pp/fp/cp", then="revise 0 (gaps), fix a, keep b"),
    Scenario(name="two of three cannot judge", rounds="pp/cp/cp", then="stop undecided (not_judged)"),
    Scenario(
        name="strict: one dissent sends it back",
        confirm="strict",
        rounds="pp/fp",
        then="revise 0 (gaps), fix a, keep b",
    ),
    Scenario(
        name="strict: one doubt is enough too", confirm="strict", rounds="pp/cp", then="stop undecided (not_judged)"
    ),
    Scenario(name="strict: two passes", confirm="strict", rounds="pp/pp", then="stop satisfied (all_pass)"),
    Scenario(name="strict still looks twice", confirm="strict", rounds="pp", then="look 1 seed 1 at a b"),
    Scenario(
        name="a dissent about what does not decide is no dissent",
        rubric="a b?",
        rounds="pp/pf",
        then="stop satisfied (all_pass)",
    ),
    Scenario(
        name="a dissent about what the threshold needs is one",
        rubric="a b?",
        threshold=1.0,
        rounds="pp/pf",
        then="look 2 seed 2 at a b",
    ),
    Scenario(name="each artifact is confirmed by itself", rounds="fp pp", then="look 1 seed 1 at a b"),
]

BUDGETS = [
    Scenario(
        name="time is over when it is used up",
        budget=Budget(seconds=2),
        rounds="pf",
        then="stop budget_reached (seconds)",
    ),
    Scenario(
        name="time is not over before", budget=Budget(seconds=2.1), rounds="pf", then="revise 0 (gaps), fix b, keep a"
    ),
    Scenario(
        name="a budget that ends before the confirmation",
        budget=Budget(seconds=2),
        rounds="pp",
        then="stop budget_reached (seconds)",
    ),
    Scenario(
        name="a budget that ends before the deciding look",
        budget=Budget(seconds=3),
        rounds="pp/fp",
        then="stop budget_reached (seconds)",
    ),
    Scenario(
        name="a budget that ends before the first look",
        budget=Budget(seconds=1),
        rounds="-",
        then="stop budget_reached (seconds)",
    ),
    Scenario(
        name="tokens of workers and graders count together",
        budget=Budget(tokens=100),
        rounds="pf",
        worker=TOKENS_ONLY,
        grader=TOKENS_ONLY,
        then="stop budget_reached (tokens)",
    ),
    Scenario(
        name="one token less",
        budget=Budget(tokens=101),
        rounds="pf",
        worker=TOKENS_ONLY,
        grader=TOKENS_ONLY,
        then="revise 0 (gaps), fix b, keep a",
    ),
    Scenario(
        name="money of workers and graders counts together",
        budget=Budget(cost_usd=0.1),
        rounds="pf",
        worker=FIVE_CENTS,
        grader=FIVE_CENTS,
        then="stop budget_reached (cost_usd)",
    ),
    Scenario(
        name="money that is left",
        budget=Budget(cost_usd=0.11),
        rounds="pf",
        worker=FIVE_CENTS,
        grader=FIVE_CENTS,
        then="revise 0 (gaps), fix b, keep a",
    ),
    Scenario(
        name="every look is paid for",
        budget=Budget(cost_usd=0.15),
        rounds="pp/fp/fp",
        grader=FIVE_CENTS,
        then="stop budget_reached (cost_usd)",
    ),
    Scenario(
        name="a grader that does not say what it used ends a run with a limit on tokens",
        budget=Budget(tokens=10**9),
        rounds="pf",
        grader=None,
        then="stop budget_reached (usage_unknown)",
    ),
    Scenario(
        name="a grader that does not say what it cost ends a run with a limit on money",
        budget=Budget(cost_usd=10**9),
        rounds="pf",
        grader=TOKENS_ONLY,
        then="stop budget_reached (usage_unknown)",
    ),
    Scenario(
        name="tokens are enough where only tokens are limited",
        budget=Budget(tokens=10**9),
        rounds="pf",
        grader=TOKENS_ONLY,
        then="revise 0 (gaps), fix b, keep a",
    ),
    Scenario(
        name="nobody has to say anything where only time is limited",
        budget=Budget(seconds=10**9),
        rounds="pf",
        worker=None,
        grader=None,
        then="revise 0 (gaps), fix b, keep a",
    ),
    Scenario(
        name="a worker that reports nothing leaves the limit to the engine's own spending",
        budget=Budget(cost_usd=0.1, tokens=100),
        rounds="pf",
        worker=None,
        grader=FIVE_CENTS,
        then="revise 0 (gaps), fix b, keep a",
    ),
]

LIMITS = [
    Scenario(
        name="the last evaluation ends the run",
        most=2,
        rounds="ff fp",
        then="stop max_iterations_reached (max_iterations)",
    ),
    Scenario(name="the one before does not", most=3, rounds="ff fp", then="revise 1 (gaps), fix a, keep b"),
    Scenario(
        name="a run may have one evaluation", most=1, rounds="fp", then="stop max_iterations_reached (max_iterations)"
    ),
    Scenario(name="the last evaluation may still be confirmed", most=1, rounds="pp", then="look 1 seed 1 at a b"),
    Scenario(name="looks are not evaluations", most=2, rounds="pp/fp/fp", then="revise 0 (gaps), fix a, keep b"),
    Scenario(name="the last evaluation may satisfy", most=2, rounds="fp pp/pp", then="stop satisfied (all_pass)"),
    Scenario(
        name="unreadable deliverables use evaluations up",
        most=2,
        rounds="x x",
        then="stop max_iterations_reached (max_iterations)",
    ),
    Scenario(name="what cannot be judged stops at once", rounds="cp", then="stop undecided (not_judged)"),
    Scenario(name="what can be fixed goes first", rounds="cf", then="revise 0 (gaps), fix b"),
    Scenario(name="what does not count may stay open", rubric="a b?", rounds="pc/pc", then="stop satisfied (all_pass)"),
    Scenario(
        name="what the threshold needs may not",
        rubric="a b?",
        threshold=0.9,
        rounds="pc",
        then="stop undecided (not_judged)",
    ),
    Scenario(
        name="a gap that does not count is no reason to go on",
        rubric="a b?",
        rounds="cf",
        then="stop undecided (not_judged)",
    ),
    Scenario(
        name="a rubric that does not fit the artifact",
        rounds="ff/ff",
        contradiction="it is about slides, and this is a poem",
        by=(0, 1),
        then="stop failed (contradiction)",
    ),
    Scenario(
        name="what one look says against the rubric is looked at again, whatever confirms a pass",
        confirm=0,
        rounds="ff",
        contradiction="it is about slides, and this is a poem",
        then="look 1 seed 1 at a b",
    ),
    Scenario(
        name="two looks that do not agree on whether the rubric fits have a third",
        confirm="strict",
        rounds="ff/pp",
        contradiction="it is about slides, and this is a poem",
        by=(0,),
        then="look 2 seed 2 at a b",
    ),
    Scenario(
        name="two of three looks say that the rubric does not fit",
        rounds="ff/pp/ff",
        contradiction="it is about slides, and this is a poem",
        by=(0, 2),
        then="stop failed (contradiction)",
    ),
    Scenario(
        name="one of three looks is not believed that the rubric does not fit",
        confirm=0,
        rounds="ff/pp/pp",
        contradiction="it is about slides, and this is a poem",
        by=(0,),
        then="stop satisfied (all_pass)",
    ),
    Scenario(
        name="one of two strict looks against the rubric is a dissent, and sends the work back",
        confirm="strict",
        rounds="pp/fp",
        contradiction="it is about slides, and this is a poem",
        then="revise 0 (gaps), fix a, keep b",
    ),
    Scenario(
        name="a dissent that leaves nothing to mend leaves it undecided",
        confirm="strict",
        rounds="pp/pp",
        contradiction="it is about slides, and this is a poem",
        then="stop undecided (contradiction)",
    ),
    Scenario(
        name="code that decides everything is not asked twice",
        rubric="a# b#",
        rounds="ff",
        contradiction="it is about slides, and this is a poem",
        then="stop failed (contradiction)",
    ),
    Scenario(
        name="one look of two saying so is a tie, and a third settles it",
        rounds="pp/pp",
        contradiction="it is about slides, and this is a poem",
        then="look 2 seed 2 at a b",
    ),
    Scenario(name="nothing applies", rubric="a~ b~", rounds="nn/nn", then="stop failed (nothing_applies)"),
    Scenario(name="nothing may apply", rubric="a~ b~", confirm=0, rounds="nn", then="look 1 seed 1 at a b"),
    Scenario(name="something applies", rubric="a~ b~", rounds="np/np", then="stop satisfied (all_pass)"),
]

STALLS = [
    Scenario(name="the same content again", rounds="ff fp", contents="xx", then="stop stalled (same_content)"),
    Scenario(
        name="the content of an earlier round again",
        rounds="ff fp pf",
        contents="xyx",
        then="stop stalled (same_content)",
    ),
    Scenario(
        name="the same content, now passing, is a pass",
        rounds="fp pp/pp",
        contents="xx",
        then="stop satisfied (all_pass)",
    ),
    Scenario(name="one round without a gain", rounds="fp ff", then="revise 0 (gaps), fix a, keep b, broke b"),
    Scenario(name="two rounds without a gain", rounds="fp ff ff", then="stop stalled (no_gain)"),
    Scenario(name="two rounds that are just as good are no gain", rounds="fp fp pf", then="stop stalled (no_gain)"),
    Scenario(name="unreadable rounds are no gain", rounds="fp x x", then="stop stalled (no_gain)"),
    Scenario(name="nothing readable in three rounds", rounds="x x x", then="stop stalled (no_gain)"),
    Scenario(name="nothing readable in two", rounds="x x", then="revise nothing (unreadable)"),
    Scenario(
        name="a gain starts the count again",
        rubric="a b c",
        rounds="fff fff ffp fff",
        then="revise 2 (gaps), fix a b, keep c, broke c",
    ),
    Scenario(
        name="a better upper bound is a gain",
        rubric="a b? c?",
        rounds="fff fcf fff",
        then="revise 1 (gaps), fix a c",
    ),
    Scenario(
        name="a criterion that broke once is not flipping",
        rubric="a b c d",
        rounds="pfff fpff fppf",
        then="revise 2 (gaps), fix a d, keep b c",
    ),
    Scenario(
        name="a criterion that broke twice is flipping",
        rubric="a b c d e",
        rounds="pffff fppff ppfff fpppf",
        then="stop stalled (flipping)",
    ),
    Scenario(
        name="only withheld criteria fail for the first time",
        rubric="a w!",
        rounds="pf",
        then="revise 0 (only_withheld), keep a, general",
    ),
    Scenario(
        name="a visible gap that does not count hides nothing",
        rubric="a b? w!",
        rounds="pff",
        then="revise 0 (only_withheld), fix b, keep a, general",
    ),
    Scenario(
        name="only withheld criteria fail after a general round",
        rubric="a w! v!",
        rounds="pff ppf",
        general=1,
        then="stop stalled (withheld_remain)",
    ),
    Scenario(
        name="a visible gap is left besides the withheld ones",
        rubric="a w! v!",
        rounds="pff fpp",
        general=1,
        then="revise 1 (gaps), fix a",
    ),
]

BEST = [
    Scenario(name="fewer required failures are better", rounds="fp ff", then="revise 0 (gaps), fix a, keep b, broke b"),
    Scenario(
        name="fewer required failures outweigh points",
        rubric="a b c? d? e?",
        rounds="pffff ffppp",
        then="revise 0 (gaps), fix b c d e, keep a, broke a",
    ),
    Scenario(
        name="then fewer required not judged",
        rubric="a b c d? e?",
        rounds="fppff fcppp",
        then="revise 0 (gaps), fix a d e, keep b c, broke b",
    ),
    Scenario(
        name="then the higher lower bound",
        rubric="a b? c?",
        rounds="fpf fcc",
        then="revise 0 (gaps), fix a c, keep b, broke b",
    ),
    Scenario(
        name="then the higher upper bound",
        rubric="a b? c?",
        rounds="fcf fff",
        then="revise 0 (gaps), fix a c",
    ),
    Scenario(name="then the earlier", rounds="fp pf", then="revise 0 (gaps), fix a, keep b, broke b"),
    Scenario(name="the last when it is the best", rounds="ff fp", then="revise 1 (gaps), fix a, keep b"),
    Scenario(
        name="an artifact whose confirmation failed is no longer the best",
        rubric="a b c",
        rounds="pfp ppp/ffp/ffp",
        then="revise 0 (gaps), fix b, keep a c, broke a",
    ),
]

REVISIONS = [
    Scenario(
        name="withheld gaps stay withheld",
        rubric="a b w!",
        rounds="fpf",
        then="revise 0 (gaps), fix a, keep b",
    ),
    Scenario(
        name="withheld passes stay withheld",
        rubric="a b w!",
        rounds="fpp fff",
        then="revise 0 (gaps), fix a, keep b, broke b",
    ),
    Scenario(
        name="what can no longer be judged is broken too",
        rubric="a b c~",
        rounds="fpp fcn",
        then="revise 0 (gaps), fix a, keep b c, broke b c",
    ),
    Scenario(
        name="an unreadable attempt broke nothing that is known",
        rounds="fp x",
        then="revise 0 (unreadable), fix a, keep b",
    ),
    Scenario(
        name="the gaps of the best, not of the last",
        rubric="a b c",
        rounds="ppf ffp",
        then="revise 0 (gaps), fix c, keep a b, broke a b",
    ),
]

PRECEDENCE = [
    Scenario(
        name="interrupted before worker_error",
        interrupted=True,
        worker_error="it broke",
        then="stop interrupted (interrupted)",
    ),
    Scenario(
        name="interrupted before grader_error",
        interrupted=True,
        grader_error="it broke",
        rounds="-",
        then="stop interrupted (interrupted)",
    ),
    Scenario(
        name="worker_error before satisfied",
        worker_error="it broke",
        confirm=0,
        rounds="pp",
        then="stop worker_error (worker_error)",
    ),
    Scenario(
        name="grader_error before satisfied",
        grader_error="it broke",
        confirm=0,
        rounds="pp",
        then="stop grader_error (grader_error)",
    ),
    Scenario(
        name="grader_error before another look",
        grader_error="it broke",
        rounds="-",
        then="stop grader_error (grader_error)",
    ),
    Scenario(
        name="failed instead of satisfied, which cannot both hold",
        confirm=0,
        contradiction="another kind of document",
        by=(0, 1),
        rounds="pp/pp",
        then="stop failed (contradiction)",
    ),
    Scenario(
        name="satisfied before budget_reached",
        budget=Budget(seconds=1),
        rounds="pp/pp",
        then="stop satisfied (all_pass)",
    ),
    Scenario(
        name="failed before budget_reached",
        budget=Budget(seconds=1),
        contradiction="another kind of document",
        by=(0, 1),
        rounds="ff/ff",
        then="stop failed (contradiction)",
    ),
    Scenario(
        name="budget_reached before anybody confirms that the rubric does not fit",
        budget=Budget(seconds=1),
        contradiction="another kind of document",
        rounds="ff",
        then="stop budget_reached (seconds)",
    ),
    Scenario(
        name="a look that the budget might not cover ends the run",
        budget=Budget(cost_usd=1),
        shortfall=Shortfall(limit="cost_usd", needed=2.0, message="it may cost $2.00, and $1.00 is left"),
        rounds="ff -",
        then="stop budget_reached (cost_usd)",
    ),
    Scenario(
        name="a confirmation that the budget might not cover ends the run",
        budget=Budget(tokens=10),
        shortfall=Shortfall(limit="tokens", needed=20, message="it may use 20 tokens"),
        rounds="pp",
        then="stop budget_reached (tokens)",
    ),
    Scenario(
        name="budget_reached before undecided",
        budget=Budget(seconds=1),
        rounds="cp",
        then="stop budget_reached (seconds)",
    ),
    Scenario(name="undecided before max_iterations_reached", most=1, rounds="cp", then="stop undecided (not_judged)"),
    Scenario(
        name="max_iterations_reached before stalled",
        most=2,
        rounds="ff ff",
        contents="xx",
        then="stop max_iterations_reached (max_iterations)",
    ),
    Scenario(name="stalled before needs_revision", rounds="ff ff", contents="xx", then="stop stalled (same_content)"),
]
"""Each neighbouring pair of the results, with both holding: the earlier wins."""

SCENARIOS = [*STEPS, *CONFIRMATION, *BUDGETS, *LIMITS, *STALLS, *BEST, *REVISIONS, *PRECEDENCE]


@dataclass(frozen=True, kw_only=True)
class Top:
    """Rounds, and which of them delivered the best artifact."""

    best: int | None
    rubric: str = "a b"
    rounds: str
    threshold: float | None = None
    contradiction: str | None = None

    @cached_property
    def history(self) -> History:
        """What has happened."""
        return Scenario(
            name="",
            then="",
            rubric=self.rubric,
            rounds=self.rounds,
            threshold=self.threshold,
            contradiction=self.contradiction,
        ).history


TOPS = [
    Top(rounds="", best=None),
    Top(rounds="-", best=None),
    Top(rounds="x x -", best=None),
    Top(rounds="x fp -", best=1),
    Top(rounds="ff fp pp pf", best=2),
    Top(rubric="a? b", rounds="pf fp", best=1),
    Top(rubric="a b c? d? e?", rounds="ppfff ppppf/fpppp", best=0),
    Top(rounds="cf fp", best=1),
    Top(rounds="fp cp", best=1),
    Top(rubric="a b c", rounds="fcp fpp ffp", best=1),
    Top(rubric="a b? c?", rounds="ffc fpf", best=1),
    Top(rubric="a b? c?", rounds="fpf fpc", best=1),
    Top(rubric="a b? c?", rounds="ffp fpf", best=0),
    Top(rubric="a b? c? d?", threshold=0.5, rounds="pfcc ppff", best=1),
    Top(rubric="a b?", rounds="pf pp", contradiction="it is a poem", best=0),
]


def missed(decide: ModuleType) -> list[str]:
    """Where a copy of `outcomes.decide` does something else than it must."""
    wrong = [
        scenario.name
        for scenario in SCENARIOS
        if told(decide.decide(scenario.history, scenario.outcome)) != scenario.then
    ]
    return wrong + [top.rounds for top in TOPS if index_of(decide.best(top.history)) != top.best]


def index_of(iteration: Iteration | None) -> int | None:
    """Which round, if any."""
    return iteration.index if iteration is not None else None
