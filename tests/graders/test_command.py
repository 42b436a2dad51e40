"""Programs as graders: what they are told, how they answer, and what becomes of everything that is no answer."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import Criterion, Look, Rubric
from outcomes.errors import GraderError, UsageError
from outcomes.evidence import Absence, Measure, Quote
from outcomes.grader import RunScope
from outcomes.graders.command import MOST_REPLY_BYTES, CommandGrader
from outcomes.graders.replies import read_reply
from outcomes.rubric import Level
from outcomes.testing import ScriptedClock, settle
from outcomes.usage import Usage
from outcomes.verdict import Gap
from outcomes.wiring import make_grader, read_path

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.verdict import Grade

CLEAR = Criterion(id="clear", text="It is clear", section=("Words",))
DEEP = Criterion(
    id="deep",
    text="It goes deep",
    levels=(Level(label="poor", text="thin", credit=0), Level(label="deep", credit=1)),
    applies_when="it is long",
)
RUBRIC = Rubric(criteria=(CLEAR, DEEP))
TEXT = "Revenue rose by twelve percent.\n"


@pytest.fixture
def artifact(tmp_path: Path) -> Artifact:
    (tmp_path / "note.txt").write_text(TEXT)
    return read_path(tmp_path / "note.txt")


def python(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def answering(*verdicts: object, **more: object) -> list[str]:
    """A program that says this, whatever it is asked."""
    return python(f"print({json.dumps({'verdicts': verdicts} | more)!r})")


def grade(argv: list[str], artifact: Artifact, rubric: Rubric = RUBRIC, **options: Any) -> Grade:
    look = Look(index=0, seed=0, criterion_ids=rubric.ids)
    return asyncio.run(CommandGrader(argv, **options).grade(rubric, artifact, look))


def refusal(argv: list[str], artifact: Artifact, **options: Any) -> str:
    with pytest.raises(GraderError) as broke:
        grade(argv, artifact, **options)
    return str(broke.value)


PASS = {"criterion_id": "clear", "verdict": "pass", "evidence": [{"locator": "note.txt:L1", "quote": "Revenue rose"}]}
EXCUSED = {"criterion_id": "deep", "verdict": "not_applicable"}


# -- what it is told


DUMP = """
import json, os, pathlib, sys
request = json.load(sys.stdin)
told = {
    "request": request,
    "same": json.loads(pathlib.Path("request.json").read_text()) == request,
    "file": pathlib.Path(request["artifact"]["path"]).read_text(),
    "here": sorted(str(path) for path in pathlib.Path(".").rglob("*")),
    "environment": dict(os.environ),
}
why = json.dumps(told)
print(json.dumps({"verdicts": [
    {"criterion_id": c["id"], "verdict": "cannot_judge", "rationale": why} for c in request["criteria"]
]}))
"""


def told(artifact: Artifact, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(grade(python(DUMP), artifact, **options).verdicts[0].rationale)
    return found


def test_a_program_is_told_what_to_judge_and_nothing_of_how_it_scores(artifact: Artifact) -> None:
    seen = told(artifact)
    request = seen["request"]
    assert (seen["same"], seen["file"], seen["here"]) == (True, TEXT, ["artifact", "artifact/note.txt", "request.json"])
    assert request["criteria"] == [
        {
            "id": "clear",
            "text": "It is clear",
            "section": ["Words"],
            "names_fault": False,
            "applies_when": None,
            "levels": [],
            "counts": False,
            "about": "visible",
            "needs": None,
        },
        {
            "id": "deep",
            "text": "It goes deep",
            "section": [],
            "names_fault": False,
            "applies_when": "it is long",
            "levels": [{"label": "poor", "text": "thin", "pass": False}, {"label": "deep", "text": "", "pass": True}],
            "counts": False,
            "about": "visible",
            "needs": None,
        },
    ]
    assert (request["schema_version"], request["look"], request["references"]) == (1, {"index": 0, "seed": 0}, [])
    assert request["rubric"] == {"title": "", "sha256": RUBRIC.sha256}
    told_of_it = {name: request["artifact"][name] for name in ("name", "kind", "sha256", "path")}
    assert told_of_it == {
        "name": "note.txt",
        "kind": "text",
        "sha256": artifact.sha256,
        "path": "artifact/note.txt",
    }
    assert "Revenue rose by twelve percent." in request["artifact"]["text"]


def test_no_key_reaches_a_program_that_was_not_promised_it(artifact: Artifact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")
    monkeypatch.setenv("JUDGE_KEY", "promised")
    bare = told(artifact)["environment"]
    assert "sk-secret" not in bare.values()
    assert {"PATH", "HOME", "LANG"} <= set(bare)
    assert "JUDGE_KEY" not in bare
    assert told(artifact, environment=["JUDGE_KEY", "NOT_SET"])["environment"]["JUDGE_KEY"] == "promised"


def test_references_of_the_run_lie_beside_the_artifact(artifact: Artifact, tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_text("It rose by eleven.")
    scope = RunScope(b"secret", references=(read_path(tmp_path / "source.txt"),))
    made = CommandGrader(python(DUMP)).for_run(scope)
    look = Look(index=0, seed=0, criterion_ids=RUBRIC.ids)
    request = json.loads(asyncio.run(made.grade(RUBRIC, artifact, look)).verdicts[0].rationale)["request"]
    assert [(one["path"], one["name"]) for one in request["references"]] == [("references/1/source.txt", "source.txt")]


def test_the_nonce_is_the_run_s_own_and_differs_by_look(artifact: Artifact) -> None:
    grader = CommandGrader(["x"]).for_run(RunScope(b"one"))
    looks = [Look(index=index, seed=0, criterion_ids=RUBRIC.ids) for index in (0, 1)]
    nonces = [grader._nonce(RUBRIC, artifact, look) for look in looks]
    other = CommandGrader(["x"]).for_run(RunScope(b"two"))._nonce(RUBRIC, artifact, looks[0])
    assert len({*nonces, other}) == 3
    assert CommandGrader(["y"]).for_run(RunScope(b"one"))._nonce(RUBRIC, artifact, looks[0]) == nonces[0]


def test_nothing_of_it_is_left_behind(artifact: Artifact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    grade(answering(PASS, EXCUSED), artifact)
    refusal(python("raise SystemExit(3)"), artifact)
    assert list(scratch.iterdir()) == []


# -- how it answers


def test_verdicts_come_back_in_rubric_order_with_who_looked(artifact: Artifact) -> None:
    found = grade(answering(EXCUSED, PASS, usage={"cost_usd": 0.5}, models=["m"]), artifact)
    assert [(verdict.criterion_id, verdict.verdict) for verdict in found.verdicts] == [
        ("clear", "pass"),
        ("deep", "not_applicable"),
    ]
    assert found.verdicts[0].evidence == (Quote(locator="note.txt:L1", text="Revenue rose"),)
    assert (found.looks[0].usage, found.looks[0].models) == (Usage(cost_usd=0.5), ("m",))
    assert found.looks[0].grader.startswith(f"command/{Path(sys.executable).name}@")


def test_a_program_that_does_not_say_what_it_used_is_not_taken_to_be_free(artifact: Artifact) -> None:
    assert grade(answering(PASS, EXCUSED), artifact).looks[0].usage is None


def test_the_wire_shape_of_models_is_understood(artifact: Artifact) -> None:
    wire = {
        "criterion_id": "deep",
        "searched": "all of it",
        "evidence": [
            {"locator": "L1", "quote": "Revenue", "kind": "text"},
            {"locator": "L1", "quote": "no chart", "kind": "absence"},
            {"locator": "L1", "quote": "12 words", "kind": "computed"},
            {"locator": "", "quote": "", "kind": "text"},
        ],
        "rationale": "thin",
        "verdict": "Fail",
        "level": "poor",
        "gap": {"missing": "depth", "where": "L1", "smallest_fix": "add", "done_when": "deep", "kind": "absent"},
        "severity": "blocker",
        "confidence": "high",
    }
    (found,) = grade(
        answering(wire, injection_suspected=True, contradiction="it is a poem"), artifact, Rubric(criteria=(DEEP,))
    ).verdicts
    assert (found.verdict, found.level, found.searched) == ("fail", "poor", "all of it")
    assert found.evidence == (
        Quote(locator="L1", text="Revenue"),
        Absence(searched="no chart", scope=("L1",)),
        Measure(measured="12 words", locators=("L1",)),
    )
    assert found.gap == Gap(
        missing="depth", where=("L1",), smallest_fix="add", done_when="deep", kind="absent", severity="blocker"
    )


def test_our_own_verdicts_as_json_are_understood(artifact: Artifact) -> None:
    one = grade(answering(PASS, EXCUSED), artifact)
    again = grade(answering(*(verdict.model_dump(mode="json") for verdict in one.verdicts)), artifact)
    assert again.verdicts == one.verdicts


def test_its_word_on_a_quote_is_not_taken(artifact: Artifact) -> None:
    """Evidence is looked up whoever gives it: an invented quote is no pass."""
    lie = {
        "criterion_id": "clear",
        "verdict": "pass",
        "evidence": [{"kind": "quote", "locator": "L1", "text": "It is excellent", "check": "exact"}],
    }
    only = Rubric(criteria=(CLEAR,))
    whole = make_grader(CommandGrader(answering(lie)))
    found = asyncio.run(whole.grade(only, artifact, Look(index=0, seed=0, criterion_ids=only.ids)))
    assert found.verdicts[0].verdict == "cannot_judge"


# -- what is no answer


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (python("raise SystemExit(3)"), "exited with code 3; it printed nothing"),
        (python("import sys; sys.exit('no \\x1b[31mline')"), "code 1; the end of its stderr:\nno \\x1b[31mline"),
        (["sh", "-c", "kill -9 $$"], "was killed by signal 9 (SIGKILL)"),
        (["no-such-program"], "the grader: the command 'no-such-program' was not found"),
        (python(""), "printed nothing to stdout; print one JSON object"),
        (python("print('pass')"), "printed no JSON (Expecting value at line 1, column 1, near 'pass')"),
        (python("print('[1]')"), "printed list, without a list of `verdicts`"),
        (python("print('{\"verdict\": 1}')"), "printed an object with verdict, without a list of `verdicts`"),
        (python("import sys; sys.stdout.buffer.write(b'\\xff')"), "printed something that is not UTF-8 (byte 0)"),
        (python("print('[' * 100000)"), "printed JSON that cannot be read"),
        (answering(PASS), "missing: deep"),
        (answering(PASS, EXCUSED, EXCUSED), "more than once: deep"),
        (answering(PASS, EXCUSED, PASS | {"criterion_id": "other"}), "not asked for: other"),
        (answering(PASS | {"verdict": "maybe"}, EXCUSED), "verdicts[0].verdict of 'clear': Input should be"),
        (answering("pass"), "verdicts[0]: Input should be a valid dictionary"),
        (answering({"criterion_id": "claer", "verdict": "?"}), "of 'claer' Did you mean 'clear'?"),
        (answering(EXCUSED, PASS | {"verdict": "fail"}), "the fail of 'clear' does not say what is missing"),
        (answering(PASS, EXCUSED | {"verdict": "pass", "level": "poor"}), "contradicts 'pass'"),
        (answering(PASS, EXCUSED, nonce="copied"), "another nonce than the one in its request"),
        (answering(PASS, EXCUSED, usage={"cost_usd": -1}), "usage.cost_usd: Input should be greater"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_said_and_never_a_verdict(argv: list[str], said: str, artifact: Artifact) -> None:
    assert said in refusal(argv, artifact)


def test_a_program_that_floods_is_stopped_at_a_limit(artifact: Artifact) -> None:
    flood = python(f"import sys; sys.stdout.write('x' * {MOST_REPLY_BYTES + 1})")
    assert f"printed more than {MOST_REPLY_BYTES:,} bytes" in refusal(flood, artifact)


def test_a_program_that_takes_too_long_is_killed_with_all_that_it_started(artifact: Artifact, tmp_path: Path) -> None:
    """Its child holds a pipe open, which ends when both are gone."""
    os.mkfifo(tmp_path / "pulse")
    clock = ScriptedClock()
    script = f"(echo begun; exec sleep 600) > {tmp_path / 'pulse'} & exec sleep 600"
    grader = CommandGrader(["sh", "-c", script], timeout_seconds=30, clock=clock)
    look = Look(index=0, seed=0, criterion_ids=RUBRIC.ids)

    async def run() -> str:
        grading = asyncio.ensure_future(grader.grade(RUBRIC, artifact, look))
        with await asyncio.to_thread((tmp_path / "pulse").open) as pulse:
            assert await asyncio.to_thread(pulse.readline) == "begun\n"
            clock.pass_time(31)
            with pytest.raises(GraderError) as broke:
                await grading
            assert await asyncio.to_thread(pulse.read) == ""
        await settle()
        return str(broke.value)

    assert "was killed, with everything that it had started: it took longer than its timeout of 30 s" in asyncio.run(
        run()
    )


def test_an_artifact_without_bytes_is_nobody_s_verdict(artifact: Artifact) -> None:
    assert "cannot be laid out for the grader" in refusal(answering(PASS, EXCUSED), replace(artifact, contents=None))


KEYS = st.sampled_from(["verdicts", "criterion_id", "verdict", "evidence", "gap", "level", "missing", "usage"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["pass", "fail", "clear"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=5),
    max_leaves=20,
)


@given(JSON)
def test_whatever_json_it_prints_ends_in_verdicts_or_a_grader_error(value: object) -> None:
    for told_so in (value, {"verdicts": value}, {"verdicts": [value]}):
        try:
            found = read_reply(json.dumps(told_so).encode(), RUBRIC, "it", "nonce").verdicts
        except GraderError:
            continue
        assert all(verdict.criterion_id and verdict.verdict for verdict in found)


# -- who it is


def test_another_script_is_another_grader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "judge.py"
    script.write_text("one")
    before = CommandGrader(["python3", "judge.py"]).fingerprint
    assert before == CommandGrader.parse("python3 'judge.py'").fingerprint
    script.write_text("two")
    after = CommandGrader(["python3", "judge.py"]).fingerprint
    assert len({before, after, CommandGrader(["python3", "judge.py", "-v"]).fingerprint}) == 3


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: CommandGrader("judge now"), r"use CommandGrader\.parse\('judge now'\)"),
        (lambda: CommandGrader([]), "the command is empty"),
        (lambda: CommandGrader(["x"], timeout_seconds=0), "positive number of seconds, not 0"),
        (lambda: CommandGrader.parse("it's"), "cannot be split into words"),
    ],
)
def test_a_command_that_is_none_is_refused_at_once(make: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        make()


# -- examples that people can start from

EXAMPLE = Path(__file__).parent / "judges"


WORDS = {"python": [sys.executable, str(EXAMPLE / "words.py")], "sh and jq": [str(EXAMPLE / "words.sh")]}


@pytest.mark.parametrize("language", WORDS)
def test_a_judge_in_twenty_lines_works(language: str, artifact: Artifact) -> None:
    """The two say the same: a criterion passes where its last word stands in the text."""
    rubric = Rubric(criteria=(Criterion(id="yes", text="It says percent"), Criterion(id="no", text="It says why")))
    if language != "python" and shutil.which("jq") is None:
        pytest.skip("jq is not on the PATH")
    found = grade(WORDS[language], artifact, rubric)
    assert [(one.verdict, one.evidence) for one in found.verdicts] == [
        ("pass", (Quote(locator="", text=TEXT.strip()),)),
        ("fail", ()),
    ]
