"""Which words are found, where exactly, and which are left alone."""

from __future__ import annotations

import pytest

from .looking import Spot, codes, spots


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The wording is clear", "clear"),
        ("The tone is appropriate to the readers", "appropriate"),
        ("The layout is user-friendly", "user-friendly"),
        ("It is of high quality", "high quality"),
        ("Figures are used as needed", "as needed"),
        ("It lists risks, costs, etc.", "etc"),
        ("The report is well structured", "well structured"),
        ("**Tone**: it sounds professional", "professional"),
        ("The deck is easy to follow", "easy to follow"),
    ],
)
def test_a_vague_word_is_pointed_at(text: str, words: str) -> None:
    assert spots(f"- {text}\n") == [Spot("RB101", 1, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The wording is clear: every term is defined where it first appears",
        "The tone is professional (no slang, no exclamation marks)",
        "The summary is concise, at 200 words or less",
        'It says "clear and appropriate"',
        "The title `good` is kept",
        "The cache is cleared and says so",
        "Both parties act in good faith",
        "Every clause names its effective date as a day",
        "The names are good in that each says what it holds",
    ],
)
def test_a_word_with_a_measure_or_another_meaning_is_left_alone(text: str) -> None:
    assert "RB101" not in codes(f"- {text}\n")


def test_the_words_of_an_objective_criterion_are_nobodys_to_judge() -> None:
    assert codes("- The length is appropriate and clear `check: words max=900`\n") == []


def test_levels_with_descriptors_are_a_measure() -> None:
    text = (
        "criteria:\n  - text: The wording is clear\n    levels:\n      - {label: no, text: "
        "terms are left open, credit: 0}\n"
        "      - {label: yes it is, text: every term is defined, credit: 1}\n"
    )
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Every chart names its unit and the text explains what it shows", "and"),
        ("The file opens and is readable", "and"),
        (
            "Each plot should be on a separate slide. Content does not go over the edge.",
            "Content does not go over the edge.",
        ),
        ("Defined terms are used alike; names match the annex; no contradictions remain", ";"),
        ("The data is cleaned, formatted, with empty values removed", "is cleaned, formatted"),
        ("It names the owner as well as explaining the risk", "as"),
        ("The report states the cost, and it names who pays", "and"),
        ("**Help**: minimal diffs, stated steps, no hand-waving", "minimal diffs, stated steps, no hand-waving"),
    ],
)
def test_two_demands_are_found_where_the_second_begins(text: str, words: str) -> None:
    assert [spot for spot in spots(f"- {text}\n") if spot.code == "RB103"] == [Spot("RB103", 1, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The title and the date are stated",
        "Every decision names its owner and its date",
        "Every figure that is shown and is in use names its unit",
        "The error between the first and the second run is measured",
        "No link is called here or there",
        "The first section names the decision that the reader is asked for",
        "The steps (open; read; close) are listed",
        "Pros and cons are weighed against each other",
        "**Parts**: Summary, Risks, Next steps",
        "It names: the author, the date, the place",
    ],
)
def test_pairs_of_nouns_and_clauses_inside_one_demand_are_one(text: str) -> None:
    assert "RB103" not in codes(f"- {text}\n")


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("RB104", "The report was reviewed by a colleague", "was reviewed"),
        ("RB104", "The author has tested every step", "The author has tested"),
        ("RB104", "It was handed in on time", "on time"),
        ("RB104", "Navigated to the file on the share", "Navigated"),
        ("RB105", "All figures are accurate", "accurate"),
        ("RB105", "The summary matches the contract", "matches the contract"),
        ("RB105", "All sections are there as requested", "as requested"),
        ("RB105", "No citation is hallucinated", "hallucinated"),
        ("RB106", "The audience is convinced of the plan", "audience is convinced"),
        ("RB106", "Readers will enjoy the story", "Readers will enjoy"),
        ("RB107", "The claim is not without a source", "not without"),
        ("RB107", "No table is missing a caption", "No table is missing"),
        ("RB108", "The layout is better than before", "better than before"),
        ("RB108", "The wording is improved", "is improved"),
        ("RB110", "What is the greatest risk?", "What is the greatest risk?"),
        ("RB110", "Are there any errors in the tables?", "Are there any errors in the tables?"),
        ("RB111", "If there are charts, each names its unit", "If there are charts"),
        ("RB111", "Every chart names its unit, if any", "if any"),
        ("RB112", "The second table too, as above", "as above"),
        ("RB112", "It holds what criterion 3 asks for", "criterion 3"),
        ("RB113", "The interview is no longer than 5", "5"),
        ("RB114", "Ideally the report has an index", "Ideally"),
        ("RB114", "The report must name its author (optional)", "must"),
    ],
)
def test_what_no_judge_can_see_or_decide_is_pointed_at(code: str, text: str, words: str) -> None:
    assert spots(f"- {text}\n", only=code) == [Spot(code, 1, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The last page says who reviewed the report",
        "The log shows when the build was tested",
        "Every number in the summary is in the study (needs: reference)",
        "The figures are accurate to two decimals",
        "The method has a higher accuracy than the baseline",
        "The survey says how many customers trust the brand",
        "The second step is faster than the first",
        "Does every table name its source?",
        "Every chart names its unit (applies when: there are charts)",
        "If a step fails the runbook says who is called",
        "The sum is in the table above the text",
        "The number of slides is at most 12",
        "The cosine similarity is at least 0.8",
        "The report should name its author",
        "Every optional part is marked as such",
        "The word `ideally` does not occur",
    ],
)
def test_what_can_be_seen_in_the_file_is_left_alone(text: str) -> None:
    assert [code for code in codes(f"- {text}\n") if code.startswith("RB1")] == []


def test_a_place_is_found_behind_marks_on_later_lines_and_in_tables() -> None:
    text = (
        "| criterion | required |\n|---|---|\n| The wording is clear | yes |\n\n"
        "## Form\n\n- **must** Every heading\n  is good\n"
    )
    assert spots(text) == [Spot("RB101", 3, "clear"), Spot("RB101", 8, "good")]


def test_a_place_is_found_in_yaml_and_json() -> None:
    assert spots("criteria:\n  - text: >\n      The wording\n      is clear\n    id: a\n") == [
        Spot("RB101", 4, "clear")
    ]
    assert spots('{"criteria": ["The wording is clear"]}', "r.json") == [Spot("RB101", 1, "clear")]


def test_the_second_of_two_equal_words_is_told_from_the_first() -> None:
    text = "- The clear cache is kept, cleared all the same, and its use is clear\n"
    found = spots(text, only="RB101")
    assert found == [Spot("RB101", 1, "clear")]


def test_words_that_are_written_with_escapes_are_found_by_their_criterion() -> None:
    assert spots("- The tool is user\\-friendly\n") == [Spot("RB101", 1, "The tool is user\\-friendly")]
