"""What changed from one rubric to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.rubric_changes import changes
from outcomes.scoring import AtLeast, Branch, Floor, Leaf, Weighted, shares
from tests.core.factories import a_criterion, a_rubric

if TYPE_CHECKING:
    from outcomes.rubric import Rubric
    from outcomes.rubric_changes import Change


def told(before: Rubric, after: Rubric) -> list[tuple[str, str | None, str, str, str]]:
    return [_row(change) for change in changes(before, after)]


def _row(change: Change) -> tuple[str, str | None, str, str, str]:
    return change.kind, change.criterion_id, change.what, change.before, change.after


def test_nothing_changed() -> None:
    rubric = a_rubric("a b? w! o# c~")
    assert changes(rubric, rubric) == ()
    assert changes(rubric, rubric.model_copy(update={"title": "Another", "source": "x.md"})) == ()


def test_criteria_come_and_go() -> None:
    zebra = a_criterion("zebra", text="Stripes are black and white")
    assert told(a_rubric("a b"), a_rubric(criteria=(a_criterion("b"), zebra))) == [
        ("added", "zebra", "", "", "Stripes are black and white"),
        ("removed", "a", "", "It has a", ""),
    ]


def test_a_criterion_with_an_id_of_its_own_is_reworded() -> None:
    before, after = (
        a_rubric("a b"),
        a_rubric(criteria=(a_criterion("a", text="Quite something else"), a_criterion("b"))),
    )
    assert told(before, after) == [("reworded", "a", "", "It has a", "Quite something else")]


def test_a_criterion_whose_id_went_with_its_words_is_recognised_by_what_is_left_of_them() -> None:
    before = a_rubric(criteria=(a_criterion("old-1", text="Every figure has a source", line=3), a_criterion("b")))
    after = a_rubric(criteria=(a_criterion("b"), a_criterion("new-1", text="Every figure names its source", line=9)))
    change = changes(before, after)[0]
    assert (change.kind, change.criterion_id, change.line_before, change.line_after) == ("reworded", "new-1", 3, 9)


def test_the_same_words_under_another_heading_moved() -> None:
    before = a_rubric(criteria=(a_criterion("old", text="It is short", section=("A",)),))
    after = a_rubric(criteria=(a_criterion("new", text="It is short", section=("B", "C")),))
    assert told(before, after) == [("moved", "new", "", "A", "B / C")]


def test_weights_and_what_else_decides_are_compared() -> None:
    before = a_rubric("a? b", threshold=0.8)
    after = a_rubric(
        criteria=(a_criterion("a", points=3, cap=0.5), a_criterion("b", withheld=True)),
        threshold=0.9,
        floors=(Floor(node=Leaf(criterion_id="a"), least=0.5),),
    )
    assert told(before, after) == [
        ("changed", None, "threshold", "0.8", "0.9"),
        ("changed", None, "floors", "", '{"node":{"criterion_id":"a"},"least":0.5}'),
        ("reweighted", "a", "", "1", "3"),
        ("changed", "a", "required", "no", "yes"),
        ("changed", "a", "cap", "", "0.5"),
        ("changed", "b", "withheld", "no", "yes"),
    ]


def test_a_new_weight_of_a_section_reweights_what_is_in_it() -> None:
    def grouped(weight: float) -> Rubric:
        group = Weighted(children=(Branch(weight=1, node=Leaf(criterion_id="a")),))
        parts = (Branch(weight=weight, node=group), Branch(weight=1, node=Leaf(criterion_id="b")))
        return a_rubric("a b", scoring=Weighted(children=parts))

    assert told(grouped(1), grouped(2)) == [("reweighted", "a", "", "1 > 1", "2 > 1")]


def test_ways_of_alternatives_are_told() -> None:
    either = AtLeast(parts=(Leaf(criterion_id="a"), Leaf(criterion_id="b")))
    after = a_rubric("a b", scoring=Weighted(children=(Branch(weight=2, node=either),)))
    assert told(a_rubric("a b"), after)[0] == ("reweighted", "a", "", "1", "2 > 1 of 2")


lists = st.lists(st.sampled_from("abcdefg"), min_size=1, unique=True).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(lists, lists)
def test_every_criterion_is_accounted_for_once(one: str, other: str) -> None:
    before, after = a_rubric(one), a_rubric(other)
    found = changes(before, after)
    added = {change.criterion_id for change in found if change.kind == "added"}
    removed = {change.criterion_id for change in found if change.kind == "removed"}
    assert len(after.ids) - len(added) == len(before.ids) - len(removed)
    assert added <= set(after.ids) - set(before.ids)
    assert removed <= set(before.ids) - set(after.ids)


def test_what_each_criterion_can_add_makes_one_together() -> None:
    either = AtLeast(parts=(Leaf(criterion_id="b"), Leaf(criterion_id="c")))
    parts = (Branch(weight=3, node=Leaf(criterion_id="a")), Branch(weight=1, node=either))
    assert shares(Weighted(children=parts)) == {"a": 0.75, "b": 0.25, "c": 0.25}
    assert shares(a_rubric(criteria=(a_criterion("a", points=4), a_criterion("f", points=-1))).tree) == {
        "a": 1,
        "f": -0.25,
    }
