"""A run that is kept without content: every text is gone, everything that decides is there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, get_args

import pytest

from outcomes import Criterion, Outcome, Rubric, UsageError, regrade, run_outcome
from outcomes.artifact import FileEntry
from outcomes.bundle import export_run, import_run
from outcomes.decide import Reason
from outcomes.errors import StoreError
from outcomes.evidence import Absence, Quote
from outcomes.history import Delivery, Problem, Shortfall
from outcomes.records import (
    GradingStarted,
    InterruptRequested,
    LookFinished,
    Record,
    RevisionOrdered,
    RunEnded,
    RunReopened,
    RunStarted,
    WorkFinished,
    WorkStarted,
    fold,
    from_json,
    to_json,
)
from outcomes.redaction import names_of, redacted
from outcomes.rubric import CheckCall, Level
from outcomes.run import report
from outcomes.scoring import AtLeast, Branch, Floor, Leaf, Weighted
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.stores.without_content import WithoutContent
from outcomes.testing import ScriptedClock, ScriptedGrader
from outcomes.usage import Usage
from outcomes.verdict import BatchInfo, Gap, Grade, Look, LookInfo, ReferenceInfo, RubricProblem, Verdict
from tests.core.journals import a_journal

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "CANARY"


def canary(what: str) -> str:
    return f"{CANARY}-{what}"


A, B, C = (canary(f"criterion-{name}") for name in "abc")
RUBRIC = Rubric(
    criteria=(
        Criterion(id=A, text=canary("text"), section=(canary("section"),), levels=(
            Level(label=canary("poor"), text=canary("poor text"), credit=0), Level(label=canary("good"), credit=1),
        )),
        Criterion(id=B, text=canary("text b"), applies_when=canary("when"), withheld=True, cap=0.5),
        Criterion(id=C, text=canary("text c"), check=CheckCall(name="words", args={"min": 1, "note": canary("arg")})),
    ),
    title=canary("title"),
    scoring=Weighted(children=(
        Branch(weight=1, node=AtLeast(parts=(Leaf(criterion_id=A), Leaf(criterion_id=B)))),
        Branch(weight=2, node=Leaf(criterion_id=C)),
    )),
    floors=(Floor(node=Leaf(criterion_id=C), least=0.5, label=canary("floor")),),
    references=(canary("reference.docx"),),
    source=canary("rubric.md"),
)  # fmt: skip
QUOTE = Quote(locator=canary("place"), text=canary("quote"), source=canary("source"))
USAGE = Usage.model_validate({"input_tokens": 5, "cost_usd": 0.25, "note": canary("usage")})
GRADE = Grade(
    artifact_sha256="50",
    bar=RUBRIC.bar,
    verdicts=(
        Verdict(criterion_id=A, searched=canary("searched"), evidence=(QUOTE,), rationale=canary("why"), verdict="pass",
                level=canary("good"), votes=("pass", "fail"), confidence="low", repaired=True),
        Verdict(criterion_id=B, evidence=(Absence(searched=canary("absence")),), rationale=canary("not"),
                verdict="not_applicable"),
        Verdict(criterion_id=C, verdict="fail", count=2, gap=Gap(
            missing=canary("missing"), where=(canary("where"),), smallest_fix=canary("fix"), done_when=canary("done"),
            kind="absent", severity="minor")),
    ),
    looks=(LookInfo(index=0, grader="judge/1", models=("model-x",), prompt_version="3", usage=USAGE, batch_size=3,
                    batches=(BatchInfo(criterion_ids=(A, B), unseen=(canary("unseen"),), pages=(canary("page"),)),),
                    neutralised=(canary("mark"),), notes=(canary("note"),)),),
    contradiction=canary("contradiction"),
    injection_suspected=True,
    injection_notes=(QUOTE,),
    rubric_problems=(RubricProblem(criterion_id=A, problem=canary("problem")),),
    references=(ReferenceInfo(name=canary("reference"), sha256="99"),),
)  # fmt: skip
DELIVERY = Delivery(
    kind="docx", name=canary("name.docx"), files=(FileEntry(canary("a.docx"), "5a", 3),), sha256="50",
    content_sha256="51",
)  # fmt: skip
AT = datetime(2026, 1, 1, tzinfo=UTC)


def at(path: str) -> Any:
    return {"seq": 0, "at": AT, "path": path, "more": canary("extra")}


LOOK = Look(index=0, criterion_ids=(A, B, C))
RECORDS: tuple[Record, ...] = (
    RunStarted(
        **at("run/start"), run_id="run_1", worker=canary("worker"), grader="judge/1", secret=canary("secret"),
        rubric_text=canary("rubric text"), origin={canary("key"): canary("value")},
        outcome=Outcome(description=canary("description"), rubric=RUBRIC, references=(canary("given.docx"),)),
    ),
    WorkStarted(**at("it/0/work/start"), iteration=0, step_id="run_1/it/0/work"),
    WorkFinished(**at("it/0/work"), iteration=0, delivery=DELIVERY, usage=USAGE),
    WorkFinished(**at("it/0/work"), iteration=0, problem=Problem(
        code="corrupt-zip", message=canary("message"), fix=canary("fix"))),
    WorkFinished(**at("it/0/work"), iteration=0, error=canary("error")),
    GradingStarted(**at("it/0/grading"), iteration=0, artifact_sha256="50"),
    LookFinished(**at("it/0/look/0"), iteration=0, look=LOOK, grade=GRADE),
    LookFinished(**at("it/0/look/0"), iteration=0, look=LOOK, error=canary("error"), usage=USAGE),
    LookFinished(**at("it/0/look/0"), iteration=0, look=LOOK,
                 shortfall=Shortfall(limit="tokens", needed=4, message=canary("shortfall"))),
    RevisionOrdered(**at("it/0/revise"), iteration=0, base=0, reason=Reason(
        code="gaps", detail=canary("detail"), criterion_ids=(A,))),
    InterruptRequested(**at("run/interrupt")),
    RunReopened(**at("run/reopen")),
    RunEnded(**at("run/end"), result="failed", reason=Reason(code="contradiction", detail=canary("detail")), best=0),
)  # fmt: skip
"""Every type of record, with a canary in every text that somebody may have chosen."""


def test_the_records_above_are_of_every_type_there_is() -> None:
    assert {type(record) for record in RECORDS} == set(get_args(get_args(Record)[0]))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.type)
def test_no_text_is_left_of_a_record(record: Record) -> None:
    left = to_json(redacted(record, names_of(RECORDS[0])))
    assert CANARY in to_json(record)
    assert CANARY not in left
    assert to_json(from_json(left)) == left


def test_what_decides_is_still_there() -> None:
    first, *_ = RECORDS
    names = names_of(first)
    looked = redacted(RECORDS[6], names)
    assert isinstance(looked, LookFinished)
    assert looked.grade is not None
    computed = ("result", "satisfied", "score_lower", "score_upper", "required_failures", "graded", "total", "scope")
    assert {name: getattr(looked.grade, name) for name in computed} == {name: getattr(GRADE, name) for name in computed}
    assert [verdict.verdict for verdict in looked.grade.verdicts] == ["pass", "not_applicable", "fail"]
    assert looked.grade.bar.rubric_sha256 == RUBRIC.sha256
    assert looked.grade.usage == Usage(input_tokens=5, cost_usd=0.25)


def test_a_journal_without_content_folds_to_the_same_decisions() -> None:
    journal = a_journal()
    names = names_of(journal[0])
    history, left = fold(journal), fold([redacted(record, names) for record in journal])
    assert [each.grade.result for each in left.iterations if each.grade is not None] == [
        each.grade.result for each in history.iterations if each.grade is not None
    ]
    assert (left.interrupted, left.spent_usd, left.seconds) == (history.interrupted, history.spent_usd, history.seconds)


def test_what_nobody_has_spoken_of_is_not_kept() -> None:
    with pytest.raises(StoreError, match="cannot be kept without content"):
        redacted("a new kind of record", names_of(RECORDS[0]))


class Loud:
    """A grader that pays for replies, and whose words are canaries."""

    fingerprint = "loud"

    def __init__(self) -> None:
        self.inner = ScriptedGrader([{B}, set()])

    async def grade(self, rubric: Rubric, artifact: Any, look: Look) -> Grade:
        return await self.inner.grade(rubric, artifact, look)


def bytes_below(root: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())


def a_run(store: Any, **more: Any) -> Any:
    wanted = Outcome(
        description=canary("description"),
        rubric=Rubric(criteria=(Criterion(id=A, text=canary("a")), Criterion(id=B, text=canary("b"))), title=CANARY),
        confirm=0,
    )
    how = {"grader": Loud(), "clock": ScriptedClock(), "store": store, "run_id": "r"}
    return asyncio.run(run_outcome(wanted, lambda brief: canary(f"draft {brief.iteration}"), **how, **more))


def test_nothing_of_a_run_is_on_the_disk_but_it_is_listed_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", canary("key"))
    with SqliteStore(tmp_path / "runs") as store:
        run = a_run(store, no_content=True, output=tmp_path / "out")
        assert run.result == "satisfied"
        assert run.best.path.read_text() == canary("draft 1"), "the caller gets what was made"
        assert CANARY.encode() not in bytes_below(tmp_path / "runs")
        records = asyncio.run(store.read("r"))
        (line,) = asyncio.run(store.runs())
        ended = records[-1]
        assert isinstance(records[0], RunStarted)
        assert isinstance(ended, RunEnded)
        shown = report("r", records[0].outcome, fold(records), ended)
        assert (line.result, line.iterations, line.satisfied_required) == ("satisfied", 2, 2)
        assert line.rubric_sha256 == run.best.grade.bar.rubric_sha256
        assert [each.artifact and each.artifact.sha256 for each in shown.iterations] == [
            each.artifact.sha256 for each in run.iterations
        ]
        assert (shown.result, shown.usage, shown.seconds) == (run.result, run.usage, run.seconds)
        packed = asyncio.run(export_run("r", store, MemoryBlobs()))
        other = MemoryStore()
        assert asyncio.run(import_run(packed, other, MemoryBlobs())) == "r"
        assert list(asyncio.run(other.read("r"))) == list(records)


def test_it_cannot_be_gone_on_with_nor_graded_again(tmp_path: Path) -> None:
    with SqliteStore(tmp_path) as store:
        a_run(store, no_content=True)
        for more in ({}, {"no_content": True}, {"reopen": True}):
            with pytest.raises(UsageError, match="was kept without content: it can be listed and shown, not gone on"):
                a_run(store, **more)
        with pytest.raises(UsageError, match="was kept without content"):
            asyncio.run(regrade("r", store=store, blobs=MemoryBlobs()))


def test_one_that_was_begun_with_content_is_not_continued_without(tmp_path: Path) -> None:
    with SqliteStore(tmp_path) as store:
        journal = a_journal("r")
        asyncio.run(store.append("r", journal[0]))
        with pytest.raises(StoreError, match="was begun elsewhere"):
            asyncio.run(WithoutContent(store).append("r", journal[1]))


def test_bytes_and_no_content_are_a_contradiction() -> None:
    with pytest.raises(UsageError, match="leave blobs= out"):
        a_run(MemoryStore(), no_content=True, blobs=MemoryBlobs())
