"""A stand-in for a judge, for trying out the harness: SIMULATED, and what it does says nothing about any model.

It knows what is true of each report. The exact one says so; the careless one says the opposite now and then, by a rule
that depends on the report, the criterion and the look, so that it errs the same way on every machine.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from reports import Report, ids, report

from outcomes.testing import Judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from outcomes.testing.endpoint.call import Call

LABEL: Final = "SIMULATED; no model was asked, and none of this says anything about one"
MODEL: Final = "claude-sonnet-5"
KEY: Final = "simulated"
SHARE: Final = {"exact": 0.0, "careless": 0.15}
"""How often the opposite is said."""
MOST: Final = 500


@cache
def _known() -> dict[frozenset[str], Report]:
    """The reports, by the sentences that they are made of."""
    return {_sentences(number): report(number) for number in range(MOST)}


def _sentences(number: int) -> frozenset[str]:
    return frozenset(text for _, paragraphs in report(number).sections for text in paragraphs)


def answering(kind: str) -> Judge:
    """The script of that kind, for an endpoint."""
    return Judge({criterion: _ruling(demand, SHARE[kind]) for demand, criterion in ids().items()})


def _ruling(demand: str, share: float) -> Callable[[Mapping[str, Any], Call], Any]:
    looks: Counter[int] = Counter()

    def ruling(_criterion: Mapping[str, Any], call: Call) -> Any:  # noqa: ANN401 - a ruling
        shown = "\n".join(call.texts)
        asked = next(made for said, made in _known().items() if all(text in shown for text in said))
        looks[asked.number] += 1
        drawn = hashlib.sha256(f"{demand} {asked.number} {looks[asked.number]}".encode()).digest()[0] / 256
        return "pass" if (demand not in asked.missed) != (drawn < share) else "fail"

    return ruling
