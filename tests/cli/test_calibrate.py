"""`outcomes calibrate`: the report for people and for programs, what stops it, and that nothing graded is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from outcomes import Calibration, calibrate_sync
from outcomes.errors import UsageError
from outcomes.testing import FakeEndpoint
from outcomes.testing import Judge as FakeJudge

from . import calibrating
from .calibrating import notes
from .support import Said, outcomes

if TYPE_CHECKING:
    from pathlib import Path


def judge(name: str) -> str:
    return f"{calibrating.__name__}:{name}"


def calibrate(*more: str | Path, name: str = "Honest", **environment: str) -> Said:
    return outcomes("calibrate", "two.md", "labels.jsonl", "--grader", judge(name), *more, **environment)


REPORT = """\
graded by checks/1+kind: 24 artifacts, 24 labelled, 24 looks, $0.00
shares with 95 % intervals, which allow for several verdicts on one artifact

advice     criterion
────────────────────────────────────────────────────────────────────────────────
           Substance
? unknown  It says what was done
           0 decided labels say fail: how the judge does on those is not known
           (5 are needed)
           24 labels, agree 100% (86%-100%), kappa ?, MCC ?, quotes found 100%
           (86%-100%), judged 100% (86%-100%)
           verdicts on a labelled pass: 24 pass, 0 fail; on a labelled fail: 0
           pass, 0 fail
✗ rewrite  It says why
           it passes what people fail: 10 times, 0 the other way; say what makes
           it fail
           it says what people say only 58% of the time
           the judge says fail of only 0% of what people fail
           24 labels, agree 58% (39%-76%), kappa 0.00, MCC ?, quotes found 100%
           (86%-100%), judged 100% (86%-100%)
           verdicts on a labelled pass: 14 pass, 0 fail; on a labelled fail: 10
           pass, 0 fail

all criteria
  48 labels, agree 79% (66%-88%), kappa 0.00, MCC ?, quotes found 100%
(86%-100%), judged 100% (86%-100%)
  verdicts on a labelled pass: 38 pass, 0 fail; on a labelled fail: 10 pass, 0
fail

accepting 14 good and 10 bad artifacts (0 open)
"""
CONCLUSION = "of 2 criteria: 1 to rewrite, 1 with too few labels to tell"


def test_people_get_each_criterion_with_what_to_do_about_it(here: Path) -> None:
    notes(here, good=14, bad=10)
    said = calibrate("--repeat", "1", name="Kind")
    told = [line.rstrip("─") for line in said.lines]
    assert said.code == 0
    assert told[: len(REPORT.splitlines())] == [line.rstrip("─") for line in REPORT.splitlines()]
    assert told[-1] == CONCLUSION


def test_a_program_gets_the_report_that_the_library_returns(here: Path) -> None:
    notes(here, good=3, bad=2, unlabelled=2)
    said = calibrate("--json")
    found = Calibration.model_validate(said.document)
    assert found == calibrate_sync("two.md", "labels.jsonl", grader=calibrating.Honest())
    assert (found.schema_version, found.grader, found.ended) == (1, "checks/1+honest", "complete")
    assert (found.artifacts, found.labelled, found.looks) == (7, 5, 21)


def test_how_far_it_is_and_what_it_cost_is_told_beside_the_result(here: Path) -> None:
    notes(here, good=2, bad=0)
    said = calibrate("--repeat", "2", name="Dear")
    assert said.err.splitlines() == [
        "1 of 4 looks, $0.25 so far",
        "2 of 4 looks, $0.50 so far",
        "3 of 4 looks, $0.75 so far",
        "4 of 4 looks, $1.00 so far",
    ]


def test_a_limit_on_money_ends_it_with_what_was_graded(here: Path) -> None:
    notes(here, good=2, bad=2)
    said = calibrate("--repeat", "2", "--max-cost-usd", "0.6", "--json", name="Dear")
    document = said.document
    assert (said.code, document["ended"], document["reason"]) == (
        4,
        "budget_reached",
        "$0.75 spent, the limit is $0.60",
    )
    assert (document["artifacts"], document["looks"], document["usage"]["cost_usd"]) == (2, 3, 0.75)


def test_a_limit_on_money_cannot_be_kept_by_one_who_does_not_say_what_it_costs(here: Path) -> None:
    notes(here, good=2, bad=0)
    document = calibrate("--max-cost-usd", "9", "--json", name="Silent").document
    assert (document["ended"], document["looks"], document["usage"]["cost_usd"]) == ("budget_reached", 1, None)
    assert document["reason"] == "a grader did not say what it cost, so the limit cannot be kept"


def test_what_a_look_cost_that_broke_counts(here: Path) -> None:
    notes(here, good=2, bad=0)
    document = calibrate("--repeat", "2", "--json", name="Failing").document
    assert (document["looks"], document["usage"]["cost_usd"], document["ended"]) == (2, 1.5, "complete")


def test_every_verdict_is_in_the_output_file_beside_its_label(here: Path) -> None:
    notes(here, good=1, bad=1)
    (here / "verdicts.jsonl").write_text("from before")
    calibrate("--repeat", "2", "--output", "verdicts.jsonl")
    lines = [json.loads(line) for line in (here / "verdicts.jsonl").read_text().splitlines()]
    assert len(lines) == 2 * 2 * 2
    last = lines[-1]
    told = {name: last[name] for name in ("artifact", "look", "label", "verdict", "schema_version", "grader")}
    assert told == {
        "artifact": "notes/1.md",
        "look": 1,
        "label": "fail",
        "verdict": "pass",
        "schema_version": 1,
        "grader": "scripted",
    }


def test_a_judge_never_sees_the_name_of_a_file(here: Path) -> None:
    """`bad/no-reason.md` would tell it what to find."""
    notes(here, good=1, bad=1)
    assert calibrate(name="Curious").code == 0


def test_each_artifact_is_held_against_its_own_references_and_those_of_all(here: Path) -> None:
    notes(here, good=2, bad=0)
    lines = [json.loads(line) for line in (here / "labels.jsonl").read_text().splitlines()]
    lines[0]["references"] = ["draft.md"]
    (here / "labels.jsonl").write_text("\n".join(map(json.dumps, lines)))
    asked = ("--repeat", "1", "--reference", "note.md", "--output", "verdicts.jsonl")
    assert calibrate(*asked, name="Comparing").code == 0
    found = [json.loads(line) for line in (here / "verdicts.jsonl").read_text().splitlines()]
    assert [(one["artifact"], one["found"]["rationale"]) for one in found[::2]] == [
        ("notes/0.md", "note.md, draft.md"),
        ("notes/1.md", "note.md"),
    ]
    lines[0]["references"] = ["nowhere.md"]
    (here / "labels.jsonl").write_text("\n".join(map(json.dumps, lines)))
    wrong = calibrate(name="Comparing")
    assert wrong.code == 2
    assert wrong.err.startswith("error: labels.jsonl:1:1: a reference of 'notes/0.md' cannot be read: there is no file")


def test_a_look_that_breaks_is_left_out_and_said(here: Path) -> None:
    notes(here, good=3, bad=0)
    said = calibrate("--repeat", "2", "--json", name="Faint")
    assert (said.code, said.document["ended"], said.document["looks"]) == (0, "complete", 4)
    assert said.document["left_out"] == [{"artifact": "notes/1.md", "reason": "look 0 broke: it has gone"}]


def test_a_judge_that_only_breaks_is_broken(here: Path) -> None:
    notes(here, good=2, bad=0)
    (here / "gone.py").write_text(
        "class Gone:\n    fingerprint = 'gone'\n    async def grade(self, *_):\n        raise OSError('no line')\n"
    )
    said = outcomes("calibrate", "two.md", "labels.jsonl", "--grader", "gone:Gone")
    assert said.code == 3
    assert "partial, grader_error: look 0 broke: the grader 'gone:Gone' broke: OSError: no line" in " ".join(
        said.err.split()
    )


def test_a_file_that_cannot_be_read_is_left_out_and_said(here: Path) -> None:
    notes(here, good=2, bad=0)
    (here / "notes" / "0.md").write_bytes(b"")
    document = calibrate("--json").document
    assert (document["artifacts"], [left["artifact"] for left in document["left_out"]]) == (1, ["notes/0.md"])


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ('{"artifact": "notes/9.md"}', "labels.jsonl:1:1: there is no artifact 'notes/9.md'; paths are relative to"),
        (
            '{"artifact": "notes/0.md", "labels": {"why": "pass"}}',
            "jsonl:1:39: the rubric has no criterion 'why'",
        ),
        ("", "labels.jsonl:1:1: there are no labels in it"),
    ],
)
def test_labels_that_cannot_be_used_cost_nothing(labels: str, said: str, here: Path) -> None:
    notes(here, good=1, bad=0)
    (here / "labels.jsonl").write_text(labels)
    (here / "kept.jsonl").write_text("from before")
    assert calibrate("--output", "kept.jsonl").code == 2
    found = calibrate("--output", "verdicts.jsonl")
    assert (found.code, (here / "verdicts.jsonl").exists()) == (2, False)
    assert (here / "kept.jsonl").read_text() == "from before"
    assert said in " ".join(found.err.split())


def test_labels_that_are_not_there_are_said(here: Path) -> None:
    notes(here, good=1, bad=0)
    found = outcomes("calibrate", "two.md", "nowhere.jsonl", "--grader", judge("Honest"))
    assert (found.code, found.err) == (
        2,
        "error: the labels 'nowhere.jsonl' cannot be read: No such file or directory\n",
    )


def test_labels_that_are_no_text_and_an_output_that_cannot_be_written_are_said(here: Path) -> None:
    notes(here, good=1, bad=0)
    assert calibrate("--output", "nowhere/verdicts.jsonl").err.startswith("error: cannot write verdicts to 'nowhere")
    (here / "labels.jsonl").write_bytes(b"\xff\xfe")
    assert calibrate().err == "error: labels.jsonl: the labels are not UTF-8 text (byte 0); save them as UTF-8\n"


def test_people_raters_and_sections_are_told_where_there_are_some(here: Path) -> None:
    (here / "two.md").write_text("## Substance\n- It says why\n\n## Form\n- It is short\n")
    lines = [
        {"artifact": "note.md", "labels": {"It says why": "pass", "It is short": "pass"}, "rater": "a"},
        {"artifact": "note.md", "labels": {"It says why": "fail", "It is short": "pass"}, "rater": "b"},
        {"artifact": "draft.md"},
    ]
    (here / "labels.jsonl").write_text("\n".join(map(json.dumps, lines)))
    said = calibrate(name="Kind")
    told = " ".join(said.out.split())
    assert "people agree with each other 0% (0%-79%), alpha 0.00; 1 disputed" in told
    assert "passes among the unlabelled: 100% (21%-100%) by the judge corrected: ? Rogan-Gladen, ? PPI" in told
    assert [line for line in said.lines if line in ("Substance", "Form")] == ["Substance", "Form"]
    assert "labels settle for none of 2 artifacts whether it is satisfied: label every criterion that counts" in told


def test_there_is_nothing_to_calibrate_without_a_judge(here: Path) -> None:
    notes(here, good=1, bad=0)
    found = outcomes("calibrate", "two.md", "labels.jsonl")
    assert found.code == 2
    assert "name the grader that is to be measured" in found.err


def test_checks_can_be_held_against_labels_too(here: Path) -> None:
    """No judge, no cost: whether people agree with what code decides."""
    (here / "labels.jsonl").write_text('{"artifact": "draft.md", "labels": {"it-has": "pass"}}\n')
    said = outcomes("calibrate", "objective.md", "labels.jsonl", "--repeat", "1", "--json")
    (criterion,) = said.document["criteria"]
    assert (said.code, criterion["objective"]) == (0, True)
    assert criterion["measures"]["confusion"]["label_pass_verdict_fail"] == 1


def test_one_worksheet_is_not_enough_for_many_artifacts(here: Path) -> None:
    notes(here, good=1, bad=0)
    said = outcomes("calibrate", "two.md", "labels.jsonl", "--worksheet", "sheet.md")
    assert (said.code, "a worksheet is for one artifact" in said.err) == (2, True)


def test_artifacts_that_nobody_labelled_can_be_added(here: Path) -> None:
    notes(here, good=6, bad=6)
    document = calibrate("--unlabelled", "note.md", "--unlabelled", "draft.md", "--json").document
    rates = document["overall"]["pass_rates"]
    assert (document["artifacts"], document["labelled"], rates["judge"]["value"]) == (14, 12, 0.5)


def test_the_library_refuses_what_makes_no_sense(here: Path) -> None:
    notes(here, good=1, bad=0)
    with pytest.raises(UsageError, match="1 or more, not 0"):
        calibrate_sync("two.md", "labels.jsonl", grader=calibrating.Honest(), repeat=0)
    with pytest.raises(UsageError, match=r"there is no artifact 'nowhere\.md'"):
        calibrate_sync("two.md", "labels.jsonl", grader=calibrating.Honest(), unlabelled=["nowhere.md"])


def test_several_at_once_say_the_same(here: Path) -> None:
    notes(here, good=5, bad=4)
    one, many = (calibrate("--json", "--at-once", number).document for number in ("1", "4"))
    assert one == many


SLOW = """\
import asyncio
from outcomes.testing import ScriptedGrader
class Slow(ScriptedGrader):
    looks = 0
    async def grade(self, rubric, artifact, look):
        if Slow.looks == 3:
            print("waiting", flush=True)
            await asyncio.Event().wait()
        Slow.looks += 1
        return await super().grade(rubric, artifact, look)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_what_was_graded_before_a_signal_is_reported(here: Path) -> None:
    notes(here, good=2, bad=2)
    (here / "slow.py").write_text(SLOW)
    command = [sys.executable, "-m", "outcomes", "calibrate", "two.md", "labels.jsonl", "--grader", "slow:Slow"]
    with subprocess.Popen(
        [*command, "--repeat", "2", "--json", "--output", "verdicts.jsonl"],
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        assert any("waiting" in line for line in iter(process.stderr.readline, ""))
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    document = json.loads(out)
    assert (process.returncode, document["ended"], document["looks"], document["artifacts"]) == (
        130,
        "interrupted",
        3,
        2,
    )
    assert len((here / "verdicts.jsonl").read_text().splitlines()) == 3 * 2


def test_a_model_over_http_is_calibrated_within_its_budget(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that a real endpoint would see; the judge behind it passes all that it is asked about."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    notes(here, good=2, bad=1)
    (here / "outcomes.toml").write_text('[prices."m-1"]\ninput = 1.0\noutput = 5\n')
    key = "sk-test-0123456789-planted"
    with FakeEndpoint(FakeJudge(), profile="litellm", keys=[key]) as endpoint:
        asked = ("calibrate", "two.md", "labels.jsonl", "--model", "m-1", "--base-url", endpoint.base_url, "--json")
        whole = outcomes(*asked, "--at-once", "2", OUTCOMES_API_KEY=key)
        questions = len(endpoint.requests)
        little = outcomes(*asked, "--max-cost-usd", "0.001", OUTCOMES_API_KEY=key)
        assert len(endpoint.requests) == questions
    confusion = whole.document["overall"]["confusion"]
    assert (whole.code, whole.document["looks"]) == (0, 9)
    assert whole.document["grader"].startswith("checks/1+judge/m-1/")
    assert (confusion["label_pass_verdict_pass"], confusion["label_fail_verdict_pass"]) == (15, 3)
    assert 0 < whole.document["usage"]["cost_usd"] < 0.2
    assert (little.code, little.document["ended"], little.document["looks"]) == (4, "budget_reached", 0)


def test_verdicts_are_not_written_over_the_labels(here: Path) -> None:
    (here / "labels.jsonl").write_text('{"artifact": "note.md", "labels": {}}\n')
    said = outcomes("calibrate", "mixed.md", "labels.jsonl", "-o", "labels.jsonl")
    assert (said.code, "is a file that this command reads" in said.err) == (2, True)
    assert (here / "labels.jsonl").read_text() == '{"artifact": "note.md", "labels": {}}\n'
