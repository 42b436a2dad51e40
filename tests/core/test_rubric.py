"""Rubrics: one that cannot be graded cannot be built, and what decides is what is hashed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from outcomes.errors import RubricError
from outcomes.rubric import CheckCall, Criterion, Level, Note, Rubric, criterion_id
from outcomes.scoring import WORST, AtLeast, Branch, Cap, Capped, Floor, Leaf, Weighted, prune, score
from tests.core.factories import a_criterion, a_rubric

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from outcomes.scoring import Node

LAWS = settings(max_examples=60, deadline=None)


def leaf(name: str) -> Leaf:
    """A criterion in a tree."""
    return Leaf(criterion_id=name)


def tree(*parts: tuple[float, str | Weighted]) -> Weighted:
    """Weights with what they weigh: the ids of criteria or further nodes."""
    return Weighted(
        children=tuple(
            Branch(weight=weight, node=leaf(node) if isinstance(node, str) else node) for weight, node in parts
        )
    )


def either(*names: str, count: int = 1) -> AtLeast:
    """Alternatives, so many of which are enough."""
    return AtLeast(count=count, parts=tuple(map(leaf, names)))


def capped(limit: float, name: str, by: str) -> Capped:
    """A criterion whose credit another one limits."""
    return Capped(node=leaf(name), caps=(Cap(criterion_id=by, limit=limit),))


# -- what cannot be built ----------------------------------------------------------------------------------------------


def _sourced(criteria: tuple[Criterion, ...], scoring: Leaf | Weighted | None = None) -> Rubric:
    return Rubric(criteria=criteria, scoring=scoring, source="r.md")


ILLEGAL: dict[str, tuple[Callable[[], object], str]] = {
    "no criteria": (
        lambda: _sourced(()),
        "r.md: the rubric has no criteria; write at least one list item, for example `- Every figure has a source`",
    ),
    "two criteria with one id": (
        lambda: _sourced((a_criterion("a", line=3), a_criterion("a", line=9, text="Another"))),
        "r.md:9: two criteria have the id 'a' (lines 3 and 9); ids must be unique",
    ),
    "the same criterion twice in one section": (
        lambda: _sourced((a_criterion("a", line=3, text="It  is SHORT"), a_criterion("b", line=9, text="It is short"))),
        "r.md:9: the same criterion twice in one section (lines 3 and 9): 'It is short'; delete one",
    ),
    "nothing but deductions": (
        lambda: _sourced((a_criterion("a", points=-1, line=3), a_criterion("b", points=0))),
        "r.md:3: no criterion has positive points, so nothing could be earned; give at least one a positive weight",
    ),
    "a scoring tree without one of its criteria": (
        lambda: _sourced((a_criterion("a"), a_criterion("b")), tree((1, "a"))),
        "r.md: the scoring tree must hold each criterion once: missing ['b'], unknown [], twice []",
    ),
    "a scoring tree with a stranger": (
        lambda: _sourced((a_criterion("a"),), tree((1, "a"), (1, "z"))),
        "r.md: the scoring tree must hold each criterion once: missing [], unknown ['z'], twice []",
    ),
    "a scoring tree that counts a criterion twice": (
        lambda: _sourced((a_criterion("a"), a_criterion("b")), tree((1, "a"), (1, tree((1, "b"), (1, "a"))))),
        "r.md: the scoring tree must hold each criterion once: missing [], unknown [], twice ['a']",
    ),
    "a scoring tree in which nothing can be earned": (
        lambda: _sourced((a_criterion("a"), a_criterion("b")), tree((-1, "a"), (0, "b"))),
        "r.md: no part of the scoring tree has a positive weight, so nothing could be earned; give at least one",
    ),
    "a deduction for each occurrence that adds points": (
        lambda: a_criterion("a", points=2, per_occurrence=True, line=3),
        "3: criterion 'a': per-occurrence points are deductions and must be negative, not 2",
    ),
    "levels none of which is a pass": (
        lambda: a_criterion("a", levels=(Level(label="poor", credit=0), Level(label="good", credit=0.9)), line=3),
        "3: criterion 'a': no level earns full credit, so it could never pass",
    ),
    "two levels with one label": (
        lambda: a_criterion("a", levels=(Level(label="good", credit=0), Level(label="good", credit=1)), line=3),
        "3: criterion 'a': two levels have the same label",
    ),
    "a check with levels": (
        lambda: a_criterion("a#", levels=(Level(label="good", credit=1),), line=3),
        "3: criterion 'a': a check passes or fails; give levels to judged criteria only",
    ),
    "a criterion of white space": (
        lambda: a_criterion("a", text=" \u200b\n", line=3),
        "3: criterion 'a' has no words; say what must hold",
    ),
}


@pytest.mark.parametrize("what", ILLEGAL)
def test_a_rubric_that_cannot_be_graded_cannot_be_built(what: str) -> None:
    build, problem = ILLEGAL[what]
    with pytest.raises(RubricError) as caught:
        build()
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    "build",
    [
        lambda: a_criterion("a", points=math.nan),
        lambda: a_criterion("a", points=math.inf),
        lambda: a_criterion("a", text=""),
        lambda: a_criterion("a", id=""),
        lambda: a_criterion("a", applies_when=""),
        lambda: a_criterion("a", line=0),
        lambda: a_criterion("a", requred=False),
        lambda: CheckCall(name=""),
        lambda: Level(label="good", credit=1.1),
        lambda: Level(label="good", credit=math.nan),
        lambda: Level(label="", credit=1),
        lambda: tree((math.nan, "a")),
        lambda: tree((math.inf, "a")),
        lambda: Weighted(children=()),
        lambda: a_rubric("a", threshold=0),
        lambda: a_rubric("a", threshold=1.01),
        lambda: a_rubric("a", threshold=math.nan),
        lambda: a_rubric("a", tresholds=0.5),
    ],
)
def test_values_out_of_range_and_unknown_fields_are_refused(build: Callable[[], object]) -> None:
    with pytest.raises(ValidationError):
        build()


def test_the_same_words_in_two_sections_are_two_criteria() -> None:
    twins = (
        a_criterion("a", text="It is short", section=("Summary",)),
        a_criterion("b", text="It is short", section=("Annex",)),
    )
    assert a_rubric(criteria=twins).ids == ("a", "b")


def test_a_criterion_may_carry_no_points_while_another_does() -> None:
    assert a_rubric(criteria=(a_criterion("gate", points=0), a_criterion("b"))).ids == ("gate", "b")


# -- names and hashes --------------------------------------------------------------------------------------------------


def test_an_id_is_the_first_words_and_a_hash_of_section_and_text() -> None:
    assert criterion_id(("Numbers",), "Every figure has a source") == "every-figure-has-a-source-12063f"
    assert criterion_id((), "\u65e5\u672c\u8a9e").startswith("criterion-")


@pytest.mark.parametrize(
    ("section", "text"),
    [
        (("Numbers",), "every figure  has a SOURCE"),
        (("numbers ",), "Every fig\u00adure has a source"),
        (("Numbers",), "Every \ufb01gure has a source"),
    ],
)
def test_an_id_survives_what_a_reader_does_not_see(section: tuple[str, ...], text: str) -> None:
    assert criterion_id(section, text) == criterion_id(("Numbers",), "Every figure has a source")


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ((), "Every figure has a source"),
        (("Text",), "Every figure has a source"),
        (("Numbers", "Numbers"), "Every figure has a source"),
        (("Numbers",), "Every figure has a source."),
    ],
)
def test_an_id_changes_with_its_section_and_its_text(section: tuple[str, ...], text: str) -> None:
    assert criterion_id(section, text) != criterion_id(("Numbers",), "Every figure has a source")


HASHED: dict[str, object] = {
    "id": "other",
    "text": "It has something else",
    "section": ("Summary",),
    "required": False,
    "points": 2.0,
    "levels": (Level(label="good", credit=1),),
    "per_occurrence": True,
    "withheld": True,
    "check": CheckCall(name="text.words", args={"max": 1}),
    "applies_when": "there is a table",
    "about": "hidden",
    "needs": "reference",
    "fault": True,
    "cap": 0.5,
}
"""A change to every field of a criterion that a grader, the score or the worker's view can depend on."""


def test_every_field_of_a_criterion_but_its_place_is_hashed() -> None:
    assert set(HASHED) | {"line", "column"} == set(Criterion.model_fields)


@pytest.mark.parametrize("field", HASHED)
def test_a_change_of_a_criterion_changes_the_hash(field: str) -> None:
    points = -1.0 if field == "per_occurrence" else 1.0
    before, after = a_criterion("a", points=points), a_criterion("a", **{"points": points, field: HASHED[field]})
    with_b = [a_rubric(criteria=(criterion, a_criterion("b"))).sha256 for criterion in (before, after)]
    assert with_b[0] != with_b[1]


def test_the_hash_depends_on_everything_but_title_source_and_lines() -> None:
    base = a_rubric("a b")
    changes: dict[str, dict[str, object]] = {
        "criteria": {"criteria": tuple(reversed(base.criteria))},
        "threshold": {"threshold": 0.5},
        "scoring": {"scoring": tree((3, "a"), (1, "b"))},
        "floors": {"floors": (Floor(node=leaf("a"), least=0.5),)},
        "applies_to": {"applies_to": ("docx",)},
        "references": {"references": ("lease.txt",)},
        "notes": {"notes": (Note(kind="read_as", message="so"),)},
        "left_out": {"left_out": 1},
        "title": {"title": "Another"},
        "source": {"source": "other.md"},
    }
    assert set(changes) == set(Rubric.model_fields)
    different = {name for name, change in changes.items() if a_rubric("a b", **change).sha256 != base.sha256}
    assert different == set(changes) - {"title", "source", "notes"}
    moved = tuple(
        criterion.model_copy(update={"line": 40 + at, "column": 3}) for at, criterion in enumerate(base.criteria)
    )
    assert a_rubric(criteria=moved).sha256 == base.sha256


def test_hashes_from_before_faults_caps_floors_and_references_still_hold() -> None:
    """The hash in a journal of the first version."""
    assert a_rubric("a b? o#~", threshold=0.5, title="Deck", source="r.md").sha256 == (
        "cb9dee8748cc009fc9357eead743ba4100384821d9a4281383044efefabf04db"
    )


def test_the_order_of_a_checks_arguments_is_not_a_change() -> None:
    forwards, backwards = ({"min": 1, "max": 2}, {"max": 2, "min": 1})
    hashes = {
        a_rubric(criteria=(a_criterion("a", check=CheckCall(name="c", args=args)),)).sha256
        for args in (forwards, backwards)
    }
    assert len(hashes) == 1


def test_a_rubric_survives_json() -> None:
    rubric = a_rubric(
        "a b? w! o# c~", threshold=0.5, scoring=tree((1, "a"), (2, tree((1, "b"), (-1, "w"), (1, "o"))), (1, "c"))
    )
    again = Rubric.model_validate_json(rubric.model_dump_json())
    assert (again, again.sha256, again.bar) == (rubric, rubric.sha256, rubric.bar)


# -- views -------------------------------------------------------------------------------------------------------------


def test_a_rubric_gives_its_criteria_by_id_and_by_who_may_see_and_decide_them() -> None:
    rubric = a_rubric("a b? w! o#")
    assert rubric.ids == ("a", "b", "w", "o")
    assert rubric["w"].withheld
    assert [criterion.id for criterion in rubric.visible] == ["a", "b", "o"]
    assert rubric.judged_ids == ("a", "b", "w")
    with pytest.raises(KeyError):
        rubric["z"]


@pytest.mark.parametrize(
    ("line", "stated", "asked"),
    [("a b", None, 0.0), ("a b?", None, 0.0), ("a? b?", None, 1.0), ("a? b?", 0.6, 0.6), ("a b?", 0.6, 0.6)],
)
def test_without_a_threshold_required_criteria_decide_or_else_all_points(
    line: str, stated: float | None, asked: float
) -> None:
    assert a_rubric(line, threshold=stated).bar.threshold == asked


def test_the_bar_holds_what_decides_and_no_words() -> None:
    rubric = a_rubric("a b? w! o# c~")
    bar = rubric.bar
    assert [(item.id, item.required, item.withheld, item.judged, item.conditional) for item in bar.items] == [
        ("a", True, False, True, False),
        ("b", False, False, True, False),
        ("w", True, True, True, False),
        ("o", True, False, False, False),
        ("c", True, False, True, True),
    ]
    assert not any(criterion.text in bar.model_dump_json() for criterion in rubric.criteria)


# -- the objective part ------------------------------------------------------------------------------------------------


def test_the_objective_part_is_a_rubric_of_its_own() -> None:
    whole = a_rubric("a o# b? p#?", threshold=0.5, title="Deck", source="r.md", applies_to=("pptx",))
    part = whole.only_objective()
    assert part == Rubric(
        criteria=(whole["o"], whole["p"]),
        threshold=0.5,
        title="Deck",
        source="r.md",
        applies_to=("pptx",),
        left_out=2,
    )
    assert part.sha256 != whole.sha256
    assert (whole.bar.scope, part.bar.scope) == ("full", "objective")
    assert part.only_objective() == part


def test_the_objective_part_of_an_objective_rubric_is_that_rubric() -> None:
    whole = a_rubric("o# p#")
    assert whole.only_objective() == whole
    assert whole.only_objective().bar.scope == "full"


def test_the_objective_part_keeps_the_shape_of_the_scoring_tree() -> None:
    whole = a_rubric("a o# b p#", scoring=tree((3, tree((1, "a"), (2, "o"))), (4, tree((1, "b"))), (5, "p")))
    assert whole.only_objective().scoring == tree((3, tree((2, "o"))), (5, "p"))


@pytest.mark.parametrize(
    ("criteria", "problem"),
    [
        ("a b", "no criterion carries a check, so there is nothing to grade without a judge"),
        ("a o#-", "the objective criteria have no positive points between them, so they cannot be scored alone"),
    ],
)
def test_a_rubric_without_an_objective_part_says_so(criteria: str, problem: str) -> None:
    built = [a_criterion(word.rstrip("-"), points=-1 if word.endswith("-") else 1) for word in criteria.split()]
    with pytest.raises(RubricError, match=problem):
        a_rubric(criteria=tuple(built)).only_objective()


# -- the score ---------------------------------------------------------------------------------------------------------

WEIGHTS = st.one_of(st.integers(-5, 5).map(float), st.floats(-100, 100, allow_nan=False))
CREDITS = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 0.5, -1.0, -7.0]))


def _trees(names: list[str]) -> st.SearchStrategy[Weighted]:
    """Trees that hold each name once, in any nesting of means, alternatives and caps."""

    def split(draw: st.DrawFn, rest: list[str], depth: int) -> Weighted:
        parts: list[Branch] = []
        while rest:
            taken = draw(st.integers(1, len(rest)))
            now, rest = rest[:taken], rest[taken:]
            nested = depth > 0 and draw(st.booleans())
            nodes = [split(draw, now, depth - 1)] if nested else [leaf(name) for name in now]
            parts += [Branch(weight=draw(WEIGHTS), node=draw(_wrapped(node))) for node in nodes]
        return Weighted(children=tuple(parts))

    return st.composite(lambda draw: split(draw, names, 2))()


def _wrapped(node: Node) -> st.SearchStrategy[Node]:
    """The node, or alternatives to it, or the node below a cap."""
    others = st.lists(st.sampled_from("abcde").map(leaf), max_size=2)
    alternatives = st.builds(lambda count, more: AtLeast(count=count, parts=(node, *more)), st.integers(1, 3), others)
    limits = st.builds(Cap, criterion_id=st.sampled_from("abcde"), limit=st.sampled_from([0.0, 0.3]))
    return st.one_of(st.just(node), alternatives, limits.map(lambda cap: Capped(node=node, caps=(cap,))))


NAMES = list("abcde")
TREES = _trees(NAMES)
CREDIT = st.fixed_dictionaries(dict.fromkeys(NAMES, CREDITS))


@pytest.mark.parametrize(
    ("node", "credit", "value"),
    [
        (leaf("a"), {"a": 1.0}, 1.0),
        (leaf("a"), {"a": None}, None),
        (tree((1, "a"), (3, "b")), {"a": 1.0, "b": 0.0}, 0.25),
        (tree((1, "a"), (3, "b")), {"a": 1.0, "b": 0.5}, 0.625),
        (tree((1, "a"), (3, "b")), {"a": 1.0, "b": None}, 1.0),
        (tree((1, "a"), (3, "b")), {"a": None, "b": None}, None),
        (tree((4, "a"), (-1, "b")), {"a": 1.0, "b": 1.0}, 1.0),
        (tree((4, "a"), (-1, "b")), {"a": 1.0, "b": 0.0}, 0.75),
        (tree((4, "a"), (-1, "b")), {"a": 1.0, "b": -1.0}, 0.5),
        (tree((4, "a"), (-1, "b")), {"a": 1.0, "b": -9.0}, 0.0),
        (tree((4, "a"), (-1, "b")), {"a": 1.0, "b": WORST}, 0.0),
        (tree((4, "a"), (-1, "b")), {"a": 1.0, "b": None}, 1.0),
        (tree((4, "a"), (-1, "b")), {"a": None, "b": 1.0}, 1.0),
        (tree((4, "a"), (-1, "b")), {"a": None, "b": 0.0}, 0.0),
        (tree((1, "a"), (0, "b")), {"a": 0.5, "b": 0.0}, 0.5),
        (tree((1, "a"), (0, "b")), {"a": None, "b": 1.0}, None),
        (tree((1, tree((1, "a"), (1, "b"))), (1, "c")), {"a": 1.0, "b": 0.0, "c": 1.0}, 0.75),
        (tree((1, tree((1, "a"), (1, "b"))), (1, "c")), {"a": None, "b": None, "c": 0.5}, 0.5),
        (tree((1, tree((1, "a"), (-9, "b"))), (1, "c")), {"a": 1.0, "b": 0.0, "c": 1.0}, 0.5),
        (tree((2, "a"), (-1, tree((1, "b"), (1, "c")))), {"a": 1.0, "b": 1.0, "c": 0.0}, 0.75),
        (either("a", "b"), {"a": 0.0, "b": 1.0}, 1.0),
        (either("a", "b"), {"a": 0.0, "b": 0.4}, 0.4),
        (either("a", "b"), {"a": None, "b": 0.0}, 0.0),
        (either("a", "b"), {"a": None, "b": None}, None),
        (either("a", "b", "c", count=2), {"a": 1.0, "b": 0.0, "c": 0.5}, 0.5),
        (either("a", "b", "c", count=2), {"a": 1.0, "b": None, "c": None}, 1.0),
        (either("a", "b", count=9), {"a": 1.0, "b": -3.0}, 0.0),
        (capped(0.2, "a", "b"), {"a": 1.0, "b": 0.0}, 0.2),
        (capped(0.2, "a", "b"), {"a": 0.1, "b": 0.0}, 0.1),
        (capped(0.2, "a", "b"), {"a": 1.0, "b": 0.5}, 0.2),
        (capped(0.2, "a", "b"), {"a": 1.0, "b": 1.0}, 1.0),
        (capped(0.2, "a", "b"), {"a": 1.0, "b": None}, 1.0),
        (capped(0.2, "a", "b"), {"a": None, "b": 0.0}, None),
    ],
)
def test_a_score_is_what_was_earned_of_what_applies(
    node: Node, credit: dict[str, float | None], value: float | None
) -> None:
    assert score(node, credit) == value


@LAWS
@given(TREES, CREDIT)
def test_a_score_lies_between_zero_and_one(node: Weighted, credit: dict[str, float | None]) -> None:
    value = score(node, credit)
    assert value is None or 0.0 <= value <= 1.0


@LAWS
@given(TREES, CREDIT, st.sampled_from(NAMES))
def test_turning_a_fail_into_a_pass_never_lowers_the_score(
    node: Weighted, credit: dict[str, float | None], name: str
) -> None:
    before, after = score(node, credit | {name: 0.0}), score(node, credit | {name: 1.0})
    assert (before is None) == (after is None)
    assert before is None or after is None or before <= after + 1e-9


@LAWS
@given(TREES, CREDIT, st.sampled_from(NAMES), st.integers(1, 5))
def test_another_occurrence_of_a_fault_never_raises_the_score(
    node: Weighted, credit: dict[str, float | None], name: str, times: int
) -> None:
    fewer, more = score(node, credit | {name: 1.0 - times}), score(node, credit | {name: -1.0 * times})
    assert fewer is None or more is None or more <= fewer + 1e-9


@LAWS
@given(TREES, CREDIT, st.randoms(use_true_random=False))
def test_the_order_of_a_tree_does_not_matter(
    node: Weighted, credit: dict[str, float | None], chance: random.Random
) -> None:
    value, shuffled = score(node, credit), score(_shuffled(node, chance), credit)
    assert value == pytest.approx(shuffled) if value is not None else shuffled is None


def _shuffled(node: Node, chance: random.Random) -> Node:
    if isinstance(node, Leaf):
        return node
    if isinstance(node, Capped):
        return Capped(node=_shuffled(node.node, chance), caps=node.caps)
    if isinstance(node, AtLeast):
        parts = [_shuffled(part, chance) for part in node.parts]
        return AtLeast(count=node.count, parts=tuple(chance.sample(parts, len(parts))))
    branches = [Branch(weight=branch.weight, node=_shuffled(branch.node, chance)) for branch in node.children]
    return Weighted(children=tuple(chance.sample(branches, len(branches))))


@LAWS
@given(TREES, CREDIT, st.sampled_from(NAMES))
def test_what_does_not_apply_leaves_both_sides(node: Weighted, credit: dict[str, float | None], name: str) -> None:
    """The score is that of the tree without the criterion; a cap whose criterion does not apply is none."""
    left = prune(node, frozenset(NAMES) - {name})
    assert score(node, credit | {name: None}) == (score(left, credit) if left is not None else None)


def test_a_worker_is_told_that_a_fault_must_not_occur() -> None:
    rubric = a_rubric(criteria=(a_criterion("a"), a_criterion("b", fault=True), a_criterion("c?", points=-1)))
    assert [criterion.asked for criterion in rubric.for_worker] == [
        "It has a",
        "This must not occur: It has b",
        "This must not occur: It has c",
    ]
