"""The journal: what is written is what is read, and the state is the fold of it."""

from __future__ import annotations

import json
from datetime import UTC
from functools import reduce
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.errors import StoreError
from outcomes.history import History, Iteration, Problem
from outcomes.records import (
    SCHEMA_VERSION,
    LookFinished,
    Record,
    RunStarted,
    WorkFinished,
    after,
    fold,
    from_json,
    to_json,
)
from outcomes.usage import Usage

from .factories import a_grade, a_look
from .journals import DELIVERY, RUBRIC, START, a_journal, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

JOURNAL = a_journal()
TYPES = {type(record) for record in JOURNAL}


def changed(record: Record, **fields: object) -> str:
    """A record's line with other fields."""
    return json.dumps(json.loads(to_json(record)) | fields)


def refusal(line: str) -> str:
    """What is said about a line that is no record."""
    with pytest.raises(StoreError) as refused:
        from_json(line)
    return str(refused.value)


def test_the_journal_of_these_tests_has_every_type_of_record() -> None:
    union = get_args(Record)[0]
    assert set(get_args(union)) == TYPES


@pytest.mark.parametrize("record", JOURNAL, ids=lambda record: f"{record.seq}-{record.type}")
def test_a_record_read_back_is_the_record_that_was_written(record: Record) -> None:
    line = to_json(record)
    assert "\n" not in line
    assert json.loads(line)["schema_version"] == SCHEMA_VERSION
    read = from_json(line)
    assert read == record
    assert type(read) is type(record)
    assert to_json(read) == line


texts = st.text(max_size=40)
amounts = st.integers(min_value=0, max_value=10**12)
usages = st.builds(
    Usage,
    input_tokens=amounts,
    output_tokens=amounts,
    cache_creation_input_tokens=amounts,
    cache_read_input_tokens=amounts,
    cost_usd=st.none() | st.floats(min_value=0, allow_infinity=False),
)
work = st.builds(
    WorkFinished,
    seq=amounts,
    at=st.datetimes(timezones=st.just(UTC)),
    path=texts,
    iteration=amounts,
    base=st.none() | amounts,
    general=st.booleans(),
    delivery=st.none() | st.just(DELIVERY),
    problem=st.none() | st.builds(Problem, code=texts, message=texts, fix=texts),
    error=st.none() | texts,
    usage=st.none() | usages,
    seconds=st.floats(min_value=0, allow_infinity=False),
)


@given(work)
def test_whatever_a_worker_said_and_used_is_kept_to_the_last_bit(record: WorkFinished) -> None:
    line = to_json(record)
    assert "\n" not in line
    assert from_json(line) == record


def test_half_a_surrogate_pair_does_not_keep_a_record_from_being_written() -> None:
    record = finished(error="half \ud83d, whole \U0001f600", problem=Problem(code="dtd", message="\udce9"), seconds=0.5)
    assert from_json(to_json(record)) == finished(
        error="half \ufffd, whole \U0001f600", problem=Problem(code="dtd", message="\ufffd"), seconds=0.5
    )


def test_times_keep_their_microseconds_and_are_written_in_rfc_3339() -> None:
    assert json.loads(to_json(JOURNAL[0]))["at"] == "2026-01-01T12:00:00.123456Z"
    assert from_json(to_json(JOURNAL[0])).at == START


def test_fields_of_a_later_release_survive_reading_and_writing() -> None:
    document = json.loads(to_json(JOURNAL[2])) | {"mood": "hopeful"}
    document["delivery"]["pages"] = {"printed": 3}
    document["usage"]["thinking_tokens"] = 4
    assert json.loads(to_json(from_json(json.dumps(document)))) == document


def test_fields_of_a_later_release_are_no_fault_where_a_caller_may_not_invent_any() -> None:
    document = json.loads(to_json(JOURNAL[0]))
    document["outcome"]["budget"]["patience"] = 3
    document["outcome"]["rubric"]["criteria"][0]["colour"] = "red"
    read = from_json(json.dumps(document))
    assert isinstance(read, RunStarted)
    assert read.outcome.budget.model_extra == {"patience": 3}
    assert read.outcome.rubric.sha256 == RUBRIC.sha256


def test_what_the_grade_says_is_computed_again_on_reading() -> None:
    document = json.loads(to_json(JOURNAL[4]))
    document["grade"]["satisfied"] = True
    assert "it was altered or damaged" in refusal(json.dumps(document))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "not a journal record: the record: Invalid JSON: EOF while parsing a value at line 1 column 0"),
        ("[]", "not a journal record: the record: Input should be "),
        ('{"type": "tea_break"}', "not a journal record: the record: Input tag 'tea_break' found "),
        (changed(JOURNAL[1], iteration=-1), "not a journal record: work_started.iteration: Input should be greater "),
        (changed(JOURNAL[1], at="2026-01-01T12:00:00"), "not a journal record: work_started.at: Input should have "),
        (changed(JOURNAL[10], result="splendid"), "not a journal record: run_ended.result: Input should be "),
    ],
)
def test_a_line_that_is_no_record_is_refused_with_the_field_at_fault(line: str, said: str) -> None:
    assert refusal(line).startswith(said)


def test_a_rubric_that_cannot_be_graded_makes_a_record_that_cannot_be_read() -> None:
    document = json.loads(to_json(JOURNAL[0]))
    document["outcome"]["rubric"]["criteria"] = []
    assert refusal(json.dumps(document)).startswith("not a journal record: the rubric has no criteria")


@pytest.mark.parametrize(
    "line",
    [
        changed(JOURNAL[0], schema_version=2),
        changed(JOURNAL[0], schema_version=2, outcome="in other words"),
        '{"schema_version": 2, "type": "tea_break"}',
    ],
)
def test_a_record_of_a_later_schema_is_refused_as_such_whatever_it_looks_like(line: str) -> None:
    assert refusal(line) == "journal record of schema version 2; this release reads up to 1"


def test_the_fold_of_a_journal_is_the_state_of_the_run() -> None:
    grade = a_grade(RUBRIC, "fpcp", artifact="50", usage=Usage(input_tokens=5, cost_usd=0.25))
    first = Iteration(
        index=0,
        delivery=DELIVERY,
        worker_usage=Usage(output_tokens=7),
        worker_seconds=1.5,
        grades=(grade,),
        look_seconds=0.25,
    )
    second = Iteration(index=1, base=0, problem=Problem(code="corrupt-zip", message="it is no zip"))
    assert fold(JOURNAL) == History(iterations=(first, second), interrupted=True)


def test_nothing_has_happened_before_the_first_record() -> None:
    assert fold([]) == History()


@given(st.integers(min_value=0, max_value=len(JOURNAL)))
def test_a_journal_that_was_cut_anywhere_and_read_back_gives_the_state_at_that_point(cut: int) -> None:
    read = [from_json(to_json(record)) for record in JOURNAL]
    assert fold(read[:cut]) == fold(JOURNAL[:cut])
    assert reduce(after, JOURNAL[cut:], fold(read[:cut])) == fold(JOURNAL)


def finished(**more: Any) -> WorkFinished:
    return WorkFinished(**stamp(1, "it/0/work"), iteration=0, **more)


def looked(iteration: int = 0, **more: Any) -> LookFinished:
    return LookFinished(**stamp(2, "it/0/look/0"), iteration=iteration, look=a_look(*RUBRIC.ids), **more)


def test_a_worker_that_broke_leaves_no_iteration_but_its_time_counts() -> None:
    history = fold([finished(error="no key", seconds=2.5)])
    assert history == History(worker_error="no key", failed_seconds=2.5, broken_usage=None)


def test_a_grader_that_broke_leaves_the_delivery_ungraded_and_its_time_counts() -> None:
    history = fold([finished(delivery=DELIVERY), looked(error="no model", seconds=0.5)])
    assert history == History(
        iterations=(Iteration(index=0, delivery=DELIVERY),), grader_error="no model", failed_seconds=0.5
    )


def test_looks_at_one_artifact_are_kept_in_order_and_their_time_adds_up() -> None:
    grades = [a_grade(RUBRIC, marks, artifact="50", look=look) for look, marks in enumerate(("pppp", "fppp"))]
    history = fold([finished(delivery=DELIVERY), *(looked(grade=grade, seconds=0.5) for grade in grades)])
    assert history.iterations[0].grades == tuple(grades)
    assert history.iterations[0].look_seconds == 1.0


@pytest.mark.parametrize("work_done", [[], [finished(delivery=DELIVERY)]])
def test_a_look_at_work_that_was_never_finished_is_a_damaged_journal(work_done: list[Record]) -> None:
    with pytest.raises(StoreError, match=r"^the journal grades iteration 1, which has no finished work$"):
        fold([*work_done, looked(iteration=1, error="lost")])


@pytest.mark.parametrize("make", [finished, looked])
def test_a_record_cannot_be_made_with_time_running_backwards(make: Callable[..., Record]) -> None:
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        make(seconds=-1.0)
