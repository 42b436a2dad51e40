"""What the environment and `outcomes.toml` say, read once at the edge into one frozen value.

Precedence: a flag, then `OUTCOMES_*`, then `./outcomes.toml`, then the default.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from outcomes.errors import UsageError
from outcomes.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "outcomes.toml"
PREFIX = "OUTCOMES_"
TABLES = ("lint",)
"""Keys of the file that hold more than one value, and have no variable."""


class LintSettings(BaseModel):
    """The table `[lint]`: which of the linter's rules speak, by code or by the beginning of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    select: tuple[str, ...] | None = None
    """Only these; all if it is not given."""
    ignore: tuple[str, ...] = ()
    """Not these."""


class Settings(BaseModel):
    """Everything that can be set from outside a call. Keys of endpoints are never in a file: see `models`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    grader: str | None = None
    """Who judges: `model`, `human`, `command`, or `package.module:name` of a grader of one's own (an object, or a
    function without arguments that gives one). Nothing is spent while this is not set."""
    model: str | None = None
    """The model that `grader = "model"` asks, as its endpoint calls it."""
    base_url: str | None = None
    """The endpoint's address, without `/v1`; `ANTHROPIC_BASE_URL` and then the hosted one if it is not given."""
    profile: Literal["standard", "private"] = "standard"
    """`private`: only messages, nothing stored at the endpoint, no text of rubric or artifact outside messages."""
    max_cost_usd: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """The most that one command may spend on judging, in dollars."""
    lint: LintSettings = LintSettings()
    max_iterations: int = Field(default=3, ge=1)
    convert: bool = False
    """Whether Office 97-2003, OpenDocument and RTF files are converted with LibreOffice and read, not refused."""
    worker_timeout_seconds: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    runs: Path = Path()
    """The folder in which runs are kept; `outcomes` in the user's state folder if it is not given."""

    @field_validator("max_iterations", "worker_timeout_seconds", "max_cost_usd", mode="before")
    @classmethod
    def _refuse_switch(cls, value: object) -> object:
        """Python takes `true` for 1."""
        if isinstance(value, bool):
            msg = "it is a number, not true or false"
            raise ValueError(msg)  # noqa: TRY004 - pydantic makes a ValidationError of this one only
        return value


def load_settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """Read the environment and the folder's `outcomes.toml`; `UsageError` names the variable or key that is wrong."""
    values: dict[str, object] = {"runs": state_folder(environment)}
    path = folder / FILE
    if path.is_file():
        values.update(_from_file(path))
    for name in Settings.model_fields:
        given = environment.get(PREFIX + name.upper())
        if given and name not in TABLES:
            values[name] = given
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        why = first["msg"].lower().removeprefix("value error, ")
        where = f"{name!r} in {FILE}" if first["loc"][0] in TABLES else f"{PREFIX}{name.upper()} or {name!r} in {FILE}"
        msg = f"{where}: {why}, found {first['input']!r}"
        raise UsageError(msg) from None


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where a program keeps what should survive it: `$XDG_STATE_HOME/outcomes` (XDG base directories, 0.8)."""
    given = environment.get("XDG_STATE_HOME", "")
    base = Path(given) if Path(given).is_absolute() else None
    local = environment.get("LOCALAPPDATA")
    if base is None and local and os.name == "nt":
        base = Path(local)
    return (base if base is not None else Path.home() / ".local" / "state") / "outcomes"


def _from_file(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        msg = f"{path} cannot be read: {error}"
        raise UsageError(msg) from None
    for name in values:
        if name not in Settings.model_fields:
            known = ", ".join(Settings.model_fields)
            msg = f"{path}: unknown key {name!r}.{did_you_mean(name, Settings.model_fields)} Known keys: {known}"
            raise UsageError(msg)
    return values
