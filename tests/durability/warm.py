"""Loads what a paid run loads, so that a process forked afterwards begins at once. It starts no thread."""

from __future__ import annotations

import anthropic  # noqa: F401 - loaded here so that it need not be later

from outcomes import wiring
from outcomes.artifacts import text as _text  # noqa: F401 - the same
from outcomes.graders.model import grader as _grader  # noqa: F401 - the same
from outcomes.models import stack as _stack  # noqa: F401 - the same
from outcomes.testing import MemorySink as _sink  # noqa: F401, N813 - the same
from tests.durability.paying import RUBRIC

wiring.checks()
wiring.write_rubric(RUBRIC)
