"""The list of checks: complete, documented, named as rubrics name them, and every example in it works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from outcomes.check import GROUPS, CheckSpec, bind
from outcomes.cli.check_words import arguments, page
from outcomes.errors import RubricError
from outcomes.formats.checks import read_check
from outcomes.rubric import CheckCall, Criterion
from outcomes.wiring import checks

ALL = {name: spec for name, spec in checks().items() if not spec.owner}
"""Every check of ours, those that are handed a renderer too."""

PAGE = Path(__file__).parents[2] / "rubrics" / "CHECKS.md"
every_check = pytest.mark.parametrize("spec", ALL.values(), ids=list(ALL))


@every_check
def test_every_example_calls_its_own_check_with_arguments_that_bind(spec: CheckSpec[Any]) -> None:
    assert spec.example.startswith("check: ")
    call = read_check(spec.example.removeprefix("check: "), lambda message, _offset: RubricError(message))
    assert call.name == spec.name
    criterion = Criterion(id="a", text="It holds", check=call)
    assert bind(criterion, ALL) == (spec, spec.args.model_validate(call.args))


@every_check
def test_every_summary_is_one_line_without_a_full_stop(spec: CheckSpec[Any]) -> None:
    assert "\n" not in spec.summary
    assert spec.summary
    assert not spec.summary.endswith(".")


@every_check
def test_every_check_says_what_it_means_where_it_comes_from_and_when_it_is_wrong(spec: CheckSpec[Any]) -> None:
    assert len(spec.meaning.split()) >= 12
    assert len(spec.source.split()) >= 2
    assert len(spec.false_positives.split()) >= 6
    assert spec.group in GROUPS


@every_check
def test_every_argument_says_what_it_is(spec: CheckSpec[Any]) -> None:
    assert [argument.name for argument in arguments(spec) if len(argument.description.split()) < 3] == []


@every_check
def test_a_check_of_one_kind_of_office_file_is_named_after_it(spec: CheckSpec[Any]) -> None:
    prefix, _, rest = spec.name.rpartition(".")
    assert re.fullmatch(r"[a-z][a-z0-9_]*", rest)
    assert prefix in ("", *spec.kinds)


def test_only_the_command_runs_code() -> None:
    assert [spec.name for spec in ALL.values() if spec.runs_code] == ["command"]


def test_the_page_about_the_checks_is_what_the_tool_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(ALL), "outcomes checks --markdown > rubrics/CHECKS.md"


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
        (
            "sections",
            {"names": ["A"], "level": 0},
            "argument 'level': input should be greater than or equal to 1, found 0",
        ),
        ("section_words", {"names": ["A"]}, "give min, max or both."),
        (
            "matches",
            {"pattern": "a", "min": 3, "max": 2},
            "min=3 is more than max=2, so nothing could pass; swap them.",
        ),
        ("glossary", {}, "give terms, defined or both."),
        (
            "glossary",
            {"terms": ["email"]},
            "argument 'terms': write \"agreed word = other word | another\"",
        ),
        ("files", {}, "give has, lacks or both."),
        ("captions", {"of": "charts"}, "argument 'of': input should be 'figures', 'tables' or 'both', found 'charts'"),
        ("language", {"code": "English!"}, "argument 'code': string should match pattern"),
        ("xlsx.cell", {"at": "A!B1"}, "give equals or pattern, one of the two."),
        ("xlsx.cell", {"at": "A!B1", "equals": 1, "pattern": "1"}, "give equals or pattern, one of the two."),
        ("xlsx.cell", {"at": "A!B1:B2", "equals": 1}, "'A!B1:B2' is a range; give one cell."),
        ("xlsx.cell", {"at": "B1", "equals": 1}, "argument 'at': write a range with its sheet"),
        ("xlsx.formulas", {"ranges": ["Sheet1"]}, "argument 'ranges.0': write a range with its sheet"),
        (
            "table_totals",
            {"tolerance": -1},
            "argument 'tolerance': input should be greater than or equal to 0, found -1",
        ),
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
