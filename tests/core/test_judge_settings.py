"""How a model is asked to judge can be set from outside: by variable, by file, and by nothing that does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.errors import UsageError
from outcomes.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_variables_win_over_the_file_and_a_panel_is_a_list_in_it(tmp_path: Path) -> None:
    (tmp_path / "outcomes.toml").write_text(
        'model = "one"\npanel = ["two", "three"]\nbatch_size = 4\non_injection = "human"\nverdicts = "kept"\n'
    )
    found = load_settings({"OUTCOMES_BATCH_SIZE": "12", "OUTCOMES_PANEL": "ignored"}, tmp_path)
    assert (found.batch_size, found.on_injection, found.panel, found.verdicts) == (
        12,
        "human",
        ("two", "three"),
        "kept",
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("batch_size = 0", "batch_size"),
        ("batch_size = true", "it is a number, not true or false"),
        ('on_injection = "panic"', "'note', 'human' or 'fail'"),
        ('panel = "two"', "panel"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "outcomes.toml").write_text(f"{line}\n")
    with pytest.raises(UsageError, match=said):
        load_settings({}, tmp_path)
