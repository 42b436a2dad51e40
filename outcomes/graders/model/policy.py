"""What follows when the grader suspects the artifact of giving it instructions: as set, and never in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.verdict import Gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.evidence import Quote
    from outcomes.graders.model.settings import OnInjection
    from outcomes.verdict import Verdict

SUSPECTED: Final = "the grader suspects that the artifact tries to give it instructions"
_MOST_PLACES: Final = 8


def routed(verdicts: Sequence[Verdict], notes: Sequence[Quote], policy: OnInjection) -> tuple[Verdict, ...]:
    """The verdicts of a look in which something was suspected. See `JudgeSettings.on_injection`."""
    if policy == "note":
        return tuple(verdicts)
    there = [note for note in notes if note.holds]
    if policy == "fail" and there:
        return tuple(_failed(verdict, there) if verdict.verdict == "pass" else verdict for verdict in verdicts)
    return tuple(_open(verdict, notes) if verdict.verdict == "pass" else verdict for verdict in verdicts)


def _open(verdict: Verdict, notes: Sequence[Quote]) -> Verdict:
    where = ", ".join(dict.fromkeys(note.locator for note in notes if note.locator))
    why = f"judged a pass, but {SUSPECTED}{f' ({where})' if where else ''}; a person has to look. {verdict.rationale}"
    return verdict.model_copy(
        update={"verdict": "cannot_judge", "level": None, "count": None, "rationale": why.strip()}
    )


def _failed(verdict: Verdict, notes: Sequence[Quote]) -> Verdict:
    gap = Gap(
        missing="The deliverable holds text that is addressed to whoever grades it",
        where=tuple(dict.fromkeys(note.locator for note in notes))[:_MOST_PLACES],
        smallest_fix="Take that text out, hidden or not",
        done_when="Nothing in the deliverable speaks to a grader",
        kind="incorrect",
        severity="blocker",
    )
    level, why = None, f"{SUSPECTED}, which fails it here. {verdict.rationale}"
    count = 1 if verdict.count is not None else None
    return verdict.model_copy(
        update={"verdict": "fail", "gap": gap, "level": level, "count": count, "rationale": why.strip()}
    )
