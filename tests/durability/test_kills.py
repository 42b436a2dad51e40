"""`kill -9` at random moments; `README.md` says how to do it a thousand times."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from outcomes.testing import FakeEndpoint

from .kills import Killing
from .paying import Counting

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 200 if os.environ.get("OUTCOMES_DURABILITY") == "1" else 20


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_a_run_that_is_killed_at_any_moment_ends_as_if_it_never_was(tmp_path: Path) -> None:
    """Nothing that was committed is lost, no event is told twice, and no more is paid again than was in flight."""
    judging = Counting()
    with FakeEndpoint(judging) as endpoint:
        tally = Killing(tmp_path, endpoint, judging).until(KILLS)
    assert tally.wrong == []
    assert tally.kills >= KILLS
    assert tally.paid_again <= tally.kills
