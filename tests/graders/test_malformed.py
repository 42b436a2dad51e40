"""No malformed reply becomes a pass, and none becomes a fail, that the valid reply it was made of did not have."""

from __future__ import annotations

import random
from typing import Any

import pytest

from outcomes.errors import GraderError
from outcomes.evidence import check_evidence
from outcomes.graders.model.repair import repaired
from outcomes.graders.model.replies import parse
from outcomes.rubric import Level

from .judging import a_criterion, a_rubric, an_artifact, entry, graded, is_repair, quoted, reply, scripted
from .malformed import NOT_VERDICTS, by_hand, mutated

RUBRIC = a_rubric(
    "a",
    "b",
    a_criterion("c", levels=(Level(label="Low", credit=0), Level(label="High", credit=1))),
    a_criterion("d", points=-1, per_occurrence=True),
    a_criterion("e", applies_when="it has charts"),
)
ARTIFACT = an_artifact()
WORDS = ("pass", "fail", "cannot_judge")


def whole(a: str, b: str, c: str = "pass", d: str = "pass", e: str = "not_applicable") -> dict[str, Any]:
    """A valid reply about all five criteria."""
    return reply(
        entry("a", a),
        entry("b", b),
        entry("c", c, level="High" if c == "pass" else "Low"),
        entry("d", d, count=2 if d == "fail" else 0),
        entry("e", e),
    )


def decided(value: dict[str, Any]) -> dict[str, str]:
    """The passes and fails that the parser takes from a reply, after the evidence was looked up."""
    try:
        parsed = parse(value, RUBRIC.criteria, ARTIFACT)
    except GraderError:
        return {}
    checked = {name: check_evidence(verdict, RUBRIC[name], ARTIFACT) for name, verdict in parsed.verdicts.items()}
    return {name: verdict.verdict for name, verdict in checked.items() if verdict.verdict in ("pass", "fail")}


@pytest.mark.parametrize("word", WORDS)
def test_replies_malformed_by_hand_are_no_verdicts(word: str) -> None:
    valid = whole(word, "fail")
    allowed = decided(valid)
    bent = list(by_hand(valid))
    assert len(bent) > 200
    for value in bent:
        found = decided(value)
        assert found.items() <= allowed.items(), value
        assert "a" not in found, value


@pytest.mark.parametrize("word", WORDS)
def test_a_judge_that_gets_them_asks_again_or_breaks_and_never_decides(word: str) -> None:
    """The same through the whole grader: the second reply is as bad as the first."""
    valid = reply(entry("a", word), entry("b", "fail"))
    allowed = {"a": word, "b": "fail"}
    for value in by_hand(valid):
        model = scripted([value])
        with pytest.raises(GraderError):
            graded(model, a_rubric("a", "b"))
        assert len(model.asked) <= 2
    assert {
        name: verdict.verdict for name, verdict in graded(scripted([valid]), a_rubric("a", "b")).by_id.items()
    } == allowed


def test_ten_thousand_generated_ones_decide_nothing_that_was_not_decided() -> None:
    chance = random.Random(20261126)  # noqa: S311 - the same replies every time
    undecided = 0
    for number in range(10_000):
        valid = whole(*(WORDS[(number // 3**place) % 3] for place in range(4)))
        value = mutated(valid, chance)
        found = decided(value)
        assert found.items() <= decided(valid).items(), (number, value)
        undecided += found != decided(valid)
    assert undecided > 4_000  # most of them do lose something


def test_generated_ones_go_through_a_whole_judge_without_another_end_than_its_own_errors() -> None:
    chance = random.Random(7)  # noqa: S311 - the same replies every time
    for number in range(400):
        valid = whole(WORDS[number % 3], "fail")
        allowed = decided(valid)
        first, second = mutated(valid, chance), mutated(valid, chance)
        try:
            grade = graded(scripted([first, second]), RUBRIC)
        except GraderError:
            continue
        found = {v.criterion_id: v.verdict for v in grade.verdicts if v.verdict in ("pass", "fail")}
        assert found.items() <= allowed.items(), (number, first, second)


@pytest.mark.parametrize("word", NOT_VERDICTS)
def test_no_word_but_a_verdict_is_a_verdict(word: str) -> None:
    assert decided(reply(entry("a", verdict=word))) == {}


def test_no_malformed_repair_makes_a_pass_of_words_that_are_not_there() -> None:
    chance = random.Random(11)  # noqa: S311 - the same replies every time
    bad = parse(reply(entry("a", evidence=[quoted("Revenue tripled")])), [RUBRIC["a"]], ARTIFACT).verdicts["a"]
    answer = reply(entry("a", evidence=[quoted("Costs fell by half")]))
    for value in [*by_hand(answer), *(mutated(answer, chance) for _ in range(2_000))]:
        mended = repaired(bad, value, RUBRIC["a"], ARTIFACT)
        assert check_evidence(mended, RUBRIC["a"], ARTIFACT).verdict == "cannot_judge", value


def test_a_repair_cannot_change_a_verdict() -> None:
    def answer(question: Any) -> dict[str, Any]:
        if is_repair(question):
            return reply(entry("a", "pass"), entry("b", "pass"))
        return reply(entry("a", evidence=[quoted("Revenue tripled")]), entry("b", "fail"))

    grade = graded(scripted(answer), a_rubric("a", "b"))
    assert {name: verdict.verdict for name, verdict in grade.by_id.items()} == {"a": "pass", "b": "fail"}
