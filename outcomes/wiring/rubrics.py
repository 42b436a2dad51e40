"""Rubric files to rubrics and back, in every form that there is a reader or a writer for."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from outcomes.check import bind_all
from outcomes.errors import RubricError, UsageError
from outcomes.system import is_file, uncollected
from outcomes.text import clip, did_you_mean
from outcomes.wiring.checking import checks
from outcomes.wiring.loading import LONGEST_NAME, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.format import Format
    from outcomes.rubric import Rubric


FORMATS = {
    "markdown": "outcomes.formats.markdown:read_markdown",
    "yaml": "outcomes.formats.yaml:read_yaml",
    "json": "outcomes.formats.yaml:read_json",
}
"""Kind of rubric file -> its reader."""


def read_rubric(text: str, source: str, variables: Mapping[str, object] | None = None) -> Rubric:
    """A rubric from text, `variables` filled in, its checks verified; `RubricError` names file and line."""
    from outcomes.format import detect

    reader = cast("Format", load(FORMATS[detect(text, source)]))
    with uncollected():
        rubric = reader(text, source, variables)
    check_rubric(rubric)
    return rubric


def read_values(text: str, source: str) -> object:
    """The values in a YAML or JSON file, by its suffix, as strictly as in rubrics; `RubricError` names the line."""
    from outcomes.format import clean
    from outcomes.formats.json_nodes import compose_json
    from outcomes.formats.nodes import plain
    from outcomes.formats.yaml_nodes import compose

    root = (compose_json if source.lower().endswith(".json") else compose)(clean(text, source), source)
    return None if root is None else plain(root)


def check_rubric(rubric: Rubric) -> None:
    """Refuse a rubric whose checks are unknown or have wrong arguments, before anything is paid for."""
    known = checks()
    for criterion in rubric.criteria:
        name = criterion.check.name if criterion.check is not None else ""
        if name and name not in known and (why := known.why_not(name)):
            msg = f"unknown check {name!r}: {why}"
            raise RubricError(msg, source=rubric.source, line=criterion.line)
    bind_all(rubric, known)


def write_rubric(rubric: Rubric) -> str:
    """The rubric as markdown, for people and for the platform's own event; written once for runs that share it."""
    return _written(_SameObject(rubric))


class _SameObject:
    """A rubric as a key: equal when it is the same object."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameObject) and other.rubric is self.rubric

    def __hash__(self) -> int:
        return id(self.rubric)


@lru_cache(maxsize=64)
def _written(key: _SameObject) -> str:
    from outcomes.formats.markdown_writer import write_markdown

    return write_markdown(key.rubric)


def write_rubric_as(rubric: Rubric, form: str) -> str:
    """The rubric as `markdown` or `yaml`; `RubricError` when that could not be read again, being too long, say."""
    from outcomes.format import MAX_CHARACTERS
    from outcomes.formats.yaml_writer import write_yaml

    text = write_rubric(rubric) if form == "markdown" else write_yaml(rubric)
    try:
        cast("Format", load(FORMATS[form]))(text, f"as {form}")
    except RubricError as error:
        much = f"it has {len(text):,} characters, and at most {MAX_CHARACTERS:,} are read"
        why = much if len(text) > MAX_CHARACTERS else error.message
        msg = f"as {form} it could not be read again: {why}; use the file as it is"
        raise RubricError(msg, source=rubric.source) from None
    return text


def rubric_schema() -> str:
    """The JSON Schema of YAML and JSON rubrics, as text."""
    return (Path(__file__).parents[1] / "formats" / "rubric.schema.json").read_text(encoding="utf-8")


def rubric_text(path: Path) -> str:
    """The text of a rubric file; shipped rubrics are found by their name alone (`board-deck`)."""
    try:
        return rubric_file(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_utf8(error, str(path)) from None
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise UsageError(msg) from None


def rubric_file(path: Path) -> Path:
    """Where a rubric is: a file, or one that comes with the package; `UsageError` when there is none of that name."""
    here = is_file(path)
    found = path if here else shipped_rubrics().get(path.name.removesuffix(".md").removesuffix(".yaml"))
    if found is None or (not here and path.parent != Path()):
        known = ", ".join(sorted(shipped_rubrics()))
        what = "a path is wanted, not the text of a rubric:" if "\n" in str(path) else "there is no rubric file"
        name, hint = clip(str(path), LONGEST_NAME), did_you_mean(clip(path.name), shipped_rubrics())
        msg = f"{what} {name!r}.{hint} Shipped ones: {known}"
        raise UsageError(msg)
    return found


def not_utf8(error: UnicodeDecodeError, source: str) -> RubricError:
    """What to say of a rubric file that is no UTF-8 text."""
    msg = f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8"
    return RubricError(msg, source=source)


@cache
def shipped_rubrics() -> dict[str, Path]:
    """Rubrics that come with the package, by name."""
    here = Path(__file__).parents[1]
    folder = next((place for place in (here / "_rubrics", here.parent / "rubrics") if place.is_dir()), None)
    if folder is None:
        return {}
    found = sorted([*folder.glob("*.md"), *folder.glob("*.yaml")])
    return {path.stem: path for path in found if not path.stem.isupper()}
