"""Isolation: a grader sees the artifact and the rubric; a worker sees nothing of what is withheld."""

from __future__ import annotations

import inspect
import json
import sys
from typing import TYPE_CHECKING

import pytest

from outcomes import Brief, Criterion, Outcome, Rubric
from outcomes.events import for_worker, to_json
from outcomes.grader import Grader
from outcomes.graders.composite import CompositeGrader
from outcomes.graders.objective import ObjectiveGrader
from outcomes.graders.unjudged import UnjudgedGrader
from outcomes.testing import ScriptedGrader
from outcomes.verdict import Look
from outcomes.wiring import checks
from outcomes.worker import GENERAL_REQUEST
from outcomes.workers.command import CommandWorker

from .support import CLEAR, SECRET, SHORT, SOURCED, drive, go

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.verdict import Grade

CANARIES = {
    "description": "CANARY-DESCRIPTION",
    "transcript": "CANARY-TRANSCRIPT",
    "workspace": "CANARY-WORKSPACE",
    "path": "CANARY-PATH",
}


class Recording:
    """Any grader, with everything that is handed to it written down."""

    def __init__(self, inner: Grader) -> None:
        self._inner = inner
        self.seen: list[str] = []

    @property
    def fingerprint(self) -> str:
        """The inner one's."""
        return self._inner.fingerprint

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Write everything down that can be reached from the arguments, then grade."""
        contents = artifact.contents
        files = [contents.read(entry.path) for entry in artifact.files] if contents is not None else []
        self.seen.append(repr((rubric, artifact, look, look.model_extra, artifact.facts, files)))
        return await self._inner.grade(rubric, artifact, look)


JUDGED = {"clear"}
GRADERS: dict[str, tuple[Criterion, Callable[[], Grader]]] = {
    "scripted": (CLEAR, lambda: ScriptedGrader([JUDGED, JUDGED, set()])),
    "unjudged": (CLEAR, UnjudgedGrader),
    "objective": (SHORT, lambda: ObjectiveGrader(checks())),
    "composite": (CLEAR, lambda: CompositeGrader(ObjectiveGrader(checks()), ScriptedGrader([JUDGED, JUDGED, set()]))),
}


@pytest.mark.parametrize("name", GRADERS)
def test_no_grader_is_shown_a_worker_s_words(name: str, tmp_path: Path) -> None:
    """Unique strings in the description, the prompt, the workspace and earlier gaps reach no grader, in any round."""
    place = tmp_path / CANARIES["path"]

    def work(brief: Brief) -> None:
        (brief.workspace / "transcript.txt").write_text(CANARIES["transcript"])
        (brief.workspace / f"{CANARIES['workspace']}.txt").write_text(CANARIES["workspace"])
        (brief.outputs / "note.txt").write_text(f"draft {brief.iteration}. " + "word " * (30 - brief.iteration))

    criterion, make = GRADERS[name]
    recording = Recording(make())
    wanted = Outcome(description=CANARIES["description"], rubric=Rubric(criteria=(criterion,)), max_iterations=3)
    iterations = drive(wanted, work, recording, place)
    assert len(recording.seen) >= len(iterations) >= 1
    everything = "\n".join(recording.seen)
    assert "draft 0" in everything
    assert {what for what, canary in CANARIES.items() if canary in everything} == set()


def test_the_grader_seat_has_nowhere_to_put_free_text() -> None:
    """Isolation is the signature: rubric, artifact, look; and a look holds numbers and ids."""
    assert list(inspect.signature(Grader.grade).parameters) == ["self", "rubric", "artifact", "look"]


def test_looks_hold_no_free_text() -> None:
    assert set(Look.model_fields) == {"index", "seed", "criterion_ids"}


def test_nothing_withheld_reaches_a_worker(tmp_path: Path) -> None:
    """Ids, texts, counts, gaps and score of withheld criteria: in no brief, file, environment or visible event."""
    dump = tmp_path / "seen"
    script = tmp_path / "worker.py"
    script.write_text(
        "import os, sys, pathlib, json\n"
        "seen = pathlib.Path(sys.argv[1]); seen.mkdir(exist_ok=True)\n"
        "n = os.environ['OUTCOMES_ITERATION']\n"
        "here = pathlib.Path(os.environ['OUTCOMES_WORKSPACE'])\n"
        "files = {str(p): p.read_text() for p in here.rglob('*') if p.is_file()}\n"
        "(seen / n).write_text(json.dumps([sys.stdin.read(), dict(os.environ), files]))\n"
        "(pathlib.Path(os.environ['OUTCOMES_OUTPUTS']) / 'note.txt').write_text('draft ' + n)\n"
    )
    worker = CommandWorker([sys.executable, str(script), str(dump)])
    grader = ScriptedGrader(
        [{"secret-CANARY", "clear"}, {"secret-CANARY", "sourced"}, {"secret-CANARY"}, {"secret-CANARY"}]
    )
    wanted = Outcome(description="Write", rubric=Rubric(criteria=(CLEAR, SECRET, SOURCED)), max_iterations=6)
    run, sink = go(wanted, worker, grader=grader)
    assert run.result == "stalled"
    seen = [path.read_text() for path in sorted(dump.iterdir())]
    assert len(seen) == len(run.iterations) >= 3
    visible = [to_json(for_worker(event, wanted.rubric)) for event in sink.events]
    for text in [*seen, *visible]:
        assert "CANARY" not in text
        assert '"total": 3' not in text
        assert "score" not in text.lower()
    last = json.loads(json.loads(seen[-1])[0])
    assert last["request"] == GENERAL_REQUEST


def test_the_explanation_in_every_event_leaves_withheld_criteria_out() -> None:
    """Clients hand the platform's explanation to the agent, so that ours must be safe to hand on as it is."""
    script = [{"secret-CANARY", "clear"}, set()]
    _, sink = go(
        Outcome(description="Write", rubric=Rubric(criteria=(CLEAR, SECRET))),
        lambda brief: f"draft {brief.iteration}",
        grader=ScriptedGrader(script),
    )
    explanations = [event.explanation for event in sink.events if event.type == "span.outcome_evaluation_end"]
    assert len(explanations) == 2
    assert all("CANARY" not in text for text in explanations)
