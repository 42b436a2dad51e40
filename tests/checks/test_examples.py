"""Every check on work that meets it, on work that does not, and where it may say so, on work that cannot be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import Artifact
from outcomes.checks import ALL
from outcomes.testing.documents import Docx, Pptx
from tests.checks.example import Example, all_examples, read
from tests.checks.support import run, where

if TYPE_CHECKING:
    from outcomes.check import CheckResult

every_example = pytest.mark.parametrize("example", all_examples(), ids=[one.name for one in all_examples()])


@every_example
def test_good_work_passes(example: Example) -> None:
    result = run(ALL[example.check], read(example.good), **example.args)
    assert (result.passed, result.findings) == (True, ())


@every_example
def test_bad_work_is_told_what_is_wrong_where_and_what_to_do(example: Example) -> None:
    result = run(ALL[example.check], read(example.bad), **example.args)
    assert (result.passed, where(result)) == (False, example.found)
    assert result.smallest_fix


@every_example
def test_every_place_that_is_named_is_a_place_in_the_work(example: Example) -> None:
    artifact = read(example.bad)
    if not isinstance(example.bad, Artifact):
        assert [place for place in example.found if place and artifact.unit_of(place) is None] == []


@pytest.mark.parametrize(
    "example", [one for one in all_examples() if one.unclear is not None], ids=lambda example: example.name
)
def test_what_cannot_be_decided_is_not_decided(example: Example) -> None:
    assert example.unclear is not None
    result = run(ALL[example.check], read(example.unclear), **example.args)
    assert (result.passed, result.measured, result.findings) == (None, example.why, ())


def test_every_check_has_an_example_for_each_kind_that_it_looks_at() -> None:
    pairs = [(example.check, read(example.good).kind, read(example.bad).kind) for example in all_examples()]
    tried = {(name, good) for name, good, bad in pairs if good == bad}
    names = {example.check for example in all_examples()}
    wanted = {(spec.name, kind) for spec in ALL.values() for kind in spec.kinds}
    assert (sorted(wanted - tried), sorted(set(ALL) - names)) == ([], [])


@pytest.mark.parametrize("work", [Docx().picture().footnote("x").header("y"), Pptx().slide("A", notes="x").picture()])
def test_what_the_builders_make_opens(work: Docx | Pptx) -> None:
    result = run(ALL["opens"], read(work))
    assert (result.passed, result.findings) == (True, ())


def test_a_full_document_fails_no_check_that_takes_no_arguments() -> None:
    report = (
        Docx(title="Report")
        .heading("Summary")
        .paragraph("Revenue rose.")
        .table([["Region", "Revenue"], ["North", "12"]])
        .picture(alt="A bridge")
    )
    deck = (
        Pptx(title="Deck")
        .slide("Results", bullets=["Up"], notes="Say why")
        .slide("Next", notes="Say what")
        .picture(alt="A road")
    )
    results: dict[tuple[str, str], CheckResult] = {}
    for artifact in (read(report), read(deck)):
        for name, spec in ALL.items():
            free = not any(value.is_required() for value in spec.args.model_fields.values())
            if free and name in PLAIN and artifact.kind in (spec.kinds or (artifact.kind,)):
                results[artifact.kind, name] = run(spec, artifact)
    assert len(results) > 10
    assert {name: result for name, result in results.items() if not result.passed} == {}


PLAIN = ["opens", "no_placeholders", "heading_order", "alt_text", "table_headers", "no_tracked_changes", "no_comments"]
PLAIN += ["pptx.titles", "pptx.unique_titles", "pptx.on_slide", "pptx.notes"]
"""Checks that a document without any fault passes, whatever it is for."""
