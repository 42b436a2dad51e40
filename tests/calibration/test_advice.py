"""Which criteria are said to need rewriting, and from how many labels on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.calibration.advice import LEAST, advise
from outcomes.calibration.measure import Seen, cells, measure
from outcomes.evidence import Quote

from .support import seen

if TYPE_CHECKING:
    from outcomes.calibration.report import Advice
    from outcomes.search import QuoteCheck


def told(*found: Seen) -> Advice:
    mine = {"clear": cells(found, ["clear"])}
    return advise(mine, {"clear": measure(mine["clear"])})["clear"]


def alike(number: int, labels: str, *looks: str, first: int = 0) -> list[Seen]:
    return [seen(first + place, labels, *looks) for place in range(number)]


def test_a_judge_that_says_what_people_say_is_kept() -> None:
    assert told(*alike(15, "p", "p", "p"), *alike(10, "f", "f", "f", first=50)) == told(
        *alike(20, "p", "p"), *alike(5, "f", "f", first=50)
    )
    assert told(*alike(15, "p", "p"), *alike(10, "f", "f", first=50)).judgement == "keep"


def test_without_labels_of_both_kinds_nobody_knows_how_a_judge_does_on_the_other() -> None:
    found = told(*alike(25, "p", "p", "p"))
    assert (found.judgement, found.reasons) == (
        "unknown",
        ("0 decided labels say fail: how the judge does on those is not known (5 are needed)",),
    )
    assert "3 decided labels say fail" in told(*alike(22, "p", "p"), *alike(3, "f", "f", first=50)).reasons[0]


def test_a_judge_that_passes_everything_is_not_kept_however_rarely_that_is_wrong() -> None:
    found = told(*alike(60, "p", "p"), *alike(5, "f", "p", first=90))
    assert (found.judgement, found.reasons[0]) == ("rewrite", "the judge says fail of only 0% of what people fail")


def test_few_labels_say_nothing_and_how_many_are_needed() -> None:
    found = told(*alike(12, "p", "f"))
    assert (found.judgement, found.reasons) == ("unknown", (f"12 labels: too few to tell ({LEAST} are needed)",))


def test_one_direction_of_error_is_named_with_what_to_do() -> None:
    found = told(*alike(14, "p", "p"), *alike(8, "f", "p", first=50))
    assert (found.judgement, found.reasons[0]) == (
        "rewrite",
        "it passes what people fail: 8 times, 0 the other way; say what makes it fail",
    )
    other = told(*alike(14, "f", "f"), *alike(8, "p", "f", first=50))
    assert other.reasons[0] == "it fails what people pass: 8 times, 0 the other way; say what is enough"


def test_a_direction_seen_in_one_of_many_criteria_is_adjusted_for_their_number() -> None:
    """Six of six is p = 0.03 alone, and nothing among twenty criteria."""
    found = [*alike(20, "p", "p"), *alike(6, "f", "p", first=50)]
    one = {f"c{number}": cells(found, ["clear"]) for number in range(20)}
    measures = {name: measure(held) for name, held in one.items()}
    assert "it passes what people fail" in told(*found).reasons[0]
    assert not any("it passes what" in reason for advice in advise(one, measures).values() for reason in advice.reasons)


def test_verdicts_that_flip_are_sure_when_many_and_a_hint_when_few() -> None:
    sure = told(*alike(12, "p", "p", "f"), *alike(12, "p", "p", "p", first=50))
    assert (sure.judgement, any("differ 50% of the time" in reason for reason in sure.reasons)) == ("rewrite", True)
    hint = told(*alike(3, "p", "p", "f"), *alike(20, "p", "p", "p", first=50))
    assert (hint.judgement, any("differ 13% of the time" in reason for reason in hint.reasons)) == ("watch", True)


def test_what_is_often_not_judged_is_to_say_where_to_look() -> None:
    found = told(*alike(15, ".", "c"), *alike(10, ".", "p", first=50))
    assert found.judgement == "rewrite"
    assert found.reasons[0].startswith("it is judged only 40% of the time; say where to look")


def test_where_people_differ_as_well_the_words_are_at_fault() -> None:
    found = told(*alike(10, "p f p", "p"), *alike(10, "f p f", "p", first=50))
    assert found.judgement == "rewrite"
    assert found.reasons[-1] == "people agree with each other only 33% of the time, so the words are at fault"


def test_words_that_are_not_in_the_artifact_are_told() -> None:
    def quoting(one: Seen) -> Seen:
        checks: tuple[QuoteCheck, ...] = ("exact", "not_found")
        quotes = tuple(Quote(locator="L1", text=check, check=check) for check in checks)
        grade = one.looks[0]
        found = (grade.verdicts[0].model_copy(update={"evidence": quotes}),)
        return Seen(one.labelled, (grade.with_verdicts(found),))

    found = told(*map(quoting, alike(25, "p", "p")))
    assert (found.judgement, found.reasons) == ("rewrite", ("only 50% of what it quotes is in the artifact",))
