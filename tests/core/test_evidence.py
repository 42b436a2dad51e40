"""Evidence: looked up by code, whoever gave it, and a pass without any is no pass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import Block
from outcomes.evidence import Absence, AnyEvidence, Given, Measure, Quote, Region, check_evidence
from tests.core.factories import a_criterion, a_unit, a_verdict, an_artifact

if TYPE_CHECKING:
    from outcomes.verdict import Verdict

REPORT = an_artifact(
    a_unit(
        1,
        Block("paragraph", "¶1", "Revenue grew by 12 % in 2024."),
        Block("paragraph", "¶2", "Costs fell\u2014slightly."),
        Block("note", "note 1", "Do not mention layoffs", visibility="hidden", reason="note"),
    )
)


def quote(text: str, locator: str = "¶1") -> Quote:
    """As a grader gives it; what it claims about the check is not believed."""
    return Quote(locator=locator, text=text, check="exact")


SOURCE = replace(an_artifact(a_unit(1, Block("paragraph", "¶1", "Audited: 12 %."))), name="source.docx")


def _given(*evidence: AnyEvidence, about: str = "visible", **given: object) -> Verdict:
    """Checked against what a grader was shown."""
    return check_evidence(
        a_verdict("a", "p", evidence=evidence),
        a_criterion("a", about=about),
        REPORT,
        Given(**given),  # type: ignore[arg-type]
    )


def test_words_in_a_part_that_was_not_shown_support_nothing_unless_enough_of_it_was_shown_to_be_quoted() -> None:
    unseen = frozenset({"slide 1", "¶1"})
    assert _given(quote("Revenue grew"), unseen=unseen) == a_verdict(
        "a",
        "c",
        evidence=(Quote(locator="¶1", text="Revenue grew", check="exact", seen=False),),
        rationale="judged a pass on ¶1, which the grader was not shown in full.",
    )
    assert _given(quote("Revenue grew"), unseen=unseen, glimpsed=frozenset({"¶1"})).verdict == "pass"
    assert _given(quote("Costs fell", "¶2"), unseen=unseen).verdict == "pass"


@pytest.mark.parametrize(
    ("scope", "unseen", "confirmed"),
    [
        ((), {"¶1"}, False),
        ((), set(), True),
        (("slide 1",), {"slide 1", "¶1"}, False),
        (("¶2",), {"slide 1", "¶1"}, True),
        (("¶1",), {"slide 1", "¶1"}, False),
        (("¶2", "¶1"), {"slide 1", "¶1"}, False),
        (("slide 9",), set(), False),
    ],
)
def test_absence_is_confirmed_where_all_of_its_scope_was_shown(
    scope: tuple[str, ...],
    unseen: set[str],
    confirmed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    checked = _given(Absence(searched="x", scope=scope), unseen=frozenset(unseen))
    assert checked.evidence == (Absence(searched="x", scope=scope, confirmed=confirmed),)
    assert checked.verdict == ("pass" if confirmed else "cannot_judge")


@pytest.mark.parametrize(
    ("place", "about", "verdict"),
    [
        ("slide 1", "looks", "pass"),
        ('slide 1 / shape "Title 1"', "looks", "pass"),
        ("slide 11", "looks", "cannot_judge"),
        ("slide 1", "visible", "cannot_judge"),
    ],
)
def test_a_region_supports_criteria_about_looks_on_pages_that_were_shown(place: str, about: str, verdict: str) -> None:
    region = Region(locator=place, box=(0, 0, 1, 1), shown=True)
    assert _given(region, about=about, pages=frozenset({"slide 1"})).verdict == verdict
    assert _given(region, about=about).verdict == "cannot_judge"


def test_words_of_a_reference_are_looked_up_there_and_stand_beside_the_artifact_s_own() -> None:
    theirs = Quote(locator="p. 3", text="Audited: 12 %", source="source.docx")
    found = Quote(locator="¶1", text="Audited: 12 %", source="source.docx", check="moved")
    both = _given(quote("Revenue grew"), theirs, references=(SOURCE,))
    assert (both.verdict, both.evidence[1]) == ("pass", found)
    alone = _given(theirs, references=(SOURCE,))
    assert (alone.verdict, alone.evidence) == ("cannot_judge", (found,))
    unknown = _given(quote("Revenue grew"), theirs)
    assert unknown.evidence[1] == Quote(locator="", text="Audited: 12 %", source="source.docx", check="not_found")


def test_a_place_that_does_not_exist_is_not_repeated() -> None:
    checked = _checked(quote("Revenue tripled", "chapter 12"))
    assert checked.evidence == (Quote(locator="", text="Revenue tripled", check="not_found"),)


def _checked(*evidence: AnyEvidence, mark: str = "p", about: str = "visible") -> Verdict:
    return check_evidence(a_verdict("a", mark, evidence=evidence), a_criterion("a", about=about), REPORT)


@pytest.mark.parametrize(
    ("given_", "checked"),
    [
        (quote("Revenue grew"), Quote(locator="¶1", text="Revenue grew", check="exact")),
        (quote("Revenue  grew"), Quote(locator="¶1", text="Revenue  grew", check="normalised")),
        (quote("fell-slightly", "¶2"), Quote(locator="¶2", text="fell-slightly", check="normalised")),
        (quote("Revenue ... 2024"), Quote(locator="¶1", text="Revenue ... 2024", check="normalised")),
        (quote("revenue grew by 12 %"), Quote(locator="¶1", text="revenue grew by 12 %", check="approximate")),
        (quote("Costs fell", "¶1"), Quote(locator="¶2", text="Costs fell", check="moved")),
        (quote("Costs fell", "p. 9"), Quote(locator="¶2", text="Costs fell", check="moved")),
    ],
)
def test_a_pass_stands_on_words_that_are_there(given_: Quote, checked: Quote) -> None:
    assert _checked(given_) == a_verdict("a", evidence=(checked,))


def test_a_pass_on_words_that_are_not_there_is_no_pass() -> None:
    assert _checked(quote("Revenue tripled")) == a_verdict(
        "a",
        "c",
        evidence=(Quote(locator="¶1", text="Revenue tripled", check="not_found"),),
        rationale="judged a pass, but the quoted words are not in the visible artifact: 'Revenue tripled'.",
    )


def test_a_number_that_is_nearly_right_is_not_there() -> None:
    assert _checked(quote("Revenue grew by 13 % in 2024.")).verdict == "cannot_judge"


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        ((), "cannot_judge"),
        ((quote("Revenue tripled"), quote("Costs fell")), "pass"),
        ((quote(""),), "cannot_judge"),
        ((quote("..."),), "cannot_judge"),
        ((quote("layoffs", "note 1"),), "cannot_judge"),
        ((Measure(measured="12 words"),), "cannot_judge"),
        ((Absence(searched="any mention of layoffs"),), "pass"),
        ((Absence(searched="any mention of layoffs", scope=("slide 1",)),), "pass"),
        ((Absence(searched="any mention of layoffs", scope=("¶1", "slide 1")),), "pass"),
        ((Absence(searched="any mention of layoffs", scope=("slide 1", "slide 2")),), "cannot_judge"),
        ((Absence(searched="any mention of layoffs", scope=("slide 2",), confirmed=True),), "cannot_judge"),
        ((Absence(searched="anything"), quote("Revenue tripled")), "cannot_judge"),
        ((Region(locator="p. 1", box=(0, 0, 1, 1)),), "cannot_judge"),
    ],
)
def test_a_pass_needs_evidence_that_holds(evidence: tuple[AnyEvidence, ...], verdict: str) -> None:
    assert _checked(*evidence).verdict == verdict


def test_hidden_text_is_evidence_only_for_criteria_about_hidden_things() -> None:
    hidden = quote("layoffs", "note 1")
    assert _checked(hidden, about="hidden") == a_verdict("a", evidence=(hidden,))
    assert _checked(hidden).verdict == "cannot_judge"
    assert _checked(quote("Costs fell"), about="hidden").verdict == "pass"


def test_absence_is_confirmed_by_the_engine_and_only_for_places_that_exist() -> None:
    claimed = [Absence(searched="x", scope=scope, confirmed=True) for scope in ((), ("slide 1",), ("slide 2",))]
    checked = [item.confirmed for item in _checked(*claimed).evidence if isinstance(item, Absence)]
    assert checked == [True, True, False]


@pytest.mark.parametrize("mark", ["f", "c", "n"])
def test_a_verdict_that_is_no_pass_is_not_changed_by_its_evidence(mark: str) -> None:
    checked = _checked(quote("Revenue tripled"), mark=mark)
    assert checked == a_verdict("a", mark, evidence=(Quote(locator="¶1", text="Revenue tripled", check="not_found"),))


@pytest.mark.parametrize("words", ["Costs fell", "Costs  fell", "Costs fell_slightly", "Costs tripled"])
def test_checking_evidence_twice_changes_nothing_more(words: str) -> None:
    once = _checked(quote(words, "¶1"), Absence(searched="x"))
    assert check_evidence(once, a_criterion("a"), REPORT) == once


class Sly(Quote):
    """Says of itself what the engine has to say."""

    @property
    def holds(self) -> bool:
        return True


@pytest.mark.parametrize(
    "given_",
    [
        Sly(locator="", text="never said anywhere at all", check="not_found"),
        Quote(locator="", text="never said anywhere at all", check="not_found", verified_by="an auditor"),  # type: ignore[call-arg]
        Quote(locator="¶1", text="never said anywhere at all", check="moved"),
        Absence(searched="anything", confirmed=True, scope=("nowhere",), confirmed_by="an auditor"),  # type: ignore[call-arg]
        Region(locator="p. 1", box=(0, 0, 1, 1), shown=True),
    ],
)
def test_what_a_grader_says_of_its_own_evidence_counts_for_nothing(given_: Quote | Absence | Region) -> None:
    found = _checked(given_)
    assert found.verdict == "cannot_judge"
    (evidence,) = found.evidence
    assert type(evidence) in (Quote, Absence, Region)
    assert not evidence.model_extra


def test_an_approximate_quote_is_not_called_moved_because_a_grader_says_so() -> None:
    (evidence,) = _checked(quote("revenue grew by 12 %").model_copy(update={"check": "moved"})).evidence
    assert isinstance(evidence, Quote)
    assert evidence.check == "approximate"
