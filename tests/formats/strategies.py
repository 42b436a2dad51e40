"""Rubrics with everything that a rubric can say, in words that a reader could take for something else."""

from __future__ import annotations

from hypothesis import strategies as st

from outcomes.errors import RubricError
from outcomes.rubric import CheckCall, Criterion, Level, Rubric, criterion_id
from outcomes.scoring import AtLeast, Branch, Cap, Capped, Floor, Leaf, Node, Weighted
from outcomes.text import squash

MISREADABLE = [
    "0: none", "1: some", "2: all", "Level 3: good", "Pass: at least 80 %", "Good (2 pts): x", "half of it (50 %)",
    "a {{ client }} b", "{{", "\\{{ x }}", "[a](#b)", "a. first", "1. first", "must: x", "5 points: x",
    "**A (5 points)**: b", "a:", "<!-- x -->", "`{{ x }}`", "(any)", "no category scores 0",
]  # fmt: skip
words = st.text(st.sampled_from("ab\u00e91. #*-[](),;`:\\<>!|_~&{}\n\u2028"), min_size=1, max_size=12)
lines = words.map(squash).filter(bool) | st.sampled_from(MISREADABLE)
points = st.floats(allow_nan=False, allow_infinity=False)
calls = st.builds(
    CheckCall,
    name=st.sampled_from(["words", "pptx.slides"]),
    args=st.dictionaries(
        st.sampled_from(["min", "text"]), st.integers() | st.booleans() | lines | st.lists(lines | points)
    ),
)
SECTIONS = [
    "A", "B (2 points)", "# C", "d. `", "e", "Either", "At least two of these", "If there are charts", "Must have",
    "Feedback", "Score 1", "Score 2", "Fail if any are true", "{{ x }}",
]  # fmt: skip
shares = st.floats(0, 1, exclude_max=True)


@st.composite
def level_lists(draw: st.DrawFn) -> tuple[Level, ...]:
    labels = draw(st.lists(lines, min_size=1, max_size=4, unique=True))
    earned = [*(draw(shares) for _ in labels[1:]), 1.0]
    return tuple(
        Level(label=label, text=draw(st.just("") | lines), credit=credit)
        for label, credit in zip(labels, earned, strict=True)
    )


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    weight = draw(points | st.just(1.0))
    check = draw(st.none() | calls)
    return Criterion(
        id=draw(st.uuids()).hex,
        text=draw(lines),
        section=tuple(draw(st.lists(st.sampled_from(SECTIONS), max_size=3))),
        required=draw(st.booleans()),
        points=weight,
        levels=draw(st.just(()) | level_lists()) if check is None else (),
        per_occurrence=weight < 0 and draw(st.booleans()),
        fault=draw(st.booleans()),
        cap=draw(st.none() | shares),
        withheld=draw(st.booleans()),
        check=check,
        applies_when=draw(st.none() | lines),
        about=draw(st.sampled_from(["visible", "hidden", "looks"])),
        needs=draw(st.sampled_from([None, "reference"])),
    )


@st.composite
def trees(draw: st.DrawFn, names: list[str]) -> Node:
    """A mean over all names, with groups, alternatives and caps in it."""
    parts: list[Branch] = []
    rest = list(names)
    while rest:
        size = draw(st.integers(1, len(rest)))
        now, rest = rest[:size], rest[size:]
        node = draw(groups(now)) if size > 1 or draw(st.booleans()) else Leaf(criterion_id=now[0])
        parts.append(Branch(weight=draw(st.floats(0.1, 9) | st.just(1.0)), node=node))
    return Weighted(children=tuple(parts))


@st.composite
def groups(draw: st.DrawFn, names: list[str]) -> Node:
    parts = [Leaf(criterion_id=name) for name in names]
    if draw(st.booleans()):
        return AtLeast(count=draw(st.integers(1, len(parts))), parts=tuple(parts))
    mean = Weighted(children=tuple(Branch(weight=draw(st.floats(0.1, 9)), node=part) for part in parts))
    if draw(st.booleans()):
        return mean
    return Capped(node=mean, caps=(Cap(criterion_id=names[0], limit=draw(shares)),))


@st.composite
def floors(draw: st.DrawFn, names: list[str]) -> Floor:
    node = draw(st.sampled_from(names).map(lambda name: Leaf(criterion_id=name)) | groups(names))
    return Floor(node=node, least=draw(shares), above=draw(st.booleans()), label=draw(st.just("") | lines))


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    found = draw(st.lists(criteria(), min_size=1, max_size=4))
    given_ids = [
        c if draw(st.booleans()) else c.model_copy(update={"id": criterion_id(c.section, c.text)}) for c in found
    ]
    names = [criterion.id for criterion in given_ids]
    try:
        return Rubric(
            criteria=tuple(given_ids),
            title=draw(st.just("") | lines),
            threshold=draw(st.none() | st.floats(0, 1, exclude_min=True)),
            scoring=draw(st.none() | trees(names)),
            floors=tuple(draw(st.lists(floors(names), max_size=2))),
            applies_to=draw(st.sampled_from([(), ("docx", "pptx")])),
            references=draw(st.sampled_from([(), ("lease.txt", "a b/c.md", "\u00c4/{{ x }}.md")])),
        )
    except RubricError:  # twins, or nothing that could be earned
        return Rubric(criteria=(Criterion(id="a", text="a"),))
