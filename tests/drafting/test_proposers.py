"""Every check is proposed by an example, or there is a reason why none can."""

from __future__ import annotations

import re

from outcomes.drafting.proposers import NOT_PROPOSED, PROPOSERS
from outcomes.wiring import checks

OURS = {name for name, spec in checks().items() if not spec.owner}


def test_every_check_can_be_proposed_or_says_why_not() -> None:
    assert set(PROPOSERS) | set(NOT_PROPOSED) == OURS


def test_no_check_is_in_both_lists() -> None:
    assert set(PROPOSERS) & set(NOT_PROPOSED) == set()


def test_every_reason_is_a_sentence() -> None:
    assert [name for name, why in NOT_PROPOSED.items() if len(why.split()) < 8] == []


def test_every_section_is_a_name_that_a_rubric_may_have() -> None:
    assert [one.check for one in PROPOSERS.values() if not re.fullmatch(r"[A-Z][a-z ]+", one.section)] == []
