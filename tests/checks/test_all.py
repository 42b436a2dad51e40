"""The list of checks: complete, named as rubrics name them, and every example in it works."""

from __future__ import annotations

import re
from typing import Any

import pytest

from outcomes.check import CheckSpec, bind
from outcomes.checks import ALL
from outcomes.errors import RubricError
from outcomes.rubric import CheckCall, Criterion

EXAMPLES: dict[str, dict[str, Any]] = {
    "opens": {},
    "no_placeholders": {},
    "words": {"min": 300, "max": 800},
    "contains": {"text": "Confidential"},
    "not_contains": {"text": "guarantee"},
    "heading_order": {},
    "sections": {"names": ["Summary", "Risks", "Next steps"]},
    "alt_text": {},
    "table_headers": {},
    "no_tracked_changes": {},
    "no_comments": {},
    "pptx.titles": {},
    "pptx.unique_titles": {},
    "pptx.slides": {"min": 5, "max": 12},
    "pptx.words_per_slide": {"max": 60},
    "pptx.on_slide": {},
    "pptx.notes": {"min_words": 20},
    "command": {"argv": ["python", "-m", "json.tool", "{artifact}"], "timeout_seconds": 10},
}
"""The arguments of each example, as a rubric's reader hands them on."""


def test_the_checks_are_these_in_this_order() -> None:
    assert list(ALL) == list(EXAMPLES)


@pytest.mark.parametrize("spec", ALL.values(), ids=list(ALL))
def test_every_example_calls_its_own_check_with_arguments_that_bind(spec: CheckSpec[Any]) -> None:
    name, *given = re.findall(r'\[[^\]]*\]|\w+(?:\.\w+)?=|"[^"]*"|\S+', spec.example.removeprefix("check: "))
    assert spec.example.startswith("check: ")
    assert (name, [word.rstrip("=") for word in given if word.endswith("=")]) == (spec.name, list(EXAMPLES[spec.name]))
    criterion = Criterion(id="a", text="It holds", check=CheckCall(name=spec.name, args=EXAMPLES[spec.name]))
    assert bind(criterion, ALL) == (spec, spec.args.model_validate(EXAMPLES[spec.name]))


@pytest.mark.parametrize("spec", ALL.values(), ids=list(ALL))
def test_every_summary_is_one_line_without_a_full_stop(spec: CheckSpec[Any]) -> None:
    assert "\n" not in spec.summary
    assert spec.summary
    assert not spec.summary.endswith(".")


def test_only_the_command_runs_code() -> None:
    assert [spec.name for spec in ALL.values() if spec.runs_code] == ["command"]


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("words", {}, "give min, max or both."),
        ("words", {"min": 9, "max": 5}, "min=9 is more than max=5, so nothing could pass; swap them."),
        ("pptx.slides", {"max": 0}, "argument 'max': input should be greater than or equal to 1, found 0"),
        ("pptx.words_per_slide", {}, "argument 'max' is missing"),
        ("pptx.words_per_slide", {"max": 0}, "argument 'max': input should be greater than or equal to 1, found 0"),
        ("pptx.notes", {"min_words": 0}, "argument 'min_words': input should be greater than or equal to 1, found 0"),
        ("pptx.notes", {"words": 3}, "no argument 'words'. Did you mean 'min_words'?"),
        ("sections", {"names": ["Summary", " "]}, "a section name is blank; give the words of the heading."),
        ("contains", {"text": " \u200b"}, "text is blank; give the words to look for."),
        ("command", {"argv": [" "]}, "argv begins with a blank; it begins with the program to run."),
        ("command", {"argv": ["a\0b"]}, "argv holds a NUL character, which no program can be given; take it out."),
    ],
)
def test_wrong_arguments_are_refused_with_what_to_do(name: str, args: dict[str, Any], message: str) -> None:
    criterion = Criterion(id="a", text="It holds", check=CheckCall(name=name, args=args))
    with pytest.raises(RubricError) as caught:
        bind(criterion, ALL)
    assert str(caught.value).startswith(f"check {name!r}: {message}")


def test_numbers_to_look_for_may_be_written_without_quotation_marks() -> None:
    criterion = Criterion(id="a", text="It holds", check=CheckCall(name="contains", args={"text": 2026}))
    _, args = bind(criterion, ALL)
    assert args.text == "2026"
