"""`outcomes rubric new`: a rubric to start from, printed or written, and never over another file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes import wiring
from tests.rubrics.documents import DOCUMENTS

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", wiring.starting_kinds())
def test_a_rubric_for_each_kind_is_printed_and_can_be_used(here: Path, kind: str) -> None:
    said = outcomes("rubric", "new", "--kind", kind)
    assert (said.code, said.err, said.out) == (0, "", wiring.starting_rubric(kind))
    (here / "new.md").write_text(said.out)
    assert outcomes("rubric", "check", "new.md").code == 0


def test_it_is_written_where_it_is_wanted_and_graded_with(here: Path) -> None:
    said = outcomes("rubric", "new", "--kind", "docx", "--output", "mine.md", "--title", "Quarterly report")
    assert (said.code, said.out, said.err) == (0, "", "written to mine.md\n")
    assert wiring.read_rubric((here / "mine.md").read_text(), "mine.md").title == "Quarterly report"
    (here / "good.docx").write_bytes(DOCUMENTS["business-report"].good)
    assert outcomes("grade", "good.docx", "-r", "mine.md", "--only", "objective").code == 0


def test_a_file_that_is_there_is_left_alone_unless_it_may_be_replaced(here: Path) -> None:
    before = (here / "note.md").read_text()
    said = outcomes("rubric", "new", "--kind", "docx", "-o", "note.md")
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "error: note.md is there already, and was left as it is; name another file, or replace it with --force\n"
    )
    assert (here / "note.md").read_text() == before
    assert outcomes("rubric", "new", "--kind", "docx", "-o", "note.md", "--force").code == 0
    assert (here / "note.md").read_text() == wiring.starting_rubric("docx")


def test_a_folder_is_no_file_to_write(here: Path) -> None:
    (here / "rubrics").mkdir()
    said = outcomes("rubric", "new", "--kind", "docx", "-o", "rubrics", "--force")
    assert (said.code, "rubrics is a folder; name the file to write in it" in said.err) == (2, True)
    assert list((here / "rubrics").iterdir()) == []


def test_a_kind_is_asked_for_and_has_to_be_one() -> None:
    assert "Missing option '--kind'" in outcomes("rubric", "new").err
    said = outcomes("rubric", "new", "--kind", "docs")
    assert (said.code, "'docs' is not one of 'docx', 'pptx'" in said.err) == (2, True)


def test_checks_can_be_listed_for_one_kind() -> None:
    listed = outcomes("checks", "--kind", "csv", "--json").document["checks"]
    assert [one["name"] for one in listed] == [
        name for name, spec in wiring.checks().items() if not spec.kinds or "csv" in spec.kinds
    ]
    said = outcomes("checks", "--kind", "cvs")
    assert (said.code, "no kind of file is called 'cvs'. Did you mean 'csv'? Kinds: docx, " in said.err) == (2, True)


@pytest.mark.parametrize("ending", [".yaml", ".docx", ".json"])
def test_markdown_is_not_written_into_a_file_that_is_read_as_something_else(ending: str, here: Path) -> None:
    said = outcomes("rubric", "new", "--kind", "docx", "--output", f"mine{ending}")
    assert (said.code, said.err) == (
        2,
        f"error: what is written is markdown, which {ending} files are not; name it *.md or *.markdown\n",
    )
    assert not (here / f"mine{ending}").exists()


def test_a_kind_may_be_called_by_an_ending() -> None:
    assert outcomes("rubric", "new", "--kind", "md").out == outcomes("rubric", "new", "--kind", "markdown").out
    assert outcomes("checks", "--kind", "md").out == outcomes("checks", "--kind", "markdown").out
