"""Every rule in the order of its code, and which of them speak."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from outcomes.errors import UsageError
from outcomes.lint.rules import (
    compound,
    conflicts,
    coverage,
    decidable,
    evidence,
    leaning,
    leftovers,
    levels,
    nesting,
    phrasing,
    reading,
    safety,
    scoring,
    size,
    totals,
    vague,
)
from outcomes.text import clip, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.lint.rule import Rule

RULES: tuple[Rule, ...] = (
    vague.vague_word,
    vague.label_only,
    compound.compound,
    evidence.process_claim,
    evidence.needs_reference,
    evidence.felt,
    phrasing.double_negative,
    phrasing.no_baseline,
    phrasing.long,
    phrasing.open_question,
    leaning.unstated_condition,
    leaning.points_elsewhere,
    phrasing.no_unit,
    phrasing.mark_against_words,
    scoring.weight_without_descriptor,
    totals.wrong_total,
    scoring.only_deductions,
    scoring.worth_nothing,
    scoring.unreachable,
    scoring.idle_threshold,
    scoring.all_or_nothing,
    levels.level_gap,
    levels.level_overlap,
    levels.level_without_text,
    leftovers.placeholder,
    coverage.nothing_required,
    coverage.form_only,
    coverage.nothing_to_point_at,
    size.many_judged,
    size.no_room,
    nesting.items_as_criteria,
    nesting.items_in_one,
    coverage.all_withheld,
    conflicts.conflicting_limits,
    conflicts.contradiction,
    conflicts.duplicate,
    conflicts.near_duplicate,
    decidable.check_decides,
    decidable.check_against_words,
    decidable.check_of_other_kind,
    decidable.words_of_other_kind,
    reading.unreadable,
    reading.not_understood,
    reading.not_carried_over,
    reading.read_as,
    reading.marker_without_dot,
    reading.bad_suppression,
    reading.unused_suppression,
    safety.steering,
    safety.verdict_dictated,
    safety.criterion_in_comment,
    safety.invisible_characters,
    safety.runs_code,
)
"""A new rule is a function in a module of `rules` and a line here."""

BY_CODE = {rule.code: rule for rule in RULES}


def known(code: str) -> bool:
    """Whether a code, or the beginning of one, names any rule."""
    return len(code) > 1 and any(name.startswith(code.upper()) for name in BY_CODE)


def rule_named(code: str) -> Rule:
    """The rule with this code, or this name; `UsageError` says which was probably meant."""
    found = BY_CODE.get(code.upper()) or next((rule for rule in RULES if rule.name == code.lower()), None)
    if found is None:
        raise UsageError(_unknown(code))
    return found


def chosen(select: Iterable[str] | None = None, ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that speak: those of `select` (all if it is not given) without those of `ignore`.

    Each is a code or the beginning of one, and of two that name a rule the longer decides: `select=["RB101"]` with
    `ignore=["RB1"]` leaves RB101. Raise `UsageError` for one that names no rule.
    """
    selected, ignored = ("RB",) if select is None else tuple(select), tuple(ignore)
    for code in (*selected, *ignored):
        if not known(code):
            raise UsageError(_unknown(code))
    wanted, unwanted = (tuple(map(str.upper, codes)) for codes in (selected, ignored))
    return tuple(rule for rule in RULES if rule.always or _length(rule.code, wanted) > _length(rule.code, unwanted))


def guess(code: str) -> str:
    """`" Did you mean 'RB101'?"` when a code or a name is close, otherwise the empty string."""
    digits = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    close = get_close_matches(digits, BY_CODE, n=1, cutoff=0.8)
    return f" Did you mean {close[0]!r}?" if close else did_you_mean(code, [rule.name for rule in RULES])


def _length(code: str, beginnings: tuple[str, ...]) -> int:
    return max((len(begin) for begin in beginnings if code.startswith(begin)), default=0)


def _unknown(code: str) -> str:
    return f"unknown rule {clip(code, 40)!r}.{guess(code)} `outcomes rubric check --list` lists them all."
