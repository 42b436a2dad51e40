"""Many artifacts, one machine: each graded by itself, a few at a time, each told as soon as it is done."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from outcomes import api
from outcomes.errors import GraderError, OutcomesError, ProviderError
from outcomes.graders.unjudged import BROKE, UnjudgedGrader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.grader import Grader
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade

AT_ONCE: Final = 4
"""Artifacts that are graded at the same time, when nothing is said."""


class Job(NamedTuple):
    """One artifact and what it is graded against."""

    path: Path
    rubric: Rubric


@dataclass(frozen=True, slots=True)
class Graded:
    """What came of a job: a grade, or an error, and then what code decides where it is the judge that broke."""

    job: Job
    grade: Grade | None
    error: OutcomesError | None
    seconds: float


async def by_code(
    artifact: Artifact, rubric: Rubric, references: Sequence[str | Path | Artifact], *, allow_commands: bool
) -> Grade | None:
    """What code decides of an artifact whose judge broke; nothing where that breaks too."""
    try:
        unjudged = UnjudgedGrader(BROKE)
        return await api.grade(artifact, rubric, grader=unjudged, references=references, allow_commands=allow_commands)
    except OutcomesError:
        return None


async def grade_many(
    jobs: Iterable[Job],
    *,
    grader: Grader | None = None,
    confirm: Literal[0, 1, "strict"] = 0,
    at_once: int = AT_ONCE,
    references: Sequence[str | Path | Artifact] = (),
    allow_commands: bool = False,
    convert: bool = False,
) -> AsyncIterator[Graded]:
    """Grade every job, and give each as soon as it is done, in whatever order that is.

    An artifact that cannot be read, or a grader that breaks on one, costs the others nothing. Jobs are taken one by one
    and nothing is kept of those that are done, so that it does not matter how many there are. Leaving the loop early
    cancels what is under way.

    Args:
        jobs: what to grade; asked for the next one when there is room.
        grader: judges the criteria that carry no check; one for all, so that it shares its limits among them.
        confirm: as `outcomes.grade` has it.
        at_once: how many at the same time.
        references: files to compare each with.
        allow_commands: whether checks that run commands may do so.
        convert: whether older and open kinds of files are converted and read.
    """
    waiting = iter(jobs)
    done: asyncio.Queue[Graded | None] = asyncio.Queue()

    async def one(job: Job) -> Graded:
        began = time.monotonic()
        artifact: Artifact | None = None
        grade: Grade | None = None
        error: OutcomesError | None = None
        try:
            artifact = await asyncio.to_thread(api.read_artifact, job.path, convert=convert)
            grade = await api.grade(
                artifact,
                job.rubric,
                grader=grader,
                confirm=confirm,
                references=references,
                allow_commands=allow_commands,
            )
        except OutcomesError as wrong:
            error = wrong
            if artifact is not None and isinstance(wrong, GraderError | ProviderError):
                grade = await by_code(artifact, job.rubric, references, allow_commands=allow_commands)
        return Graded(job, grade, error, time.monotonic() - began)

    async def hand() -> None:
        try:
            for job in waiting:
                await done.put(await one(job))
        finally:
            await done.put(None)

    hands = [asyncio.create_task(hand()) for _ in range(at_once)]
    left = at_once
    try:
        while left:
            result = await done.get()
            if result is None:
                left -= 1
            else:
                yield result
        await asyncio.gather(*hands)
    finally:
        for task in hands:
            task.cancel()
        await asyncio.gather(*hands, return_exceptions=True)
