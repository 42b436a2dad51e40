"""Scales that are spread over a page, and prompts that hold one."""

# ruff: noqa: E501  (a page and what it means are read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.errors import RubricError
from outcomes.formats.markdown import read_markdown
from tests.formats.reading import markdown, notes, texts, yaml

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.rubric import Criterion

JUDGE = """\
---
name: Adherence
---
system:
# Rules
- Be fair
# Dimensions
## A) Goal (did it get there?)
Score 0 (fail) when:
- It is off scope.
- It declines
  without help.

Score 1 (pass) when:
- It is partial with next steps.

## B) Rules
Score 0 (fail) if any of the following:
1. It is harmful.

Score 1 (pass):
* It is polite.
# Output
- "score": 0 or 1
"""


def levels(criterion: Criterion) -> list[tuple[str, str, float]]:
    return [(level.label, level.text, level.credit) for level in criterion.levels]


def test_lists_below_the_names_of_levels_are_what_the_levels_mean() -> None:
    rubric = read_markdown(JUDGE, "judge.prompty")
    assert (rubric.title, texts(rubric)) == ("Adherence", ["A) Goal (did it get there?)", "B) Rules"])
    assert [levels(criterion) for criterion in rubric.criteria] == [
        [("0", "fail: It is off scope.; It declines without help.", 0), ("1", "pass: It is partial with next steps.", 1)],
        [("0", "fail: It is harmful.", 0), ("1", "pass: It is polite.", 1)],
    ]  # fmt: skip
    assert [note.split(":")[0] for note in notes(rubric)] == ["not_carried_over 6", "read_as 8", "read_as 17", "not_carried_over 24"]  # fmt: skip


def test_the_same_in_a_list_of_criteria_is_one_criterion_among_others() -> None:
    page = "## Sources (required)\n\nLevel 1:\n\n- none\n\nLevel 2:\n\n- some\n- many\n\n## Other\n\n- It is short (2 points)\n"
    rubric = markdown(page)
    assert texts(rubric) == ["Sources", "It is short"]
    assert levels(rubric.criteria[0]) == [("1", "none", 0.5), ("2", "some; many", 1)]


def test_lists_below_other_sentences_are_criteria() -> None:
    page = "## A\n\nIt fails when:\n\n- a is missing\n\nScore 1 (pass) when:\n\n- b is there\n"
    assert texts(markdown(page)) == ["a is missing", "b is there"]


def test_a_prompt_without_a_scale_is_refused_with_a_word_on_what_to_do() -> None:
    with pytest.raises(RubricError) as caught:
        read_markdown("---\nname: A\n---\nsystem:\n# Rules\n- Be fair\n- Be brief\n", "judge.prompty")
    assert str(caught.value) == (
        "judge.prompty: no rating scale stands in this prompt, and its lists are what a grader is told and no criteria; "
        "write what must hold as a list in a markdown file (.md)"
    )


def test_a_prompt_whose_lists_are_marked_is_a_rubric() -> None:
    text = "---\nname: A\n---\nsystem:\n- It is short (2 points)\n- It is kind\n"
    assert texts(read_markdown(text, "judge.prompty")) == ["It is short", "It is kind"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "criteria", "labels"),
    [
        ("azure-coherence.prompty", 1, "12345"),
        ("azure-response_completeness.prompty", 1, "12345"),
        ("azure-task_adherence.prompty", 3, "01"),
    ],
)
def test_prompts_of_evaluators_are_read_by_their_scales(corpus: Path, name: str, criteria: int, labels: str) -> None:
    rubric = read_markdown((corpus / "rubrics" / name).read_text(encoding="utf-8"), name)
    assert len(rubric.criteria) == criteria
    assert {"".join(level.label for level in criterion.levels) for criterion in rubric.criteria} == {labels}


@pytest.mark.parametrize(
    ("item", "mark", "number"),
    [
        ("Every figure has a source (Level 2)", "(Level 2)", 2),
        ("[level: 3] Every figure has a source", "[level: 3]", 3),
        ("It is cited (levels 1-3) in full", "(levels 1-3)", 1),
        ("Level 2: every figure has a source", "Level 2", 2),
    ],
)
def test_a_level_where_no_levels_are_written_out_is_told(item: str, mark: str, number: int) -> None:
    rubric = markdown(f"- a\n- {item}\n")
    assert texts(rubric) == ["a", item]
    assert notes(rubric) == [
        (
            f"not_understood 2:3: {mark!r} is no mark and stays in the text; for a weight write `({number} points)`, "
            "for levels a list of them below the criterion"
        )
    ]
    assert yaml(f"- a\n- {item!r}\n").notes == rubric.notes


def test_a_level_is_no_riddle_where_levels_are_written_out_or_other_words_follow() -> None:
    page = "- a (Level 2)\n  - 0: none\n  - 1: all\n- It meets level 2 of the guide\n- It is (level 2 or more) fine\n"
    assert [note for note in notes(markdown(page)) if "no mark" in note] == []


def test_points_for_a_part_are_levels_only_where_there_are_points() -> None:
    assert levels(markdown("## A (2 points)\n\nNine drinks (2pts) or eight drinks (1pt).\n").criteria[0]) == [
        ("neither", "none of these", 0), ("part", "eight drinks", 0.5), ("full", "Nine drinks", 1),
    ]  # fmt: skip
    assert not markdown("## A (2 points)\n\nNine drinks (0pts) or eight drinks (0pt).\n").criteria[0].levels
