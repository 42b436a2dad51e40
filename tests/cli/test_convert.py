"""Older and open kinds of files: refused with a word about it, or converted when that is asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import UsageError
from outcomes.settings import load_settings

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = "# Letter\n\n- It speaks of revenue `check: contains text=revenue`\n"


@pytest.fixture
def letter(here: Path) -> Path:
    """An RTF file, and a rubric for it."""
    (here / "letter.rtf").write_bytes(b"{\\rtf1 Our revenue rose.}")
    (here / "letter.md").write_text(RUBRIC)
    return here / "letter.rtf"


def test_without_being_asked_nothing_is_converted(letter: Path) -> None:
    said = outcomes("show", letter.name, "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "unsupported-kind")


@pytest.mark.render
def test_a_file_is_converted_shown_and_told_to_be_converted(letter: Path) -> None:
    document = outcomes("show", letter.name, "--convert", "--json").document
    assert (document["kind"], document["name"], document["files"][0]["path"]) == ("docx", "letter.rtf", "letter.rtf")
    assert [block["text"] for block in document["units"][0]["blocks"]] == ["Our revenue rose."]
    (converted,) = (flag for flag in document["flags"] if flag["code"] == "converted")
    assert "LibreOffice" in converted["detail"]


@pytest.mark.render
def test_a_converted_file_is_graded(letter: Path) -> None:
    said = outcomes("grade", letter.name, "--rubric", "letter.md", "--convert", "--json")
    assert (said.code, said.document["result"]) == (0, "satisfied")


@pytest.mark.render
def test_the_settings_file_asks_for_it_once_and_for_all_and_the_worker_may_deliver_it(letter: Path, here: Path) -> None:
    (here / "outcomes.toml").write_text("convert = true\n")
    assert outcomes("grade", letter.name, "--rubric", "letter.md").code == 0
    worker = f"cp {letter} outputs/letter.rtf"
    said = outcomes("run", "--worker", worker, "--rubric", "letter.md", "--description", "A letter", "--json")
    assert (said.code, said.document["result"]) == (0, "satisfied")
    assert outcomes("regrade", said.document["run_id"]).code == 0


@pytest.mark.render
def test_pages_are_drawn_of_the_file_itself(letter: Path, here: Path) -> None:
    assert outcomes("show", letter.name, "--convert", "--images", "out").code == 0
    assert (here / "out" / "page-01.png").is_file()


def test_without_libreoffice_the_machine_is_to_blame_and_not_the_file(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for command in (("show", letter.name), ("grade", letter.name, "--rubric", "letter.md")):
        said = outcomes(*command, "--convert", "--json")
        assert (said.code, said.document["error"]["code"]) == (2, "renderer-missing")
    run = ("run", "--worker", f"{sys.executable} -c pass", "--rubric", "letter.md", "--description", "x", "--json")
    said = outcomes(*run, "--convert")
    assert (said.code, said.document["error"]["code"]) == (2, "renderer-missing")


def test_without_libreoffice_files_that_need_no_conversion_are_read_all_the_same(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "outcomes.toml").write_text("convert = true\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert outcomes("show", "note.md").code == 0


@pytest.mark.parametrize(("value", "convert"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_the_environment_may_ask_for_it(tmp_path: Path, value: str, convert: bool) -> None:  # noqa: FBT001
    assert load_settings({"OUTCOMES_CONVERT": value}, tmp_path).convert is convert


def test_what_is_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"OUTCOMES_CONVERT or 'convert' in outcomes\.toml"):
        load_settings({"OUTCOMES_CONVERT": "perhaps"}, tmp_path)
