"""Outcome files: what `outcomes run` is asked for, kept in one TOML or YAML file instead of in flags."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from outcomes.cli.options import Confirm
from outcomes.errors import RubricError, UsageError
from outcomes.outcome import Budget
from outcomes.text import clip, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

EXAMPLE: Final = 'description = "Board deck for Q3"'


class OutcomeFile(BaseModel):
    """What may stand in an outcome file; everything can be given, or overridden, on the command line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: str | None = Field(default=None, min_length=1)
    rubric: str | None = Field(default=None, min_length=1)
    """A path, seen from the file's own folder, or the name of a shipped rubric."""
    variables: dict[str, str] = Field(default_factory=dict)
    """Values for `{{ name }}` in the rubric."""
    references: tuple[str, ...] = ()
    """Files to compare the artifact with, as paths seen from the file's own folder."""
    worker: str | None = Field(default=None, min_length=1)
    max_iterations: int | None = Field(default=None, ge=1)
    budget: Budget = Budget()
    confirm: Confirm | None = None

    def overridden(self, values: Mapping[str, object], limits: Mapping[str, object]) -> OutcomeFile:
        """The same with what is not `None` in its place: `values` by key, `limits` by key of the budget.

        Raises:
            UsageError: a value is out of its range.
        """
        budget = {**self.budget.model_dump(), **_given(limits)}
        return _validated({**self.model_dump(), **_given(values), "budget": budget}, "command line")


def read_outcome_file(path: Path) -> OutcomeFile:
    """Read `*.toml`, `*.yaml`, `*.yml` or `*.json`.

    Raises:
        UsageError: there is no such file, it is not what its name says, or a key or value is wrong.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        msg = f"{str(path)!r} is no outcome file; its name ends in one of {', '.join(_READERS)}"
        raise UsageError(msg)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"the outcome file {str(path)!r} cannot be read: {error.strerror}"
        raise UsageError(msg) from None
    except UnicodeDecodeError as error:
        msg = f"{path}: the file is not UTF-8 text (byte {error.start}); save it as UTF-8"
        raise UsageError(msg) from None
    return _located(_validated(reader(text, path), str(path)), path)


def _located(found: OutcomeFile, path: Path) -> OutcomeFile:
    """A rubric beside the file, and references, are found from wherever the command is run."""
    update: dict[str, object] = {"references": tuple(str(path.parent / name) for name in found.references)}
    if found.rubric is not None and (beside := path.parent / found.rubric).is_file():
        update["rubric"] = str(beside)
    return found.model_copy(update=update)


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _validated(values: object, source: str) -> OutcomeFile:
    if not isinstance(values, dict):
        msg = f"{source}: expected keys and values such as {EXAMPLE}, found {type(values).__name__}"
        raise UsageError(msg)
    try:
        return OutcomeFile.model_validate(values)
    except ValidationError as error:
        msg = f"{source}: " + "; ".join(map(_problem, error.errors(include_url=False)))
        raise UsageError(msg) from None


def _problem(error: ErrorDetails) -> str:
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        fields = Budget.model_fields if len(error["loc"]) > 1 else OutcomeFile.model_fields
        known = ", ".join(fields)
        return f"unknown key {name!r}.{did_you_mean(str(error['loc'][-1]), fields)} Known keys: {known}"
    said = error["msg"]
    return f"{name!r}: {said[0].lower()}{said[1:]}, found {clip(repr(error['input']), 60)}"


def _toml(text: str, path: Path) -> object:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        msg = f"{path} is not TOML: {error}"
        raise UsageError(msg) from None


def _yaml(text: str, path: Path) -> object:
    from outcomes.wiring import read_values

    try:
        return read_values(text, str(path))
    except RubricError as error:
        raise UsageError(str(error)) from None


_READERS: Final[dict[str, Callable[[str, Path], object]]] = {
    ".toml": _toml,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".json": _yaml,
}
