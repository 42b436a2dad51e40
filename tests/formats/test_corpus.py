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


def _count(path: Path) -> int | str:
    """How many criteria a file has, or the error it is refused with."""
    text = path.read_text(encoding="utf-8")
    try:
        form = detect(text, path.name)
        return len((markdown if form == "markdown" else yaml)(text).criteria)
    except RubricError as error:
        return error.message


def test_markdown_is_read_and_other_tools_formats_are_refused(corpus: Path) -> None:
    counts = {path.name: _count(path) for path in sorted((corpus / "rubrics").iterdir())}
    read = {name: count for name, count in counts.items() if isinstance(count, int) and not name.endswith(".tsv")}
    assert read == {
        "deepagents-contextbench-rubric.txt": 14,
        "oai-agents-release-checklist.md": 53,
        "ppteval_style.txt": 9,
        "tac-admin_make_spreadsheet.md": 5,
        "tac-ds_stock_analysis_slides.md": 3,
        "tac-ml_generate_gradcam.md": 4,
        "tac-sde_create_sqlite_database.md": 16,
    }


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
