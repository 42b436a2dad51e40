"""How verdicts, scores, results and reasons are put in words for people: pure, and the same wherever they are shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from outcomes.scoring import AtLeast
from outcomes.text import clip, count

if TYPE_CHECKING:
    from outcomes.decide import Reason, Result
    from outcomes.rubric import Bar
    from outcomes.run import RunUsage
    from outcomes.scoring import Floor
    from outcomes.usage import Usage
    from outcomes.verdict import Grade, GradeResult, Status

SIGNS: Final[dict[Status, str]] = {"pass": "✓", "fail": "✗", "cannot_judge": "?", "not_applicable": "·"}
STYLES: Final[dict[Status, str]] = {"pass": "green", "fail": "red", "cannot_judge": "yellow", "not_applicable": "dim"}
RESULT_STYLES: Final[dict[Result, str]] = {
    "satisfied": "bold green",
    "needs_revision": "bold red",
    "max_iterations_reached": "bold red",
    "failed": "bold red",
    "stalled": "bold red",
    "worker_error": "bold red",
    "grader_error": "bold red",
    "interrupted": "bold yellow",
    "budget_reached": "bold yellow",
    "undecided": "bold yellow",
}
LONGEST_DETAIL: Final = 400


def result_in_words(result: Result | GradeResult, scope: str) -> str:
    """The result's own name, but never a bare `satisfied` when criteria were left aside."""
    if scope == "objective" and result == "satisfied":
        return "objective part satisfied"
    return result


def tally(grade: Grade) -> str:
    """`7 of 9 criteria graded, 5 pass, 2 fail`."""
    return f"{grade.graded} of {count(grade.total, 'criterion', 'criteria')} graded, {verdicts_in_words(grade)}"


def verdicts_in_words(grade: Grade) -> str:
    """`5 pass, 2 fail, 1 not judged`, or `all pass`."""
    found = [grade.status(item.id) for item in grade.bar.items]
    if all(status == "pass" for status in found):
        return "all pass" if len(found) > 1 else "it passes"
    wording: dict[Status, str] = {
        "pass": "pass",
        "fail": "fail",
        "cannot_judge": "not judged",
        "not_applicable": "not applicable",
    }
    return ", ".join(f"{found.count(status)} {words}" for status, words in wording.items() if status in found)


def score_in_words(grade: Grade) -> str:
    """`score 63%`, or `score 50% to 75%` while criteria are open."""
    lower, upper = percent(grade.score_lower), percent(grade.score_upper)
    return f"score {lower}" if lower == upper else f"score {lower} to {upper}"


def percent(share: float) -> str:
    """At most one decimal, rounded down, so that nothing looks like a threshold that it misses."""
    return f"{math.floor(share * 1000 + 1e-6) / 10:g}%"


def rule_in_words(bar: Bar) -> str:
    """When a rubric is satisfied, as a clause: `every required criterion passes and the score reaches 80%`."""
    required = any(item.required for item in bar.items)
    parts = ["every required criterion passes"] if required else []
    if bar.threshold > 0:
        parts.append("every point is earned" if bar.threshold >= 1 else f"the score reaches {percent(bar.threshold)}")
    parts += [_floor_in_words(floor) for floor in bar.floors]
    return " and ".join(parts) or "anything applies"


def _floor_in_words(floor: Floor) -> str:
    """`"Sources" reaches 60%`, `2 of "Charts" pass`."""
    name = f'"{floor.label}"' if floor.label else "a part"
    if isinstance(floor.node, AtLeast) and floor.least >= 1:
        return f"{floor.node.count} of {name} {'passes' if floor.node.count == 1 else 'pass'}"
    return f"{name} {'is above' if floor.above else 'reaches'} {percent(floor.least)}"


def reason_in_words(reason: Reason) -> str:
    """Why a run ended or goes on, in a clause."""
    if reason.detail:
        return clip(reason.detail, LONGEST_DETAIL)
    ids = ", ".join(reason.criterion_ids)
    spent, limit = _amount(reason.code, reason.spent), _amount(reason.code, reason.limit)
    wording = {
        "all_pass": "every criterion that counts passes",
        "gaps": f"not met: {ids}" if ids else "work to do",
        "unreadable": "the deliverable could not be read",
        "only_withheld": "only withheld criteria fail",
        "interrupted": "it was asked to stop",
        "contradiction": "the rubric is not about what was delivered",
        "nothing_applies": "no criterion applies to what was delivered",
        "seconds": f"{spent} used, the budget is {limit}",
        "tokens": f"{spent} used, the budget is {limit}",
        "cost_usd": f"{spent} spent, the budget is {limit}",
        "not_judged": f"nothing is left to fix, but not judged: {ids}",
        "max_iterations": f"{limit} graded, which is the limit",
        "same_content": "the worker delivered the same content again",
        "no_gain": f"no better artifact in {limit}",
        "flipping": f"passes and fails by turns: {ids}",
        "withheld_remain": "only withheld criteria fail, also after a general request",
    }
    return wording.get(reason.code, reason.code.replace("_", " "))


def cost_in_words(usage: RunUsage) -> str:
    """What a run used, apart for worker and grader; `?` where it is not known, never zero."""
    return f"worker {used_in_words(usage.worker)}; grader {used_in_words(usage.grader)}"


def dollars(amount: float) -> str:
    """Two decimals, or as many as it takes for a small amount to be more than nothing."""
    return f"${amount:.2f}" if amount >= 0.1 or not amount else f"${amount:.4f}"


def seconds_in_words(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _amount(code: str, number: float | None) -> str:
    if number is None:
        return "?"
    if code == "seconds":
        return seconds_in_words(number)
    if code == "cost_usd":
        return f"${number:.2f}"
    if code == "tokens":
        return count(int(number), "token")
    return count(int(number), "round" if code == "no_gain" else "iteration")


def used_in_words(usage: Usage | None) -> str:
    """`$0.02, 1,840 tokens`."""
    if usage is None:
        return "? (it did not say)"
    if not usage.tokens and usage.cost_usd == 0:
        return "$0.00, no tokens"
    cost = "$?" if usage.cost_usd is None else f"${usage.cost_usd:.2f}"
    return f"{cost}, {count(usage.tokens, 'token')}"
