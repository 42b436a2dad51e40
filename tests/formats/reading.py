"""Short views of what was read, and of how reading was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from outcomes.errors import RubricError
from outcomes.format import detect
from outcomes.formats.markdown import read_markdown
from outcomes.formats.yaml import read_json, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.rubric import Criterion, Rubric


class Row(NamedTuple):
    """What most tests look at in a criterion."""

    text: str
    section: tuple[str, ...] = ()
    required: bool = True
    points: float = 1.0


def markdown(text: str) -> Rubric:
    return read_markdown(text, "r.md")


def yaml(text: str) -> Rubric:
    return read_yaml(text, "r.yaml")


def rows(rubric: Rubric) -> list[Row]:
    return [Row(c.text, c.section, c.required, c.points) for c in rubric.criteria]


def texts(rubric: Rubric) -> list[str]:
    return [criterion.text for criterion in rubric.criteria]


def stated(criterion: Criterion) -> dict[str, Any]:
    """The fields that are not as they would be anyway, without id and line."""
    return criterion.model_dump(exclude_defaults=True, exclude={"id", "line", "column", "text"})


def refusal(text: str, *, form: str = "markdown") -> str:
    with pytest.raises(RubricError) as caught:
        markdown(text) if form == "markdown" else yaml(text)
    return str(caught.value)


def without_places(rubric: Rubric, *also: str) -> dict[str, Any]:
    """Everything in a rubric but where it stood in its file, and what was told about reading it."""
    places = {"line", "column", *also}
    return rubric.model_dump(exclude={"source": True, "notes": True, "criteria": {"__all__": places}})


READERS = {"markdown": read_markdown, "yaml": read_yaml, "json": read_json}


def read_file(path: Path) -> Rubric | None:
    """The rubric in a file, whatever its format; `None` when it is refused."""
    text = path.read_text(encoding="utf-8")
    try:
        return READERS[detect(text, path.name)](text, path.name)
    except RubricError:
        return None


def notes(rubric: Rubric) -> list[str]:
    """What was told about reading it: kind, place, words."""
    return [f"{note.kind} {note}" for note in rubric.notes]
