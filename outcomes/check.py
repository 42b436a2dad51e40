"""The seat of checks: plain functions that decide an objective criterion, found by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from outcomes.errors import RubricError
from outcomes.text import did_you_mean

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files
    from outcomes.rubric import Criterion, Rubric


class NoArgs(BaseModel):
    """Arguments of a check; a subclass per check, so that wrong ones are refused before anything runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a check was not met: its locator and what is wrong there."""

    locator: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found. It passes when `measured` is what was asked, and then has no findings."""

    passed: bool | None
    """`None`: this artifact gives no way to decide (a style that cannot be resolved, say); `measured` says why."""
    measured: str
    """What was looked at and counted, in words: `12 slides, 2 without a title`."""
    findings: tuple[Finding, ...] = ()
    smallest_fix: str = ""
    """What to do, in one sentence; required with a fail."""

    def __post_init__(self) -> None:
        """A fail without a fix helps nobody."""
        if self.passed is False and not self.smallest_fix:
            msg = "a failing check must say the smallest fix"
            raise ValueError(msg)


Args = TypeVar("Args", bound=NoArgs)
CheckFunction = Callable[["Artifact", Args, "Files"], CheckResult]


GROUPS = MappingProxyType(
    {
        "file": "The file as a whole",
        "words": "Words",
        "structure": "Structure",
        "numbers": "Numbers",
        "hygiene": "Left over, hidden or private",
        "accessibility": "Accessibility",
        "appearance": "Appearance",
        "layout": "Layout",
        "slides": "Slides",
        "spreadsheets": "Spreadsheets",
        "data": "Data files",
        "rendering": "Rendering",
        "code": "Code of your own",
    }
)
"""What checks are about, in the order in which they are listed, and the heading of each; others may add their own."""

LIMIT_SECONDS = 60.0
"""How long a check is waited for, unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class CheckSpec(Generic[Args]):
    """A check as the engine and `outcomes checks` know it."""

    name: str
    summary: str
    """One line, beginning with what must hold: `Every slide has a title`."""
    example: str
    """As it stands in a rubric, without the back-ticks: `check: pptx.slides min=5 max=12`."""
    args: type[Args]
    run: CheckFunction[Args]
    group: str
    """What it is about: one of `GROUPS`, or a word of its own."""
    meaning: str
    """What is looked at and how it is decided, in a few sentences, with units and thresholds."""
    source: str
    """Where the rule comes from: `WCAG 2.2, 1.4.3 Contrast (Minimum)`, `Microsoft accessibility checker: ...`."""
    false_positives: str
    """When it is known to complain about something that is fine."""
    kinds: tuple[str, ...] = ()
    """Kinds of artifact it can look at; empty: any."""
    runs_code: bool = False
    """Whether it executes something that the rubric names; such checks need `--allow-commands`."""
    slow: bool = False
    """Whether it may take seconds (it waits for another program), and therefore runs in a thread of its own."""
    limit_seconds: float = LIMIT_SECONDS
    """Wall time after which nobody waits for it any more, and the criterion is `cannot_judge`."""
    owner: str = ""
    """The distribution that it comes with (`acme-checks 1.2`); empty for our own."""


Checks = Mapping[str, CheckSpec[Any]]


def check(
    name: str,
    *,
    summary: str,
    example: str,
    args: type[Args],
    group: str,
    meaning: str,
    source: str,
    false_positives: str,
    kinds: tuple[str, ...] = (),
    runs_code: bool = False,
    slow: bool = False,
    limit_seconds: float = LIMIT_SECONDS,
) -> Callable[[CheckFunction[Args]], CheckSpec[Args]]:
    """Turn a function `(artifact, args, files) -> CheckResult` into a `CheckSpec`.

    >>> @check(
    ...     "acme.short",
    ...     summary="It has at most 100 words",
    ...     example="check: acme.short",
    ...     args=NoArgs,
    ...     group="words",
    ...     meaning="Visible words are counted; notes and comments are not.",
    ...     source="The house rules of Acme, 3.1",
    ...     false_positives="A document that has to be long.",
    ... )
    ... def short(artifact, args, files):
    ...     return CheckResult(passed=artifact.word_count <= 100, measured="...", smallest_fix="Cut it.")
    """

    def spec(run: CheckFunction[Args]) -> CheckSpec[Args]:
        return CheckSpec(
            name=name,
            summary=summary,
            example=example,
            args=args,
            run=run,
            group=group,
            meaning=meaning,
            source=source,
            false_positives=false_positives,
            kinds=kinds,
            runs_code=runs_code,
            slow=slow,
            limit_seconds=limit_seconds,
        )

    return spec


def bind(criterion: Criterion, checks: Checks, *, source: str | None = None) -> tuple[CheckSpec[Any], Any]:
    """The spec and the typed arguments of an objective criterion.

    Raise `RubricError`, with the criterion's line, for an unknown check or for arguments that it does not take.
    """
    call = criterion.check
    if call is None:
        msg = f"criterion {criterion.id!r} has no check"
        raise RubricError(msg, source=source, line=criterion.line)
    spec = checks.get(call.name)
    if spec is None:
        msg = f"unknown check {call.name!r}.{did_you_mean(call.name, checks)} `outcomes checks` lists them all."
        raise RubricError(msg, source=source, line=criterion.line)
    try:
        return spec, spec.args.model_validate(call.args)
    except ValidationError as error:
        raise RubricError(_explain(spec, error), source=source, line=criterion.line) from None


def bind_all(rubric: Rubric, checks: Checks) -> None:
    """Refuse a rubric whose checks could not run, before anything is paid for."""
    for criterion in rubric.criteria:
        if criterion.objective:
            bind(criterion, checks, source=rubric.source)


def _explain(spec: CheckSpec[Any], error: ValidationError) -> str:
    problems = []
    for item in error.errors(include_url=False):
        name = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            problems.append(f"no argument {name!r}.{did_you_mean(name, spec.args.model_fields)}")
        elif item["type"] == "missing":
            problems.append(f"argument {name!r} is missing")
        elif name and item["type"] == "value_error":
            problems.append(f"argument {name!r}: {item['msg'].removeprefix('Value error, ')}")
        elif name:
            problems.append(f"argument {name!r}: {item['msg'][0].lower()}{item['msg'][1:]}, found {item['input']!r}")
        else:
            problems.append(item["msg"].removeprefix("Value error, "))
    known = ", ".join(spec.args.model_fields) or "none"
    found = "; ".join(problems)
    stop = "" if found.endswith((".", "?")) else "."
    return f"check {spec.name!r}: {found}{stop} It takes: {known}. Example: `{spec.example}`"
