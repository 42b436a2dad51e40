"""Checks: found by name, with arguments that are refused before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import Field

from outcomes.check import CheckResult, NoArgs, bind, bind_all, check
from outcomes.errors import RubricError
from outcomes.rubric import CheckCall, Criterion
from tests.core.factories import a_criterion, a_rubric

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files


class _Words(NoArgs):
    max: int = Field(ge=1)
    min: int = 0


@check(
    "text.words",
    summary="The text has the right length",
    example="check: text.words max=200",
    args=_Words,
    group="words",
    meaning="Words are counted.",
    source="The rubric's author",
    false_positives="None are known.",
    kinds=("text",),
)
def text_words(artifact: Artifact, args: _Words, files: Files) -> CheckResult:  # noqa: ARG001
    """Count words."""
    return CheckResult(passed=artifact.word_count <= args.max, measured="counted", smallest_fix="Cut it.")


CHECKS = {text_words.name: text_words}
TAKES = "It takes: max, min. Example: `check: text.words max=200`"


def not_a_number(argument: str, found: object) -> str:
    """What is said of an argument that is none."""
    return f"argument {argument!r}: input should be a valid integer, found {found!r}"


def _criterion(name: str = "text.words", **args: object) -> Criterion:
    return a_criterion("a", check=CheckCall(name=name, args=args), line=7)


def test_a_check_is_found_with_its_arguments_typed() -> None:
    assert bind(_criterion(max="200"), CHECKS) == (text_words, _Words(max=200))


@pytest.mark.parametrize(
    ("criterion", "problem"),
    [
        (
            _criterion("text.word", max=1),
            "unknown check 'text.word'. Did you mean 'text.words'? `outcomes checks` lists them all.",
        ),
        (_criterion("layout", max=1), "unknown check 'layout'. `outcomes checks` lists them all."),
        (
            _criterion(max=1, mni=1),
            f"check 'text.words': no argument 'mni'. Did you mean 'min'? {TAKES}",
        ),
        (_criterion(max=1, banana=1), f"check 'text.words': no argument 'banana'. {TAKES}"),
        (_criterion(), f"check 'text.words': argument 'max' is missing. {TAKES}"),
        (
            _criterion(max=0),
            f"check 'text.words': argument 'max': input should be greater than or equal to 1, found 0. {TAKES}",
        ),
        (
            _criterion(max=[1], min=[]),
            f"check 'text.words': {not_a_number('max', [1])}; {not_a_number('min', [])}. {TAKES}",
        ),
        (a_criterion("a", line=7), "criterion 'a' has no check"),
    ],
)
def test_a_check_that_could_not_run_is_refused_with_file_line_and_a_way_out(criterion: Criterion, problem: str) -> None:
    with pytest.raises(RubricError) as caught:
        bind(criterion, CHECKS, source="r.md")
    assert str(caught.value) == f"r.md:7: {problem}"


def test_a_rubric_is_refused_as_a_whole_before_anything_is_paid_for() -> None:
    good = a_rubric(source="r.md", criteria=(a_criterion("judged"), _criterion(max=3)))
    bad = a_rubric(source="r.md", criteria=(a_criterion("judged"), _criterion("text.worlds")))
    bind_all(good, CHECKS)
    with pytest.raises(RubricError, match=r"r\.md:7: unknown check 'text\.worlds'"):
        bind_all(bad, CHECKS)


def test_a_fail_without_a_fix_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="smallest fix"):
        CheckResult(passed=False, measured="12 slides")
    assert CheckResult(passed=None, measured="no style to resolve").smallest_fix == ""


def test_a_check_call_is_printed_as_a_rubric_writes_it() -> None:
    call = CheckCall(name="pptx.slides", args={"min": 5, "title": "Q3 \u2013 a", "strict": True})
    assert str(call) == 'pptx.slides min=5 title="Q3 \u2013 a" strict=true'
