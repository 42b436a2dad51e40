"""The grader for objective criteria: each is decided by its check, and never costs a token."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Any, cast

from outcomes.aside import in_thread
from outcomes.check import CheckResult, bind
from outcomes.evidence import Measure
from outcomes.reader import OFF_LOOP_BYTES
from outcomes.text import clip, said, shown
from outcomes.verdict import Gap, Grade, LookInfo, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.artifact import Artifact
    from outcomes.blobs import Files
    from outcomes.check import Checks, CheckSpec, NoArgs
    from outcomes.rubric import Criterion, Rubric
    from outcomes.verdict import Look

MOST_DETAILS = 5
LONGEST_REASON = 300
"""Characters of an exception that go into a verdict."""


class ObjectiveGrader:
    """Runs the checks that a rubric names."""

    fingerprint = "checks/1"

    def __init__(self, checks: Checks, *, allow_commands: bool = False) -> None:
        """`allow_commands`: whether checks that execute what the rubric says may run."""
        self._checks = checks
        self._allow_commands = allow_commands

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Decide every criterion of the look; each must carry a check."""
        asked = set(look.criterion_ids)
        verdicts = [
            await self._decide(criterion, artifact, rubric.source)
            for criterion in rubric.criteria
            if criterion.id in asked
        ]
        info = LookInfo(index=look.index, seed=look.seed, grader=self.fingerprint)
        return Grade(artifact_sha256=artifact.sha256, bar=rubric.bar, verdicts=tuple(verdicts), looks=(info,))

    async def _decide(self, criterion: Criterion, artifact: Artifact, source: str | None) -> Verdict:
        spec, args = bind(criterion, self._checks, source=source)
        if spec.runs_code and not self._allow_commands:
            why = "this criterion runs a command, and commands are off; allow them if you trust the rubric's author"
            return _cannot_judge(criterion, f"{why} (--allow-commands, or allow_commands=True)")
        if spec.kinds and artifact.kind not in spec.kinds:
            return _wrong_kind(criterion, spec, artifact)
        if artifact.contents is None:
            return _cannot_judge(criterion, "the artifact carries no bytes to check")
        return await _checked(criterion, spec, artifact, args)


async def _checked(criterion: Criterion, spec: CheckSpec[Any], artifact: Artifact, args: NoArgs) -> Verdict:
    """What a check says; one that breaks, or does not end, says nothing about the artifact."""
    try:
        return _verdict(criterion, spec, await _run(spec, artifact, args))
    except _TooLong:
        why = f"the check {spec.name} did not end within {spec.limit_seconds:g} seconds"
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is said, and the others are decided
        why = f"the check {spec.name} broke on {clip(artifact.name, 40)!r}: {said(error, LONGEST_REASON)}"
    by = f" (it comes with {spec.owner})" if spec.owner else ""
    return _cannot_judge(criterion, shown(f"{why}{by}"))


async def _run(spec: CheckSpec[Any], artifact: Artifact, args: NoArgs) -> CheckResult:
    """Our own checks of small files at once; all others in a thread, and only for so long.

    A thread cannot be ended: a check that never comes back is left behind, and holds nobody up. Ours take a time that
    is linear in what was delivered, which the reader's limits bound.
    """
    call = functools.partial(spec.run, artifact, args, cast("Files", artifact.contents))
    aside = spec.owner or spec.runs_code or spec.slow or artifact.size_bytes > OFF_LOOP_BYTES
    found: object = await _in_time(call, spec) if aside else call()
    if not isinstance(found, CheckResult):
        msg = f"it returned {type(found).__name__}; a check returns a CheckResult"
        raise TypeError(msg)
    return found


class _TooLong(Exception):  # noqa: N818 - it is what happened; a `TimeoutError` of the check's own is another thing
    pass


async def _in_time(call: Callable[[], CheckResult], spec: CheckSpec[Any]) -> CheckResult:
    """What the call gives; `_TooLong` when its time is up."""
    running = asyncio.ensure_future(in_thread(call, name=f"outcomes-check-{spec.name}"))
    try:
        done, _ = await asyncio.wait({running}, timeout=spec.limit_seconds)
    finally:
        running.cancel()
    if not done:
        raise _TooLong
    return running.result()


def _verdict(criterion: Criterion, spec: CheckSpec[Any], result: CheckResult) -> Verdict:
    if result.passed is None:
        return _cannot_judge(criterion, result.measured)
    locators = tuple(dict.fromkeys(finding.locator for finding in result.findings if finding.locator))
    return Verdict(
        criterion_id=criterion.id,
        searched=f"check {spec.name}",
        evidence=(Measure(measured=result.measured, locators=locators),),
        rationale=result.measured,
        verdict="pass" if result.passed else "fail",
        gap=None if result.passed else _gap(spec, result, locators),
    )


def _gap(spec: CheckSpec[Any], result: CheckResult, locators: tuple[str, ...]) -> Gap:
    details = [f"{item.locator}: {item.problem}" if item.locator else item.problem for item in result.findings]
    shown = "; ".join(details[:MOST_DETAILS]) + (
        f"; and {len(details) - MOST_DETAILS} more" if len(details) > MOST_DETAILS else ""
    )
    return Gap(
        missing=f"{result.measured}: {shown}" if shown else result.measured,
        where=locators,
        smallest_fix=result.smallest_fix,
        done_when=f"the check {spec.name} passes",
        kind="incorrect",
    )


def _wrong_kind(criterion: Criterion, spec: CheckSpec[Any], artifact: Artifact) -> Verdict:
    """A deck where a report was asked for is the worker's to mend; a folder of several files is nobody's fault."""
    kinds = " or ".join(spec.kinds)
    found = f"the check {spec.name} looks at {kinds}; {clip(artifact.name, 40)!r} is {artifact.kind}"
    if artifact.kind == "folder":
        return _cannot_judge(criterion, f"{found}; grade the file inside it by itself")
    return Verdict(
        criterion_id=criterion.id,
        searched=f"check {spec.name}",
        evidence=(Measure(measured=found),),
        rationale=found,
        verdict="fail",
        gap=Gap(
            missing=found, smallest_fix=f"Deliver a {kinds} file.", done_when=f"it is a {kinds} file", kind="format"
        ),
    )


def _cannot_judge(criterion: Criterion, why: str) -> Verdict:
    return Verdict(criterion_id=criterion.id, rationale=why, verdict="cannot_judge")
