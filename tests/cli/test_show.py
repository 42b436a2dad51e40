"""`outcomes show`: what a grader sees, what nobody sees, and what is odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes import read_artifact
from outcomes.testing.documents import Docx, Pptx
from outcomes.view import view

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def deck(here: Path) -> Path:
    """A deck with a note, a picture without alternative text, a shape off its slide and a hidden slide."""
    return (
        Pptx(title="Deck")
        .slide("Q3", bullets=["Revenue up", ("by 12 %", 1)], notes="Say why.")
        .picture()
        .shape("far away", x=14)
        .slide("Spare", hidden=True)
        .save(here / "deck.pptx")
    )


def told(name: str) -> list[str]:
    """What is shown, each line without the blanks between its columns; without size and hash."""
    said = outcomes("show", name, COLUMNS="100")
    assert said.code == 0
    return [" ".join(line.split()) for line in said.lines[2:]]


def test_a_deck_is_shown_slide_by_slide(deck: Path) -> None:
    lines = told(deck.name)
    start = lines.index("slide 1 Q3 (Title and Content)")
    assert lines[start : start + 7] == [
        "slide 1 Q3 (Title and Content)",
        'shape "Title 1" heading 1 Q3',
        'shape "Content Placeholder 2" shape',
        'shape "Content Placeholder 2" / ¶1 paragraph • Revenue up',
        'shape "Content Placeholder 2" / ¶2 paragraph • by 12 %',
        'shape "Picture 3" picture no alternative text',
        "",
    ]
    assert lines[start + 7] == "slide 2 (Title Only, hidden)"


def test_what_nobody_sees_is_listed_apart_with_the_reason(deck: Path) -> None:
    lines = told(deck.name)
    start = lines.index("not visible in the normal view")
    assert lines[start + 1 : start + 4] == [
        'slide 1 / shape "TextBox 4" off-slide far away',
        "slide 1 / notes note Say why.",
        'slide 2 / shape "Title 1" hidden-slide Spare',
    ]


def test_what_is_odd_about_a_file_is_flagged(deck: Path) -> None:
    lines = told(deck.name)
    assert "slide 1 / shape \"TextBox 4\" hidden-text off-slide: 'far away'" in lines[lines.index("flags") :]


def test_a_report_is_shown_with_its_places(here: Path) -> None:
    Docx().heading("Summary").paragraph("Revenue rose.").deletion(" It fell.").table([["a", "b"]]).save(here / "r.docx")
    lines = told("r.docx")
    assert "¶1 heading 1 Summary" in lines
    assert "¶2 paragraph Revenue rose." in lines
    assert "Table 1 R1C2 cell b" in lines
    assert "¶2 / deleted 1 deleted It fell." in lines[lines.index("not visible in the normal view") :]


def test_a_plain_file_has_nothing_hidden_and_nothing_odd(here: Path) -> None:
    (here / "plain.md").write_text("# Title\n\nText.\n")
    lines = told("plain.md")
    assert "plain.md:L1 heading 1 Title" in lines
    assert not {"flags", "not visible in the normal view"} & set(lines)


def test_a_program_gets_everything(deck: Path) -> None:
    document = outcomes("show", deck.name, "--json").document
    assert {name: document[name] for name in ("schema_version", "kind", "name")} == {
        "schema_version": 1,
        "kind": "pptx",
        "name": "deck.pptx",
    }
    title = document["units"][0]["blocks"][0]
    assert {name: title[name] for name in ("kind", "locator", "text", "visibility", "level")} == {
        "kind": "heading",
        "locator": 'slide 1 / shape "Title 1"',
        "text": "Q3",
        "visibility": "visible",
        "level": 1,
    }
    assert set(title["box"]) == {"x", "y", "width", "height"}
    assert [flag["code"] for flag in document["flags"]] == ["hidden-text"] * len(document["flags"])


def test_the_raw_view_is_the_very_text_that_a_model_reads(deck: Path) -> None:
    seen = view(read_artifact(deck))
    said = outcomes("show", deck, "--raw", COLUMNS="40")
    assert (said.code, said.err) == (0, "")
    assert said.out == seen.text + "\n"
    document = outcomes("show", deck, "--raw", "--json").document
    assert document == {
        "schema_version": 1,
        "text": seen.text,
        "tokens": seen.tokens,
        "shown": ["slide 1", "slide 2", "properties"],
        "left_out": [],
        "unknown": [],
        "hidden": True,
        "complete": True,
    }


def test_the_raw_view_takes_a_budget_and_places_to_begin_with(deck: Path) -> None:
    document = outcomes("show", deck, "--raw", "--json", "--most-tokens", "120", "--part", "slide 2").document
    assert "slide 1" in document["left_out"]
    assert not document["complete"]
    assert "# Left out" in document["text"]


def test_how_the_raw_view_is_made_is_said_only_for_the_raw_view(deck: Path) -> None:
    said = outcomes("show", deck, "--looks")
    assert said.code == 2
    assert "add --raw" in said.err
