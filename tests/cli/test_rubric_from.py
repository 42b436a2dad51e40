"""`outcomes rubric from`: a draft that its example satisfies, with what was measured, and what it does not meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes import Rubric, wiring
from outcomes.testing.documents import Docx
from tests.rubrics.documents import DOCUMENTS

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path

POOR = Docx(title="T").heading("A").paragraph("TODO").picture().heading("B").paragraph("Text.")


@pytest.mark.parametrize(
    ("name", "form"), [("business-report", "markdown"), ("board-deck", "yaml"), ("summary", "yaml")]
)
def test_what_is_drafted_from_good_work_is_satisfied_by_it(here: Path, name: str, form: str) -> None:
    work = here / f"{name}{DOCUMENTS[name].suffix}"
    work.write_bytes(DOCUMENTS[name].good)
    rubric = f"mine.{'md' if form == 'markdown' else 'yaml'}"
    said = outcomes("rubric", "from", work.name, "--to", form, "--output", rubric)
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith(f"written to {rubric}\n")
    assert outcomes("rubric", "check", rubric).code == 0
    assert outcomes("grade", work.name, "-r", rubric, "--only", "objective").code == 0
    work.write_bytes(DOCUMENTS[name].bad)
    assert outcomes("grade", work.name, "-r", rubric, "--only", "objective").code == 1


def test_without_a_file_to_write_it_is_printed(here: Path) -> None:
    (here / "short.md").write_text("## A\n\nOne.\n\n## B\n\nTwo.\n")
    said = outcomes("rubric", "from", "short.md", "--title", "Short", COLUMNS="200")
    assert said.out == (
        """\
---
applies_to: [markdown]
---

# Short

<!--
Drafted from short.md, which meets every line; below each stands what was measured.
Strike what does not matter, widen what is too narrow, and add what only a judge can decide.
-->

## Structure

- These sections are there, in this order: “A”, “B” `check: sections names=["A", "B"]`
  <!-- measured: 2 headings of level 2, the highest of which there are several -->
- No section is empty `check: section_words min=1 level=2`
  <!-- measured: 2 sections, none of another length or missing -->

## Left over

- No placeholder text is left `check: no_placeholders`
  <!-- measured: 4 pieces of text, 0 placeholders left -->

<!--
The example does not meet:
Heading levels begin at 1 without skipping a level `check: heading_order`
    measured: 2 headings, 1 out of order or empty (short.md:L1)
-->

<!--
Only a judge can decide what the work says. Put a dash before a line that you mean, and take it out:
"""
        + "\n".join(wiring.suggested("markdown"))
        + "\n-->\n"
    )
    assert said.err == (
        "the example does not meet: Heading levels begin at 1 without skipping a level "
        "(measured: 2 headings, 1 out of order or empty (short.md:L1))\n"
        "3 criteria drafted from short.md\n"
    )


def test_what_the_example_does_not_meet_is_told_on_standard_error_too(here: Path) -> None:
    POOR.save(here / "poor.docx")
    said = outcomes("rubric", "from", "poor.docx", COLUMNS="200")
    assert (said.code, "The example does not meet:" in said.out) == (0, True)
    told = [line.partition(" (")[0] for line in said.err.splitlines() if line.startswith("the example does not meet")]
    assert told == [
        "the example does not meet: No placeholder text is left",
        "the example does not meet: Every picture has alternative text",
        "the example does not meet: Every picture has at least 96 pixels to the inch",
    ]


def test_a_program_gets_the_draft_as_data(here: Path) -> None:
    POOR.save(here / "poor.docx")
    document = outcomes("rubric", "from", "poor.docx", "--json", "--all").document
    rubric = Rubric.model_validate(document["rubric"])
    assert [entry["criterion_id"] for entry in document["criteria"]] == list(rubric.ids)
    assert document["example"].keys() == {"name", "kind", "sha256"}
    assert (document["schema_version"], document["left_out"]) == (1, [])
    assert wiring.read_rubric(document["text"], "a.md").sha256 == rubric.sha256
    unmet = next(entry for entry in document["unmet"] if entry["check"]["name"] == "no_placeholders")
    assert (unmet["text"], unmet["places"]) == ("No placeholder text is left", ["¶2"])


def test_a_file_can_be_written_beside_the_data(here: Path) -> None:
    document = outcomes("rubric", "from", "note.md", "--json", "-o", "mine.md").document
    assert (here / "mine.md").read_text() == document["text"]


def test_everything_is_more_than_the_most_telling(here: Path) -> None:
    (here / "a.docx").write_bytes(DOCUMENTS["business-report"].good)
    short, every = (outcomes("rubric", "from", "a.docx", "--json", *more).document for more in ((), ("--all",)))
    assert len(short["criteria"]) == 16
    assert len(every["criteria"]) == 16 + len(short["left_out"]) > 20


def test_a_file_that_is_there_is_left_alone_and_nothing_is_read_for_it(here: Path) -> None:
    before = (here / "draft.md").read_text()
    said = outcomes("rubric", "from", "missing.docx", "-o", "draft.md")
    assert (said.code, "draft.md is there already" in said.err) == (2, True)
    assert (here / "draft.md").read_text() == before


@pytest.mark.parametrize(
    ("name", "data", "code", "told"),
    [
        ("missing.docx", None, 2, "there is no file 'missing.docx'"),
        ("corrupt.docx", DOCUMENTS["business-report"].good[:2000], 1, "corrupt.docx"),
        ("zero.docx", b"", 1, "'zero.docx' is empty."),
        ("empty.docx", Docx().to_bytes(), 1, "'empty.docx' shows no text, table or picture"),
        ("blank.md", b"\n\n", 1, "'blank.md' shows no text, table or picture"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', 1, "is svg, in which there is nothing to draft"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 1, "old.doc"),
    ],
)
def test_an_example_that_gives_nothing_says_why_and_leaves_nothing(
    here: Path, name: str, data: bytes | None, code: int, told: str
) -> None:
    if data is not None:
        (here / name).write_bytes(data)
    said = outcomes("rubric", "from", name, "-o", "new.md")
    assert (said.code, said.out, told in said.err) == (code, "", True)
    assert not (here / "new.md").exists()
    assert outcomes("rubric", "from", name, "--json").document["error"]["exit_code"] == code


def test_a_folder_is_an_example_too(here: Path) -> None:
    (here / "delivery").mkdir()
    (here / "delivery" / "a.md").write_text("# A\n\nOne.\n")
    (here / "delivery" / "b.csv").write_text("x\n1\n")
    assert outcomes("rubric", "from", "delivery", "-o", "mine.md").code == 0
    assert outcomes("grade", "delivery", "-r", "mine.md").code == 0
    (here / "delivery" / "b.csv").unlink()
    (here / "delivery" / "c.csv").write_text("x\n1\n")
    assert outcomes("grade", "delivery", "-r", "mine.md").code == 1


@pytest.mark.render
def test_pages_of_an_office_file_are_counted_when_they_are_asked_for(here: Path) -> None:
    (here / "a.docx").write_bytes(DOCUMENTS["demo-report"].good)
    checks = {
        entry["check"]["name"]
        for entry in outcomes("rubric", "from", "a.docx", "--pages", "--all", "--json").document["criteria"]
    }
    assert {"pages", "opens_in_libreoffice"} <= checks


def test_the_ending_of_the_file_says_the_form(here: Path) -> None:
    assert outcomes("rubric", "from", "note.md", "-o", "mine.yaml").code == 0
    assert (here / "mine.yaml").read_text().startswith("# yaml-language-server:")
    said = outcomes("rubric", "from", "note.md", "-o", "mine.md", "--to", "yaml")
    assert (said.code, said.err) == (
        2,
        "error: what is written is yaml, which .md files are not; name it *.yaml or *.yml\n",
    )


def test_the_example_is_never_written_over(here: Path) -> None:
    before = (here / "note.md").read_bytes()
    said = outcomes("rubric", "from", "note.md", "-o", "note.md", "--force")
    assert (said.code, (here / "note.md").read_bytes()) == (2, before)
