"""Runs of every ending, written down as this release writes them: `python -m tests.journals.record`.

Once for each release, before it is released. What is there already is never written over: it is what users have.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outcomes import Criterion, Interrupt, Outcome, Rubric, run_outcome
from outcomes.bundle import RECORDS, export_run
from outcomes.cli.runs.tailing import events_of
from outcomes.decide import Reason, best
from outcomes.errors import BudgetReached
from outcomes.evidence import Quote
from outcomes.outcome import Budget
from outcomes.records import RunEnded, RunStarted, fold, from_json, to_json
from outcomes.rubric import CheckCall, Level
from outcomes.run import report
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.testing import ScriptedClock
from outcomes.usage import Usage
from outcomes.verdict import Gap, Grade, LookInfo, Verdict
from outcomes.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.records import Record
    from outcomes.verdict import Look
    from outcomes.worker import Brief

FOLDER: Final = Path(__file__).parent
RUBRIC: Final = Rubric(
    title="Note",
    criteria=(
        Criterion(id="clear", text="It says what was done", section=("Substance",)),
        Criterion(id="sourced", text="Every figure has a source", withheld=True),
        Criterion(id="short", text="At most 20 words", check=CheckCall(name="words", args={"max": 20})),
        Criterion(
            id="apt", text="The tone is apt", required=False, points=2,
            levels=(Level(label="off", credit=0), Level(label="apt", credit=1)), applies_when="it addresses somebody",
        ),
    ),
)  # fmt: skip


class Judge:
    """Says of the judged criteria what its script says, round by round, with quotes, gaps and a price."""

    fingerprint = "recorded/1"

    def __init__(self, *rounds: str | Exception, contradiction: str | None = None) -> None:
        self._rounds, self._asked, self._contradiction = rounds, 0, contradiction

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """One letter for each judged criterion, in rubric order: p, f, c, n."""
        marks = self._rounds[min(self._asked, len(self._rounds) - 1)]
        self._asked += 1
        if isinstance(marks, Exception):
            raise marks
        by_id = dict(zip(rubric.judged_ids, marks, strict=True))
        return Grade(
            artifact_sha256=artifact.sha256,
            bar=rubric.bar,
            verdicts=tuple(_verdict(rubric[name], by_id[name]) for name in rubric.ids if name in look.criterion_ids),
            looks=(
                LookInfo(
                    index=look.index, seed=look.seed, grader=self.fingerprint, models=("model-x",), prompt_version="1",
                    usage=Usage(input_tokens=100, output_tokens=10, cost_usd=0.001),
                ),
            ),
            contradiction=self._contradiction,
        )  # fmt: skip


def _verdict(criterion: Criterion, mark: str) -> Verdict:
    if mark == "n":
        return Verdict(criterion_id=criterion.id, verdict="not_applicable", rationale="nobody is addressed")
    if mark == "c":
        return Verdict(criterion_id=criterion.id, verdict="cannot_judge", rationale="there is no telling")
    level = criterion.levels[-1 if mark == "p" else 0].label if criterion.levels else None
    if mark == "f":
        gap = Gap(missing="a source", where=("artifact.txt:L1",), smallest_fix="name it", kind="absent")
        return Verdict(criterion_id=criterion.id, verdict="fail", gap=gap, level=level, rationale="there is none")
    quote = Quote(locator="artifact.txt:L1", text="We moved the server")
    return Verdict(criterion_id=criterion.id, verdict="pass", evidence=(quote,), level=level, confidence="high")


def _draft(brief: Brief) -> str:
    brief.report_usage(output_tokens=20, cost_usd=0.002)
    return f"We moved the server. Draft {brief.iteration}."


def _same(_brief: Brief) -> str:
    return "We moved the server."


def _breaks(brief: Brief) -> str:
    if brief.iteration:
        msg = "no room"
        raise OSError(28, msg)
    return _draft(brief)


def _unreadable(brief: Brief) -> Any:
    if brief.iteration:
        return _draft(brief)
    path = brief.outputs / "note.docx"
    path.write_bytes(b"PK\x03\x04 no zip")
    return path


Asked = tuple[Any, Any, dict[str, Any]]


def endings() -> dict[str, Asked]:
    """Name -> worker, judge, and what else the run is given."""
    interrupt = Interrupt()

    def stops(brief: Brief) -> str:
        if brief.iteration:
            interrupt.request()
        return _draft(brief)

    short = BudgetReached("the next question may cost $1", limit="cost_usd", allowed=0.5, needed=1.0)
    return {
        "satisfied": (_draft, Judge("ffn", "pfp", "ppp"), {"max_iterations": 4}),
        "satisfied-strict": (_draft, Judge("ppp", "ppp"), {"confirm": "strict"}),
        "satisfied-after-unreadable": (_unreadable, Judge("ppp"), {}),
        "max-iterations-reached": (_draft, Judge("ffp", "pfp", "pff"), {"max_iterations": 3}),
        "failed": (_draft, Judge("fff", contradiction="the rubric is about another thing"), {}),
        "interrupted": (stops, Judge("ffn"), {"interrupt": interrupt}),
        "budget-reached": (_draft, Judge("ffp", short), {"budget": Budget(cost_usd=1.5)}),
        "stalled": (_same, Judge("ffp"), {"max_iterations": 5}),
        "undecided": (_draft, Judge("pcp"), {}),
        "worker-error": (_breaks, Judge("ffp"), {}),
        "grader-error": (_draft, Judge(OSError(5, "no endpoint")), {}),
        "objective": (_draft, None, {"rubric": RUBRIC.only_objective()}),
        "without-content": (_draft, Judge("ffn", "ppp"), {"no_content": True}),
        "reopened": (_breaks, Judge("ffn", "ppp"), {"then": _draft}),
        "unfinished": (_draft, Judge("ffn", "pfp", "ppp"), {"max_iterations": 4, "cut": 8}),
    }


RESULTS: Final = {
    "satisfied-strict": "satisfied",
    "satisfied-after-unreadable": "satisfied",
    "objective": "satisfied",
    "without-content": "satisfied",
    "reopened": "satisfied",
    "unfinished": "needs_revision",
}
"""Those that are not called by their result."""
_OUTCOME: Final = ("max_iterations", "confirm", "budget", "rubric")


async def _recorded(name: str, worker: Any, judge: Any, more: dict[str, Any]) -> list[Record]:
    store, blobs = MemoryStore(), MemoryBlobs()
    then, cut = more.pop("then", None), more.pop("cut", None)
    about: dict[str, Any] = {"description": "A note on the move", "rubric": RUBRIC}
    about |= {key: more.pop(key) for key in _OUTCOME if key in more}
    wanted = Outcome(**about)
    how: dict[str, Any] = {"grader": judge, "store": store, "run_id": f"run_{name}", "clock": ScriptedClock(), **more}
    if not more.get("no_content"):
        how["blobs"] = blobs
    await run_outcome(wanted, worker, **how)
    if then is not None:
        await run_outcome(wanted, then, **how, reopen=True)
    packed = await export_run(f"run_{name}", store, blobs)
    return _lines(packed)[:cut]


def _lines(packed: bytes) -> list[Record]:
    with zipfile.ZipFile(io.BytesIO(packed)) as bundle:
        return [from_json(line) for line in bundle.read(RECORDS).splitlines()]


def comes_to(records: Sequence[Record]) -> dict[str, Any]:
    """The run that records tell, and its events."""
    first, last, history = records[0], records[-1], fold(records)
    if not isinstance(first, RunStarted):
        raise TypeError
    if not isinstance(last, RunEnded):
        top = best(history)
        last = RunEnded(
            seq=last.seq + 1, at=last.at, path="run/end", result="needs_revision", reason=Reason(code="gaps"),
            best=top.index if top is not None else None,
        )  # fmt: skip
    run = report(first.run_id, first.outcome, history, last)
    return {
        "run": _without_bars(run.model_dump(mode="json")),
        "events": [
            {name: value for name, value in event.model_dump(mode="json").items() if name in _TOLD}
            for event in events_of(records)
        ],
    }


def _without_bars(document: Any) -> Any:
    """What a grade is measured against stands in its record, and is long; what it gives is computed and stays."""
    if isinstance(document, dict):
        return {name: _without_bars(value) for name, value in document.items() if name != "bar"}
    return [_without_bars(value) for value in document] if isinstance(document, list) else document


_TOLD: Final = ("id", "type", "iteration", "result", "explanation", "best_iteration", "base_iteration", "cost_usd")


def record(folder: Path, name: str, records: Sequence[Record]) -> None:
    """A journal, and what it comes to."""
    (folder / f"{name}.jsonl").write_text("".join(f"{to_json(one)}\n" for one in records), encoding="utf-8")
    found = comes_to(records)
    wanted = RESULTS.get(name, name.replace("-", "_"))
    if found["run"]["result"] != wanted:
        msg = f"{name} came to {found['run']['result']}, not {wanted}: {found['run']['reason']}"
        raise ValueError(msg)
    text = json.dumps(found, ensure_ascii=False, sort_keys=True)
    (folder / f"{name}.expected.json").write_text(text + "\n", encoding="utf-8")


def not_in(now: Any, then: Any, where: str = "") -> list[str]:
    """What stood there then and is gone or different now; what came later is no difference."""
    if isinstance(then, dict) and isinstance(now, dict):
        found = []
        for name, value in then.items():
            place = f"{where}.{name}".lstrip(".")
            found += not_in(now[name], value, place) if name in now else [f"{place}: gone"]
        return found
    if isinstance(then, list) and isinstance(now, list):
        if len(then) != len(now):
            return [f"{where}: {len(then)} entries then, {len(now)} now"]
        return [
            line for at, (a, b) in enumerate(zip(now, then, strict=True)) for line in not_in(a, b, f"{where}[{at}]")
        ]
    return [] if now == then else [f"{where}: {then!r} then, {now!r} now"]


def main() -> int:
    """Write the journals of this version."""
    folder = FOLDER / __version__
    if folder.exists():
        print(f"{folder} is there already: journals of a release are not written over", file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        for name, asked in endings().items():
            records = asyncio.run(_recorded(name, *asked))
            record(Path(scratch), name, records)
        folder.mkdir()
        for path in sorted(Path(scratch).iterdir()):
            (folder / path.name).write_bytes(path.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
