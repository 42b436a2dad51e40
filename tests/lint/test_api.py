"""`lint_rubric`: the linter as a library has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes import UsageError, lint_rubric

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_looked_at_by_its_path_and_by_its_text(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("criteria: [The wording is clear]\n")
    (found,) = lint_rubric(path)
    assert (found.code, found.name, found.severity, found.line, found.column) == (
        "RB101",
        "vague-word",
        "warning",
        1,
        27,
    )
    assert found.file == str(path)
    assert found.criterion_id == "the-wording-is-clear-aaf7ce"
    assert lint_rubric("r.yaml", text=path.read_text())[0].message == found.message


def test_rules_are_chosen_by_code() -> None:
    text = "- The wording is clear\n- The deck has at most 12 slides\n"
    assert [f.code for f in lint_rubric("r.md", text=text, select=["RB3"])] == ["RB320"]
    assert [f.code for f in lint_rubric("r.md", text=text, ignore=["RB3"])] == ["RB101"]


def test_a_variable_without_a_value_stands_for_itself_and_a_value_is_looked_at() -> None:
    text = "- The report for {{ client }} and {{ town }} is dated\n"
    assert lint_rubric("r.md", text=text) == ()
    assert [f.code for f in lint_rubric("r.md", text=text, variables={"client": "[client]"})] == ["RB301"]


def test_what_cannot_be_read_is_a_finding_and_what_is_not_there_an_error(tmp_path: Path) -> None:
    (tmp_path / "r.md").write_bytes(b"- \xff\n")
    assert [f.code for f in lint_rubric(tmp_path / "r.md")] == ["RB401"]
    assert [f.code for f in lint_rubric("r.docx", text="PK")] == ["RB401"]
    with pytest.raises(UsageError, match="there is no rubric file"):
        lint_rubric(tmp_path / "nowhere.md")
