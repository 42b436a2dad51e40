"""What judging is likely to cost is said before it is paid; nothing judges many files unasked for over a dollar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.testing import FakeEndpoint, Judge

from .support import outcomes, shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .support import Said

KEY = "sk-test"


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEndpoint]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with FakeEndpoint(Judge(), keys=[KEY]) as opened:
        yield opened


@pytest.fixture
def dear(here: Path) -> None:
    """A model whose every token costs a cent."""
    (here / "outcomes.toml").write_text('[prices."claude-sonnet-5"]\ninput = 10000\noutput = 10\n')


def asked(endpoint: FakeEndpoint, *arguments: str) -> Said:
    where = ("--model", "claude-sonnet-5", "--base-url", endpoint.base_url)
    return outcomes(*arguments, *where, COLUMNS="300", OUTCOMES_API_KEY=KEY)


GRADE = ("grade", "note.md", "-r", "mixed.md")
ALL = ("grade-all", "n*.md", "draft.md", "-r", "mixed.md")
RUN = ("run", "-r", "mixed.md", "-w", shell("one two three four"), "-d", "A note")


@pytest.mark.usefixtures("dear")
@pytest.mark.parametrize("command", [GRADE, ALL, RUN], ids=lambda command: command[0])
def test_an_estimate_is_printed_and_nothing_is_asked(command: tuple[str, ...], endpoint: FakeEndpoint) -> None:
    said = asked(endpoint, *command, "--estimate")
    assert said.code == 0
    assert said.out.startswith("claude-sonnet-5 judges ")
    assert "and hardly ever more than $" in said.out
    assert endpoint.requests == []


@pytest.mark.usefixtures("dear")
def test_an_estimate_is_one_document_and_no_less_than_what_is_paid(endpoint: FakeEndpoint) -> None:
    document = asked(endpoint, *GRADE, "--estimate", "--json").document
    assert {name: document[name] for name in ("schema_version", "model", "criteria", "questions")} == {
        "schema_version": 1,
        "model": "claude-sonnet-5",
        "criteria": 1,
        "questions": 1,
    }
    grade = asked(endpoint, *GRADE, "--json").document["grade"]
    (look,) = [look for look in grade["looks"] if look["models"]]
    assert 0 < look["usage"]["cost_usd"] <= document["usual_cost_usd"] <= document["high_cost_usd"]


@pytest.mark.usefixtures("dear")
@pytest.mark.parametrize(("more", "looks"), [((), 1), (("--repeat", "3"), 3)])
def test_what_is_expected_is_about_what_is_paid(endpoint: FakeEndpoint, more: tuple[str, ...], looks: int) -> None:
    expected = asked(endpoint, *GRADE, *more, "--estimate", "--json").document
    assert expected["questions"] == looks
    grade = asked(endpoint, *GRADE, *more, "--json").document["grade"]
    paid = sum(look["usage"]["cost_usd"] for look in grade["looks"])
    assert 0.6 * paid < expected["usual_cost_usd"] < 1.7 * paid


@pytest.mark.usefixtures("dear")
def test_many_files_are_not_judged_unasked_for_more_than_a_dollar(endpoint: FakeEndpoint) -> None:
    said = asked(endpoint, *ALL)
    assert (said.code, endpoint.requests) == (2, [])
    assert said.err == (
        "error: to judge 2 files may cost more than $1.00, and nobody is at a terminal: say how much it may cost with "
        "--max-cost-usd; --estimate says what to expect\n"
    )
    assert asked(endpoint, *ALL, "--max-cost-usd", "500").code == 1
    assert endpoint.requests != []


def test_no_more_than_a_dollar_is_spent_unasked_whatever_was_expected(endpoint: FakeEndpoint, here: Path) -> None:
    (here / "outcomes.toml").write_text('[prices."claude-sonnet-5"]\ninput = 130\noutput = 130\n')
    said = asked(endpoint, *ALL)
    assert said.code == 4
    assert "no more than $1.00 is spent, since nobody is at a terminal and there is no --max-cost-usd" in said.err
    assert "--max-cost-usd has $0.99" in said.out
    assert asked(endpoint, *ALL, "--max-cost-usd", "50").code == 1


@pytest.mark.usefixtures("dear")
@pytest.mark.parametrize("confirm", ["1", "strict"])
def test_a_kept_first_look_does_not_make_the_others_free(endpoint: FakeEndpoint, confirm: str) -> None:
    once = ("grade-all", "note.md", "-r", "mixed.md")
    asked(endpoint, *once, "--max-cost-usd", "500")
    paid = len(endpoint.requests)
    expected = asked(endpoint, *once, "--confirm", confirm, "--estimate")
    assert expected.out.startswith("claude-sonnet-5 judges 1 criterion in 1 question as a rule, for about $")
    assert asked(endpoint, *once, "--confirm", confirm).code == 2
    assert len(endpoint.requests) == paid


def test_a_dear_member_of_a_panel_is_expected_at_its_own_price(endpoint: FakeEndpoint, here: Path) -> None:
    (here / "outcomes.toml").write_text(
        'panel = ["claude-opus-5"]\n'
        '[prices."claude-sonnet-5"]\ninput = 0\noutput = 0\n[prices."claude-opus-5"]\ninput = 10000\noutput = 10\n'
    )
    command = ("grade-all", "note.md", "-r", "mixed.md")
    alone, together = (
        asked(endpoint, *command, "--confirm", confirm, "--estimate", "--json").document for confirm in ("0", "1")
    )
    assert (alone["usual_cost_usd"], alone["model"]) == (0, "claude-sonnet-5")
    assert (together["usual_cost_usd"] > 5, together["model"]) == (True, "claude-sonnet-5 and claude-opus-5")
    assert asked(endpoint, *command, "--confirm", "1").code == 2
    assert endpoint.requests == []


def test_a_member_of_a_panel_without_a_price_does_not_lift_the_limit(endpoint: FakeEndpoint, here: Path) -> None:
    (here / "outcomes.toml").write_text(
        'panel = ["claude-opus-5"]\n[prices."claude-sonnet-5"]\ninput = 130\noutput = 130\n'
    )
    said = asked(endpoint, *ALL)
    assert (said.code, "no more than $1.00 is spent" in said.err) == (4, True)


def test_a_model_without_a_price_is_named_by_itself(here: Path) -> None:
    (here / "outcomes.toml").write_text('panel = ["claude-sonnet-99"]\n')
    where = ("--model", "claude-sonnet-5", "--confirm", "1")
    said = outcomes(*ALL, *where, ANTHROPIC_API_KEY="sk-test-0123456789", COLUMNS="300")
    assert (said.code, "what claude-sonnet-99 costs is not known" in said.err) == (2, True)
    told = outcomes(*ALL, *where, "--estimate", ANTHROPIC_API_KEY="sk-test-0123456789", COLUMNS="300")
    assert '[prices."claude-sonnet-99"]' in told.out


def test_a_grader_of_ones_own_is_asked_whatever_the_settings_say(endpoint: FakeEndpoint, here: Path) -> None:
    (here / "own.py").write_text(
        f"from outcomes import model_grader\njudge = model_grader('claude-sonnet-5', base_url={endpoint.base_url!r})\n"
    )
    said = outcomes(*ALL, "--grader", "own:judge", OUTCOMES_API_KEY=KEY)
    assert said.code == 1
    assert "no more than" not in said.err
    assert endpoint.requests != []


def test_a_row_is_kept_from_before_only_if_nothing_of_it_was_paid_for(endpoint: FakeEndpoint) -> None:
    once = ("grade-all", "note.md", "-r", "mixed.md", "--json")
    for more, kept in (((), False), ((), True), (("--confirm", "1"), False), (("--confirm", "1"), True)):
        (row,) = asked(endpoint, *once, *more).document["files"]
        assert row["from_cache"] is kept


@pytest.mark.usefixtures("here")
def test_a_hosted_model_without_a_price_judges_no_files_unasked() -> None:
    said = outcomes(*ALL, "--model", "claude-sonnet-99", ANTHROPIC_API_KEY="sk-test-0123456789", COLUMNS="300")
    assert (said.code, said.out) == (2, "")
    assert "what claude-sonnet-99 costs is not known, so that 2 files may cost any amount" in said.err
    assert '[prices."claude-sonnet-99"]' in said.err


def test_a_model_of_ones_own_without_a_price_judges_and_says_that_its_cost_is_not_known(
    endpoint: FakeEndpoint,
) -> None:
    said = asked(endpoint, *ALL)
    assert said.code == 1
    assert "what that costs is not known" in said.err
    assert endpoint.requests != []


@pytest.mark.usefixtures("dear")
def test_a_calibration_says_what_it_is_likely_to_cost(endpoint: FakeEndpoint, here: Path) -> None:
    labels = here / "labels.jsonl"
    labels.write_text('{"artifact": "note.md", "labels": {"It says what was done": "pass"}}\n')
    command = ("calibrate", "mixed.md", "labels.jsonl")
    said = asked(endpoint, *command, "--estimate")
    assert (said.code, endpoint.requests) == (0, [])
    assert said.out.startswith("claude-sonnet-5 judges 1 criterion in 3 questions as a rule, for about $")
    done = asked(endpoint, *command)
    assert said.out.strip() in done.err


def test_many_files_that_cost_little_are_judged_and_the_cost_is_said_first(endpoint: FakeEndpoint, here: Path) -> None:
    (here / "outcomes.toml").write_text('[prices."claude-sonnet-5"]\ninput = 1\noutput = 1\n')
    said = asked(endpoint, *ALL)
    assert said.code == 1, "the draft is too short, which a check says"
    assert "claude-sonnet-5 judges 2 criteria of 2 files in 2 questions as a rule, for about $0.0" in said.err


@pytest.mark.usefixtures("dear")
def test_files_whose_verdicts_are_kept_cost_nothing(endpoint: FakeEndpoint) -> None:
    asked(endpoint, *ALL, "--max-cost-usd", "500")
    said = asked(endpoint, *ALL, "--estimate")
    assert said.out == (
        "claude-sonnet-5 judges 2 criteria of 2 files in 0 questions as a rule, for about $0.00 and hardly ever more "
        "than $0.00\n"
    )
    assert asked(endpoint, *ALL).code == 1


def test_without_a_model_nothing_is_paid_for() -> None:
    said = outcomes(*GRADE, "--estimate")
    assert (said.code, said.out) == (0, "no model is asked, and nothing is paid for\n")
    assert outcomes("grade-all", "note.md", "-r", "objective.md", "--estimate").code == 0
