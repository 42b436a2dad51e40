"""Markdown as people write it: what is a criterion, a level, a rule about the whole, and what explains."""

# ruff: noqa: E501  (a case of input and what was understood is read on one line)

from __future__ import annotations

from typing import Any

import pytest

from outcomes.scoring import AtLeast, Floor, Leaf, Weighted, leaves, score
from tests.formats.reading import Row, markdown, notes, refusal, rows, stated, texts

# -- lists -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "a. one\nb. two\nc. three",
        "(a) one\n(b) two\n(c) three",
        "A) one\nB) two\nC) three",
        "i. one\nii. two\niii. three",
        "(i) one\n(ii) two\n(iii) three",
        "I. one\nII. two\nIII. three",
        "What counts\na. one\nb. two\nc. three",
        "a. one\n\nb. two\n\nc. three",
    ],
)
def test_letters_and_roman_numerals_are_items(page: str) -> None:
    assert texts(markdown(page)) == ["one", "two", "three"]


def test_a_letter_whose_dot_was_forgotten_is_an_item_in_its_row() -> None:
    assert texts(markdown("## Q\na Is it clear?\nb. Is it short?\nc. Is it right?")) == [
        "Is it clear?", "Is it short?", "Is it right?",
    ]  # fmt: skip


def test_a_sentence_that_begins_with_a_letter_stays_a_sentence() -> None:
    assert texts(markdown("A. Smith wrote this.\n\n- one")) == ["one"]
    assert texts(markdown("```\na. one\nb. two\n```\n\n- x")) == ["x"]


def test_letters_below_a_lead_are_criteria_with_their_places() -> None:
    rubric = markdown("- Charts:\n  a. one\n  b. two (2 points)\n")
    assert [(c.text, c.section, c.points, c.line, c.column) for c in rubric.criteria] == [
        ("one", ("Charts",), 1, 2, 6),
        ("two", ("Charts",), 2, 3, 6),
    ]


# -- marks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "text", "fields"),
    [
        ("**Sources (30 points)**: every figure has one", "**Sources**: every figure has one", {"points": 30, "required": False}),
        ("**Sources** (30 points) - every figure has one", "**Sources** - every figure has one", {"points": 30, "required": False}),
        ("**Sources (25 %)**: every figure has one", "**Sources**: every figure has one", {"points": 25, "required": False}),
        ("**Sources** (see annex) are named", "**Sources** (see annex) are named", {}),
        ("10 points: every figure has a source", "every figure has a source", {"points": 10, "required": False}),
        ("MUST: name a source", "name a source", {}),
        ("Should: name a source", "name a source", {"required": False}),
        ("a (fault)", "a", {"fault": True}),
        ("a (cap: 20 %)", "a", {"cap": 0.2}),
        ("a (cap 0.5, optional)", "a", {"cap": 0.5, "required": False}),
        ("a (caps the total at 20 %)", "a", {"cap": 0.2}),
        ("a (if applicable)", "a", {"applies_when": "it is applicable"}),
        ("a [Skippable]", "a", {"applies_when": "it is applicable"}),
    ],
)  # fmt: skip
def test_marks_stand_where_people_put_them(item: str, text: str, fields: dict[str, Any]) -> None:
    criterion = markdown(f"- {item}\n- another one").criteria[0]
    assert (criterion.text, stated(criterion)) == (text, fields)


def test_percentages_at_the_end_of_every_item_are_weights_when_they_make_a_hundred() -> None:
    assert rows(markdown("- a (60%)\n- b [40 %]")) == [
        Row("a", required=False, points=60), Row("b", required=False, points=40),
    ]  # fmt: skip
    assert texts(markdown("- a (60%)\n- b (30%)")) == ["a (60%)", "b (30%)"]


@pytest.mark.parametrize("mark", ["cap: 120 %", "cap: 1"])
def test_a_cap_that_limits_nothing_is_refused(mark: str) -> None:
    assert refusal(f"- a ({mark})").startswith(
        f"r.md:1:6: expected a share of the total such as `20 %` or `0.2`, found '{mark}'."
    )


def test_what_a_heading_says_holds_for_what_is_below_it() -> None:
    rubric = markdown("## Charts (applies when: there are charts) (withheld)\n- a\n- b (applies when: x)\n## C\n- c")
    assert [stated(c) for c in rubric.criteria] == [
        {"section": ("Charts",), "applies_when": "there are charts", "withheld": True},
        {"section": ("Charts",), "applies_when": "x", "withheld": True},
        {"section": ("C",)},
    ]


# -- titles that say more ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("Either", 1), ("Any of the following", 1), ("One of these", 1), ("At least two of the following", 2),
        ("At least 2 of", 2), ("Two of the following must hold", 2), ("Sources (any)", 1), ("Sources (at least 2)", 2),
    ],
)  # fmt: skip
def test_of_alternatives_so_many_are_enough(title: str, count: int) -> None:
    for page in (f"## {title}\n- a\n- b\n- c\n", f"- {title}:\n  - a\n  - b\n  - c\n", f"{title}:\n\n- a\n- b\n- c\n"):
        rubric = markdown(page)
        group = rubric.floors[0].node
        assert isinstance(group, AtLeast)
        assert (group.count, [leaf.criterion_id for leaf in leaves(group)]) == (count, list(rubric.ids))
        assert [criterion.required for criterion in rubric.criteria] == [False] * 3
        assert rubric.floors[0].least == 1
        if "(" in title:
            break


def test_alternatives_with_points_earn_them_and_are_not_required() -> None:
    rubric = markdown("## Either (2 points)\n- a\n- b\n## C (1 point)\n- c\n")
    a, b, c = rubric.ids
    assert rubric.floors == ()
    assert score(rubric.tree, {a: 0.0, b: 1.0, c: 0.0}) == pytest.approx(2 / 3)


def test_more_alternatives_than_there_are_is_refused() -> None:
    assert refusal("## At least three of these\n- a\n- b") == (
        "r.md:1:4: section 'At least three of these' asks for 3 of 2 criteria; ask for fewer"
    )


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("If the deck has charts", {"applies_when": "the deck has charts"}),
        ("Fail if any of the following are true", {"fault": True}),
        ("Red flags", {"fault": True}),
        ("Must have", {}),
        ("Nice to have", {"required": False}),
        ("Should", {"required": False}),
        ("If the deck has charts (plain)", {}),
    ],
)
def test_a_title_says_what_its_criteria_are(title: str, fields: dict[str, Any]) -> None:
    criterion = markdown(f"## {title}\n- a\n").criteria[0]
    assert stated(criterion) == {"section": (title.removesuffix(" (plain)"),), **fields}


@pytest.mark.parametrize(
    "title", ["What this list is not", "How to use this rubric", "Grading scale", "Feedback policy", "Example output"]
)
def test_a_section_about_the_list_is_no_part_of_it_and_that_is_told(title: str) -> None:
    rubric = markdown(f"## A\n- a\n\n## {title}\n- x\n- y\n")
    assert texts(rubric) == ["a"]
    assert notes(rubric) == [
        f"read_as 4: the section {title!r} is about the list and not part of it; its lines are not graded"
    ]
    assert texts(markdown(f"## {title}\n- x (required)\n")) == ["x"]


def test_links_to_sections_are_a_table_of_contents() -> None:
    assert texts(markdown("- [A](#a)\n- [B](#b)\n\n## A\n- a\n## B\n- b\n")) == ["a", "b"]


# -- levels ------------------------------------------------------------------------------------------------------------

SCALE = [("0", "none", 0.0), ("1", "some", 0.5), ("2", "all", 1.0)]


@pytest.mark.parametrize(
    "page",
    [
        "- Sources\n  - **0**: none\n  - **1**: some\n  - **2**: all\n",
        "- Sources:\n  - 0 - none\n  - 1 - some\n  - 2 - all\n",
        "## Sources\n\n- **0**: none\n- **1**: some\n- **2**: all\n",
        "## S\n\nSources:\n\n- 2: all\n- 1: some\n- 0: none\n",
        "## S\n\n### Sources\n\n#### Score 0 - none\n\n#### Score 1 - some\n\n#### Score 2 - all\n",
        "## Sources\n\n| Score | Description |\n|--|--|\n| 0 | none |\n| 1 | some |\n| 2 | all |\n",
    ],
)
def test_level_bullets_are_levels_of_what_stands_above_them(page: str) -> None:
    rubric = markdown(page)
    assert texts(rubric) == ["Sources"]
    assert sorted((level.label, level.text, level.credit) for level in rubric.criteria[0].levels) == SCALE
    assert rubric.notes[0].message.startswith("'Sources' has a scale of 3 levels")


def test_levels_with_points_say_what_their_criterion_is_worth() -> None:
    rubric = markdown("- Sources\n  - 0 points: none\n  - 4 points: some\n  - 5 points: all\n- b\n")
    assert (rubric.criteria[0].points, [level.credit for level in rubric.criteria[0].levels]) == (5, [0, 0.8, 1])


def test_named_levels_stand_below_a_criterion_with_their_credit() -> None:
    rubric = markdown("- Sources (2 points)\n  - **none** (0 %): no figure\n  - **all** (100 %): every figure\n- b\n")
    assert [(level.label, level.text, level.credit) for level in rubric.criteria[0].levels] == [
        ("none", "no figure", 0.0),
        ("all", "every figure", 1.0),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "## Figures\n\n- 2023: revenue is shown\n- 2024: revenue is shown\n",
        "## Work\n\n- 10 points: it has an abstract\n- 20 points: it has a method\n",
        "## Work\n\n- **Style (10 points)**: it is short\n- **Facts (20 points)**: they are right\n",
        "## 1. Facts (1 point)\n- a\n## 2. Style (2 points)\n- b\n",
    ],
)
def test_years_and_criteria_with_points_are_no_levels(page: str) -> None:
    assert [criterion.levels for criterion in markdown(page).criteria] == [(), ()]


def test_columns_of_levels_describe_each_criterion() -> None:
    page = "| Criterion | Weight | Excellent (4) | Good (3) | Poor (1) |\n|--|--|--|--|--|\n| Clarity | 20 % | crisp | fine | muddy |\n| Depth | 80 % | | | |\n"
    rubric = markdown(page)
    assert rows(rubric) == [Row("Clarity", required=False, points=20), Row("Depth", required=False, points=80)]
    assert [(level.label, level.credit) for level in rubric.criteria[0].levels] == [
        ("Excellent (4)", 1), ("Good (3)", 0.75), ("Poor (1)", 0.25),
    ]  # fmt: skip
    assert notes(rubric) == [
        "not_understood 4: the row has no words in any of its levels, so it is a criterion without levels"
    ]


def test_columns_named_by_words_everybody_knows_are_levels_in_equal_steps() -> None:
    page = "| Criterion | Poor | Good | Excellent |\n|--|--|--|--|\n| Clarity | muddy | fine | crisp |\n"
    assert [(level.label, level.credit) for level in markdown(page).criteria[0].levels] == [
        ("Poor", 0), ("Good", 0.5), ("Excellent", 1),
    ]  # fmt: skip


# -- tables in HTML ----------------------------------------------------------------------------------------------------


def test_a_table_in_html_is_a_table() -> None:
    page = (
        "# T\n\n<table>\n<tr><th>Criterion</th><th>Points</th><th>Must</th></tr>\n\n"
        "<tr><td>Every figure <b>has</b> a source &amp; a date</td>\n<td>3</td><td>yes</td></tr>\n"
        "<tr><td>It is short</td><td>1</td><td>no</td></tr>\n</table>\n\n- a\n"
    )
    rubric = markdown(page)
    assert rows(rubric) == [
        Row("Every figure has a source & a date", points=3), Row("It is short", required=False), Row("a"),
    ]  # fmt: skip
    assert [criterion.line for criterion in rubric.criteria] == [6, 8, 11]


def test_a_wrong_cell_in_html_is_refused_at_its_place() -> None:
    assert refusal("<table><tr><th>Criterion</th><th>Points</th></tr>\n<tr><td>a</td><td>many</td></tr></table>") == (
        "r.md:2:15: expected a number of points, found 'many'"
    )


# -- rules in prose ----------------------------------------------------------------------------------------------------

TEN = "\n\n- a (4 points)\n- b (6 points)\n"


@pytest.mark.parametrize(
    ("prose", "share"),
    [
        ("Pass: at least 80 % overall.", 0.8),
        ("Threshold: 75%", 0.75),
        ("The work passes at 70 % or more.", 0.7),
        ("A total of at least 8 points is needed to pass.", 0.8),
        ("Pass with >= 8/10.", 0.8),
        ("You need 7 points to pass.", 0.7),
        ("It is accepted with a score of at least 9 out of 10 points.", 0.9),
        ("There are 10 points in total.", None),
        ("Short is better than long.", None),
    ],
)
def test_a_threshold_in_a_sentence_is_a_threshold(prose: str, share: float | None) -> None:
    for page in (f"{prose}{TEN}", f"## Pass mark\n\n{prose}\n\n## Work{TEN}"):
        rubric = markdown(page)
        assert rubric.threshold == pytest.approx(share) if share is not None else rubric.threshold is None
        assert [note.kind for note in rubric.notes] == (["read_as"] if share is not None else [])


def test_a_rule_written_as_an_item_is_a_rule() -> None:
    rubric = markdown(f"- Pass: at least 80 % overall{TEN[1:]}")
    assert (texts(rubric), rubric.threshold) == (["a", "b"], 0.8)


@pytest.mark.parametrize(
    "prose",
    [
        "Pass: overall >= 3.5",
        "Require an average of at least 4.",
        "The score must be > 3 overall.",
        "Automatic fail if the file is corrupt.",
        "A missing file caps the total at 20 %.",
    ],
)
def test_a_rule_that_is_not_understood_is_told_with_its_line(prose: str) -> None:
    rubric = markdown(f"\n{prose}{TEN}")
    assert (rubric.threshold, rubric.floors) == (None, ())
    assert [(note.kind, note.line) for note in rubric.notes] == [("not_understood", 2)]


def test_what_the_front_matter_says_wins_and_that_is_told() -> None:
    rubric = markdown(f"---\nthreshold: 60 %\n---\nPass: at least 80 % overall.{TEN}")
    assert rubric.threshold == 0.6
    assert "not_carried_over 4:1: a threshold is stated already on line 2; this one is left out" in notes(rubric)


def test_a_threshold_that_cannot_be_reached_is_refused() -> None:
    assert refusal(f"You need 12 points to pass.{TEN}") == (
        "r.md:1: a threshold of 12 points cannot be reached, there are 10"
    )


def test_no_section_may_score_nothing() -> None:
    rubric = markdown("No section may score 0.\n\n## A (1 point)\n- a\n- b\n## C (2 points)\n- c\n")
    assert [(floor.label, floor.least, floor.above) for floor in rubric.floors] == [("A", 0, True), ("C", 0, True)]


def test_every_section_reaches_a_share_of_its_own() -> None:
    rubric = markdown("Every section must reach at least 60 %.\n\n## A\n- a (2 points)\n- b (1 point)\n")
    a, b = (Leaf(criterion_id=name) for name in rubric.ids)
    assert [
        (floor.label, floor.least, [leaf.criterion_id for leaf in leaves(floor.node)]) for floor in rubric.floors
    ] == [("A", 0.6, [a.criterion_id, b.criterion_id])]


def test_a_section_says_itself_what_it_must_reach() -> None:
    rubric = markdown("## A (3 points) (at least 60 %)\n- a\n- b\n## C (1 point)\n- c\n")
    assert isinstance(rubric.scoring, Weighted)
    assert rubric.floors == (Floor(node=rubric.scoring.children[0].node, least=0.6, label="A"),)


def test_all_criteria_must_pass() -> None:
    assert rows(markdown(f"All criteria must pass.{TEN}")) == [Row("a", points=4), Row("b", points=6)]


def test_a_total_that_does_not_add_up_is_told() -> None:
    assert notes(markdown(f"This task has 12 points in total.{TEN}")) == [
        "not_understood 1: 12 points are said to be there in total, and 10 were found"
    ]


def test_credit_for_one_section_when_either_of_two_passes() -> None:
    page = (
        "Part 1 is credited if either part 1 or part 3 passes.\n\n## Part 1 (1 point)\n- a\n## Part 2 (1 point)\n- b\n"
    )
    assert (
        notes(markdown(page))[0] == "not_understood 1: no section is called 'part 3', so the rule about it is left out"
    )
    rubric = markdown(page.replace("part 3", "part 2"))
    a, b = rubric.ids
    assert score(rubric.tree, {a: 0.0, b: 1.0}) == 1.0


# -- what is told ------------------------------------------------------------------------------------------------------


def test_prose_without_any_list_is_told_to_be_criteria() -> None:
    rubric = markdown("Every figure has a source.\n\nEvery chart has a unit.\n")
    assert len(rubric.criteria) == 2
    assert notes(rubric) == ["read_as there is no list and no table here, so each paragraph is a criterion"]


def test_items_in_a_comment_are_told_not_to_count() -> None:
    assert notes(markdown("- a\n\n<!--\n- b\n-->\n")) == [
        "not_carried_over 3: list items stand in this comment; what is in a comment is not graded"
    ]


def test_statements_of_a_template_language_are_left_out_and_told() -> None:
    rubric = markdown("{% if x %}\n- a\n{% endif %}\n")
    assert (texts(rubric), notes(rubric)) == (
        ["a"],
        ["not_carried_over 1: lines with `{% ... %}` are statements of a template language and are left out; only `{{ name }}` is read"],
    )  # fmt: skip


def test_a_column_that_is_not_known_is_told() -> None:
    rubric = markdown("| Criterion | Owner |\n|--|--|\n| a | Ann |\n")
    assert notes(rubric)[0].startswith("not_carried_over 1: the column 'owner' is not carried over; Columns:")


def test_front_matter_holds_defaults_and_references() -> None:
    page = "---\ndefaults: {required: false, about: hidden}\nreferences: [lease.txt, notes/a.md]\n---\n- a\n- b (required)\n"
    rubric = markdown(page)
    assert rubric.references == ("lease.txt", "notes/a.md")
    assert [stated(c) for c in rubric.criteria] == [{"required": False, "about": "hidden"}, {"about": "hidden"}]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("references: [/etc/passwd]", "r.md:2:14: a reference is a path beside the rubric, found '/etc/passwd'; make it relative"),
        ("references: {a: b}", "r.md:2:13: references is a list of files, found a mapping"),
        ("defaults: {points: x}", "r.md:2:20: points is a number, found 'x'"),
        ("defaults: {text: x}", "r.md:2:12: unknown key 'text' in defaults. Known: required, points, withheld, about, needs, applies_when"),
        ("threshold: 12 of 10", "r.md:2: a threshold of 12 points cannot be reached, there are 10"),
        ("floors: 5", "r.md:2:9: floors is a list, found 5"),
        ("floors: [{least: 2, criteria: []}]", "r.md:2:18: a floor needs `least`, a share from 0 to 1"),
        ("levels: 5", "r.md:2:9: levels is a mapping of criterion ids and lists, found 5"),
    ],
)  # fmt: skip
def test_what_the_front_matter_cannot_say_is_refused_with_its_place(header: str, expected: str) -> None:
    assert refusal(f"---\n{header}\n---\n- a") == expected
