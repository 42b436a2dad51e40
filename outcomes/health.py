"""One thing that this machine has or lacks, and what that means: what `outcomes doctor` is made of."""

from __future__ import annotations

from typing import NamedTuple


class Condition(NamedTuple):
    """One line of the doctor's report."""

    name: str
    """How `--require` calls it."""
    ok: bool
    found: str
    """What there is, in words."""
    lost: str = ""
    """What does not work, or works worse, for lack of it."""
    install: str = ""
    """The command that mends it."""
