"""The judge, from the outside: what it asks, what it believes, and what a grade says of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.errors import BudgetReached, GraderError, ProviderError
from outcomes.evidence import Absence, Quote
from outcomes.grader import RunScope
from outcomes.model import Reply, ToolUse, Turn
from outcomes.prompts import PROMPT_VERSION
from outcomes.rubric import Level
from outcomes.usage import Usage
from outcomes.verdict import BatchInfo, Grade, Look, LookInfo, RubricProblem

from .judging import (
    A_GAP,
    SCOPE,
    a_criterion,
    a_rubric,
    a_section,
    all_pass,
    all_text,
    an_artifact,
    asked_ids,
    asked_rows,
    entry,
    graded,
    is_repair,
    judge,
    quoted,
    reply,
    scripted,
    verdicts_of,
)

if TYPE_CHECKING:
    from outcomes.model import Question

USED = Usage(input_tokens=100, output_tokens=20, cost_usd=0.01)


def statuses(grade: Grade) -> dict[str, str]:
    return {verdict.criterion_id: verdict.verdict for verdict in grade.verdicts}


# -- verdicts and evidence


def test_verdicts_come_back_in_rubric_order_with_what_they_rest_on() -> None:
    grade = graded(scripted(verdicts_of(b="fail")), a_rubric("a", "b"))
    assert statuses(grade) == {"a": "pass", "b": "fail"}
    first, second = grade.verdicts
    assert first.evidence == (Quote(locator="¶11", text="Revenue grew by 12 %", check="exact"),)
    assert (first.searched, first.rationale, first.confidence) == ("all sections", "It is a pass.", "high")
    assert second.gap is not None
    assert (second.gap.missing, second.gap.where, second.gap.kind) == (A_GAP["missing"], ("¶11",), "absent")


def test_who_looked_how_and_at_what_is_in_the_grade() -> None:
    model = scripted(all_pass, usage=USED)
    rubric = a_rubric("a", "b", "c")
    grade = graded(model, rubric, index=1, seed=7, batch_size=2)
    first, second = (tuple(asked_ids(question)) for question in model.asked)
    assert grade.looks == (
        LookInfo(
            index=1,
            seed=7,
            grader=judge(model, batch_size=2).fingerprint,
            models=("scripted-model",),
            prompt_version=PROMPT_VERSION,
            usage=USED + USED,
            batch_size=2,
            batches=(BatchInfo(criterion_ids=first), BatchInfo(criterion_ids=second)),
        ),
    )


def test_what_it_gives_survives_json() -> None:
    grade = graded(scripted(verdicts_of(b="fail", c="cannot_judge")), a_rubric("a", "b", "c"))
    assert Grade.model_validate_json(grade.model_dump_json()) == grade


def test_a_pass_whose_words_are_not_there_is_asked_for_others_once_and_keeps_its_verdict() -> None:
    def answer(question: Question) -> dict[str, Any]:
        if is_repair(question):
            return reply(entry("a", "fail", evidence=[quoted("Source: annual accounts")]))
        return reply(entry("a", evidence=[quoted("Revenue tripled")]), entry("b"))

    model = scripted(answer)
    grade = graded(model, a_rubric("a", "b"))
    verdict = grade.by_id["a"]
    assert (verdict.verdict, verdict.repaired) == ("pass", True)
    assert verdict.evidence == (Quote(locator="¶11", text="Source: annual accounts", check="exact"),)
    assert verdict.rationale == "It is a pass."
    assert not grade.by_id["b"].repaired
    assert [row.get("not_found") for row in asked_rows(model.asked[1])] == [["Revenue tripled"]]
    assert grade.looks[0].batches[0].questions == 2


@pytest.mark.parametrize(
    "repair",
    [
        reply(entry("a", evidence=[quoted("Revenue quadrupled")])),
        reply(entry("a", evidence=[])),
        reply(),
        {"verdicts": "none"},
        {},
        reply(entry("a", evidence=[quoted()]), entry("a", evidence=[quoted()])),
        reply(entry("a", evidence=[quoted(kind="absence")])),
        reply(entry("z", evidence=[quoted()])),
    ],
)
def test_a_repair_that_gives_no_words_that_are_there_leaves_the_criterion_open(repair: dict[str, Any]) -> None:
    def answer(question: Question) -> dict[str, Any]:
        return repair if is_repair(question) else reply(entry("a", evidence=[quoted("Revenue tripled")]))

    model = scripted(answer)
    verdict = graded(model, a_rubric("a")).by_id["a"]
    assert verdict.verdict == "cannot_judge"
    assert verdict.repaired
    assert len(model.asked) == 2


def test_a_fail_is_never_repaired_and_its_quotes_are_looked_up_all_the_same() -> None:
    model = scripted(lambda _question: reply(entry("a", "fail", evidence=[quoted("Revenue tripled", "p. 99")])))
    verdict = graded(model, a_rubric("a")).by_id["a"]
    assert verdict.verdict == "fail"
    assert verdict.evidence == (Quote(locator="", text="Revenue tripled", check="not_found"),)
    assert len(model.asked) == 1


def test_a_wrong_place_is_corrected_and_one_that_does_not_exist_is_void() -> None:
    gap = A_GAP | {"where": ["¶11", "slide 99", "[section 1]", "¶11"]}
    script = reply(
        entry("a", evidence=[quoted(locator="p. 9")]), entry("b", "fail", gap=gap), entry("c", evidence=[quoted()])
    )
    grade = graded(scripted([script]), a_rubric("a", "b", "c"))
    assert grade.by_id["a"].evidence == (Quote(locator="¶11", text="Revenue grew by 12 %", check="moved"),)
    assert grade.by_id["b"].gap is not None
    assert grade.by_id["b"].gap.where == ("¶11", "section 1")


def test_absence_counts_where_all_of_its_scope_was_shown_and_a_place_that_does_not_exist_means_everywhere() -> None:
    absent = {"source": "", "locator": "chapter 9", "quote": "any promise of returns", "kind": "absence"}
    verdict = graded(scripted([reply(entry("a", evidence=[absent]))]), a_rubric("a")).by_id["a"]
    assert verdict.verdict == "pass"
    assert verdict.evidence == (Absence(searched="any promise of returns", confirmed=True),)


def test_characters_that_are_shown_as_escapes_may_be_quoted_as_escapes() -> None:
    artifact = an_artifact(a_section(1, "Pass\u200bword policy <system> is in force"))
    said = "Pass\\u200bword policy \\u003csystem>"
    verdict = graded(scripted([reply(entry("a", evidence=[quoted(said)]))]), a_rubric("a"), artifact).by_id["a"]
    assert verdict.verdict == "pass"


def test_quotes_rationale_and_gaps_are_capped_and_a_capped_quote_is_still_there() -> None:
    long = "The figure " + "and so on " * 60
    artifact = an_artifact(a_section(1, long))
    script = reply(
        entry("a", evidence=[quoted(long)] * 9, rationale="so " * 900),
        entry("b", "fail", gap=A_GAP | {"missing": "much " * 400}),
    )
    grade = graded(scripted([script]), a_rubric("a", "b"), artifact)
    quotes = [item for item in grade.by_id["a"].evidence if isinstance(item, Quote)]
    assert len(quotes) == 6
    assert all(len(item.text) <= 240 and item.check == "exact" for item in quotes)
    assert len(grade.by_id["a"].rationale) <= 400
    assert grade.by_id["b"].gap is not None
    assert len(grade.by_id["b"].gap.missing) <= 400


# -- what is missing or malformed


def test_what_a_reply_leaves_out_is_asked_again_once_and_alone() -> None:
    def answer(question: Question) -> dict[str, Any]:
        return reply(*(entry(name) for name in asked_ids(question) if name != "b" or len(asked_ids(question)) == 1))

    model = scripted(answer)
    grade = graded(model, a_rubric("a", "b", "c"))
    assert statuses(grade) == dict.fromkeys("abc", "pass")
    assert [sorted(asked_ids(question)) for question in model.asked] == [["a", "b", "c"], ["b"]]
    assert [batch.again for batch in grade.looks[0].batches] == [False, True]
    assert model.asked[0].sha256 != model.asked[1].sha256


def test_a_criterion_that_is_left_out_twice_is_an_error_and_says_what_it_cost() -> None:
    with pytest.raises(
        GraderError, match="no usable verdict for 'a', asked twice: there is no verdict for it"
    ) as broke:
        graded(scripted([reply()], usage=USED), a_rubric("a"))
    assert broke.value.usage == USED + USED


def test_asking_for_everything_again_is_another_question_than_the_first() -> None:
    model = scripted([{}, reply(entry("a"))])
    graded(model, a_rubric("a"))
    assert model.asked[0].sha256 != model.asked[1].sha256


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ([entry("a"), entry("stranger")], "not asked about: 'stranger'"),
        ([entry("a"), entry("a")], "more than one verdict for 'a'"),
        ([entry("a"), "pass"], "not asked about: None"),
        ([entry("a", criterion_id=7)], "not asked about: 7"),
        ([entry("A")], "not asked about: 'A'"),
    ],
)
def test_strangers_and_duplicates_are_refused(script: list[Any], why: str) -> None:
    model = scripted([reply(*script)])
    with pytest.raises(GraderError, match=why):
        graded(model, a_rubric("a"))
    assert len(model.asked) == 1


def test_verdict_words_may_be_written_in_capitals() -> None:
    shouted = reply(entry("a") | {"verdict": "Pass"}, entry("b", "fail") | {"verdict": "FAIL "})
    grade = graded(scripted([shouted]), a_rubric("a", "b"))
    assert statuses(grade) == {"a": "pass", "b": "fail"}


LEVELS = (Level(label="Poor", credit=0), Level(label="Fair", credit=0.5), Level(label="Good", credit=1))


@pytest.mark.parametrize(("said", "verdict", "level"), [("good", "pass", "Good"), ("Fair", "fail", "Fair")])
def test_levels_are_told_by_their_labels(said: str, verdict: str, level: str) -> None:
    model = scripted([reply(entry("a", verdict, level=said, evidence=[quoted()]))])
    found = graded(model, a_rubric(a_criterion("a", levels=LEVELS))).by_id["a"]
    assert (found.verdict, found.level) == (verdict, level)
    row = asked_rows(model.asked[0])[0]
    assert [level["label"] for level in row["levels"]] == ["Poor", "Fair", "Good"]
    assert row["passes_at"] == ["Good"]
    assert "0.5" not in str(row)


@pytest.mark.parametrize(("said", "verdict"), [("Good", "fail"), ("Fair", "pass"), ("Excellent", "pass"), ("", "fail")])
def test_a_level_that_is_none_or_contradicts_its_verdict_is_asked_again_then_an_error(said: str, verdict: str) -> None:
    model = scripted([reply(entry("a", verdict, level=said))])
    with pytest.raises(GraderError, match="asked twice"):
        graded(model, a_rubric(a_criterion("a", levels=LEVELS)))
    assert len(model.asked) == 2


def test_faults_that_count_each_time_are_counted() -> None:
    counted = a_criterion("a", points=-1, per_occurrence=True)
    grade = graded(scripted([reply(entry("a", "fail", count=3), entry("b"))]), a_rubric(counted, "b"))
    assert (grade.by_id["a"].count, grade.score_lower) == (3, 0)


@pytest.mark.parametrize(("verdict", "number"), [("pass", 2), ("fail", 0), ("fail", True), ("fail", "3"), ("pass", -1)])
def test_a_count_that_contradicts_its_verdict_is_asked_again_then_an_error(verdict: str, number: object) -> None:
    counted = a_criterion("a", points=-1, per_occurrence=True)
    wrong = entry("a", verdict, count=number)
    with pytest.raises(GraderError, match="asked twice"):
        graded(scripted([reply(wrong, entry("b")), reply(wrong)]), a_rubric(counted, "b"))


def test_not_applicable_is_for_criteria_with_a_condition() -> None:
    rubric = a_rubric(a_criterion("a", applies_when="it has charts"), "b")
    grade = graded(scripted(verdicts_of(a="not_applicable", b="not_applicable")), rubric)
    assert statuses(grade) == {"a": "not_applicable", "b": "cannot_judge"}


def test_confidence_and_severity_change_no_score() -> None:
    def grade(confidence: str, severity: str) -> Grade:
        entries = [entry("a", confidence=confidence), entry("b", "fail", severity=severity)]
        return graded(scripted([reply(*entries)]), a_rubric("a", "b"))

    one, two = grade("low", "minor"), grade("high", "blocker")
    assert (one.score_lower, one.result, one.satisfied) == (two.score_lower, two.result, two.satisfied)


def test_what_is_wrong_with_the_rubric_is_kept() -> None:
    problems = [{"criterion_id": "a", "problem": "asks for two things"}, {"criterion_id": "z", "problem": "x"}, "odd"]
    grade = graded(scripted([reply(entry("a"), rubric_problems=problems)]), a_rubric("a"))
    assert grade.rubric_problems == (RubricProblem(criterion_id="a", problem="asks for two things"),)


# -- the rubric does not apply


@pytest.mark.parametrize(
    ("a", "b", "contradicts"),
    [
        (entry("a", "fail", rubric_applies=False), entry("b", "fail", rubric_applies=False), True),
        (entry("a", "fail", rubric_applies=False), entry("b", "cannot_judge", rubric_applies=False), True),
        (entry("a", "fail", rubric_applies=False), entry("b", "fail"), False),
        (entry("a", "pass", rubric_applies=False), entry("b", "fail", rubric_applies=False), False),
        (entry("a", "fail", rubric_applies="no"), entry("b", "fail", rubric_applies="no"), False),
    ],
)
def test_the_rubric_does_not_apply_only_if_every_criterion_says_so(
    a: dict[str, Any],
    b: dict[str, Any],
    contradicts: bool,  # noqa: FBT001 - a column of the table
) -> None:
    grade = graded(scripted([reply(a, b)]), a_rubric("a", "b"))
    assert (grade.contradiction is not None) == contradicts
    assert grade.result == ("failed" if contradicts else "needs_revision")


def test_a_look_at_some_criteria_cannot_say_that_the_rubric_does_not_apply() -> None:
    model = scripted([reply(entry("a", "fail", rubric_applies=False))])
    assert graded(model, a_rubric("a", "b"), ids=("a",)).contradiction is None


# -- batches


def test_the_first_batch_is_asked_alone_and_the_others_together() -> None:
    waiting: list[str] = []
    most: list[int] = []

    class Slow:
        name = fingerprint = "slow"

        def most(self, _question: Question) -> Usage:
            return USED

        async def ask(self, question: Question) -> Reply:
            waiting.append(asked_ids(question)[0])
            most.append(len(waiting))
            for _ in range(5):
                await asyncio.sleep(0)
            waiting.remove(asked_ids(question)[0])
            return Reply(all_pass(question), (), USED, "end_turn", "slow")

    graded(Slow(), a_rubric(*"abcd"), batch_size=1)
    assert most == [1, 1, 2, 3]


def test_all_batches_and_looks_begin_with_the_same_bytes_and_offer_the_same_tools() -> None:
    model = scripted(all_pass)
    rubric = a_rubric(*"abcde")
    graded(model, rubric, batch_size=2)
    graded(model, rubric, index=1, seed=1, batch_size=2)
    graded(model, rubric, index=2, seed=2, ids=("c",))
    beginnings = {
        repr((asked.system, asked.turns[:2], asked.turns[2].pieces[:-1], asked.tools, asked.schema, asked.nonce))
        for asked in model.asked
    }
    assert len(beginnings) == 1
    assert len({q.turns[2].pieces[-1] for q in model.asked}) == len(model.asked) == 7


def test_another_look_asks_in_another_order() -> None:
    model = scripted(all_pass)
    rubric = a_rubric(*"abcdefgh")
    orders = set()
    for seed in range(4):
        graded(model, rubric, index=seed, seed=seed)
        orders.add(tuple(asked_ids(model.asked[-1])))
    assert len(orders) == 4
    assert {frozenset(order) for order in orders} == {frozenset("abcdefgh")}


def test_a_batch_that_fails_gives_the_others_up_and_all_that_was_spent_is_said() -> None:
    rubric = a_rubric(*"abc")
    ids = []

    def answer(question: Question) -> object:
        ids.append(asked_ids(question)[0])
        if len(ids) < 2:
            return all_pass(question)
        error = ProviderError("no such luck", code="failed")
        error.usage = USED
        return error if len(ids) == 2 else all_pass(question)

    model = scripted(answer, usage=USED, most=USED + USED)
    with pytest.raises(ProviderError, match="no such luck") as broke:
        graded(model, rubric, batch_size=1)
    # the first batch, the one that failed, and the third: answered, or given up and counted as the most it can use
    assert broke.value.usage is not None
    assert broke.value.usage.tokens >= 3 * USED.tokens


def test_a_budget_that_is_over_is_passed_on_with_what_was_spent_before() -> None:
    short = BudgetReached("not enough is left", limit="tokens", allowed=5, needed=10)
    asked: list[Question] = []

    def answer(question: Question) -> object:
        asked.append(question)
        return all_pass(question) if len(asked) == 1 else short

    model = scripted(answer, usage=USED)
    with pytest.raises(BudgetReached, match="not enough is left") as broke:
        graded(model, a_rubric("a", "b"), batch_size=1)
    assert broke.value.usage == USED


def test_a_repair_that_does_not_fit_the_budget_leaves_its_criterion_open_and_keeps_all_other_verdicts() -> None:
    short = BudgetReached("not enough is left", limit="tokens", allowed=5, needed=10)

    def answer(question: Question) -> object:
        return short if is_repair(question) else reply(entry("a", evidence=[quoted("Revenue tripled")]), entry("b"))

    grade = graded(scripted(answer, usage=USED), a_rubric("a", "b"))
    assert statuses(grade) == {"a": "cannot_judge", "b": "pass"}
    assert grade.usage == USED
    assert grade.looks[0].notes == ("quotes were not asked for again: not enough is left",)


def test_a_repair_may_look_something_up_once() -> None:
    def answer(question: Question) -> object:
        if not is_repair(question):
            return reply(entry("a", evidence=[quoted("Revenue tripled")]))
        if len(question.turns) == 3:
            return [ToolUse("toolu_1", "find_text", {"text": "annual accounts"})]
        return reply(entry("a", evidence=[quoted("Source: annual accounts")]))

    verdict = graded(scripted(answer), a_rubric("a")).by_id["a"]
    assert (verdict.verdict, verdict.repaired) == ("pass", True)


def test_usage_that_one_reply_does_not_say_is_unknown() -> None:
    grade = graded(scripted(all_pass, usage=None), a_rubric("a"))
    assert grade.usage is None


def test_what_the_endpoint_could_not_do_is_in_the_grade() -> None:
    def answer(question: Question) -> Reply:
        return Reply(all_pass(question), (), USED, "end_turn", "model-x-2", notes=("no pictures",), way="prompted")

    look = graded(scripted(answer), a_rubric("a")).looks[0]
    assert (look.models, look.notes) == (("model-x-2",), ("no pictures",))


# -- panels and secrets


def test_looks_of_a_panel_ask_different_models() -> None:
    from outcomes.graders.model.grader import ModelGrader

    models = [scripted(all_pass, name=name) for name in ("one", "two", "three")]
    first, *others = [lambda _scope, model=model: model for model in models]
    grader = ModelGrader(first, panel=others).for_run(SCOPE)
    rubric, artifact = a_rubric("a"), an_artifact()
    for index in range(4):
        look = asyncio.run(grader.grade(rubric, artifact, Look(index=index, criterion_ids=("a",)))).looks[0]
        assert look.models == (("one", "two", "three")[index % 3],)
    assert grader.fingerprint.startswith("judge/one+two+three/prompt-")


def test_outside_a_run_every_grade_has_a_fresh_secret() -> None:
    model = scripted(all_pass)
    grader = judge(model)
    look = Look(index=0, criterion_ids=("a",))
    for _ in range(2):
        asyncio.run(grader.grade(a_rubric("a"), an_artifact(), look))
    assert model.asked[0].nonce != model.asked[1].nonce


def test_within_a_run_the_same_question_has_the_same_bytes() -> None:
    model = scripted(all_pass)
    for _ in range(2):
        graded(model, a_rubric("a", "b"))
    graded(model, a_rubric("a", "b"), scope=RunScope(secret=b"another"))
    one, two, other = model.asked
    assert one.sha256 == two.sha256 != other.sha256


def test_a_question_pretends_that_the_artifact_was_opened_by_a_tool_and_marks_where_the_cache_ends() -> None:
    model = scripted(all_pass)
    graded(model, a_rubric("a"))
    user, assistant, opened = model.asked[0].turns
    assert (user.role, assistant.role, opened.role) == ("user", "assistant", "user")
    assert assistant == Turn("assistant", (ToolUse("toolu_open_artifact", "open_artifact", {}),))
    result, criteria = opened.pieces
    assert [piece.cached for piece in result.content] == [True]  # type: ignore[union-attr]
    assert not criteria.cached  # type: ignore[union-attr]
    assert "open_artifact" in [tool.name for tool in model.asked[0].tools]


def test_nothing_of_what_a_criterion_is_worth_or_who_may_know_it_is_told() -> None:
    secretive = a_criterion("a", withheld=True, points=7.25, cap=0.125, required=False)
    model = scripted(all_pass)
    graded(model, a_rubric(secretive, "b", title="TITLE", threshold=0.625, source="/home/x/SOURCE.md"))
    text = all_text(model.asked[0])
    assert [word for word in ("withheld", "7.25", "0.125", "0.625", "TITLE", "SOURCE") if word in text] == []
