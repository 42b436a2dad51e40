"""Short views of what was read, and of how reading was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from outcomes.errors import RubricError
from outcomes.formats.markdown import read_markdown
from outcomes.formats.yaml import read_yaml

if TYPE_CHECKING:
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
    return criterion.model_dump(exclude_defaults=True, exclude={"id", "line", "text"})


def refusal(text: str, *, form: str = "markdown") -> str:
    with pytest.raises(RubricError) as caught:
        markdown(text) if form == "markdown" else yaml(text)
    return str(caught.value)
