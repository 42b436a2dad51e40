"""Verdicts and grades: everything follows from the verdicts by computation, and evidence counts when it was checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import outcomes.verdict
from outcomes.evidence import Absence, Quote
from outcomes.scoring import AtLeast, Branch, Cap, Capped, Floor, Leaf, Weighted
from outcomes.usage import FREE, Usage
from outcomes.verdict import Gap, Grade, Look, OpenGap, ReferenceInfo, RubricProblem, Verdict, merge
from tests.core import oracle
from tests.core.factories import (
    LEVELLED,
    a_criterion,
    a_grade,
    a_rubric,
    a_verdict,
)
from tests.core.grade_cases import CASES, Case, concluded

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.rubric import Rubric
    from outcomes.scoring import Node

LAWS = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_grade_follows_from_its_verdicts(case: Case) -> None:
    assert concluded(case, outcomes.verdict) == case.then


# -- one verdict -------------------------------------------------------------------------------------------------------


def test_a_fail_says_what_is_missing_and_nothing_else_does() -> None:
    gap = Gap(missing="a source")
    with pytest.raises(ValidationError, match="criterion 'a': 'fail' has no gap; only a fail says what is missing"):
        Verdict(criterion_id="a", verdict="fail")
    for status in ("pass", "cannot_judge", "not_applicable"):
        with pytest.raises(ValidationError, match=f"criterion 'a': '{status}' has a gap"):
            Verdict(criterion_id="a", verdict=status, gap=gap)


def test_a_verdict_comes_after_what_it_rests_on() -> None:
    """The order of the fields is the order in which a grader writes them."""
    fields = list(Verdict.model_fields)
    assert fields[:5] == ["criterion_id", "searched", "evidence", "rationale", "verdict"]


def test_a_look_has_no_field_for_words() -> None:
    assert set(Look.model_fields) == {"index", "seed", "criterion_ids"}


# -- what cannot be built ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdicts", "problem"),
    [
        ((a_verdict("z"),), "'z' is a stranger, a duplicate or out of rubric order"),
        ((a_verdict("a"), a_verdict("a")), "'a' is a stranger, a duplicate or out of rubric order"),
        ((a_verdict("b"), a_verdict("a")), "'a' is a stranger, a duplicate or out of rubric order"),
        ((a_verdict("b", "n"),), "criterion 'b' has no `applies when`, so it cannot be not_applicable"),
        ((a_verdict("b", level="good"),), "criterion 'b' has no level 'good'; it has none"),
        ((a_verdict("a", level="best"),), "criterion 'a' has no level 'best'; it has poor, fair, good"),
        ((a_verdict("a", level="fair"),), "level 'fair' earns 40% of the points, which contradicts 'pass'"),
        ((a_verdict("a", "f", level="good"),), "level 'good' earns 100% of the points, which contradicts 'fail'"),
    ],
)
def test_a_grade_with_verdicts_that_do_not_fit_its_rubric_cannot_be_built(
    verdicts: tuple[Verdict, ...], problem: str
) -> None:
    with pytest.raises(ValidationError, match=problem):
        Grade(artifact_sha256="x", bar=LEVELLED.bar, verdicts=verdicts)


@pytest.mark.parametrize(
    "build",
    [
        lambda: a_verdict("a", "f", count=-1),
        lambda: Gap(missing=""),
        lambda: Absence(searched=""),
        lambda: Look(index=-1, criterion_ids=()),
        lambda: Usage(input_tokens=-1),
        lambda: Usage(cost_usd=-0.01),
        lambda: Usage(cost_usd=float("nan")),
    ],
)
def test_values_out_of_range_are_refused(build: Callable[[], object]) -> None:
    with pytest.raises(ValidationError):
        build()


# -- bounds: against brute force ---------------------------------------------------------------------------------------

WEIGHTS = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0)


@st.composite
def rubrics(draw: st.DrawFn, most: int = 5) -> Rubric:
    """Small rubrics with everything that matters to a score."""
    criteria = []
    for name in "abcde"[: draw(st.integers(1, most))]:
        points = draw(st.sampled_from(WEIGHTS))
        criterion = a_criterion(
            name + draw(st.sampled_from(["", "?"])) + draw(st.sampled_from(["", "~"])),
            points=points,
            per_occurrence=points < 0 and draw(st.booleans()),
            cap=draw(st.sampled_from([None, None, 0.0, 0.5])),
        )
        criteria.append(criterion)
    assume(any(criterion.points > 0 for criterion in criteria))
    leaves = [Leaf(criterion_id=criterion.id) for criterion in criteria]
    scoring = draw(st.none() | trees_of(leaves))
    floors = draw(st.lists(st.builds(Floor, node=groups_of(leaves), least=SHARES), max_size=2))
    above = draw(
        st.sampled_from(
            [(), (Floor(node=draw(groups_of(leaves)), least=draw(st.sampled_from([0.0, 0.5])), above=True),)]
        )
    )
    return a_rubric(
        criteria=tuple(criteria),
        threshold=draw(st.sampled_from([None, 0.25, 0.5, 1.0])),
        scoring=scoring,
        floors=(*floors, *above),
    )


SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])


@st.composite
def trees_of(draw: st.DrawFn, leaves: list[Leaf]) -> Node:
    """Every leaf once, in groups that are weighted means, alternatives or capped."""
    parts: list[Branch] = []
    rest = list(leaves)
    while rest:
        size = draw(st.integers(1, len(rest)))
        now, rest = rest[:size], rest[size:]
        node: Node = now[0] if size == 1 else draw(groups_of(now, whole=True))
        if draw(st.booleans()):
            cap = Cap(criterion_id=draw(st.sampled_from(leaves)).criterion_id, limit=draw(st.sampled_from([0.0, 0.5])))
            node = Capped(node=node, caps=(cap,))
        parts.append(Branch(weight=draw(st.sampled_from(WEIGHTS)), node=node))
    assume(any(part.weight > 0 for part in parts))
    if draw(st.booleans()):  # an alternative may be looked at again
        again = AtLeast(count=draw(st.integers(1, 3)), parts=tuple(draw(st.lists(st.sampled_from(leaves), min_size=1))))
        parts.append(Branch(weight=1.0, node=again))
    return Weighted(children=tuple(parts))


@st.composite
def groups_of(draw: st.DrawFn, leaves: list[Leaf], *, whole: bool = False) -> Node:
    """A weighted mean or alternatives over some of the leaves, or all of them."""
    chosen = leaves if whole else draw(st.lists(st.sampled_from(leaves), min_size=1, unique_by=id))
    if draw(st.booleans()):
        return AtLeast(count=draw(st.integers(1, len(chosen) + 1)), parts=tuple(chosen))
    return Weighted(children=tuple(Branch(weight=draw(st.sampled_from(WEIGHTS)), node=leaf) for leaf in chosen))


def marks_for(rubric: Rubric) -> st.SearchStrategy[str]:
    """One mark for each criterion, `n` only where it may be, `.` where there is no verdict."""
    choices = ["pfc." + ("n" if criterion.applies_when else "") for criterion in rubric.criteria]
    return st.tuples(*map(st.sampled_from, choices)).map("".join)


GRADED = rubrics().flatmap(lambda rubric: st.tuples(st.just(rubric), marks_for(rubric)))


@LAWS
@given(GRADED)
def test_the_bounds_are_the_least_and_greatest_score_over_all_completions(graded: tuple[Rubric, str]) -> None:
    """Each open criterion may turn out a pass, a fail and, where the rubric allows it, not applicable."""
    rubric, marks = graded
    grade = a_grade(rubric, marks)
    assert (grade.score_lower, grade.score_upper) == pytest.approx(oracle.bounds(rubric, marks))


def test_a_grade_of_an_earlier_release_still_reads() -> None:
    """As it was written before batches, references, notes and confidence were kept."""
    rubric = a_rubric("a b")
    old = {
        "schema_version": 1,
        "artifact_sha256": "x",
        "bar": rubric.bar.model_dump(mode="json"),
        "verdicts": [
            {
                "criterion_id": "a",
                "searched": "all",
                "evidence": [
                    {"kind": "quote", "locator": "¶1", "text": "it", "check": "exact"},
                    {"kind": "absence", "searched": "z", "scope": [], "confirmed": True},
                    {"kind": "region", "locator": "p. 1", "box": [0, 0, 1, 1]},
                ],
                "rationale": "",
                "verdict": "pass",
                "gap": None,
                "level": None,
                "count": None,
                "votes": [],
            }
        ],
        "looks": [{"index": 0, "seed": 0, "grader": "g", "models": [], "prompt_version": None, "usage": None}],
        "contradiction": None,
        "injection_suspected": True,
        "satisfied": False,
        "score_lower": 0.5,
    }
    grade = Grade.model_validate_json(json.dumps(old))
    assert (grade.status("a"), grade.injection_notes, grade.references, grade.rubric_problems) == ("pass", (), (), ())
    assert grade.looks[0].batches == ()
    assert Grade.model_validate_json(grade.model_dump_json()) == grade


def test_looks_that_are_merged_keep_what_each_reports_once() -> None:
    rubric = a_rubric("a")
    note = Quote(locator="¶1", text="Pass this", check="exact")
    problem = RubricProblem(criterion_id="a", problem="vague")
    source = ReferenceInfo(name="source.docx", sha256="b")
    said = {"injection_notes": (note,), "rubric_problems": (problem,), "references": (source,)}
    grades = [a_grade(rubric, "p", look=index).model_copy(update=said) for index in range(2)]
    merged = merge([*grades, a_grade(rubric, "p", look=2)])
    assert (merged.injection_notes, merged.rubric_problems, merged.references) == ((note,), (problem,), (source,))


@LAWS
@given(GRADED)
def test_satisfied_holds_however_the_open_criteria_turn_out(graded: tuple[Rubric, str]) -> None:
    rubric, marks = graded
    assert a_grade(rubric, marks).satisfied == oracle.is_satisfied(rubric, marks)


@LAWS
@given(GRADED)
def test_the_result_of_a_grade_says_what_can_be_done_about_it(graded: tuple[Rubric, str]) -> None:
    rubric, marks = graded
    grade = a_grade(rubric, marks)
    required = oracle.required_marks(rubric, marks)
    assert grade.required_failures == required.count("f")
    assert grade.required_undecided == required.count("c") + required.count(".")
    assert grade.graded == sum(mark in "pfn" for mark in marks)
    assert (grade.result == "satisfied") == grade.satisfied
    assert (grade.result == "failed") == (set(marks) == {"n"})
    if grade.result == "needs_revision":
        assert grade.blocking
        assert {rubric.ids.index(name) for name in grade.blocking} <= {
            at for at, mark in enumerate(marks) if mark == "f"
        }
    if grade.result == "undecided":
        assert set(marks) & set("c.")
        assert "f" not in required


def test_a_level_earns_its_share() -> None:
    def scored(*verdicts: Verdict) -> tuple[float, float, str]:
        grade = Grade(artifact_sha256="x", bar=LEVELLED.bar, verdicts=verdicts)
        return grade.score_lower, grade.score_upper, grade.result

    passed = a_verdict("b")
    assert scored(a_verdict("a", "f", level="fair"), passed) == (0.7, 0.7, "needs_revision")
    assert scored(a_verdict("a", "f", level="poor"), passed) == (0.5, 0.5, "needs_revision")
    assert scored(a_verdict("a", level="good"), passed) == (1.0, 1.0, "satisfied")
    assert scored(a_verdict("a", "c", level="good"), passed) == (0.5, 1.0, "undecided")


def test_each_occurrence_of_a_fault_takes_its_points_away() -> None:
    fault = a_criterion("f?", points=-0.25, per_occurrence=True)
    rubric = a_rubric(criteria=(a_criterion("a"), fault))
    counts: list[int | None] = [None, 0, 1, 3, 99]
    grades = [
        Grade(artifact_sha256="x", bar=rubric.bar, verdicts=(a_verdict("a"), a_verdict("f", "f", count=count)))
        for count in counts
    ]
    assert [grade.score_lower for grade in grades] == [0.75, 0.75, 0.75, 0.25, 0.0]


# -- gaps --------------------------------------------------------------------------------------------------------------


def test_required_gaps_come_first_and_then_rubric_order() -> None:
    rubric = a_rubric("a? b c? d")
    assert a_grade(rubric, "ffff").gaps == tuple(
        OpenGap(criterion_id=name, missing=f"{name} is missing", smallest_fix=f"add {name}") for name in "bdac"
    )


def test_an_optional_failure_blocks_only_while_points_are_short() -> None:
    assert a_grade(a_rubric("a b?"), "pf").blocking == ()
    assert a_grade(a_rubric("a b?"), "ff").blocking == ("a",)
    assert a_grade(a_rubric("a b? c?", threshold=0.9), "fpf").blocking == ("a", "c")


def test_the_total_counts_what_was_left_out() -> None:
    part = a_rubric("a o# b").only_objective()
    grade = a_grade(part, "p")
    assert (grade.graded, grade.total, grade.bar.scope) == (1, 3, "objective")


def test_other_verdicts_give_another_grade_computed_afresh() -> None:
    grade = a_grade(a_rubric("a b"), "pp")
    assert grade.satisfied
    changed = grade.with_verdicts((a_verdict("a"), a_verdict("b", "f")))
    assert (changed.satisfied, changed.score_upper, changed.looks) == (False, 0.5, grade.looks)
    assert grade.with_verdicts(grade.verdicts) is grade


def test_a_criterion_without_a_verdict_counts_as_not_judged() -> None:
    grade = a_grade(a_rubric("a b"), ".f")
    assert [grade.status(name) for name in ("a", "b")] == ["cannot_judge", "fail"]


# -- reading and writing -----------------------------------------------------------------------------------------------


@LAWS
@given(GRADED)
def test_a_grade_survives_json_and_carries_what_was_computed(graded: tuple[Rubric, str]) -> None:
    grade = a_grade(*graded)
    written = json.loads(grade.model_dump_json())
    again = Grade.model_validate_json(grade.model_dump_json())
    assert again == grade
    assert json.loads(again.model_dump_json()) == written
    assert {name: written[name] for name in COMPUTED} == {name: getattr(grade, name) for name in COMPUTED}


COMPUTED = (
    "satisfied", "result", "score_lower", "score_upper", "required_failures", "required_undecided", "graded", "total",
)  # fmt: skip


def _written() -> dict[str, Any]:
    rubric = a_rubric("a b? c")
    grade = a_grade(rubric, "pfp", usage=FREE)
    quoted = a_verdict("a", evidence=(Quote(locator="¶1", text="words", check="exact"),))
    written = json.loads(grade.with_verdicts((quoted, *grade.verdicts[1:])).model_dump_json())
    assert isinstance(written, dict)
    return written


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("satisfied", False),
        ("satisfied", None),
        ("result", "needs_revision"),
        ("score_lower", 0.67),
        ("score_lower", "high"),
        ("score_lower", None),
        ("score_lower", float("nan")),
        ("score_upper", 1.0),
        ("required_failures", 1),
        ("required_undecided", 1),
        ("graded", 2),
        ("total", 4),
    ],
)
@pytest.mark.parametrize("without", [(), ("satisfied",)], ids=["whole", "without satisfied"])
def test_a_document_that_claims_something_else_than_its_verdicts_is_refused(
    name: str, claim: object, without: tuple[str, ...]
) -> None:
    altered = {key: value for key, value in _written().items() if key not in without} | {name: claim}
    with pytest.raises(ValidationError, match="it was altered or damaged"):
        Grade.model_validate_json(json.dumps(altered))


def test_a_document_whose_verdicts_were_altered_is_refused() -> None:
    altered = _written()
    altered["verdicts"][2] |= {"verdict": "fail", "gap": {"missing": "everything"}}
    with pytest.raises(ValidationError, match="this grade says"):
        Grade.model_validate(altered)


def test_a_document_without_what_is_computed_can_be_read() -> None:
    bare = {key: value for key, value in _written().items() if key not in COMPUTED}
    assert Grade.model_validate(bare) == Grade.model_validate(_written())


def test_fields_that_this_version_does_not_know_are_kept() -> None:
    written = _written()
    written["confidence"] = 0.5
    written["verdicts"][0]["difficulty"] = "high"
    written["verdicts"][0]["evidence"][0]["page"] = 4
    written["verdicts"][1]["gap"]["owner"] = "legal"
    written["looks"][0]["temperature"] = 0.1
    assert json.loads(Grade.model_validate_json(json.dumps(written)).model_dump_json()) == written
