"""Events: the platform's names and fields, told from records, the same on every replay."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes import Criterion, Gap, Grade, Look, Outcome, Rubric, Verdict, WorkerError
from outcomes.events import from_json, to_json
from outcomes.evidence import Quote
from outcomes.rubric import Level
from outcomes.testing import ScriptedGrader, ScriptedWorker
from outcomes.verdict import LookInfo

from .support import CLEAR, SOURCED, go, outcome

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.events import EvaluationEnded
    from outcomes.testing import MemorySink


def _ends(sink: MemorySink) -> list[EvaluationEnded]:
    return [event for event in sink.events if event.type == "span.outcome_evaluation_end"]


def test_every_event_survives_a_json_round_trip() -> None:
    _, sink = go(outcome(), ScriptedWorker(["a", "b"]), grader=ScriptedGrader([{"clear"}, set()]))
    assert len(sink.events) == 9
    for event in sink.events:
        assert from_json(to_json(event)) == event


STATUSES = st.sampled_from(["pass", "fail", "cannot_judge"])
ROUNDS = st.one_of(
    st.fixed_dictionaries({"clear": STATUSES, "sourced": STATUSES}),
    st.builds(RuntimeError, st.text(max_size=5)),
)
DRAFTS = st.one_of(st.text(max_size=20), st.binary(max_size=20), st.builds(WorkerError, st.text(max_size=5)))


@settings(max_examples=40)
@given(st.lists(DRAFTS, min_size=1, max_size=3), st.lists(ROUNDS, min_size=1, max_size=5))
def test_whatever_happens_every_event_survives_json_and_the_last_one_alone_is_terminal(
    drafts: list[object], rounds: list[Any]
) -> None:
    _, sink = go(outcome(), ScriptedWorker(drafts), grader=ScriptedGrader(rounds))
    for event in sink.events:
        assert from_json(to_json(event)) == event
    ends = [end.result for end in _ends(sink)]
    assert set(ends[:-1]) <= {"needs_revision"}
    assert ends[-1] != "needs_revision"
    assert sink.events[-1].type == "span.outcome_evaluation_end"
    assert len({event.id for event in sink.events}) == len(sink.events)


def test_unknown_fields_are_kept_on_reading() -> None:
    _, sink = go(outcome(), ScriptedWorker(["a"]), grader=ScriptedGrader())
    line = json.loads(to_json(sink.events[0])) | {"added_later": [1]}
    assert json.loads(to_json(from_json(json.dumps(line))))["added_later"] == [1]


def test_the_platform_s_fields_are_there_under_its_names() -> None:
    _, sink = go(outcome(), ScriptedWorker(["a", "b"]), grader=ScriptedGrader([{"clear"}, set()]))
    wire = [json.loads(to_json(event)) for event in sink.events]
    define = wire[0]
    assert {"id", "outcome_id", "description", "rubric", "max_iterations", "processed_at"} <= set(define)
    assert define["rubric"]["type"] == "text"
    assert "It says what was done" in define["rubric"]["content"]
    assert define["id"].startswith("sevt_")
    assert define["outcome_id"].startswith("outc_")
    start = next(event for event in wire if event["type"] == "span.outcome_evaluation_start")
    assert {"id", "type", "outcome_id", "iteration", "processed_at"} <= set(start)
    end = next(event for event in wire if event["type"] == "span.outcome_evaluation_end")
    assert end["outcome_evaluation_start_id"] == start["id"]
    assert end["result"] == "needs_revision"
    counts = {"input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"}
    assert counts <= set(end["usage"])
    assert end["processed_at"].endswith("Z")


def test_the_explanation_has_the_layout_that_parsers_know() -> None:
    _, sink = go(outcome(max_iterations=2), ScriptedWorker(["a", "b"]), grader=ScriptedGrader([{"clear"}, {"sourced"}]))
    assert [end.explanation for end in _ends(sink)] == [
        (
            "An independent grader found the following criteria are not fully met:\n"
            "\n"
            "- It says what was done (not met): clear is missing\n"
            "\n"
            "Please revise your work to address these gaps."
        ),
        (
            "Reached 2 revision cycles without satisfying the rubric. "
            "An independent grader found the following criteria are not fully met:\n"
            "\n"
            "- Every figure has a source (not met): sourced is missing\n"
            "\n"
            "Please revise your work to address these gaps."
        ),
    ]
    _, sink = go(outcome(CLEAR, SOURCED), ScriptedWorker(["a"]), grader=ScriptedGrader())
    assert _ends(sink)[-1].explanation == (
        "An independent grader found all criteria met:\n"
        "\n"
        "- It says what was done (met): scripted pass\n"
        "- Every figure has a source (met): scripted pass"
    )


PARSED = re.compile(r"^- (?P<criterion>.+) \((?P<label>met|partially met|not met)\): (?P<evidence>.+)$", re.MULTILINE)
"""How clients of the platform take its bullets apart."""
WRAPPER = re.compile(
    r"^(?:Reached \d+ revision cycles without satisfying the rubric\. )?An independent grader found .+?:\n\n"
    r"(?P<bullets>.+?)(?:\n\nPlease revise your work to address these gaps\.)?$",
    re.DOTALL,
)
GRADED = Criterion(
    id="argued",
    text="It argues (well)",
    levels=tuple(Level(label=n, credit=c) for n, c in (("no", 0), ("so", 0.5), ("yes", 1))),
)
CHARTS = Criterion(id="charts", text="Charts have\ntitles", applies_when="it has charts")


def explained(*verdicts: Verdict) -> list[tuple[str | None, ...]]:
    """What a client reads of the explanation of a run that got these verdicts in its only round."""

    class Saying:
        fingerprint = "saying"

        async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
            given = tuple(it for it in verdicts if it.criterion_id in look.criterion_ids)
            info = LookInfo(index=look.index, seed=look.seed, grader="saying")
            return Grade(artifact_sha256=artifact.sha256, bar=rubric.bar, verdicts=given, looks=(info,))

    rubric = Rubric(criteria=(CLEAR, GRADED, CHARTS))
    wanted = Outcome(description="Write", rubric=rubric, max_iterations=1, confirm=0)
    _, sink = go(wanted, ScriptedWorker(["We moved."]), grader=Saying())
    wrapped = WRAPPER.match(_ends(sink)[-1].explanation)
    assert wrapped
    lines = wrapped["bullets"].split("\n")
    found = [PARSED.match(line) for line in lines]
    assert all(found), lines
    return [(match["criterion"], match["label"], match["evidence"]) for match in found if match]


MOVED = Quote(locator="note.txt:L1", text="We moved.")


def says(name: str, status: str, **more: Any) -> Verdict:
    gap = Gap(missing=f"{name} is\nmissing") if status == "fail" else None
    given = {"criterion_id": name, "verdict": status, "gap": gap, "evidence": (MOVED,) if status == "pass" else ()}
    return Verdict.model_validate(given | more)


def test_every_bullet_has_a_label_that_clients_know_and_something_behind_the_colon() -> None:
    assert explained(
        says("clear", "cannot_judge"),
        says("argued", "fail", level="so", evidence=(MOVED,)),
        says("charts", "not_applicable"),
    ) == [
        ("It says what was done", "not met", "could not be judged"),
        ("It argues (well)", "partially met", "argued is missing"),
    ]
    assert explained(
        says("clear", "pass"), says("argued", "pass", level="yes"), says("charts", "not_applicable", rationale="None.")
    ) == [
        ("It says what was done", "met", "artifact.txt:L1: We moved."),
        ("It argues (well)", "met", "artifact.txt:L1: We moved."),
        ("Charts have titles", "met", "does not apply. None."),
    ]
    assert explained(says("clear", "pass"), says("argued", "fail", level="no"), says("charts", "fail")) == [
        ("It argues (well)", "not met", "argued is missing"),
        ("Charts have titles", "not met", "charts is missing"),
    ]


def test_iterations_count_from_zero_and_exactly_one_end_is_terminal() -> None:
    _, sink = go(
        outcome(max_iterations=3),
        ScriptedWorker(["a", "b", "c"]),
        grader=ScriptedGrader([{"clear"}, {"sourced"}, {"clear"}]),
    )
    assert [end.iteration for end in _ends(sink)] == [0, 1, 2]
    assert [end.result == "needs_revision" for end in _ends(sink)] == [True, True, False]


def test_event_ids_are_unique_and_sort_in_order() -> None:
    _, sink = go(outcome(), ScriptedWorker(["a", "b"]), grader=ScriptedGrader([{"clear"}, set()]))
    ids = [event.id for event in sink.events]
    assert ids == sorted(set(ids))
