"""One line for each file: small enough to keep thousands, whole enough to compare with later."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from outcomes.cli.ending import WORK, exit_code
from outcomes.errors import GraderError, ProviderError, UsageError
from outcomes.run import EXIT_CODES
from outcomes.text import clip
from outcomes.verdict import GradeResult, Severity, Status

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.errors import OutcomesError
    from outcomes.many import Graded
    from outcomes.rubric import Criterion
    from outcomes.verdict import Grade, Verdict

SCHEMA_VERSION = 1
WORST_FIRST = (3, 2, 4, 5, 1, 0)
"""Exit codes of a file, the worst first: what broke says nothing about the work, and must not be read as a pass."""
_LONGEST = 400


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class CriterionRow(_Row):
    """What was found of one criterion."""

    id: str
    text: str
    line: int | None = None
    """In the rubric."""
    required: bool
    status: Status
    missing: str = ""
    where: tuple[str, ...] = ()
    fix: str = ""
    severity: Severity | Literal[""] = ""
    got_worse: bool | None = None
    """Against a baseline: whether it passed there and fails here, or was not there; `None` without one."""


class Failure(_Row):
    """Why there is no grade."""

    type: str
    code: str | None = None
    message: str


class Row(_Row):
    """What came of one file; beside an error, what code decides."""

    schema_version: int = SCHEMA_VERSION
    file: str
    """As it was found, with forward slashes."""
    artifact_sha256: str | None = None
    rubric: str
    rubric_sha256: str
    result: GradeResult | None = None
    exit_code: int
    error: Failure | None = None
    scope: Literal["full", "objective"] = "full"
    """Whether the whole rubric was asked for, or only the part that code decides."""
    score_lower: float | None = None
    score_upper: float | None = None
    graded: int = 0
    total: int = 0
    cost_usd: float | None = None
    """What asking cost, also where it came to nothing; `None`: somebody did not say."""
    from_cache: bool = False
    seconds: float
    criteria: tuple[CriterionRow, ...] = ()


def row_of(graded: Graded) -> Row:
    """A job's outcome as a row."""
    rubric, grade = graded.job.rubric, graded.grade
    base: dict[str, Any] = {
        "file": graded.job.path.as_posix(),
        "rubric": rubric.source or rubric.title,
        "rubric_sha256": rubric.sha256,
        "seconds": round(graded.seconds, 3),
    }
    error = graded.error
    if error is not None:
        failure = Failure(type=type(error).__name__, code=getattr(error, "code", None), message=str(error))
        base |= {"exit_code": exit_code(error), "error": failure, "cost_usd": _cost_of(error)}
    if grade is None:
        return Row(**{"exit_code": 3, **base})
    if error is None:
        usage = grade.usage
        cost = usage.cost_usd if usage is not None else None
        base |= {"result": grade.result, "exit_code": EXIT_CODES[grade.result], "cost_usd": cost}
    return Row(
        **base,
        artifact_sha256=grade.artifact_sha256,
        scope=grade.scope,
        score_lower=grade.score_lower,
        score_upper=grade.score_upper,
        graded=grade.graded,
        total=grade.total,
        from_cache=_is_kept(grade),
        criteria=tuple(_criterion(rubric[verdict.criterion_id], verdict) for verdict in grade.verdicts),
    )


def _is_kept(grade: Grade) -> bool:
    """Whether all that models said of it was kept from before."""
    asked = [look for look in grade.looks if look.models or look.from_cache]
    return bool(asked) and all(look.from_cache for look in asked)


def _cost_of(error: OutcomesError | None) -> float | None:
    """What was paid for nothing: only judges and endpoints cost anything."""
    if not isinstance(error, GraderError | ProviderError):
        return 0.0
    return error.usage.cost_usd if error.usage is not None else None


def _criterion(criterion: Criterion, verdict: Verdict) -> CriterionRow:
    gap = verdict.gap
    said = gap.missing if gap is not None else verdict.rationale if verdict.verdict == "cannot_judge" else ""
    return CriterionRow(
        id=criterion.id,
        text=criterion.text,
        line=criterion.line,
        required=criterion.required,
        status=verdict.verdict,
        missing=clip(said, _LONGEST),
        where=gap.where[:10] if gap is not None else (),
        fix=clip(gap.smallest_fix, _LONGEST) if gap is not None else "",
        severity=gap.severity if gap is not None else "",
    )


def read_rows(path: Path) -> dict[str, Row]:
    """Rows that were written before, as JSON lines or as one document, by file.

    Raises:
        UsageError: it cannot be read, or is neither.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        msg = f"the baseline {str(path)!r} cannot be read: {error.strerror}"
        raise UsageError(msg) from None
    except UnicodeDecodeError:
        text = ""
    try:
        found = {row.file: row for row in _rows(text)}
    except (ValueError, KeyError, TypeError, AttributeError):
        found = {}
    if not found:
        msg = f"the baseline {str(path)!r} is not what `outcomes grade-all` writes with --format json or jsonl"
        raise UsageError(msg)
    return found


def _rows(text: str) -> list[Row]:
    try:
        document = json.loads(text)
    except ValueError:
        return [Row.model_validate_json(line) for line in text.splitlines() if line.strip()]
    listed = document.get("files", [document])
    return [Row.model_validate(row) for row in listed]


def against(row: Row, before: Row | None) -> Row:
    """A row beside its baseline: only what got worse counts against the file, and what the baseline does not know.

    A file that was satisfied and is not any more got worse, also where no criterion fails that did not fail before.
    """
    broke = before is not None and before.result == "satisfied" and row.result not in ("satisfied", None)
    known = _known(before) if before is not None and not broke else {}
    criteria = tuple(each.model_copy(update={"got_worse": _worse(each, known.get(each.id))}) for each in row.criteria)
    if row.result is None:
        same = before is not None and row.exit_code == WORK and before.error == row.error
        return row.model_copy(update={"criteria": criteria} | ({"exit_code": 0} if same else {}))
    worse = {each.status for each in criteria if each.got_worse}
    code = row.exit_code
    if code == EXIT_CODES["needs_revision"] and "fail" not in worse:
        code = EXIT_CODES["undecided"] if worse else 0
    elif code == EXIT_CODES["undecided"] and not worse:
        code = 0
    return row.model_copy(update={"criteria": criteria, "exit_code": code})


def _known(before: Row) -> dict[str, Status]:
    """What was found; what is open because a judge broke was never looked at."""
    looked = [each for each in before.criteria if before.error is None or each.status != "cannot_judge"]
    return {each.id: each.status for each in looked}


def _worse(now: CriterionRow, before: Status | None) -> bool:
    return now.status in ("fail", "cannot_judge") and before not in (now.status, "fail")
