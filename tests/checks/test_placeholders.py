"""The check for what must not be left in finished work."""

from __future__ import annotations

import pytest

from outcomes.artifact import Block
from outcomes.check import CheckResult, Finding
from outcomes.checks import placeholders
from outcomes.checks.placeholders import no_placeholders
from tests.checks.support import deck, paragraph, report, run, shape, slide, where


@pytest.mark.parametrize(
    "text",
    [
        "Lorem ipsum dolor sit amet",
        "LOREM  IPSUM",
        "TODO",
        "TODO: add the figures",
        "Revenue: TBD",
        "REVENUE TBD",
        "(TODO)",
        "Contact XXXX for details",
        "Dear {{ name }},",
        "{{x}}",
        "[Your name]",
        "[insert chart here]",
        "[Enter the date of the meeting]",
        "Click to add title",
        "Click to edit Master text styles",
        "Click or tap here to enter text.",
        "Total: #REF!",
        "See Error! Bookmark not defined.",
        "See Error! Reference source not found.",
        "SUMMARY\nTODO",
    ],
)
def test_what_is_left_over_is_found(text: str) -> None:
    assert list(where(run(no_placeholders, report(paragraph("¶1", text))))) == ["¶1"]


def test_what_is_left_over_is_found_although_it_is_struck_out() -> None:
    """A reader still reads it, unlike what is on a hidden slide."""
    gone = Block("span", "¶1 / hidden 1", "TODO", visibility="hidden", reason="struck-out")
    assert list(where(run(no_placeholders, report(paragraph("¶1", "Revenue"), gone)))) == ["¶1 / hidden 1"]


@pytest.mark.parametrize(
    "text",
    [
        "Todo list",
        "the todo app",
        "METODOLOGIA",
        "SOBRE TODO LO DEM\u00c1S",
        "Card XXXX-1234",
        "MCMXXXX",
        "Super Bowl XXX",
        "{x} and {y}",
        "[1] Source, 2026",
        "[Your](https://example.com/your)",
        "[your project](https://example.com)",
        "[Enter]",
        "[yourself]",
        "Click the button to add a row",
        "Ipsum is a Latin word",
        "#REFERENCES",
        "Error! The disk is full",
    ],
)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert run(no_placeholders, report(paragraph("¶1", text))).findings == ()


def test_a_clean_document_says_how_much_was_looked_at() -> None:
    artifact = report(paragraph("¶1", "One"), paragraph("¶2", "Two"))
    assert run(no_placeholders, artifact) == CheckResult(passed=True, measured="2 pieces of text, 0 placeholders left")


def test_findings_show_the_words_and_the_sentence() -> None:
    assert run(no_placeholders, report(paragraph("¶1", "The total is TBD, they say"))) == CheckResult(
        passed=False,
        measured="1 piece of text, 1 placeholder left",
        findings=(Finding("¶1", '"TBD" in "The total is TBD, they say"'),),
        smallest_fix="Replace or take out what is left at ¶1.",
    )


def test_notes_alternative_text_and_properties_are_looked_through_too() -> None:
    blocks = [
        Block("note", "notes", "TODO", visibility="hidden", reason="note"),
        Block("alt_text", "alt", "lorem ipsum", visibility="hidden", reason="alt-text"),
        Block("metadata", "title", "[Your title]", visibility="hidden", reason="metadata"),
    ]
    assert list(where(run(no_placeholders, report(*blocks)))) == ["notes", "alt", "title"]


def test_comments_deleted_and_concealed_text_are_not() -> None:
    blocks = [
        Block("comment", "comment 0", "TODO", visibility="hidden", reason="comment"),
        Block("span", "¶1 / deleted 1", "TODO", visibility="markup", reason="deleted"),
        Block("paragraph", "¶2", "TODO", visibility="hidden", reason="vanish"),
    ]
    assert run(no_placeholders, report(*blocks)).passed


def test_braces_and_brackets_are_ordinary_in_code_but_reminders_are_not() -> None:
    code = Block("code", "report.md:L3", "render({{ name }}, [your list])")
    assert run(no_placeholders, report(code)).passed
    assert run(no_placeholders, report(code._replace(text="# TODO: test"))).passed is False


def test_empty_placeholders_on_slides_are_left_over() -> None:
    body = Block("shape", "body", placeholder="body")
    footer = Block("shape", "footer", placeholder="ftr")
    filled = Block("shape", "filled", placeholder="body", children=(paragraph("p", "Text"),))
    picture = Block("picture", "picture", placeholder="pic")
    artifact = deck(slide(1, None, body, footer, filled, picture, shape("free")), slide(2, None, hidden=True))
    assert where(run(no_placeholders, artifact)) == {
        'slide 1 / shape "Title 1"': "an empty placeholder",
        "body": "an empty placeholder",
    }


def test_a_line_of_reminders_is_looked_at_once_and_not_for_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def in_capitals(line: str) -> bool:
        looked.append(line)
        return True

    monkeypatch.setattr(placeholders, "_in_capitals", in_capitals)
    run(no_placeholders, report(paragraph("¶1", "TODO " * 500)))
    assert len(looked) == 1
