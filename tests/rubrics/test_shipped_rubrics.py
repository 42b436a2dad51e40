"""Every shipped rubric, carried out on a document that meets it and on one that does not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from outcomes import grade_sync, load_rubric
from outcomes.wiring import shipped_rubrics
from tests.rubrics.documents import DOCUMENTS, file_name, rubric_of

if TYPE_CHECKING:
    from outcomes import Gap, Grade, Rubric

PATHS = shipped_rubrics()
EXPECTED: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("expected.toml").read_text(encoding="utf-8")
)

every_document = pytest.mark.parametrize("name", list(DOCUMENTS))


def test_every_rubric_has_its_documents_of_every_kind_that_it_is_for() -> None:
    suffixes = {"docx": ".docx", "pptx": ".pptx", "xlsx": ".xlsx", "csv": ".csv", "markdown": ".md"}
    kinds = {name: load_rubric(path).applies_to for name, path in PATHS.items()}
    wanted = {f"{name}{suffixes[kind]}" for name, both in kinds.items() for kind in both if kind != "text"}
    assert {file_name(name) for name in DOCUMENTS} == wanted
    assert list(EXPECTED) == list(DOCUMENTS)


@every_document
def test_a_good_document_meets_every_objective_criterion(name: str, tmp_path: Path) -> None:
    grade = _grade(name, _rubric(name).only_objective(), DOCUMENTS[name].good, tmp_path)
    assert {verdict.criterion_id: verdict.verdict for verdict in grade.verdicts} == dict.fromkeys(
        _objective(name), "pass"
    )
    assert (grade.satisfied, grade.result, grade.score_lower) == (True, "satisfied", 1.0)


@every_document
def test_without_a_judge_a_good_document_leaves_only_what_is_judged_open(name: str, tmp_path: Path) -> None:
    rubric = _rubric(name)
    grade = _grade(name, rubric, DOCUMENTS[name].good, tmp_path)
    assert {verdict.criterion_id: verdict.verdict for verdict in grade.verdicts} == {
        criterion.id: "pass" if criterion.objective else "cannot_judge" for criterion in rubric.criteria
    }
    assert grade.result == ("undecided" if rubric.judged_ids else "satisfied")


@every_document
def test_a_bad_document_fails_exactly_what_is_wrong_with_it_where_it_is_wrong(name: str, tmp_path: Path) -> None:
    gaps = _gaps(name, tmp_path)
    assert {criterion_id: list(gap.where) for criterion_id, gap in gaps.items()} == EXPECTED[name]
    assert list(gaps) == list(EXPECTED[name])


@every_document
def test_every_fail_says_what_is_missing_and_how_to_mend_it(name: str, tmp_path: Path) -> None:
    gaps = _gaps(name, tmp_path)
    assert [criterion_id for criterion_id, gap in gaps.items() if not (gap.smallest_fix and gap.done_when)] == []
    assert [
        criterion_id for criterion_id, gap in gaps.items() if not all(where in gap.missing for where in gap.where[:5])
    ] == []


@pytest.mark.parametrize("name", sorted(PATHS))
def test_no_objective_criterion_goes_without_a_document_that_fails_it_of_each_kind(name: str) -> None:
    failed: dict[str, set[str]] = {}
    for document, gaps in EXPECTED.items():
        if rubric_of(document) == name:
            failed.setdefault(DOCUMENTS[document].suffix, set()).update(gaps)
    assert [ids for ids in failed.values() if ids != set(_objective(name))] == []


def _rubric(name: str) -> Rubric:
    return load_rubric(PATHS[rubric_of(name)])


def _objective(name: str) -> list[str]:
    return [criterion.id for criterion in _rubric(name).criteria if criterion.objective]


def _grade(name: str, rubric: Rubric, data: bytes, folder: Path) -> Grade:
    path = folder / file_name(name)
    path.write_bytes(data)
    return grade_sync(path, rubric)


def _gaps(name: str, folder: Path) -> dict[str, Gap]:
    """What the bad document lacks, by criterion."""
    grade = _grade(name, _rubric(name).only_objective(), DOCUMENTS[name].bad, folder)
    return {verdict.criterion_id: verdict.gap for verdict in grade.verdicts if verdict.gap is not None}
