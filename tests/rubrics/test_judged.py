"""The judged lines of the library, as a person reads its documents: what is quoted is there, no line is left out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from outcomes import load_rubric
from outcomes.wiring import read_bytes, shipped_rubrics
from tests.rubrics.documents import DOCUMENTS, file_name

JUDGED: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("judged.toml").read_text(encoding="utf-8")
)
DOES_NOT_APPLY = "(not applicable)"
RUBRICS = {name: load_rubric(path) for name, path in shipped_rubrics().items()}


def test_every_rubric_with_judged_lines_was_read_by_a_person() -> None:
    assert sorted(JUDGED) == sorted(name for name, rubric in RUBRICS.items() if rubric.judged_ids)


@pytest.mark.parametrize(("name", "which"), [(name, which) for name, read in JUDGED.items() for which in read])
def test_what_is_quoted_for_a_judged_line_stands_in_the_document(name: str, which: str) -> None:
    artifact = read_bytes(getattr(DOCUMENTS[name], which), file_name(name))
    hidden = {criterion.id: criterion.about == "hidden" for criterion in RUBRICS[name].criteria}
    quotes = {key: quote for key, quote in JUDGED[name][which].items() if quote not in ("", DOES_NOT_APPLY)}
    found = {key: artifact.find(quote, hidden=hidden[key]).check for key, quote in quotes.items()}
    assert {key: check for key, check in found.items() if check not in ("exact", "normalised")} == {}


@pytest.mark.parametrize("name", list(JUDGED))
def test_a_good_document_meets_every_judged_line_that_needs_nothing_else(name: str) -> None:
    alone = [one for one in RUBRICS[name].criteria if not one.objective and one.needs is None]
    read = JUDGED[name]["good"]
    assert list(read) == [criterion.id for criterion in alone]
    unquoted = [criterion for criterion in alone if not read[criterion.id]]
    assert [one.text for one in unquoted if not (one.names_fault or one.text.startswith("No "))] == []
    idle = [criterion for criterion in alone if read[criterion.id] == DOES_NOT_APPLY]
    assert [criterion.text for criterion in idle if not criterion.applies_when] == []


@pytest.mark.parametrize("name", [name for name, read in JUDGED.items() if "bad" in read])
def test_a_bad_document_misses_most_judged_lines_and_shows_each_fault_that_it_has(name: str) -> None:
    bad, good = JUDGED[name]["bad"], JUDGED[name]["good"]
    assert set(bad) <= set(good)
    assert len(bad) > len(good) / 2
    faults = {criterion.id for criterion in RUBRICS[name].criteria if criterion.names_fault}
    assert [key for key in bad if key in faults and not bad[key]] == []
