"""What a program that judges has printed -> verdicts; whatever does not fit is said, with its place in the reply."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from outcomes.errors import GraderError
from outcomes.evidence import Absence, AnyEvidence, Measure, Quote, Region
from outcomes.text import clip, did_you_mean, shown
from outcomes.usage import Usage
from outcomes.verdict import MOST_COUNTED, Gap, GapKind, Severity, Status, Verdict

if TYPE_CHECKING:
    from outcomes.rubric import Rubric

MOST_PROBLEMS: Final = 3


class Reply(NamedTuple):
    """A program's reply, as values of the engine."""

    verdicts: tuple[Verdict, ...]
    usage: Usage | None
    models: tuple[str, ...]
    contradiction: str | None
    injection_suspected: bool


class _Told(BaseModel):
    """Unknown fields are let pass: programs say more than they are asked."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


class _Evidence(_Told):
    """A piece of evidence, in the words of the wire or in those of a grade."""

    kind: Literal["text", "table", "image", "computed", "absence", "quote", "measure", "region"] = "text"
    locator: str = ""
    quote: str = ""
    text: str = ""
    source: str = ""
    """The name of the reference that is quoted."""
    measured: str = ""
    searched: str = ""
    locators: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None

    def made(self) -> AnyEvidence | None:
        """The engine's own value; `None` for what says nothing."""
        words = self.quote or self.text or self.measured
        if self.kind == "absence":
            searched = self.searched or words
            scope = self.scope or tuple(filter(None, [self.locator]))
            return Absence(searched=searched, scope=scope) if searched else None
        if self.kind == "region" and self.box is not None:
            return Region(locator=self.locator, box=self.box)
        if self.kind in ("computed", "measure"):
            return Measure(measured=words, locators=self.locators or tuple(filter(None, [self.locator])))
        return Quote(locator=self.locator, text=words, source=self.source) if words else None


class _Gap(_Told):
    missing: str = ""
    where: str | tuple[str, ...] = ()
    smallest_fix: str = ""
    done_when: str = ""
    kind: GapKind = "incomplete"
    severity: Severity | Literal["none"] | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Where, as a list."""
        return tuple(filter(None, [self.where])) if isinstance(self.where, str) else self.where


class _Verdict(_Told):
    criterion_id: str = Field(min_length=1)
    verdict: Status
    searched: str = ""
    evidence: tuple[_Evidence, ...] = ()
    rationale: str = ""
    gap: _Gap | None = None
    severity: Severity | Literal["none", ""] = ""
    level: str | None = None
    count: int | None = Field(default=None, ge=0, le=MOST_COUNTED)

    @field_validator("verdict", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    def made(self) -> Verdict:
        """The engine's own value; `ValueError` for a fail that does not say what is missing."""
        return Verdict(
            criterion_id=self.criterion_id,
            searched=self.searched,
            evidence=tuple(made for item in self.evidence if (made := item.made()) is not None),
            rationale=self.rationale,
            verdict=self.verdict,
            gap=self._gap() if self.verdict == "fail" else None,
            level=self.level or None,
            count=self.count,
        )

    def _gap(self) -> Gap:
        given = self.gap
        if given is None or not given.missing.strip():
            msg = f"the fail of {self.criterion_id!r} does not say what is missing (`gap.missing`)"
            raise ValueError(msg)
        severity = given.severity or self.severity
        return Gap(
            missing=given.missing,
            where=given.places,
            smallest_fix=given.smallest_fix,
            done_when=given.done_when,
            kind=given.kind,
            severity=severity if severity and severity != "none" else "major",
        )


class _Whole(_Told):
    verdicts: tuple[_Verdict, ...]
    usage: Usage | None = None
    models: tuple[str, ...] = ()
    contradiction: str | None = None
    injection_suspected: bool = False
    nonce: str | None = None


def read_reply(data: bytes, rubric: Rubric, who: str, nonce: str) -> Reply:
    """The reply of a program, `who` in messages, that was given this nonce.

    Raises:
        GraderError: it is no JSON object with proper verdicts, or repeats another nonce.
    """
    given = _object(data, who)
    try:
        whole = _Whole.model_validate(given)
        verdicts = tuple(verdict.made() for verdict in whole.verdicts)
    except ValidationError as error:
        raise _bad(who, f"a reply that does not fit: {_problems(error, given, rubric)}") from None
    except ValueError as error:
        raise _bad(who, f"a reply that does not fit: {shown(str(error))}") from None
    if whole.nonce is not None and whole.nonce != nonce:
        raise _bad(who, "another nonce than the one in its request: the reply is not to this question")
    return Reply(verdicts, whole.usage, whole.models, whole.contradiction, whole.injection_suspected)


def _object(data: bytes, who: str) -> dict[str, Any]:
    expected = 'print one JSON object, {"verdicts": [...]}, to stdout, and everything else to stderr'
    if not data.strip():
        raise _bad(who, f"nothing to stdout; {expected}")
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _bad(who, f"something that is not UTF-8 (byte {error.start}); {expected}") from None
    except json.JSONDecodeError as error:
        found = clip(shown(data.decode("utf-8-sig", "replace")[max(error.pos - 20, 0) :]), 60)
        place = f"line {error.lineno}, column {error.colno}"
        raise _bad(who, f"no JSON ({error.msg} at {place}, near {found!r}); {expected}") from None
    except (ValueError, RecursionError):
        raise _bad(who, "JSON that cannot be read: too deep, or a number too long") from None
    if not isinstance(given, dict) or not isinstance(given.get("verdicts"), list):
        what = f"an object with {', '.join(given) or 'nothing'}" if isinstance(given, dict) else type(given).__name__
        raise _bad(who, f"{shown(clip(what, 120))}, without a list of `verdicts`; {expected}")
    return given


def _bad(who: str, what: str) -> GraderError:
    return GraderError(f"{who} printed {what}")


def _problems(error: ValidationError, given: dict[str, Any], rubric: Rubric) -> str:
    found = error.errors(include_url=False)
    said = [_problem(one["loc"], one["msg"], one["input"], given, rubric) for one in found[:MOST_PROBLEMS]]
    more = f"; and {len(found) - MOST_PROBLEMS} more" if len(found) > MOST_PROBLEMS else ""
    return "; ".join(said) + more


def _problem(place: tuple[int | str, ...], what: str, value: object, given: dict[str, Any], rubric: Rubric) -> str:
    """`verdicts[2].verdict of 'sources': Input should be ..., found 'maybe'`."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    whose = ""
    if len(place) > 2 and place[0] == "verdicts" and isinstance(place[1], int):
        entry = given["verdicts"][place[1]]
        name = entry.get("criterion_id") if isinstance(entry, dict) else None
        whose = f" of {clip(str(name))!r}{'' if name in rubric.ids else did_you_mean(str(name), rubric.ids)}"
    return shown(f"{path}{whose}: {what}, found {clip(repr(value), 60)}")
