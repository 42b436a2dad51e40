"""Every test of the command line has a working directory of its own, with two rubrics and a note in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .support import MIXED, OBJECTIVE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: `objective.md`, `mixed.md`, a good `note.md` and a poor `draft.md`."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "objective.md").write_text(OBJECTIVE)
    (folder / "mixed.md").write_text(MIXED)
    (folder / "note.md").write_text("We moved the server.\n")
    (folder / "draft.md").write_text("TODO\n")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


@pytest.fixture(autouse=True)
def own_cache(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found out about endpoints stays in the test: ports come again, and behind them another server.

    Tests that draw pages keep the user's folder, in which the fonts were counted long ago.
    """
    if request.node.get_closest_marker("render") is None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
