"""`outcomes doctor`: what is here, what is missing, and an exit code only for what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.cli.doctor import LOST, extras
from outcomes.version import __version__

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing on its PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))


def test_it_tells_what_is_here_and_what_is_not_and_that_is_no_failure() -> None:
    said = outcomes("doctor", COLUMNS="200")
    lines = [" ".join(line.split()) for line in said.lines]
    assert (said.code, said.err) == (0, "")
    assert f"outcomes ok {__version__}" in lines
    where = lines.index("libreoffice missing LibreOffice (soffice) is not on the PATH.")
    assert lines[where + 1].startswith("without it: page images")
    assert "apt-get install" in lines[where + 2]


def test_a_program_gets_every_condition() -> None:
    document = outcomes("doctor", "--json").document
    names = [condition["name"] for condition in document["conditions"]]
    assert names[:2] == ["python", "outcomes"]
    assert names[-5:] == ["libreoffice", "rasteriser", "network", "fonts", "endpoint"]
    assert {"pdf", "render", "layout"} <= set(names)
    assert (document["schema_version"], document["required"], document["missing"]) == (1, [], [])
    assert {tuple(condition) for condition in document["conditions"]} == {("name", "ok", "found", "lost", "install")}


def test_what_is_required_and_missing_is_a_failure() -> None:
    said = outcomes("doctor", "--require", "python, render", "--json")
    assert (said.code, said.document["required"], said.document["missing"]) == (
        2,
        ["libreoffice", "python", "rasteriser", "render"],
        ["libreoffice"],
    )
    assert said.err == "required here and missing: libreoffice\n"


def test_what_is_required_and_here_is_none() -> None:
    assert outcomes("doctor", "--require", "python,pdf").code == 0


def test_what_nobody_knows_cannot_be_required() -> None:
    said = outcomes("doctor", "--require", "rendr")
    assert said.code == 2
    assert said.err.startswith("error: --require: there is nothing called 'rendr'. Did you mean 'render'? Known: ")


def test_every_extra_says_what_is_lost_without_it() -> None:
    named = {condition.name for condition in extras()}
    assert named
    assert named == set(LOST)
