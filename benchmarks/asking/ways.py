"""Ways to get verdicts for one artifact, ours and others'; each is made once and then called for each artifact."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from asking.material import MODEL, artifact, plain_body, rubric

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from outcomes.grader import Grader

    Way = Callable[[int], Awaitable[object]]
    """Grades the artifact of that number, and raises if it got no verdicts."""

AT_ONCE: Final = 64
KEY: Final = "simulated"
MOST: Final = 512
"""Artifacts of which a question can be laid out beforehand."""


def raw(url: str, criteria: int) -> Way:
    """The SDK as it comes, one call for the whole rubric, gathered under a semaphore."""
    import anthropic

    sdk = anthropic.AsyncAnthropic(api_key=KEY, base_url=url)
    gate = asyncio.Semaphore(AT_ONCE)

    async def grade(number: int) -> object:
        async with gate:
            return whole(await sdk.messages.create(**plain_body(number, criteria)))

    return grade


def by_hand(url: str, criteria: int) -> Way:
    """The floor: the same request by aiohttp, and nothing looked at; connections are made when they are first used."""
    import aiohttp

    gate = asyncio.Semaphore(AT_ONCE)
    headers = {"x-api-key": KEY, "anthropic-version": "2023-06-01", "content-type": "application/json"}
    session: list[aiohttp.ClientSession] = []

    async def grade(number: int) -> object:
        async with gate:
            if not session:
                session.append(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)))
            body = json.dumps(plain_body(number, criteria))
            async with session[0].post(f"{url}/v1/messages", data=body.encode(), headers=headers) as response:
                return json.loads(await response.read())

    return grade


def raw_at_once(url: str, criteria: int) -> Way:
    """The same without a semaphore: everything is started at once."""
    import anthropic

    sdk = anthropic.AsyncAnthropic(api_key=KEY, base_url=url)

    async def grade(number: int) -> object:
        return whole(await sdk.messages.create(**plain_body(number, criteria)))

    return grade


def raw_each(url: str, criteria: int) -> Way:
    """One call for each criterion, as libraries that judge one thing at a time do it."""
    import anthropic

    sdk = anthropic.AsyncAnthropic(api_key=KEY, base_url=url)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> object:
        async with gate:
            return whole(await sdk.messages.create(**plain_body(number, 1)))

    async def grade(number: int) -> object:
        return await asyncio.gather(*(one(number) for _ in range(criteria)))

    return grade


def raw_judging(url: str, criteria: int) -> Way:
    """The SDK as it comes, asked the very question that our judge asks; what is asked is laid out before."""
    import anthropic

    from outcomes.artifacts.text import read_text
    from outcomes.graders.model.foreseen import foreseen_of
    from outcomes.graders.model.settings import JudgeSettings
    from outcomes.models.ways import Manner, body
    from outcomes.reader import Limits
    from outcomes.testing import ScriptedModel

    def laid_out(number: int) -> dict[str, Any]:
        read = read_text(artifact(number).encode(), "report.txt", Limits())
        (question,) = foreseen_of(ScriptedModel([]), rubric(criteria), read, (), JudgeSettings()).questions
        made: dict[str, Any] = json.loads(body(question, MODEL, Manner()))
        return made

    sdk = anthropic.AsyncAnthropic(api_key=KEY, base_url=url)
    gate = asyncio.Semaphore(AT_ONCE)
    bodies = [laid_out(number) for number in range(MOST)]

    async def grade(number: int) -> object:
        async with gate:
            return whole(await sdk.messages.create(**bodies[number]))

    return grade


def whole(message: Any) -> Any:  # noqa: ANN401 - the SDK lets anything through
    """What a careful person checks by hand."""
    if message.stop_reason != "end_turn" or not message.content:
        msg = f"no answer: {message!r}"[:200]
        raise RuntimeError(msg)
    return message


def _grader(url: str) -> Grader:
    """As the command line makes it, with the defaults that are shipped."""
    from outcomes.settings import Settings
    from outcomes.wiring import model_grader

    environment = {"OUTCOMES_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY, "XDG_CACHE_HOME": tempfile.mkdtemp()}
    return model_grader(Settings(model=MODEL, base_url=url), environment)


def look(url: str, criteria: int) -> Way:
    """One look of our grader at an artifact that was read before."""
    from outcomes.artifacts.text import read_text
    from outcomes.reader import Limits
    from outcomes.verdict import Look

    grader, whole_rubric = _grader(url), rubric(criteria)

    async def grade(number: int) -> object:
        read = read_text(artifact(number).encode(), "report.txt", Limits())
        found = await grader.grade(whole_rubric, read, Look(index=0, seed=0, criterion_ids=whole_rubric.ids))
        return passed(found.satisfied, found)

    return grade


def accepted(url: str, criteria: int, *, confirm: int) -> Way:
    """Our `grade`, from a file on the disk to a pass that is believed: `confirm` further looks."""
    from outcomes import grade as grade_file

    grader, whole_rubric = _grader(url), rubric(criteria)
    folder = Path(tempfile.mkdtemp())

    async def grade(number: int) -> object:
        path = folder / f"{number}.txt"
        path.write_text(artifact(number), encoding="utf-8")
        found = await grade_file(path, whole_rubric, grader=grader, confirm=confirm)  # type: ignore[arg-type]
        return passed(found.satisfied, found)

    return grade


def passed(satisfied: bool, found: object) -> object:  # noqa: FBT001 - what is looked at
    """The endpoint passes everything; anything else is a mistake of the benchmark."""
    if not satisfied:
        msg = f"not satisfied: {found!r}"[:300]
        raise RuntimeError(msg)
    return found


def openevals(url: str, criteria: int) -> Way:
    """The whole rubric in one call of its judge; gives one verdict."""
    chat = importlib.import_module("langchain_anthropic").ChatAnthropic(model=MODEL, base_url=url, api_key=KEY)
    made = importlib.import_module("openevals.llm").create_async_llm_as_judge(
        prompt="Judge {outputs} by these criteria:\n" + _listed(criteria), judge=chat, feedback_key="rubric"
    )
    gate = asyncio.Semaphore(AT_ONCE)

    async def grade(number: int) -> object:
        async with gate:
            return await made(outputs=artifact(number))

    return grade


def pydantic_evals(url: str, criteria: int) -> Way:
    """The whole rubric in one call of its judge; gives one verdict."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    import anthropic

    judge = importlib.import_module("pydantic_evals.evaluators.llm_as_a_judge")
    models = importlib.import_module("pydantic_ai.models.anthropic")
    providers = importlib.import_module("pydantic_ai.providers.anthropic")
    sdk = anthropic.AsyncAnthropic(api_key=KEY, base_url=url)
    model = models.AnthropicModel(MODEL, provider=providers.AnthropicProvider(anthropic_client=sdk))
    text = _listed(criteria)
    gate = asyncio.Semaphore(AT_ONCE)

    async def grade(number: int) -> object:
        async with gate:
            return await judge.judge_output(artifact(number), text, model)

    return grade


def _listed(criteria: int) -> str:
    return "\n".join(f"- {criterion.text}" for criterion in rubric(criteria).criteria)


WAYS: Final[dict[str, Callable[[str, int], Way]]] = {
    "raw SDK, one call": raw,
    "raw SDK, the judge's own question": raw_judging,
    "aiohttp by hand, one call": by_hand,
    "raw SDK, one call, all started at once": raw_at_once,
    "raw SDK, a call for each criterion": raw_each,
    "outcomes, one look": look,
    "outcomes, a grade of a file": lambda url, criteria: accepted(url, criteria, confirm=0),
    "outcomes, a grade of a file, confirmed": lambda url, criteria: accepted(url, criteria, confirm=1),
    "openevals 0.2, one call": openevals,
    "pydantic-evals 2, one call": pydantic_evals,
}
NEEDS: Final = {
    "openevals 0.2, one call": ("openevals", "langchain_anthropic"),
    "pydantic-evals 2, one call": ("pydantic_evals", "pydantic_ai"),
}
"""Packages of the `bench` group; without them, a way is left out and that is said."""
