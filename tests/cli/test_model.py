"""A model that judges, named on the command line, in the environment or in a file; and what the doctor says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.models.private import public_parts
from outcomes.testing import FakeEndpoint, Judge
from outcomes.testing.endpoint.faults import refused

from .support import Said, outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "sk-test-0123456789-planted"
GRADE = ("grade", "note.md", "-r", "mixed.md")


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    """An endpoint whose judge passes what it is asked about."""
    with FakeEndpoint(Judge(), profile="litellm", keys=[KEY]) as opened:
        yield opened


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is found out about endpoints is kept here, and not where the tests' user keeps it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "OUTCOMES_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "cache"


def graded(*more: str | Path, **environment: str) -> Said:
    return outcomes(*GRADE, *more, **{"COLUMNS": "300", **environment})


def test_a_model_named_by_a_flag_judges(endpoint: FakeEndpoint) -> None:
    said = graded("--model", "m-1", "--base-url", endpoint.base_url, OUTCOMES_API_KEY=KEY)
    assert (said.code, said.err) == (
        0,
        (
            "m-1 judges 1 criterion in 1 question as a rule; what that costs is not known: "
            '[prices."m-1"] in outcomes.toml says what a million tokens cost there\n'
        ),
    )
    assert "satisfied: 2 of 2 criteria graded" in said.out
    assert [dict(seen.parsed or {})["model"] for seen in endpoint.requests] == ["m-1", "m-1"]


def test_a_model_in_the_environment_judges_when_the_grader_is_model(endpoint: FakeEndpoint) -> None:
    named = {"OUTCOMES_MODEL": "m-1", "ANTHROPIC_BASE_URL": f"{endpoint.base_url}/v1", "ANTHROPIC_API_KEY": KEY}
    assert (graded(**named).code, len(endpoint.requests)) == (5, 0)
    assert (graded(OUTCOMES_GRADER="model", **named).code, len(endpoint.requests)) == (0, 2)


def test_a_model_in_the_file_judges_when_the_file_says_so(endpoint: FakeEndpoint, here: Path) -> None:
    lines = [f'model = "m-1"\nbase_url = "{endpoint.base_url}"\n']
    lines.append('[prices."m-1"]\ninput = 1.0\noutput = 5\n')
    (here / "outcomes.toml").write_text('grader = "model"\n' + "".join(lines))
    said = graded("--max-cost-usd", "1", "--json", ANTHROPIC_AUTH_TOKEN=KEY)
    costs = [look["usage"]["cost_usd"] for look in said.document["grade"]["looks"]]
    assert said.code == 0
    assert 0 < sum(costs) < 0.1


def test_what_was_found_out_is_used_by_the_next_command(endpoint: FakeEndpoint, cache: Path) -> None:
    for _ in range(2):
        graded("--model", "m-1", "--base-url", endpoint.base_url, OUTCOMES_API_KEY=KEY)
    assert [path.name for path in (cache / "outcomes").iterdir()] == ["endpoints.json"]


def test_a_flag_wins_over_the_environment(endpoint: FakeEndpoint) -> None:
    elsewhere = {"OUTCOMES_MODEL": "other", "OUTCOMES_BASE_URL": "http://127.0.0.1:9", "OUTCOMES_GRADER": "x:y"}
    said = graded("--model", "m-1", "--base-url", endpoint.base_url, OUTCOMES_API_KEY=KEY, **elsewhere)
    assert said.code == 0


def test_two_judges_are_one_too_many() -> None:
    said = graded("--model", "m-1", "--grader", "package:name")
    assert (said.code, said.out) == (2, "")
    assert "two judges" in said.err


def test_without_a_model_the_line_to_write_is_shown() -> None:
    said = graded("--grader", "model", ANTHROPIC_API_KEY=KEY)
    assert said.code == 2
    assert 'give --model NAME, set OUTCOMES_MODEL=NAME, or write model = "NAME" into outcomes.toml' in said.err


def test_without_a_key_the_variable_to_set_is_shown_and_the_code_can_be_read() -> None:
    said = graded("--model", "claude-sonnet-5", "--json")
    assert (said.code, said.document["error"]["code"]) == (2, "no-key")
    assert "export ANTHROPIC_API_KEY=..." in said.document["error"]["message"]


def test_an_endpoint_that_refuses_ends_with_3_and_says_whose_fault_it_is(endpoint: FakeEndpoint) -> None:
    said = graded("--model", "m-1", "--base-url", endpoint.base_url, OUTCOMES_API_KEY="sk-wrong", OUTCOMES_WAY="native")
    assert said.code == 3
    assert "undecided: 1 of 2 criteria graded, 1 pass, 1 not judged" in said.out
    assert "the judge did not get to its end" in said.out
    assert f"{endpoint.base_url} does not accept the key in OUTCOMES_API_KEY" in said.err
    assert "sk-wrong" not in said.err


def test_money_that_cannot_be_counted_is_not_spent(endpoint: FakeEndpoint) -> None:
    said = graded("--model", "m-1", "--base-url", endpoint.base_url, "--max-cost-usd", "1", OUTCOMES_API_KEY=KEY)
    assert (said.code, len(endpoint.requests)) == (4, 0)
    assert "no price is known" in said.err


def test_profile_private_sends_nothing_that_is_kept(endpoint: FakeEndpoint, here: Path) -> None:
    flags = ("--model", "m-1", "--base-url", endpoint.base_url, "--profile", "private")
    assert graded(*flags, OUTCOMES_API_KEY=KEY).code == 0
    private = [(here / "note.md").read_text().strip(), "It says what was done"]
    found = [public_parts(seen.parsed or {}, path=seen.target, private=private) for seen in endpoint.requests]
    assert found == [[], []]


def test_the_key_is_in_nothing_that_is_printed_or_kept(endpoint: FakeEndpoint, here: Path, cache: Path) -> None:
    (here / "worker.sh").write_text("cp note.md outputs/ 2>/dev/null; printf 'We moved it.' > outputs/note.md\n")
    told = []
    for fault in ((), (refused(401),), (refused(500),)):
        endpoint.misbehave(*fault)
        environment = {"ANTHROPIC_API_KEY": KEY, "OUTCOMES_DEBUG": "1", "OUTCOMES_WAY": "native"}
        flags = ("--model", "m-1", "--base-url", endpoint.base_url)
        worker = ("--worker", f"sh {here / 'worker.sh'}", "--description", "Move it", "-n", "1")
        if not any(name.name == "500" for name in fault):  # waits for real between attempts
            told += [*graded(*flags, **environment)[1:]]
        if not fault:
            told += [*outcomes("run", "-r", "mixed.md", *worker, *flags, "--events", "e.jsonl", **environment)[1:]]
    told += [path.read_text() for folder in (here, cache) for path in folder.rglob("*") if path.is_file()]
    assert KEY not in "\n".join(told)
    assert "e.jsonl" in [path.name for path in here.iterdir()]


@pytest.mark.render
def test_the_doctor_names_endpoint_model_and_key_and_asks_only_when_told_to(endpoint: FakeEndpoint) -> None:
    configured = {"OUTCOMES_MODEL": "m-1", "OUTCOMES_BASE_URL": endpoint.base_url, "OUTCOMES_API_KEY": KEY}
    said = outcomes("doctor", "--json", **configured)
    found = {condition["name"]: condition for condition in said.document["conditions"]}
    assert found["endpoint"]["found"].startswith(f"m-1 at {endpoint.base_url}, key in OUTCOMES_API_KEY, price ?")
    assert endpoint.requests == []
    said = outcomes("doctor", "--ask", "--json", **configured)
    (answers,) = [condition for condition in said.document["conditions"] if condition["name"] == "answers"]
    assert "holds answers to a schema (native); asking took" in answers["found"]
    assert len(endpoint.requests) == 1
    assert KEY not in said.out
    wrong = outcomes("doctor", "--ask", **configured | {"OUTCOMES_API_KEY": "sk-wrong"})
    assert wrong.code == 2
    assert "does not accept the key in OUTCOMES_API_KEY" in " ".join(wrong.out.split())


def test_the_doctor_can_be_told_whom_to_ask(endpoint: FakeEndpoint) -> None:
    elsewhere = {"OUTCOMES_MODEL": "m-1", "OUTCOMES_BASE_URL": "http://127.0.0.1:9", "OUTCOMES_API_KEY": KEY}
    flags = ("--model", "m-2", "--base-url", endpoint.base_url)
    said = outcomes("doctor", "--ask", "--json", *flags, **elsewhere)
    found = {condition["name"]: condition for condition in said.document["conditions"]}
    assert found["endpoint"]["found"].startswith(f"m-2 at {endpoint.base_url}, ")
    assert found["answers"]["ok"]
    assert (endpoint.requests[0].parsed or {})["model"] == "m-2"
