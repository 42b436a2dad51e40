"""Rubric files as they are found in the wild."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.errors import RubricError
from outcomes.format import detect
from outcomes.rubric import Weighted
from tests.formats.reading import markdown, yaml

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus


def test_every_file_is_a_rubric_or_a_rubric_error(corpus: Path) -> None:
    for path in sorted((corpus / "rubrics").iterdir()):
        text = path.read_text(encoding="utf-8")
        try:
            form = detect(text, path.name)
            (markdown if form == "markdown" else yaml)(text)
        except RubricError as error:
            assert error.message  # noqa: PT017  (which of the two it is, is what other tests say)


@pytest.mark.parametrize(
    ("name", "weights"),
    [("tac-ds_stock_analysis_slides.md", [1, 5, 2]), ("tac-sde_create_sqlite_database.md", [1] * 8)],
)
def test_checkpoints_keep_their_points(corpus: Path, name: str, weights: list[int]) -> None:
    scoring = markdown((corpus / "rubrics" / name).read_text(encoding="utf-8")).scoring
    assert isinstance(scoring, Weighted)
    assert [branch.weight for branch in scoring.children] == weights


@pytest.mark.parametrize("name", ["click-pr-template.md", "pytest-pr-template.md"])
def test_a_template_that_is_all_comment_is_refused(corpus: Path, name: str) -> None:
    with pytest.raises(RubricError) as caught:
        markdown((corpus / "rubrics" / name).read_text(encoding="utf-8"))
    assert caught.value.message.startswith("nothing to grade here")
