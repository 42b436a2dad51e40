"""The judge is told the rules that its rubric and its artifact need, and no others, in every question alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.artifact import Block, Unit
from outcomes.errors import RenderError
from outcomes.grader import RunScope
from outcomes.graders.model.rules import Needs, rules
from outcomes.outline import LONGEST_BLOCK
from outcomes.rubric import Level

from .judging import SECRET, a_criterion, a_rubric, a_section, all_pass, an_artifact, graded, scripted

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.model import Question, Tool
    from outcomes.rubric import Rubric

NONE = Needs(*(False for _ in Needs._fields))
EXAMPLES = {
    "faults": "A fault",
    "levels": "Levels",
    "counted": "Counted",
    "hidden": "Hidden",
    "looks": "Looks",
    "references": "Against a reference",
    "conditional": "Conditional",
}
ALWAYS = ("States something", "Holds throughout", "Consistent")
LEVELS = (Level(label="weak", text="it is weak", credit=0.0), Level(label="sound", text="it is sound", credit=1.0))
KINDS: dict[str, dict[str, Any]] = {
    "faults": {"fault": True},
    "levels": {"levels": LEVELS},
    "counted": {"points": -1, "per_occurrence": True},
    "hidden": {"about": "hidden"},
    "looks": {"about": "looks"},
    "conditional": {"applies_when": "it has charts"},
}


def asked(rubric: Rubric, artifact: Artifact | None = None, **more: Any) -> Question:
    model = scripted(all_pass)
    graded(model, rubric, artifact, **more)
    return model.asked[0]


def names(tools: tuple[Tool, ...]) -> list[str]:
    return [tool.name for tool in tools]


@pytest.mark.parametrize("need", EXAMPLES)
def test_an_example_is_given_for_each_kind_of_criterion_that_there_is(need: str) -> None:
    with_it = rules(NONE._replace(**{need: True}))
    assert f"- {EXAMPLES[need]}: " in with_it
    assert f"- {EXAMPLES[need]}: " not in rules(NONE)
    assert all(f"- {example}: " in with_it for example in ALWAYS)


@pytest.mark.parametrize("need", Needs._fields)
def test_everything_that_may_come_up_adds_words_and_takes_none_of_the_others(need: str) -> None:
    assert len(rules(NONE._replace(**{need: True}))) > len(rules(NONE))


def test_the_rules_ask_for_no_reasoning_and_leave_no_gaps() -> None:
    for needs in (NONE, Needs(*(True for _ in Needs._fields))):
        told = rules(needs)
        assert not any(word in told.lower() for word in ("step by step", "think aloud", "chain of thought"))
        assert "\n\n\n" not in told
        assert "  " not in told
        assert "True" not in told


@pytest.mark.parametrize("kind", KINDS)
def test_a_rubric_with_such_a_criterion_has_its_rules_in_every_look(kind: str) -> None:
    rubric = a_rubric("plain", a_criterion("special", **KINDS[kind]))
    needs = f"- {EXAMPLES[kind]}: "
    assert needs in asked(rubric, ids=("plain",)).system
    assert needs not in asked(a_rubric("plain")).system


def test_what_code_decides_needs_no_rules_of_a_judge() -> None:
    rubric = a_rubric("plain", a_criterion("checked", check={"name": "opens"}, fault=True))
    assert asked(rubric, ids=("plain",)).system == asked(a_rubric("plain")).system


def test_what_is_shown_whole_can_only_be_opened() -> None:
    question = asked(a_rubric("a"))
    assert names(question.tools) == ["open_artifact"]
    assert "read_part" not in question.system


def test_what_is_shown_in_part_can_be_looked_up() -> None:
    long = an_artifact(*(a_section(n, "Many words that take room. " * 40) for n in range(1, 60)))
    question = asked(a_rubric("a"), long, artifact_tokens=3_000)
    assert names(question.tools) == ["open_artifact", "read_part", "find_text"]
    assert "Do not pass a criterion on parts that you have not read" in question.system


def test_a_piece_that_is_cut_can_be_searched_and_not_read() -> None:
    question = asked(a_rubric("a"), an_artifact(a_section(1, "word " * LONGEST_BLOCK)))
    assert names(question.tools) == ["open_artifact", "find_text"]
    assert "is cut, and says so at its end" in question.system
    assert "read_part" not in question.system


def with_pages(artifact: Artifact) -> Artifact:
    """Its pages could be drawn; nobody does."""
    return replace(artifact, pages_of=lambda _artifact: NoPages())  # type: ignore[arg-type,return-value]


class NoPages:
    """Pages that nobody can draw."""

    def draw(self, *_: object, **__: object) -> object:
        raise RenderError("renderer-missing", "there is no LibreOffice")


LONG = an_artifact(a_section(1, "A reader needs a good number of words before it is clear that this is a text. " * 3))
SCAN = an_artifact(a_section(1))
DRAWN = an_artifact(Unit("section", 1, "section 1", blocks=(*LONG.blocks, Block("picture", "¶9", ""))))


@pytest.mark.parametrize(
    ("artifact", "about", "offered"),
    [
        (with_pages(LONG), "looks", True),
        (with_pages(LONG), "visible", False),
        (LONG, "looks", False),
        (with_pages(SCAN), "visible", True),
        (with_pages(DRAWN), "visible", True),
        (DRAWN, "visible", False),
    ],
)
def test_pages_are_offered_where_they_tell_something_and_there_are_any(
    artifact: Artifact, about: str, *, offered: bool
) -> None:
    question = asked(a_rubric("a", a_criterion("b", about=about)), artifact, ids=("a",))
    assert ("show_page" in names(question.tools)) is offered
    assert ("can be looked at with `show_page`" in question.system) is offered
    assert ("`image` for something seen" in question.system) is offered
    assert "Pictures of its pages follow the text" not in question.system


def test_references_have_been_opened_where_there_are_any() -> None:
    source = an_artifact(a_section(1, "As it was."), name="source.docx", sha256="b" * 64)
    question = asked(a_rubric("a"), scope=RunScope(secret=SECRET, references=(source,)))
    assert names(question.tools) == ["open_references", "open_artifact"]
    assert "a reference is never evidence" in question.system


def test_a_reference_that_is_shown_in_part_decides_nothing() -> None:
    sections = [a_section(n, "Many words that take room. " * 400) for n in range(1, 40)]
    source = an_artifact(*sections, name="source.docx", sha256="b" * 64)
    question = asked(a_rubric("a"), scope=RunScope(secret=SECRET, references=(source,)))
    assert "what is left out of it cannot be asked for" in question.system
    assert names(question.tools) == ["open_references", "open_artifact"]


@pytest.mark.parametrize(
    ("about", "said"), [("visible", "It is evidence for no criterion."), ("hidden", "It is evidence only for criteria")]
)
def test_what_a_reader_does_not_see_is_explained_where_there_is_any(about: str, said: str) -> None:
    note = Block("note", "slide 1 / notes", "Nobody sees this", visibility="hidden", reason="notes")
    deck = an_artifact(Unit("slide", 1, "slide 1", blocks=(Block("paragraph", "¶11", "Seen by all"), note)))
    rubric = a_rubric(a_criterion("a", about=about))
    assert said in asked(rubric, deck).system
    assert (said in asked(rubric).system) == (about == "hidden")


def test_what_a_reader_does_not_see_in_a_reference_is_explained_too() -> None:
    note = Block("note", "slide 1 / notes", "Nobody sees this", visibility="hidden", reason="notes")
    deck = Unit("slide", 1, "slide 1", blocks=(Block("paragraph", "¶11", "Seen by all"), note))
    scope = RunScope(secret=SECRET, references=(an_artifact(deck, name="source.pptx", sha256="b" * 64),))
    assert "It is evidence for no criterion." in asked(a_rubric("a"), scope=scope).system


def test_escapes_are_explained_where_there_may_be_any() -> None:
    odd = an_artifact(a_section(1, "zero\u200bwidth"), name="odd.docx", sha256="b" * 64)
    assert "have no picture" in asked(a_rubric("a"), odd).system
    assert "have no picture" in asked(a_rubric("a"), scope=RunScope(secret=SECRET, references=(odd,))).system
    long = an_artifact(*(a_section(n, "Many words that take room. " * 40) for n in range(1, 60)))
    assert (
        "have no picture" in asked(a_rubric("a"), long, artifact_tokens=3_000).system
    )  # it may be in what is left out
    assert "have no picture" not in asked(a_rubric("a")).system
