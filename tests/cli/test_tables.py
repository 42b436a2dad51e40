"""What a verdict rests on, in words."""

from __future__ import annotations

import pytest

from outcomes import Criterion, Gap, Grade, Rubric, Verdict
from outcomes.cli.tables import criterion_text, found, summary
from outcomes.evidence import Absence, Measure, Quote, Region
from outcomes.graders.unjudged import HOW

QUOTED = "\N{LEFT DOUBLE QUOTATION MARK}it rose\N{RIGHT DOUBLE QUOTATION MARK}"
FAIL = Gap(missing="no source", where=("¶3", "¶4"), smallest_fix="Name the source at ¶3.")


def verdict(status: str, *evidence: object, **more: object) -> Verdict:
    """A verdict on the criterion `c`."""
    return Verdict.model_validate({"criterion_id": "c", "verdict": status, "evidence": evidence, **more})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (verdict("pass", Quote(locator="¶3", text="it rose", check="exact")), f"¶3: {QUOTED} [exact]"),
        (
            verdict("pass", Quote(locator="", text="it rose", check="not_found")),
            f"{QUOTED} [not found]",
        ),
        (
            verdict("pass", Quote(locator="¶3", text="it rose", check="exact", seen=False)),
            f"¶3: {QUOTED} [in a part that was not shown]",
        ),
        (
            verdict("pass", Quote(locator="¶3", text="it rose", source="accounts.docx", check="normalised")),
            f"accounts.docx, ¶3: {QUOTED} [normalised]",
        ),
        (
            verdict("pass", Quote(locator="¶3", text="it rose", check="moved")),
            f"¶3: {QUOTED} [moved: found here, not where it was said to be]",
        ),
        (verdict("pass", Quote(locator="¶3", text="it rose")), f"¶3: {QUOTED} [not looked up]"),
        (verdict("pass", Measure(measured="2 tables", locators=("Table 1",))), "2 tables at Table 1"),
        (verdict("pass", Region(locator="slide 2", box=(0, 0, 1, 1))), "seen on slide 2 [no picture of it was shown]"),
        (verdict("pass", Region(locator="slide 2", box=(0, 0, 1, 1), shown=True)), "seen on slide 2 [shown]"),
        (
            verdict("pass", Absence(searched="a client's name", scope=("slide 1",))),
            "not there in slide 1: a client's name [not all of it was shown]",
        ),
        (
            verdict("pass", Absence(searched="a client's name", confirmed=True)),
            "not there: a client's name [all of it was shown]",
        ),
        (verdict("pass", *[Measure(measured=f"m{n}") for n in range(5)]), "m0\nm1\nm2\nand 2 more"),
        (verdict("pass", rationale="it is so"), "it is so"),
        (verdict("fail", gap=FAIL), "no source\nat ¶3; ¶4\nfix: Name the source at ¶3."),
        (
            verdict("fail", Quote(locator="¶3", text="it rose", check="exact"), gap=Gap(missing="no source at ¶3")),
            f"¶3: {QUOTED} [exact]\nno source at ¶3",
        ),
        (verdict("cannot_judge", rationale="the chart cannot be read"), "the chart cannot be read"),
        (verdict("cannot_judge", rationale=HOW), "no judge is set"),
        (verdict("not_applicable", rationale="no charts"), "no charts"),
        (
            verdict("pass", rationale="yes", votes=("pass", "fail", "pass")),
            "yes\nthe looks disagreed: pass, fail, pass",
        ),
        (verdict("pass", rationale="yes", votes=("pass", "pass")), "yes"),
        (verdict("pass", rationale="yes", level="good"), "yes\nlevel: good"),
        (verdict("pass", rationale="yes", repaired=True), "yes\nquoted at the second asking"),
        (
            verdict("cannot_judge", Quote(locator="", text="it rose", check="not_found"), rationale="no such words"),
            f"no such words\n{QUOTED} [not found]",
        ),
    ],
)
def test_a_verdict_says_what_it_rests_on(given: Verdict, words: str) -> None:
    assert found(given).plain == words


def test_what_is_unusual_about_a_criterion_stands_behind_it() -> None:
    assert criterion_text(Criterion(id="c", text="It is kind")).plain == "It is kind"
    unusual = Criterion(id="c", text="It is kind", required=False, withheld=True)
    assert criterion_text(unusual).plain == "It is kind (optional, withheld)"


def test_a_suspicion_and_a_contradiction_are_told_with_the_result() -> None:
    grade = Grade(
        artifact_sha256="0" * 64,
        bar=Rubric(criteria=(Criterion(id="c", text="C"),)).bar,
        verdicts=(verdict("pass"),),
        contradiction="it is a poem",
        injection_suspected=True,
    )
    assert summary(grade).plain.splitlines() == [
        "failed: 1 of 1 criterion graded, it passes, score 100%",
        "it is a poem",
        "the grader suspects that the artifact tries to give it instructions",
        "satisfied when every required criterion passes",
    ]
