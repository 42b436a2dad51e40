"""How every check reports: what was measured, where it was not met, and the smallest fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding
from outcomes.text import clip, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_FINDINGS: Final = 50
"""A check that fails everywhere names so many places and then says how many more there are."""

WHOLE: Final = ""
"""The locator of a finding that is about no place in particular."""


def passed(measured: str) -> CheckResult:
    """What was asked holds."""
    return CheckResult(passed=True, measured=measured)


def undecided(measured: str) -> CheckResult:
    """The artifact or the machine gives no way to tell; `measured` says why."""
    return CheckResult(passed=None, measured=measured)


def judged(measured: str, findings: Sequence[Finding], fix: str) -> CheckResult:
    """A pass without findings, a fail with them; `fix` is used for a fail only."""
    if not findings:
        return passed(measured)
    listed = tuple(findings[:MOST_FINDINGS])
    more = len(findings) - len(listed)
    if more:
        listed += (Finding(WHOLE, f"and {more:,} more like these"),)
    return CheckResult(passed=False, measured=measured, findings=listed, smallest_fix=fix)


def listing(names: Iterable[str], most: int = 5) -> str:
    """Names in a sentence, each once: `slide 3, slide 5 and 4 more`."""
    unique = list(dict.fromkeys(names))
    more = len(unique) - most + 1 if len(unique) > most else 0
    each = [shown(clip(name)) for name in (unique[: most - 1] if more else unique)]
    if more:
        each.append(f"{more} more")
    return " and ".join(filter(None, [", ".join(each[:-1]), *each[-1:]]))


def places(findings: Iterable[Finding], whole: str = "the text") -> str:
    """Where the findings are, in a sentence; `whole` stands for no place in particular."""
    return listing(finding.locator or whole for finding in findings)


def quoted(text: str, most: int = 60) -> str:
    """Words of the artifact inside a sentence of ours: one line, cut, and safe to print."""
    return f'"{shown(clip(text, most))}"'
