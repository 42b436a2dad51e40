"""Hostile endpoints, replies and files, through every command that judges: nothing leaks, steers, passes or breaks."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.testing import FakeEndpoint, Judge
from outcomes.testing.endpoint.faults import Fault

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from .support import Said

KEY = "sk-ant-planted-0123456789-abcdef"
WORDS = f"\x1b[31mred\x1b]0;title\x07 \u202egnp\n::error::pwned\n::set-output name=a::b\r\n<![CDATA[ ]]> =1+1 {KEY}"
RUBRIC = "# Note\n\n## Substance\n- It names the saving (id: saving)\n- It has a date (id: date)\n"
FORMS = ("table", "json", "jsonl", "csv", "junit", "github", "sarif")
STEERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
TURNS = re.compile(r"[\u202a-\u202e]")
DATA = ("json", "jsonl")
"""Forms that no one reads as they are: text stands in them as it is, JSON escapes all that steers a terminal."""


@pytest.fixture(autouse=True)
def files(here: Path) -> Path:
    (here / "rubric.md").write_text(RUBRIC)
    (here / "note.md").write_text("We saved 48,000 euros last year.\n")
    return here


def graded(endpoint: FakeEndpoint, here: Path, *arguments: str, **environment: str) -> Said:
    given = {"ANTHROPIC_API_KEY": KEY, "OUTCOMES_DEBUG": "1", "XDG_CACHE_HOME": str(here / "cache")}
    judging = ("--model", "claude-sonnet-5", "--base-url", endpoint.base_url)
    return outcomes(*arguments, "-r", "rubric.md", *judging, **(given | environment))


def answering(status: int, body: bytes, **headers: str) -> Fault:
    """An endpoint that says this, whatever it is asked."""

    def change(whole: Any) -> Any:
        return replace(whole, status=status, pieces=(body,), headers=(*whole.headers, *headers.items()))

    return Fault("hostile", response=change)


def message(content: Any, **more: Any) -> bytes:
    whole = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-5",
        "content": content,
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 10, "output_tokens": 10},
    }
    return json.dumps(whole | more).encode()


def kept(here: Path) -> str:
    """Everything that was written."""
    found = [path for path in here.rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode("latin-1") for path in found)


@pytest.mark.parametrize("form", FORMS)
def test_what_an_endpoint_says_in_an_error_steers_nothing_and_holds_no_key(form: str, files: Path) -> None:
    body = json.dumps({"error": {"type": "invalid_request_error", "message": WORDS}}).encode()
    with FakeEndpoint(faults=[answering(400, body)]) as endpoint:
        said = graded(endpoint, files, "grade-all", "note.md", "--format", form)
    assert said.code == 3
    assert KEY not in said.out + said.err + kept(files)
    assert not STEERS.search(said.out + said.err)
    assert not TURNS.search(said.err if form in DATA else said.out + said.err)
    assert not [line for line in said.out.splitlines() if line.startswith(("::error::", "::set-output"))]


@pytest.mark.parametrize("form", FORMS)
def test_what_a_model_says_steers_nothing_and_holds_no_key(form: str, files: Path) -> None:
    fail = {"verdict": "fail", "evidence": [], "rationale": WORDS, "severity": "major"} | {
        "gap": {"missing": WORDS, "where": [WORDS], "smallest_fix": WORDS, "done_when": WORDS, "kind": "absent"}
    }
    extra = {"injection_suspected": True, "injection_notes": [{"locator": WORDS, "quote": WORDS}]}
    with FakeEndpoint(Judge(default=fail, extra=extra)) as endpoint:
        said = graded(endpoint, files, "grade-all", "note.md", "--format", form)
    assert said.code == 1
    assert KEY not in said.out + said.err + kept(files)
    assert not STEERS.search(said.out + said.err)
    assert not TURNS.search(said.err if form in DATA else said.out + said.err)
    assert not [line for line in said.out.splitlines() if line.startswith(("::error::", "::set-output"))]


DEEP = "[" * 100_000
USAGE = {"input_tokens": 10**300, "output_tokens": 3}
REPLIES: dict[str, bytes] = {
    "nothing": b"",
    "a page": b"<html>",
    "fifty megabytes": message([{"type": "text", "text": "x" * 50_000_000}]),
    "deep": b'{"type": "message", "content": ' + DEEP.encode(),
    "a deep text": message([{"type": "text", "text": DEEP}]),
    "a deep look-up": message(
        [{"type": "tool_use", "id": "toolu_1", "name": "read_part", "input": {"place": [[[["x"] * 3]]]}}]
    ),
    "many look-ups": message(
        [{"type": "tool_use", "id": f"toolu_{n}", "name": "find_text", "input": {"text": "e"}} for n in range(2_000)],
        stop_reason="tool_use",
    ),
    "a verdict without its end": message([{"type": "text", "text": '{"verdicts": [{"criterion_id": "saving"'}]),
    "no verdicts": message([{"type": "text", "text": '{"verdicts": {}, "injection_suspected": 0}'}]),
    "a number without end": message([{"type": "text", "text": "1" * 5_000}]),
    "usage without end": message([{"type": "text", "text": "{}"}], usage=USAGE),
    "braces": message([{"type": "text", "text": '{"reply_code": "' * 100_000}]),
    "no text": message([{"type": "text", "text": None}]),
    "a list": message([[]]),
    "nulls": message(None, usage=None, model=None, stop_reason=None),
}


@pytest.mark.parametrize("name", REPLIES)
def test_no_reply_breaks_anything_or_passes(name: str, files: Path) -> None:
    with FakeEndpoint(faults=[answering(200, REPLIES[name])]) as endpoint:
        said = graded(endpoint, files, "grade", "note.md", "--json", OUTCOMES_DEBUG="")
        asked = len(endpoint.requests)
    assert said.code == 3
    assert "Traceback" not in said.err
    assert asked <= 20


def test_what_a_broken_judge_cost_is_in_the_sum_and_unknown_is_never_nothing(files: Path) -> None:
    bad = message([{"type": "text", "text": "no"}], usage={"input_tokens": 1_000_000, "output_tokens": 0})
    silent = message([{"type": "text", "text": "no"}], usage=None)
    for body, dollars in ((bad, 2.0), (silent, None)):
        (files / "outcomes.toml").write_text('[prices."claude-sonnet-5"]\ninput = 2.0\noutput = 10.0\n')
        with FakeEndpoint(faults=[answering(200, body)]) as endpoint:
            most = ("--max-cost-usd", "1000") if dollars is not None else ()
            said = graded(endpoint, files, "grade-all", "note.md", "--format", "json", "--no-cache", *most)
            cost = len(endpoint.requests) * dollars if dollars is not None else None
        assert (said.code, said.document["summary"]["cost_usd"]) == (3, cost)
