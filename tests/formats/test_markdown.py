"""Rubrics as people write them in markdown."""

# ruff: noqa: E501  (a case of input and error is read on one line)

from __future__ import annotations

import pytest

from outcomes.format import MAX_CHARACTERS
from outcomes.rubric import criterion_id
from outcomes.scoring import Branch, Leaf, Weighted
from tests.formats.reading import Row, markdown, refusal, rows, texts

PAGE = """\
# Product brief

What this list is for: *not a criterion*.

## Numbers

- Every figure has a source
* Every chart names its unit
1. Every sum adds up
2) Every rate has a period

### Rates ###

- [ ] Every rate has a base
- [x] Every index has a year

Layout
------

+ Every page has a number
"""


def test_headings_are_sections_and_items_of_every_list_style_are_criteria() -> None:
    rubric = markdown(PAGE)
    assert rubric.title == "Product brief"
    assert rows(rubric) == [
        Row("Every figure has a source", ("Numbers",)),
        Row("Every chart names its unit", ("Numbers",)),
        Row("Every sum adds up", ("Numbers",)),
        Row("Every rate has a period", ("Numbers",)),
        Row("Every rate has a base", ("Numbers", "Rates")),
        Row("Every index has a year", ("Numbers", "Rates")),
        Row("Every page has a number", ("Layout",)),
    ]


def test_every_criterion_knows_its_line() -> None:
    assert [criterion.line for criterion in markdown(PAGE).criteria] == [7, 8, 9, 10, 14, 15, 20]


def test_the_rubric_knows_its_file_and_its_ids_come_from_section_and_text() -> None:
    rubric = markdown(PAGE)
    assert rubric.source == "r.md"
    assert rubric.criteria[4].id == criterion_id(("Numbers", "Rates"), "Every rate has a base")


def test_line_ends_and_byte_order_mark_make_no_difference() -> None:
    assert markdown("\ufeff" + PAGE.replace("\n", "\r\n")) == markdown(PAGE.replace("\n", "\r")) == markdown(PAGE)


def test_skipped_heading_levels_and_later_top_headings_are_sections() -> None:
    assert rows(markdown("# T\n### A\n- a\n## B\n- b\n# C\n- c\n## D\n- d")) == [
        Row("a", ("A",)),
        Row("b", ("B",)),
        Row("c", ("C",)),
        Row("d", ("C", "D")),
    ]


def test_an_empty_heading_ends_the_section() -> None:
    assert rows(markdown("## A\n- a\n##\n- b")) == [Row("a", ("A",)), Row("b")]


def test_continuation_lines_and_paragraphs_belong_to_the_item() -> None:
    assert texts(markdown("- Every figure\n  has a\nsource\n\n  with a date\n- b")) == [
        "Every figure has a source with a date",
        "b",
    ]


def test_code_in_an_item_belongs_to_its_text() -> None:
    assert texts(markdown("- The file holds\n\n  ```\n  a = 1\n  ```\n- b")) == ["The file holds a = 1", "b"]


def test_a_leading_bold_name_stays() -> None:
    assert texts(markdown("- **Sources** - every figure has one")) == ["**Sources** - every figure has one"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("The table has these columns", "The table has these columns: id; month, 2 digits"),
        ("The table has columns.", "The table has columns. id; month, 2 digits"),
    ],
)
def test_items_below_a_criterion_are_part_of_its_text(item: str, expected: str) -> None:
    assert rows(markdown(f"- {item}\n  - id\n  - [ ] month,\n    2 digits\n- b")) == [Row(expected), Row("b")]


def test_marks_of_requirement_below_a_criterion_stay_words() -> None:
    assert texts(markdown("- The form has the fields\n  - name (required)")) == [
        "The form has the fields: name (required)"
    ]


@pytest.mark.parametrize("lead", ["Charts:", "**Charts:**", "**Charts**:", "[ ] Charts:"])
def test_items_below_a_colon_are_criteria_of_a_section(lead: str) -> None:
    assert rows(markdown(f"## Looks\n- {lead}\n  - a\n  1. b\n- c")) == [
        Row("a", ("Looks", "Charts")),
        Row("b", ("Looks", "Charts")),
        Row("c", ("Looks",)),
    ]


def test_a_colon_without_items_below_is_the_end_of_a_text() -> None:
    assert rows(markdown("- Every figure has a source, namely:")) == [Row("Every figure has a source, namely:")]


def test_a_list_in_a_list_item_without_words_is_a_list() -> None:
    assert rows(markdown("- - a\n  - b\n-\n- c")) == [Row("a"), Row("b"), Row("c")]


def test_comments_quotes_code_and_prose_are_no_criteria() -> None:
    page = "Prose (5 points).\n\n<!--\n- x\n-->\n\n> - y\n\n```\n- z\n```\n\n- a <!-- why --> b\n- <!-- nothing -->\n"
    assert texts(markdown(page)) == ["a b"]


def test_prose_without_any_list_is_a_criterion_a_paragraph() -> None:
    assert rows(markdown("# T\n\nEvery figure\nhas a source. (2 points)\n\n## S\n\nNo typos.\n")) == [
        Row("Every figure has a source.", (), required=False, points=2),
        Row("No typos.", ("S",)),
    ]


def test_what_looks_like_a_link_address_is_an_item() -> None:
    assert texts(markdown("- [Sources]: required\n- b")) == ["[Sources]: required", "b"]


def test_escaped_marks_stay_words_and_lose_their_backslash() -> None:
    assert rows(markdown(r"- The price stands alone \(5 points\)")) == [Row("The price stands alone (5 points)")]


def test_points_of_a_heading_weigh_its_section() -> None:
    rubric = markdown("## A (3 points)\n- a (2 points)\n- b\n### C\n- c (required)\n## D\n- d\n")
    assert rows(rubric) == [
        Row("a", ("A",), required=False, points=2),
        Row("b", ("A",), required=False),
        Row("c", ("A", "C")),
        Row("d", ("D",)),
    ]
    a, b, c, d = (Leaf(criterion_id=name) for name in rubric.ids)
    section = Weighted(children=(Branch(weight=2, node=a), Branch(weight=1, node=b), Branch(weight=1, node=c)))
    assert rubric.scoring == Weighted(children=(Branch(weight=3, node=section), Branch(weight=1, node=d)))


@pytest.mark.parametrize("heading", ["A (25 %)", "A [weight: 25]", "A (25%):", "[weight 25] A"])
def test_a_section_weight_has_many_spellings(heading: str) -> None:
    rubric = markdown(f"## {heading}\n- a\n## B (75 points)\n- b")
    assert [c.section for c in rubric.criteria] == [("A",), ("B",)]
    assert isinstance(rubric.scoring, Weighted)
    assert [branch.weight for branch in rubric.scoring.children] == [25, 75]


def test_a_heading_says_what_its_items_are_unless_they_say_it_themselves() -> None:
    assert rows(markdown("## A (optional)\n- a\n- b (required)\n## C (required)\n- c (2 points)")) == [
        Row("a", ("A",), required=False),
        Row("b", ("A",)),
        Row("c", ("C",), points=2),
    ]


def test_checkpoints_with_points_in_the_heading_are_graded_by_their_paragraphs() -> None:
    intro = "# Checkpoints\n\nThis task has 3 points.\n\n"
    rubric = markdown(f"{intro}## Checkpoint 1 (1pt)\n\nIt runs.\n\n## Checkpoint 2 (2pts)\n\nIt adds.\n")
    assert rows(rubric) == [
        Row("It runs.", ("Checkpoint 1",), required=False),
        Row("It adds.", ("Checkpoint 2",), required=False),
    ]
    assert isinstance(rubric.scoring, Weighted)
    assert [branch.weight for branch in rubric.scoring.children] == [1, 2]


def test_front_matter_gives_title_threshold_and_kinds_and_lines_still_count_from_the_top() -> None:
    rubric = markdown("---\ntitle: Brief\nthreshold: 80 %\napplies_to: [docx, .PDF]\n---\n# Ignored\n- a\n")
    assert (rubric.title, rubric.threshold, rubric.applies_to) == ("Brief", 0.8, ("docx", "pdf"))
    assert rubric.criteria[0].line == 7


@pytest.mark.parametrize(("written", "expected"), [("0.8", 0.8), ("1", 1.0), ("'82.5%'", 0.825), ("~", None)])
def test_a_threshold_is_a_share_or_a_percentage(written: str, expected: float | None) -> None:
    assert markdown(f"---\nthreshold: {written}\n---\n- a").threshold == expected


def test_empty_front_matter_says_nothing() -> None:
    assert rows(markdown("---\n---\n- a")) == [Row("a")]


def test_a_rubric_of_the_longest_length_is_read() -> None:
    lines = "".join(f"- Every figure number {number} has a source (2 points)\n" for number in range(1500))
    filler = "x" * (MAX_CHARACTERS - len(lines))
    assert len(markdown(lines + filler).criteria) == 1500


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("", "r.md: nothing to grade here, no criteria; write one statement a line, for example `- Every figure has a source`"),
        ("<!-- - a -->", "r.md: nothing to grade here, no criteria; write one statement a line, for example `- Every figure has a source`"),
        ("# A\n## B\n", "r.md: only headings here, no criteria; write one statement a line, for example `- Every figure has a source`"),
        ("- a\n\n- A", "r.md:3: the same criterion twice in one section (lines 1 and 3): 'A'; delete one"),
        ("- a (id: x)\n- b (id: x)", "r.md:2: two criteria have the id 'x' (lines 1 and 2); ids must be unique"),
        ("- a (-3 points)", "r.md:1: no criterion has positive points, so nothing could be earned; give at least one a positive weight"),
        ("- a\n- b (1 point each)", "r.md:2: criterion 'b-3e23e8': per-occurrence points are deductions and must be negative, not 1"),
        ("- (5 points)", "r.md:1: an item of marks alone; say in words what must hold"),
        ("- a\n  - b (2 points)", "r.md:2: 'b' is part of the criterion above it and cannot be graded on its own; end the line above with `:` to make the items below it criteria"),
        ("- a `check: words max=5`\n\n  b `check: words max=6`", "r.md:3:3: two marks disagree about 'check'; keep one"),
        ("## A (2 points)\n## B\n- b", "r.md:1:4: section 'A' has a weight but no criteria; write at least one list item below it"),
        ("## A (-2 points)\n- b", "r.md:1:4: a section's weight must be above 0, found -2"),
        ("## A (id: x)\n- b", "r.md:1:4: a heading takes a weight, `(required)`, `(optional)` or a condition, not 'id'; mark the items below it"),
        ("---\ntitle: x\n- a", "r.md:1:1: front matter begins here and never ends; close it with a line `---`"),
        ("---\ntitel: x\n---\n- a", "r.md:2:1: unknown key 'titel' in the front matter. Did you mean 'title'? Known: title, threshold, applies_to, references, defaults, variables, scoring, floors, levels"),
        ("---\n- x\n---\n- a", "r.md:2:1: front matter is lines of `key: value`, found a list"),
        ("---\n\nthreshold: 80\n---\n- a", "r.md:3:12: threshold is a share above 0 and up to 1 (`0.8`) or a percentage (`80 %`), found 80; for 80 percent write `80 %`"),
        ("---\nthreshold: .nan\n---\n- a", "r.md:2:12: threshold is a share above 0 and up to 1 (`0.8`) or a percentage (`80 %`), found nan"),
        ("---\nthreshold: true\n---\n- a", "r.md:2:12: threshold is a share above 0 and up to 1 (`0.8`) or a percentage (`80 %`), found True"),
        ("---\ntitle: [x]\n---\n- a", "r.md:2:8: title is text, found a list"),
        ("---\napplies_to: [docx, dcox]\n---\n- a", "r.md:2:20: unknown kind 'dcox'. Did you mean 'docx'? Kinds: docx, pptx, xlsx, pdf, html, markdown, text, csv, json, png, jpeg, gif, webp, bmp, tiff, avif, heic, svg, emf, wmf, folder"),
        ("---\napplies_to: {a: b}\n---\n- a", "r.md:2:13: applies_to is a list of kinds such as [docx, pptx], found a mapping"),
        ("---\ntitle: a: b\n---\n- a", "r.md:2:9: not valid YAML: mapping values are not allowed here; put text that contains `: ` in quotes"),
        ("- a\0", "r.md:1: the character '\\x00' is not text; save the file as UTF-8"),
        ("".join(f"{'  ' * depth}- a{depth}\n" for depth in range(40)), "r.md:31: nested deeper than 30 levels; flatten the lists or quotes"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_its_place(page: str, expected: str) -> None:
    assert refusal(page) == expected


def test_many_nested_quotes_are_refused_and_not_dropped() -> None:
    assert refusal(">" * 200_000 + " a") == "r.md:1: nested deeper than 30 levels; flatten the lists or quotes"


def test_top_headings_are_sections_where_the_title_is_stated() -> None:
    rubric = markdown("---\ntitle: Memo\napplies_to: [md]\n---\n# Form\n- Short\n# Substance\n- Every risk\n")
    assert (rubric.title, rubric.applies_to) == ("Memo", ("markdown",))
    assert [criterion.section for criterion in rubric.criteria] == [("Form",), ("Substance",)]
