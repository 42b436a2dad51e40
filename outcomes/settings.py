"""What the environment and `outcomes.toml` say, read once at the edge into one frozen value.

Precedence: a flag, then `OUTCOMES_*`, then `./outcomes.toml`, then the default.
"""

from __future__ import annotations

import os
import shlex
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
TABLES = ("lint", "prices", "panel", "grade")
"""Keys of the file that hold more than one value, and have no variable."""


class LintSettings(BaseModel):
    """The table `[lint]`: which of the linter's rules speak, by code or by the beginning of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    select: tuple[str, ...] | None = None
    """Only these; all if it is not given."""
    ignore: tuple[str, ...] = ()
    """Not these."""


class GradeSettings(BaseModel):
    """One table `[[grade]]`: which files `outcomes grade-all` grades against which rubric."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: tuple[str, ...] = Field(min_length=1)
    """Names or patterns; `**` stands for folders at any depth."""
    rubric: str = Field(min_length=1)
    """A rubric file, or the name of one that comes with outcomes."""

    @field_validator("files", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


class PriceSettings(BaseModel):
    """One model in the table `[prices]`, in dollars for a million tokens; 0 is a price, and "not given" is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)
    cache_write_5m: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    """1.25 times `input` if it is not given, as the hosted endpoint has it."""
    cache_write_1h: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    """Twice `input` if it is not given, as the hosted endpoint has it."""
    cache_read: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    """As dear as `input` if it is not given: what is not known is counted high."""

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_switch(cls, value: object) -> object:
        """Python takes `true` for 1."""
        return _no_switch(value)


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
    grader_command: tuple[str, ...] | None = None
    """The program that `grader = "command"` runs, with its arguments; in the environment, one line as for a shell."""
    grader_environment: tuple[str, ...] = ()
    """Names of variables that this program gets from the caller's environment; no others reach it."""
    grader_timeout_seconds: float = Field(default=600, gt=0, allow_inf_nan=False)
    """How long one look of this program may take."""
    worksheet: Path | None = None
    """The file that `grader = "human"` has somebody fill in; without it, the terminal asks."""
    effort: Literal["low", "medium", "high"] | None = None
    """How hard the model shall try, where its endpoint knows the word; its own default if it is not given."""
    cache_ttl: Literal["5m", "1h"] = "5m"
    """How long the endpoint keeps what it has read: an hour costs 2 instead of 1.25 times the input, once."""
    max_in_flight: int = Field(default=64, ge=1, le=256)
    """Questions at once to one endpoint, from all runs of this process; fewer while it says that it has no room."""
    call_timeout_seconds: float = Field(default=300, gt=0, allow_inf_nan=False)
    """How long one answer may take."""
    way: Literal["native", "forced_tool", "offered_tool", "prompted"] | None = None
    """How answers are got in the form that is wanted (`outcomes.model.Way`); found out by asking if it is not given."""
    prices: dict[str, PriceSettings] = {}
    """The table `[prices]`: what models cost, by name, before the built-in list."""
    panel: tuple[str, ...] = ()
    """Further models: with two of them, look 0 asks `model`, look 1 the first, look 2 the second, look 3 `model` again.
    A pass is confirmed by more than one look, so that a panel takes no more looks than a single model."""
    verdicts: str | None = None
    """A folder in which a model's verdicts are kept: the very same question, of this run or another, is then answered
    from there for nothing, and the grade says so. Nothing is kept if it is not given."""
    batch_size: int = Field(default=8, ge=1, le=100)
    """The most criteria that a model is asked about in one question."""
    on_injection: Literal["note", "human", "fail"] = "note"
    """What follows when a model suspects the artifact of giving it instructions: it is noted; no pass of that look
    counts until a person has looked; or, where the words are found in the file, its passes fail until they are out."""
    lint: LintSettings = LintSettings()
    grade: tuple[GradeSettings, ...] = ()
    """What `outcomes grade-all` does when it is given no files."""
    max_iterations: int = Field(default=3, ge=1)
    convert: bool = False
    """Whether Office 97-2003, OpenDocument and RTF files are converted with LibreOffice and read, not refused."""
    worker_timeout_seconds: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    runs: Path = Path()
    """The folder in which runs are kept; `outcomes` in the user's state folder if it is not given."""
    no_content: bool = False
    """Whether of each run only hashes, verdicts, counts and costs are kept; such a run cannot be resumed."""

    @field_validator("grader_command", "grader_environment", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        """A variable holds one line; a file may too."""
        try:
            return shlex.split(value) if isinstance(value, str) else value
        except ValueError as error:
            msg = f"it cannot be split into words ({error}); close every quote"
            raise ValueError(msg) from None

    @field_validator(
        "max_iterations",
        "worker_timeout_seconds",
        "max_cost_usd",
        "max_in_flight",
        "batch_size",
        "call_timeout_seconds",
        "grader_timeout_seconds",
        mode="before",
    )
    @classmethod
    def _refuse_switch(cls, value: object) -> object:
        """Python takes `true` for 1."""
        return _no_switch(value)


def _no_switch(value: object) -> object:
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
    return settings_of(values)


def settings_of(values: Mapping[str, object]) -> Settings:
    """Settings of these values; `UsageError` names the one that is wrong, as a variable or key of the file."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"] if part != "[key]")
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
