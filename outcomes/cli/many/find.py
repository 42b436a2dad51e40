"""Which files are graded against which rubric: patterns on the command line, or those of `outcomes.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from outcomes import api
from outcomes.artifact import KINDS_BY_ENDING
from outcomes.errors import UsageError
from outcomes.many import Job
from outcomes.text import count, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from outcomes.rubric import Rubric
    from outcomes.settings import GradeSettings

_SPECIAL: Final = frozenset("*?[")


def find_jobs(
    patterns: Sequence[str],
    rubric: str | None,
    rules: Sequence[GradeSettings],
    variables: Mapping[str, str],
    *,
    only_objective: bool,
) -> list[Job]:
    """Every file that is meant, once, in the order of their names.

    Raises:
        UsageError: nothing is meant, nothing is found, or it is not said what to grade against.
        RubricError: a rubric cannot be used.
    """
    wanted: list[tuple[str, str]] = []
    if patterns:
        if rubric is None:
            raise UsageError("grade-all needs to know what to grade against; give --rubric FILE")
        wanted = [(pattern, rubric) for pattern in patterns]
    elif rules:
        wanted = [(pattern, rubric or rule.rubric) for rule in rules for pattern in rule.files]
    else:
        raise UsageError(
            "no files are named: give patterns, as in outcomes grade-all 'deliverables/**/*.docx' --rubric "
            'business-report, or write [[grade]] with files = ["deliverables/**/*.docx"] and rubric = '
            '"business-report" into outcomes.toml'
        )
    rubrics: dict[str, Rubric] = {}
    found: dict[Path, Rubric] = {}
    for pattern, name in wanted:
        if name not in rubrics:
            whole = api.load_rubric(name, variables)
            rubrics[name] = whole.only_objective() if only_objective else whole
        for path in _matches(pattern):
            _refuse_folder(path, rubrics[name])
            found.setdefault(path, rubrics[name])
    if not found:
        listed = ", ".join(repr(pattern) for pattern, _ in wanted)
        msg = f"no file matches {listed} in {str(Path.cwd())!r}.{_hint(wanted)}"
        raise UsageError(msg)
    return [Job(path, found[path]) for path in sorted(found)]


def _matches(pattern: str) -> Iterable[Path]:
    """A file or folder by its name, or what a pattern matches; what editors and systems leave behind is left out."""
    path = Path(pattern)
    if not _SPECIAL & set(pattern):
        if not path.exists():
            msg = f"there is no file {pattern!r}.{_nearby(path)}"
            raise UsageError(msg)
        return [path]
    base = Path(path.anchor) if path.is_absolute() else Path()
    relative = path.relative_to(path.anchor) if path.is_absolute() else path
    try:
        matched = list(base.glob(str(relative)))
    except (ValueError, NotImplementedError, OSError) as error:
        msg = f"{pattern!r} is no pattern of file names: {error}"
        raise UsageError(msg) from None
    return [each for each in matched if each.is_file() and not each.name.startswith((".", "~$"))]


def _refuse_folder(path: Path, rubric: Rubric) -> None:
    """A folder is one artifact; where the rubric is about files, those in it are meant."""
    if rubric.applies_to and "folder" not in rubric.applies_to and path.is_dir():
        kinds = " or ".join(rubric.applies_to)
        kind = rubric.applies_to[0]
        ending = next((short for short, name in KINDS_BY_ENDING.items() if name == kind), kind)
        inside = (path / "**" / f"*.{ending}").as_posix()
        msg = f"{path.as_posix()!r} is a folder, and the rubric is about {kinds}; name its files, as in {inside!r}"
        raise UsageError(msg)


def _nearby(path: Path) -> str:
    try:
        return did_you_mean(path.name, [each.name for each in path.parent.iterdir()])
    except OSError:
        return ""


def _hint(wanted: Sequence[tuple[str, str]]) -> str:
    """A pattern for one kind of folder is often meant for all below it."""
    if any("**" not in pattern for pattern, _ in wanted):
        return " `**` stands for folders at any depth, as in 'deliverables/**/*.docx'; in quotes the shell leaves it."
    return f" {count(len(wanted), 'pattern was', 'patterns were')} looked at."
