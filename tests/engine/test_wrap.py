"""Wrapping a call that one already has."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING

import pytest

from outcomes import NotSatisfied, Rubric, UsageError, until_satisfied
from outcomes.testing import ScriptedGrader

from .support import CLEAR, SHORT

if TYPE_CHECKING:
    from outcomes.worker import Brief

RUBRIC = Rubric(criteria=(SHORT,))


def test_a_wrapped_call_returns_the_satisfying_value_in_its_own_type() -> None:
    prompts: list[str] = []

    @until_satisfied(RUBRIC)
    def summarise(text: str, *, tone: int = 3) -> str:
        """Summarise the text."""
        prompts.append(text)
        return "word " * 30 if len(prompts) == 1 else f"short {tone}"

    assert summarise("the text", tone=5) == "short 5"
    assert prompts[0] == "the text"
    assert prompts[1].startswith("the text\n\n")
    assert "At most 20 words" in prompts[1]


def test_a_call_that_remembers_nothing_gets_the_text_to_go_on_from_and_is_told_when_that_is_an_earlier_one() -> None:
    prompts: list[str] = []

    @until_satisfied(RUBRIC, max_iterations=4)
    def write(text: str) -> str:
        prompts.append(text)
        return ["first " * 25, "second " * 30, "short"][len(prompts) - 1]

    assert write("x") == "short"
    assert "Your last version was checked" in prompts[1]
    assert prompts[1].rstrip().endswith(("first " * 25).rstrip())
    assert "Your last version was no better than an earlier one, and was set aside." in prompts[2]
    assert prompts[2].rstrip().endswith(("first " * 25).rstrip())
    assert "second" not in prompts[2]


def test_the_wrapped_call_keeps_its_name_signature_and_docstring() -> None:
    @until_satisfied(RUBRIC)
    def summarise(text: str, length: int = 3) -> str:
        """Summarise the text."""
        return text[:length]

    assert (getattr(summarise, "__name__", None), summarise.__doc__) == ("summarise", "Summarise the text.")
    assert list(inspect.signature(summarise).parameters) == ["text", "length"]


def test_a_call_with_a_brief_gets_the_brief() -> None:
    briefs: list[Brief] = []

    @until_satisfied(RUBRIC)
    def write(topic: str, other: str, *, brief: Brief | None = None) -> str:
        assert brief is not None
        briefs.append(brief)
        return "word " * 30 if not brief.gaps else f"{topic} {other}"

    assert write("a", "b") == "a b"
    assert [len(brief.gaps) for brief in briefs] == [0, 1]


def test_async_calls_stay_async() -> None:
    @until_satisfied(RUBRIC)
    async def write(text: str) -> str:
        await asyncio.sleep(0)
        return "short" if "At most" in text else "word " * 30

    assert asyncio.run(write("x")) == "short"
    assert write.run("x").satisfied


def test_methods_can_be_wrapped() -> None:
    class Author:
        def __init__(self, name: str) -> None:
            self.name = name

        @until_satisfied(RUBRIC)
        def write(self, topic: str) -> str:
            return f"{self.name} on {topic}"

    assert Author("Ann").write("tea") == "Ann on tea"


def test_dicts_bytes_and_none_come_back_as_they_were() -> None:
    @until_satisfied(Rubric(criteria=(CLEAR,)), grader=ScriptedGrader())
    def as_dict(text: str) -> dict[str, str]:
        return {"text": text}

    assert as_dict("x") == {"text": "x"}

    @until_satisfied(Rubric(criteria=(CLEAR,)), grader=ScriptedGrader())
    def as_bytes(text: str) -> bytes:
        return text.encode()

    assert as_bytes("x") == b"x"


def test_a_run_that_is_not_satisfied_raises_with_the_run_and_its_gaps() -> None:
    @until_satisfied(RUBRIC, max_iterations=2)
    def ramble(text: str) -> str:
        return text + "word " * 30

    with pytest.raises(NotSatisfied, match="- At most 20 words: 30 visible words") as caught:
        ramble("x")
    assert caught.value.run.best is not None
    assert caught.value.run.best.grade.gaps[0].criterion_id == "short"


def test_on_gaps_return_gives_the_best_value_all_the_same() -> None:
    @until_satisfied(RUBRIC, max_iterations=1, on_gaps="return")
    def ramble(text: str) -> str:
        return text + "word " * 30

    assert ramble("x").startswith("xword")


def test_a_call_without_a_place_for_the_gaps_is_refused_when_it_is_decorated() -> None:
    with pytest.raises(UsageError, match="no `brief` parameter and no str parameter"):

        @until_satisfied(RUBRIC)
        def number(count: int) -> str:
            return str(count)

    with pytest.raises(UsageError, match=r"several str parameters \(one, two\)"):

        @until_satisfied(RUBRIC)
        def both(one: str, two: str) -> str:
            return one + two

    with pytest.raises(UsageError, match="no parameter 'three'"):

        @until_satisfied(RUBRIC, prompt="three")
        def also(one: str, two: str) -> str:
            return one + two


def test_the_prompt_parameter_can_be_named() -> None:
    @until_satisfied(RUBRIC, prompt="two")
    def both(one: str, two: str) -> str:
        return one if "At most" in two else "word " * 30

    assert both("a", "b") == "a"


def test_the_sync_door_refuses_to_open_inside_an_event_loop() -> None:
    @until_satisfied(RUBRIC)
    def write(text: str) -> str:
        return text

    async def main() -> None:
        with pytest.raises(UsageError, match=r"await write\.run_async"):
            write("x")
        assert (await write.run_async("x")).satisfied

    asyncio.run(main())


def test_a_run_that_nobody_judged_says_whom_to_name() -> None:
    @until_satisfied(Rubric(criteria=(CLEAR,)))
    def write(text: str) -> str:
        return text

    with pytest.raises(NotSatisfied, match=r"pass grader=\.\.\. to the call"):
        write("x")


def test_a_run_whose_deliverables_nobody_could_read_says_why() -> None:
    @until_satisfied(RUBRIC, max_iterations=1)
    def write(text: str) -> bytes:
        return b"PK\x03\x04" + text.encode()

    with pytest.raises(NotSatisfied, match="zip"):
        write("x")


def test_half_a_character_in_a_draft_breaks_no_prompt() -> None:
    prompts: list[str] = []

    @until_satisfied(RUBRIC)
    def write(text: str) -> str:
        prompts.append(text)
        return "short" if len(prompts) > 1 else "half \ud800 " * 30

    assert write("x") == "short"
    assert prompts[1].encode()
