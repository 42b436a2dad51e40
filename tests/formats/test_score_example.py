"""The example by which the page about rubrics explains the score."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outcomes.scoring import score
from tests.formats.reading import markdown

README = (Path(__file__).parents[2] / "rubrics" / "README.md").read_text(encoding="utf-8")
PAGE = """\
## A (3 points)

- first (1 point{cap})
- second (1 point)

## B (1 point)

- third (2 points)
- some fault (-1 point)
"""


@pytest.mark.parametrize(("cap", "expected"), [("", 0.4375), (", cap: 30 %", 0.3)])
def test_the_example_adds_up(cap: str, expected: float) -> None:
    rubric = markdown(PAGE.format(cap=cap))
    credit = dict(zip(rubric.ids, (0.0, 1.0, 0.75, 0.0), strict=True))
    assert score(rubric.tree, credit) == pytest.approx(expected)
    assert f"{expected:g}" in re.sub(r"\s+", " ", README)
