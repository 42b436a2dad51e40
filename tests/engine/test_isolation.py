"""Isolation: a grader sees the artifact and the rubric; a worker sees nothing of what is withheld."""

from __future__ import annotations

import inspect
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Brief, Criterion, Outcome, Rubric
from outcomes.events import for_worker, to_json
from outcomes.grader import Grader
from outcomes.graders.command import CommandGrader
from outcomes.graders.composite import CompositeGrader
from outcomes.graders.model.grader import ModelGrader
from outcomes.graders.model.settings import JudgeSettings
from outcomes.graders.objective import ObjectiveGrader
from outcomes.graders.unjudged import UnjudgedGrader
from outcomes.testing import ScriptedGrader, ScriptedModel, ScriptedWorker
from outcomes.verdict import Look
from outcomes.wiring import checks, read_path
from outcomes.worker import GENERAL_REQUEST
from outcomes.workers.command import CommandWorker
from tests.graders.judging import A_GAP, asked_ids, entry, reply, sent

from .support import CLEAR, SECRET, SHORT, SOURCED, drive, go

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.model import Question
    from outcomes.verdict import Grade

CANARIES = {
    "description": "CANARY-DESCRIPTION",
    "transcript": "CANARY-TRANSCRIPT",
    "workspace": "CANARY-WORKSPACE",
    "path": "CANARY-PATH",
    "rationale": "CANARY-RATIONALE",
    "gap": "CANARY-GAP",
    "title": "CANARY-TITLE",
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


def answer(question: Question) -> dict[str, Any]:
    """Passes, fails, or cannot tell, by turns; what it says could leak into later rounds if anything kept it."""
    names = asked_ids(question)
    said = {"rationale": CANARIES["rationale"], "searched": CANARIES["rationale"]}
    gap = A_GAP | {"missing": CANARIES["gap"], "smallest_fix": CANARIES["gap"]}
    return reply(*(entry(name, "fail", gap=gap, **said) for name in names))


class AskedModel:
    """A grader that asks a scripted model; what is written down is every byte of every question."""

    def __init__(self) -> None:
        self.model = ScriptedModel(answer)

    def make(self) -> Grader:
        judge = ModelGrader(lambda _scope: self.model, JudgeSettings(batch_size=2))
        return CompositeGrader(ObjectiveGrader(checks()), judge)

    @property
    def seen(self) -> list[str]:
        return [sent(question).decode() for question in self.model.asked]


MORE = tuple(Criterion(id=f"more-{n}", text=f"More of number {n}") for n in range(3))


@pytest.mark.parametrize("references", [False, True])
def test_no_byte_of_a_worker_s_words_is_in_any_question_to_a_model(references: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """In every batch of every look of every iteration, with references and without."""
    place = tmp_path / CANARIES["path"]
    source = tmp_path / "source.txt"
    source.write_text("The audited figure is 12 %.")
    prompts: list[str] = []

    def work(brief: Brief) -> None:
        prompts.append(brief.feedback())
        (brief.workspace / "transcript.txt").write_text(CANARIES["transcript"] + brief.feedback())
        (brief.workspace / f"{CANARIES['workspace']}.txt").write_text(CANARIES["workspace"])
        (brief.outputs / "note.txt").write_text(f"draft {brief.iteration}. " + "word " * (30 - brief.iteration))

    asked = AskedModel()
    wanted = Outcome(
        description=CANARIES["description"],
        rubric=Rubric(criteria=(CLEAR, *MORE), title=CANARIES["title"], source=f"/{CANARIES['path']}/rubric.md"),
        max_iterations=3,
    )
    given = (read_path(source),) if references else ()
    iterations = drive(wanted, work, asked.make(), place, references=given)
    assert len(iterations) == 3
    assert CANARIES["gap"] in prompts[1]  # the worker did get the gaps
    assert len(asked.seen) >= 6
    everything = "\n".join(asked.seen)
    assert all(f"draft {n}" in everything for n in range(3))
    assert ("The audited figure" in everything) == references
    assert {what for what, canary in CANARIES.items() if canary in everything} == set()
    assert str(tmp_path) not in everything


DUMPING = """\
import json, os, pathlib, sys
request = json.load(sys.stdin)
seen = [json.dumps(request), json.dumps(dict(os.environ)), " ".join(sys.argv[2:])]
seen += [f"{path} {path.read_text()}" for path in pathlib.Path(".").rglob("*") if path.is_file()]
with open(sys.argv[1], "a") as dump:
    dump.write("\\n".join(seen))
gap = {"missing": "CANARY-GAP"}
verdicts = [{"criterion_id": it["id"], "verdict": "fail", "gap": gap} for it in request["criteria"]]
print(json.dumps({"verdicts": verdicts, "nonce": request.get("nonce")}))
"""


def test_no_byte_of_a_worker_s_words_reaches_a_program_that_judges(tmp_path: Path) -> None:
    """Its input, its environment, its arguments and every file in its folder, in every iteration."""
    dump, script = tmp_path / "dump", tmp_path / "judge.py"
    script.write_text(DUMPING)

    def work(brief: Brief) -> None:
        (brief.workspace / "transcript.txt").write_text(CANARIES["transcript"] + brief.feedback())
        (brief.outputs / "note.txt").write_text(f"draft {brief.iteration}. " + "word " * (30 - brief.iteration))

    wanted = Outcome(description=CANARIES["description"], rubric=Rubric(criteria=(CLEAR,)), max_iterations=3)
    program = CommandGrader([sys.executable, str(script), str(dump)])
    seat = CompositeGrader(ObjectiveGrader(checks()), program)
    iterations = drive(wanted, work, seat, tmp_path / CANARIES["path"])
    seen = dump.read_text()
    assert len(iterations) == 3
    assert all(f"draft {n}" in seen for n in range(3))
    assert {what for what, canary in CANARIES.items() if canary in seen} == set()


def test_a_question_about_an_artifact_is_the_same_in_whichever_iteration_it_is_asked(tmp_path: Path) -> None:
    """What was made before, and what was said of it, leaves no trace: the same bytes under the same secret."""

    def questions(drafts: list[str], place: Path) -> list[str]:
        asked = AskedModel()
        wanted = Outcome(description="Write", rubric=Rubric(criteria=(CLEAR,)), max_iterations=len(drafts))
        drive(wanted, ScriptedWorker(drafts), asked.make(), place)
        return asked.seen

    assert questions(["first", "second", "third"], tmp_path / "a")[-1] == questions(["third"], tmp_path / "b")[-1]


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


def test_a_program_that_judges_finds_nothing_of_a_worker(tmp_path: Path) -> None:
    """Not in its request, its folder or its environment, in any round."""
    place = tmp_path / CANARIES["path"]
    seen = tmp_path / "seen"
    script = (
        "import json, os, pathlib, sys\n"
        "request = sys.stdin.read()\n"
        "files = {str(path): path.read_text() for path in pathlib.Path('.').rglob('*') if path.is_file()}\n"
        f"with open({str(seen)!r}, 'a') as dump:\n"
        "    dump.write(repr((request, files, dict(os.environ), os.getcwd())))\n"
        "gap = {'missing': 'clarity CANARY-GAP'}\n"
        "ids = [c['id'] for c in json.loads(request)['criteria']]\n"
        "print(json.dumps({'verdicts': [{'criterion_id': i, 'verdict': 'fail', 'gap': gap} for i in ids]}))\n"
    )

    def work(brief: Brief) -> None:
        (brief.workspace / f"{CANARIES['workspace']}.txt").write_text(CANARIES["transcript"])
        (brief.outputs / "note.txt").write_text(f"draft {brief.iteration}. " + "word " * brief.iteration)

    wanted = Outcome(description=CANARIES["description"], rubric=Rubric(criteria=(CLEAR,)), max_iterations=2)
    drive(wanted, work, CommandGrader([sys.executable, "-c", script]), place)
    everything = seen.read_text()
    assert ("draft 0" in everything, "draft 1" in everything) == (True, True)
    assert "CANARY" not in everything


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
