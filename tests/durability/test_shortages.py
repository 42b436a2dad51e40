"""Whatever the machine runs out of, at whatever moment: a sentence that says what to do, and the run goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
@pytest.mark.parametrize("how", ["operations", "sizes", "handles"])
def test_a_run_whose_kth_file_operation_fails_says_so_and_goes_on(how: str, tmp_path: Path) -> None:
    """Never a verdict, never an end charged to the work, never a step paid twice but the one in flight."""
    command = [sys.executable, "-m", "tests.durability.shortages", str(tmp_path), how]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["came_to"]["StoreError"] > 2
