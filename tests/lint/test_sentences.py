"""Sentences that say what a check decides, and the checks that they become."""

from __future__ import annotations

import pytest

from outcomes import load_rubric, wiring
from outcomes.lint.sentences import KNOWN, recognised

from .looking import codes, spots

NO_TELLING_SENTENCE = {"command", "equals", "glossary", "matches", "not_matches", "properties", "xlsx.formulas"}
"""Checks whose sentence leaves open what their arguments are, or that nobody asks for in one."""

SAID = {
    "The document opens without a repair message": "opens",
    "It has 40 to 250 words": "words min=40 max=250",
    "The summary has fewer than 200 words": "words max=199",
    "The report is at least 1,200 words long": "words min=1200",
    "The length of the essay is between 900 and 1,100 words": "words min=900 max=1100",
    "The memo runs to at most two pages": "pages max=2",
    "The deck has exactly ten slides": "pptx.slides min=10 max=10",
    "No more than 12 slides": "pptx.slides max=12",
    "No slide has more than 60 words": "pptx.words_per_slide max=60",
    "Each slide has at most 6 bullet points": "pptx.bullets_per_slide max=6",
    "Every slide has a title": "pptx.titles",
    "No two slides share a title": "pptx.unique_titles",
    "Every slide has speaker notes": "pptx.notes",
    "All slides have speaker notes of at least 20 words": "pptx.notes min_words=20",
    "Nothing hangs over the edge of a slide": "pptx.on_slide",
    "Content on each slide does not go over the edge of the slide": "pptx.on_slide",
    "No elements overlap": "pptx.no_overlap",
    "The reading order of every slide follows its layout": "pptx.reading_order",
    "Text keeps at least 0.5 inches from the edges of every slide": "pptx.margins inches=0.5",
    "Titles stand in the same place on all slides": "pptx.consistent_titles",
    "No text runs over its box": "text_overflow",
    "All images have alt text": "alt_text",
    "Every table has a header row": "table_headers",
    "Tables have no merged cells": "no_merged_cells",
    "Heading levels begin at 1 without skipping a level": "heading_order",
    "Headings use heading styles": "real_headings",
    "Headings of the same level look alike": "docx.heading_style_consistent",
    "Margins are at least 1 inch": "docx.margins inches=1",
    'There is a section called "Risks"': 'sections names=["Risks"]',
    "The report has the sections Summary, Results and Next Steps in this order":
        'sections names=["Summary", "Results", "Next Steps"]',
    "The report has the sections Summary and Results": 'sections names=["Summary", "Results"] in_order=false',
    "The Summary section has at most 200 words": 'section_words names=["Summary"] max=200',
    "Every figure and table has a caption": 'captions of="both"',
    "Every figure is referred to in the text": "references_resolve",
    "There is a table of contents": "toc",
    "Every internal link works": "links",
    "No link text is 'click here'": "link_text",
    "The totals in the tables add up": "table_totals",
    "Percentages add up to 100 %": "percentages_sum",
    "Whatever is said twice is said with the same figure": "numbers_agree",
    "No placeholder text is left": "no_placeholders",
    "No tracked changes are left": "no_tracked_changes",
    "No comment is left in the margin": "no_comments",
    "Every list is a list, not lines with typed dashes": "no_manual_bullets",
    "No text is hidden": "no_hidden_text",
    "The file opens in LibreOffice": "opens_in_libreoffice",
    "Shapes on every slide are aligned": "pptx.alignment",
    "Every chart draws the figures of the workbook inside it": "chart_data",
    "No empty paragraphs are used for spacing": "no_empty_paragraphs",
    "Only the colours 1F4E79 and #F4B183 are used": 'palette colours=["1F4E79", "F4B183"]',
    "The language of the document is set to en-GB": 'language code="en-GB"',
    "Every chart has a title": "chart_titles",
    "The table has at least 100 rows": "rows min=100",
    "Every column holds values of one kind": "csv.types",
    "No formula has a number typed into it": "xlsx.no_constants",
    "Every row has one formula, copied across": "xlsx.consistent_rows",
    "Cell Summary!B7 is 1,250": 'xlsx.cell at="Summary!B7" equals=1250',
    "The JSON has the keys title and items.price": 'json.keys paths=["title", "items.price"]',
    "The document properties name no author": "no_metadata",
    "The workbook contains no macros": "no_macros",
    "Nothing is fetched from elsewhere when the file is opened": "no_external_links",
    "No word is written twice in a row": "no_repeated_words",
    "The language of the text is set": "language_set",
    "The reading level is at most grade 9": "reading_level max=9",
    "Every abbreviation is spelled out where it first appears": "defined_abbreviations",
    "Text has a contrast ratio of at least 4.5 to 1": "contrast ratio=4.5",
    "No text is smaller than 12 pt": "font_size body_pt=12",
    "The deck uses at most two typefaces": "fonts max=2",
    "At most 3 font sizes are used": "font_sizes max=3",
    "Every picture has at least 150 dpi": "picture_resolution dpi=150",
    "No picture is stretched": "picture_distortion",
    'The report contains the words "for internal use"': 'contains text="for internal use"',
    'The report does not use the word "guarantee"': 'not_contains text="guarantee"',
    "No cell shows an error": "xlsx.no_errors",
    'The workbook has a sheet called "Summary"': 'xlsx.sheets names=["Summary"]',
    "No sheet is hidden": "xlsx.no_hidden",
    "Every formula has its result beside it": "xlsx.calculated",
    'There is a file called "data.csv"': 'files has=["data.csv"]',
    "The table has the columns id, name and price": 'csv.columns names=["id", "name", "price"]',
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "call"), SAID.items(), ids=SAID)
def test_a_sentence_is_recognised_as_a_call_that_the_check_takes(sentence: str, call: str) -> None:
    found = recognised(f"{sentence}.")
    assert str(found) == call
    assert found is not None
    if found.name in wiring.checks():
        wiring.checks()[found.name].args.model_validate(found.args)


def test_every_check_has_a_sentence_or_is_known_to_have_none() -> None:
    told = {found.name for sentence in SAID if (found := recognised(sentence))}
    assert told == set(KNOWN)
    assert set(wiring.checks()) - set(KNOWN) <= NO_TELLING_SENTENCE
    assert set(KNOWN) & NO_TELLING_SENTENCE == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "The deck has 12 slides",
        "The deck has at most 12 slides about risks",
        "Every slide has a title that states its message",
        "Every picture has alternative text that says what it shows",
        "The report contains a table of contents and an index",
        "No comment is made on the price",
        "The report has the sections that the board asked for",
        "At least three risks are named",
    ],
)
def test_a_sentence_that_says_more_or_less_is_left_to_a_judge(sentence: str) -> None:
    assert recognised(sentence) is None


@pytest.mark.parametrize("name", sorted(wiring.shipped_rubrics()))
def test_what_shipped_rubrics_say_is_what_their_checks_decide(name: str) -> None:
    rubric = load_rubric(name)
    said = {c.id: found.name for c in rubric.criteria if c.check and (found := recognised(c.text))}
    assert said == {c.id: c.check.name for c in rubric.criteria if c.check and c.id in said}


def test_a_check_that_is_named_can_be_taken_as_it_stands() -> None:
    assert codes("- Every claim is dated\n- The deck has at most 12 slides (should)\n") == ["RB320"]
    done = "- Every claim is dated\n- The deck has at most 12 slides `check: pptx.slides max=12` (should)\n"
    assert codes(done) == []


@pytest.mark.parametrize(
    "text",
    [
        "---\napplies_to: [docx]\n---\n- It has at most 12 slides\n",
        "---\napplies_to: [docx, pdf]\n---\n- Every picture has alternative text\n",
        "- Every slide has a title (fault)\n",
        "- Every number is stated (needs: reference)\n",
    ],
)
def test_no_check_is_named_that_would_decide_something_else(text: str) -> None:
    assert "RB320" not in codes(text)


def test_words_and_check_are_held_against_each_other() -> None:
    assert [s.code for s in spots("- It has at most 90 words `check: words max=80`\n")] == ["RB321"]
    assert codes("- It has at most 90 words `check: words max=90`\n") == []
    assert codes('- It has the sections Summary and Risks `check: sections names=["Summary", "Risks"]`\n') == []
    assert codes("- It says enough, in 90 words or so `check: words max=80`\n") == []
