"""`@until_satisfied` around whatever can be called, and called in whatever way."""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Criterion, NotSatisfied, Rubric, UsageError, until_satisfied
from outcomes.rubric import CheckCall

from .support import SHORT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

RUBRIC = Rubric(criteria=(SHORT,))
LONG = "word " * 30
AT_LEAST_THREE = Rubric(
    criteria=(Criterion(id="words", text="At least 3 words", check=CheckCall(name="words", args={"min": 3})),)
)


def told(text: str) -> str:
    """Too long, until it is told so."""
    return "short" if "At most" in text else LONG


class Teller:
    """An object that can be called, and does not bind."""

    def __call__(self, text: str) -> str:
        return told(text)


class Author:
    """Every way in which a class can hold a call."""

    @until_satisfied(RUBRIC)
    def method(self, text: str) -> str:
        return told(text)

    @staticmethod
    @until_satisfied(RUBRIC)
    def static(text: str) -> str:
        return told(text)

    @until_satisfied(RUBRIC)
    @staticmethod
    def static_inside(text: str) -> str:
        return told(text)

    @classmethod
    @until_satisfied(RUBRIC)
    def of_class(cls, text: str) -> str:
        return told(text) if cls is Author else LONG

    @classmethod
    def plain(cls, text: str) -> str:
        return told(text)

    object_inside = until_satisfied(RUBRIC)(Teller())


class AsyncAuthor:
    """A callable object whose call is a coroutine function, and with attributes like a wrapped call's own."""

    def __init__(self) -> None:
        self.run = self._function = self._how = "mine"

    async def __call__(self, text: str) -> str:
        await asyncio.sleep(0)
        return told(text)


def two(count: int, text: str) -> str:
    return told(text) * count


@pytest.mark.parametrize(
    "call",
    [
        Author().method,
        Author.static,
        Author().static,
        Author.static_inside,
        Author().static_inside,
        Author.of_class,
        Author().of_class,
        Author.object_inside,
        Author().object_inside,
        until_satisfied(RUBRIC)(Teller()),
        until_satisfied(RUBRIC)(functools.partial(two, 1)),
        until_satisfied(RUBRIC, prompt="text")(lambda text: text and told(text)),
    ],
    ids=lambda call: getattr(call, "__name__", None),
)
def test_whatever_can_be_called_with_a_text_can_be_wrapped(call: Callable[[str], str]) -> None:
    assert call("x") == "short"


def test_a_callable_object_s_coroutine_is_awaited_and_its_attributes_stay_its_own() -> None:
    call = until_satisfied(RUBRIC)(AsyncAuthor())
    assert asyncio.run(call("x")) == "short"
    assert call.run("x").satisfied


def test_a_default_is_a_prompt_too() -> None:
    @until_satisfied(RUBRIC)
    def write(text: str = "hello") -> str:
        return told(text) if text.startswith("hello") else LONG

    assert write() == "short"


def test_positional_keyword_and_remaining_arguments_reach_the_call_as_they_were_given() -> None:
    seen: list[object] = []

    @until_satisfied(RUBRIC)
    def write(text: str, brief: object = None, *rest: str, **more: str) -> str:
        seen.append((text, brief is not None, rest, more))
        return "short"

    assert write("x", "not mine to give", "a", "b", c="d") == "short"
    assert seen == [("x", True, ("a", "b"), {"c": "d"})]


def test_what_the_call_itself_would_refuse_is_raised_as_the_call_would() -> None:
    asked: list[str] = []

    @until_satisfied(RUBRIC)
    def write(text: str, count: int) -> str:
        asked.append(text)
        return told(text) * count

    @until_satisfied(RUBRIC)
    def with_brief(topic: str, brief: object) -> str:
        asked.append(topic)
        return "" if brief else topic

    with pytest.raises(TypeError, match="missing a required argument: 'count'"):
        write("x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="too many positional arguments"):
        write.run("x", 1, 2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing a required argument: 'topic'"):
        with_brief()  # type: ignore[call-arg]
    with pytest.raises(UsageError, match="the gaps are appended to 'text', which has to be a str, not 5"):
        write(5, 1)  # type: ignore[arg-type]
    assert asked == []


def test_a_brief_that_the_call_cannot_do_without_need_not_be_given() -> None:
    @until_satisfied(RUBRIC)
    def write(topic: str, brief: Any) -> str:
        return topic if brief.gaps else LONG

    assert write("x") == "x"  # type: ignore[call-arg]


def pieces(text: str) -> Iterator[str]:
    yield text


async def async_pieces(text: str) -> AsyncIterator[str]:
    yield text


def several(*texts: str) -> str:
    return "".join(texts)


def named(**texts: str) -> str:
    return "".join(texts.values())


@pytest.mark.parametrize(
    ("call", "prompt", "said"),
    [
        (pieces, None, "pieces is a generator"),
        (async_pieces, None, "async_pieces is a generator"),
        (vars(Author)["plain"], None, "plain cannot be called; put @until_satisfied below @classmethod"),
        (property(told), None, "cannot be called; put @until_satisfied below @classmethod or @property"),
        (several, None, "several has no `brief` parameter and no str parameter"),
        (several, "texts", "several has no parameter 'texts'"),
        (named, "texts", "named has no parameter 'texts'"),
        (str, None, "str does not say what parameters it takes"),
    ],
)
def test_what_cannot_be_asked_again_with_the_gaps_is_refused_when_it_is_decorated(
    call: Any, prompt: str | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        until_satisfied(RUBRIC, prompt=prompt)(call)


def test_two_rubrics_around_one_call_are_both_kept() -> None:
    @until_satisfied(AT_LEAST_THREE)
    @until_satisfied(RUBRIC)
    def one(text: str) -> str:
        return "one" if text else ""

    with pytest.raises(NotSatisfied, match=r"asked for at least 3"):
        one("x")

    @until_satisfied(AT_LEAST_THREE)
    @until_satisfied(RUBRIC)
    async def three(text: str) -> str:
        return told(text) + " and more words"

    assert asyncio.run(three("x")) == "short and more words"


def test_calls_at_once_do_not_get_into_each_other_s_way() -> None:
    @until_satisfied(RUBRIC, on_gaps="return", max_iterations=2)
    async def write(text: str) -> str:
        await asyncio.sleep(0)
        return text[:1] * 30

    @until_satisfied(RUBRIC, on_gaps="return", max_iterations=1)
    def write_sync(text: str) -> str:
        return text

    async def main() -> list[str]:
        return await asyncio.gather(*(write(letter) for letter in "abcdefgh"))

    assert asyncio.run(main()) == [letter * 30 for letter in "abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(write_sync, "abcdefgh")) == list("abcdefgh")


def test_a_call_that_returns_a_path_returns_the_path_of_the_best_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    @until_satisfied(Rubric(criteria=(SHORT, *AT_LEAST_THREE.criteria)), on_gaps="return", max_iterations=2)
    def write(text: str) -> Path:
        path = tmp_path / "note.txt"
        path.write_text("one" if "At least" in text else LONG if "At most" in text else "two words")
        return path

    assert write("x").read_text() == "two words"


def test_what_is_wrong_is_told_without_the_artifact_s_control_characters() -> None:
    @until_satisfied(RUBRIC, max_iterations=1)
    def write(text: str) -> str:
        raise ValueError("\x1b[2J" + text)

    with pytest.raises(NotSatisfied) as caught:
        write("x")
    assert "\x1b" not in str(caught.value)
