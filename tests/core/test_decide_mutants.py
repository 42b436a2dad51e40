"""The scenarios are worth something: every broken copy of the rules is caught by at least one of them.

A mutant is the real source file with one piece of text replaced. One whose text is no longer in the file fails its
test, so that the list cannot rot.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

import outcomes.decide
import outcomes.verdict
from tests.core.grade_cases import misjudged
from tests.core.scenarios import missed


@dataclass(frozen=True)
class Mutant:
    """A mistake that one could make."""

    mistake: str
    text: str
    instead: str


RULES = [
    Mutant(
        "the last artifact instead of the best",
        "return min(graded, key=lambda entry: entry[:2])[2]",
        "return graded[-1][2]",
    ),
    Mutant("the later of two equals", "key=lambda entry: entry[:2]", "key=lambda entry: (entry[0], -entry[1])"),
    Mutant("satisfied is not better", "        not grade.satisfied,\n", "        False,\n"),
    Mutant("failures do not count", "        grade.required_failures,\n", "        0,\n"),
    Mutant("what is not judged does not count", "        grade.required_undecided,\n", "        0,\n"),
    Mutant("fewer points are better", "        -grade.score_lower,\n", "        grade.score_lower,\n"),
    Mutant("a lower upper bound is better", "        -grade.score_upper,\n", "        grade.score_upper,\n"),
    Mutant("satisfied before it is confirmed", "and look is None and grade.satisfied", "and grade.satisfied"),
    Mutant("no confirmation", "return not later or not (agreed", "return bool(later) and not (agreed"),
    Mutant("confirmation where none is asked", "if outcome.confirm == 0 or not", "if not"),
    Mutant("confirmation of what code decides", "if not judged or len", "if len"),
    Mutant("confirmation of a fail", "or not first.satisfied:", "or False:"),
    Mutant(
        "code is asked again",
        "return _look(len(current.grades), judged)",
        "return _look(len(current.grades), outcome.rubric.ids)",
    ),
    Mutant("nobody confirms that the rubric does not fit", 'if first.result == "failed":', "if False:"),
    Mutant("one look against the rubric is enough", "> any(item.judged", ">= any(item.judged"),
    Mutant("code is asked twice whether the rubric fits", "> any(item.judged for item in bar.items)", "> 1"),
    Mutant("a tie against the rubric ends the run", " and _agreed(current):", ":"),
    Mutant("a tie against the rubric goes on without gaps", '"failed" and not grade.blocking', '"failed" and False'),
    Mutant("a tie against the rubric never goes on", '"failed" and not grade.blocking', '"failed"'),
    Mutant("what the budget does not cover is forgotten", "if history.shortfall is not None:", "if False:"),
    Mutant("the same order again", "seed=index", "seed=0"),
    Mutant("no third look", "MOST_LOOKS = 3", "MOST_LOOKS = 2"),
    Mutant("looks without end", "MOST_LOOKS = 3", "MOST_LOOKS = 9"),
    Mutant("a third look when two agree", "agreed or outcome.confirm", "outcome.confirm"),
    Mutant("strict is ignored", ' or outcome.confirm == "strict"', ""),
    Mutant(
        "interrupted after worker_error",
        "if history.interrupted:",
        "if history.interrupted and not history.worker_error:",
    ),
    Mutant(
        "interrupted after grader_error",
        "if history.interrupted:",
        "if history.interrupted and not history.grader_error:",
    ),
    Mutant("worker_error is dropped", "if history.worker_error is not None:", "if False:"),
    Mutant("grader_error is dropped", "if history.grader_error is not None:", "if False:"),
    Mutant("failed is dropped", 'grade.result == "failed" and _agreed', "False and _agreed"),
    Mutant(
        "failed after budget_reached",
        "and _agreed(current):",
        "and _agreed(current) and _over_budget(history, outcome) is None:",
    ),
    Mutant(
        "satisfied after budget_reached",
        "look is None and grade.satisfied",
        "look is None and grade.satisfied and _over_budget(history, outcome) is None",
    ),
    Mutant(
        "budget_reached after undecided",
        "if over is not None:",
        'if over is not None and not (grade and grade.result == "undecided"):',
    ),
    Mutant("budget_reached after the next look", "if over is not None:", "if over is not None and look is None:"),
    Mutant("undecided is dropped", 'grade.result == "undecided"', "False"),
    Mutant(
        "undecided after max_iterations_reached",
        'grade.result == "undecided"',
        'grade.result == "undecided" and len(history.iterations) < outcome.max_iterations',
    ),
    Mutant("one iteration more", "len(history.iterations) >= outcome", "len(history.iterations) > outcome"),
    Mutant(
        "one iteration less", "len(history.iterations) >= outcome.max", "len(history.iterations) >= -1 + outcome.max"
    ),
    Mutant(
        "max_iterations_reached after stalled",
        "len(history.iterations) >= outcome.max_iterations:",
        "len(history.iterations) >= outcome.max_iterations and _stall(history, best(history)) is None:",
    ),
    Mutant("stalled is dropped", "if stall is not None:", "if False:"),
    Mutant("seconds may be reached", "history.seconds >= budget", "history.seconds > budget"),
    Mutant("tokens may be reached", "history.spent_tokens >= budget", "history.spent_tokens > budget"),
    Mutant("money may be reached", "history.spent_usd >= budget", "history.spent_usd > budget"),
    Mutant(
        "unknown money is no money",
        "(history.spent_usd is None or history",
        "(history.spent_usd is not None and history",
    ),
    Mutant(
        "unknown tokens are no tokens",
        "(history.spent_tokens is None or history",
        "(history.spent_tokens is not None and history",
    ),
    Mutant(
        "unknown money matters where tokens are limited",
        "if budget.cost_usd is not None and (",
        "if history.spent_usd is None or budget.cost_usd is not None and (",
    ),
    Mutant("a stall after one round", "STALL_ROUNDS = 2", "STALL_ROUNDS = 1"),
    Mutant("a stall after three rounds", "STALL_ROUNDS = 2", "STALL_ROUNDS = 3"),
    Mutant("flipping after one relapse", "MOST_RELAPSES = 1", "MOST_RELAPSES = 0"),
    Mutant("flipping after three relapses", "MOST_RELAPSES = 1", "MOST_RELAPSES = 2"),
    Mutant("only the round before is compared", "for it in earlier)", "for it in earlier[-1:])"),
    Mutant(
        "unreadable rounds are forgiven",
        "current.index - last_gain >= STALL_ROUNDS",
        "current.problem is None and current.index - last_gain >= STALL_ROUNDS",
    ),
    Mutant("the general request comes twice", "and any(it.general for it in history.iterations)", "and False"),
    Mutant("the general request never comes", "and any(it.general for it in history.iterations)", ""),
    Mutant("visible gaps are taken for withheld ones", "and all(grade.bar.by_id", "and any(grade.bar.by_id"),
    Mutant("withheld gaps leak", "for item in items if not item.withheld}", "for item in items}"),
    Mutant("gaps of the last attempt", "for gap in base.grade.gaps", "for gap in (current.grade or base.grade).gaps"),
    Mutant(
        "keep what the last attempt passes",
        "base.grade.status(item.id) ==",
        "(current.grade or base.grade).status(item.id) ==",
    ),
    Mutant("broken only if it fails", 'after.status(name) != "pass"', 'after.status(name) == "fail"'),
    Mutant("nothing is ever said to be broken", "after is not None and after", "False and after"),
    Mutant("the general request besides gaps", "general=_only_withheld(base.grade)", "general=True"),
    Mutant("gaps and no general request", "general=_only_withheld(base.grade)", "general=False"),
    Mutant("unreadable is just another gap", "if current.problem is not None:", "if False:"),
]

JUDGEMENTS = [
    Mutant(
        "what cannot be judged earns its points",
        "return 1.0 if best else WORST if item.per_occurrence else 0.0",
        "return 1.0",
    ),
    Mutant("what cannot be judged earns nothing at best", "return 1.0 if best else", "return 0.0 if best else"),
    Mutant("a fault that is open occurs once", "WORST if item.per_occurrence else 0.0", "0.0"),
    Mutant(
        "what does not apply fails",
        'if status == "not_applicable":\n            return None',
        'if status == "not_applicable":\n            return 0.0',
    ),
    Mutant("what has no verdict passes", 'else "cannot_judge"\n\n', 'else "pass"\n\n'),
    Mutant("a part is enough", "            and self.complete\n", ""),
    Mutant("failures do not matter", "            and not self.required_failures\n", ""),
    Mutant("what is open does not matter", "            and not self.required_undecided\n", ""),
    Mutant("the threshold does not matter", "            and self.score_lower >= self.bar.threshold - ROUNDING\n", ""),
    Mutant("the upper bound is enough", "and self.score_lower >= self", "and self.score_upper >= self"),
    Mutant(
        "more than the threshold is asked",
        "and self.score_lower >= self.bar.threshold - ROUNDING",
        "and self.score_lower > self.bar.threshold",
    ),
    Mutant("nothing need apply", "            and self._surely_applies\n", ""),
    Mutant("what may apply applies", "            and self._surely_applies\n", "            and self._may_apply\n"),
    Mutant("a contradiction does not matter", "self.contradiction is None\n", "True\n"),
    Mutant(
        "optional failures are required",
        'self.status(item.id) == "fail" and (item.required or short or item.id in self._below_floor)',
        'self.status(item.id) == "fail"',
    ),
    Mutant("floors do not count", "            and not self._below_floor\n", ""),
    Mutant("what is below a floor does not block", " or item.id in self._below_floor", ""),
    Mutant(
        "a floor is taken for reached while it is open",
        "floor.met(self._worst)",
        "floor.met({i.id: self._credit(i, best=True) for i in self.bar.items})",
    ),
    Mutant("points never block", "(item.required or short or", "(item.required or"),
    Mutant("undecided is dropped", '"needs_revision" if self.blocking else "undecided"', '"needs_revision"'),
    Mutant(
        "a tie passes",
        '("fail", "cannot_judge", "not_applicable", "pass")',
        '("pass", "not_applicable", "cannot_judge", "fail")',
    ),
    Mutant("half is a majority", "* 2 > len(votes)", "* 2 >= len(votes)"),
    Mutant("one dissent decides", "winner = majority[0] if majority else next", "winner = next"),
    Mutant("the first look decides", "    if len(votes) == 1:\n        return votes[0]\n", "    return votes[0]\n"),
]


def load(module: ModuleType, *mutants: Mutant) -> ModuleType:
    """A fresh copy of a module with the mistakes in it. The text of each must stand in the file exactly once."""
    assert module.__file__ is not None
    source = Path(module.__file__).read_text(encoding="utf-8")
    for mutant in mutants:
        assert source.count(mutant.text) == 1, f"{mutant.mistake}: {mutant.text!r} is not in {module.__file__} once"
        source = source.replace(mutant.text, mutant.instead)
    copy = ModuleType(f"{module.__name__}_copy")
    sys.modules[copy.__name__] = copy  # dataclasses and pydantic look their module up by name
    try:
        exec(compile(source, module.__file__, "exec"), vars(copy))  # noqa: S102 - our own source
    finally:
        del sys.modules[copy.__name__]
    return copy


def test_a_copy_without_a_mistake_does_everything_right() -> None:
    assert missed(load(outcomes.decide)) == []
    assert misjudged(load(outcomes.verdict)) == []


@pytest.mark.parametrize("mutant", RULES, ids=lambda mutant: mutant.mistake)
def test_a_mistake_in_the_rules_is_caught(mutant: Mutant) -> None:
    assert missed(load(outcomes.decide, mutant))


@pytest.mark.parametrize("mutant", JUDGEMENTS, ids=lambda mutant: mutant.mistake)
def test_a_mistake_in_a_grade_is_caught(mutant: Mutant) -> None:
    assert misjudged(load(outcomes.verdict, mutant))
