"""Sentences that say what a check decides: `The deck has at most 12 slides` is `pptx.slides max=12`.

A sentence is recognised as a whole or not at all: what says anything more is left to a judge.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from outcomes.lint.sentence_forms import FORMS
from outcomes.rubric import CheckCall

if TYPE_CHECKING:
    from outcomes.lint.sentence_parts import Arguments

KNOWN = tuple(FORMS)
"""The checks for which some sentence is known."""
_LONGEST = 200


def recognised(text: str) -> CheckCall | None:
    """The check that decides the whole of a sentence; `None` where there is none, or not for certain."""
    sentence = text.strip().rstrip(".").strip("*_ ")
    if len(sentence) > _LONGEST:
        return None
    hints, checks = _hints()
    met = {check for hint in hints.findall(sentence.lower()) for check in checks[hint]}
    for check in FORMS if met else ():
        for pattern, arguments in _compiled(check) if check in met else ():
            found = pattern.fullmatch(sentence)
            said = arguments(found) if found is not None else None
            if said is not None:
                return CheckCall(name=check, args=said)
    return None


@cache
def _hints() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One pattern for the words of all checks, and the checks that each word may mean; longer words first."""
    words = sorted({word for forms in FORMS.values() for word in forms.words}, key=lambda word: (-len(word), word))
    checks = {
        word: tuple(name for name, forms in FORMS.items() if any(part in word for part in forms.words))
        for word in words
    }
    return re.compile("|".join(map(re.escape, words))), checks


@cache
def _compiled(check: str) -> list[tuple[re.Pattern[str], Arguments]]:
    """The sentences of a check, compiled when one of its words is first met."""
    return [
        (re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE), arguments)
        for pattern, arguments in FORMS[check].sentences
    ]
