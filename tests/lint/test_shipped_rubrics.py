"""The rubrics that ship pass the linter; what it says of them is written down here, so that a change is seen."""

from __future__ import annotations

import pytest

from outcomes import lint_rubric, wiring

TOLD: dict[str, list[str]] = {}


@pytest.mark.parametrize("name", sorted(wiring.shipped_rubrics()))
def test_a_shipped_rubric_has_no_error_and_no_warning(name: str) -> None:
    assert [str(f.place) + f.code for f in lint_rubric(name) if f.severity != "info"] == TOLD.get(name, [])
