"""The linter's table in `outcomes.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.errors import UsageError
from outcomes.settings import LintSettings, load_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_file_every_rule_speaks(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path).lint == LintSettings(select=None, ignore=())


def test_the_table_is_read_and_has_no_variable(tmp_path: Path) -> None:
    (tmp_path / "outcomes.toml").write_text('[lint]\nselect = ["RB1", "RB2"]\nignore = ["RB109"]\n')
    settings = load_settings({"OUTCOMES_LINT": "RB3"}, tmp_path)
    assert settings.lint == LintSettings(select=("RB1", "RB2"), ignore=("RB109",))


@pytest.mark.parametrize("table", ["ignore = 3", "ignore = [1]", 'select = "RB1"', 'selct = ["RB1"]'])
def test_a_table_that_is_wrong_is_refused_by_the_key(tmp_path: Path, table: str) -> None:
    (tmp_path / "outcomes.toml").write_text(f"[lint]\n{table}\n")
    with pytest.raises(UsageError, match=r"'lint\.\w+(?:\.0)?' in outcomes\.toml: "):
        load_settings({}, tmp_path)
