"""Commented rubrics to start from, one for each kind of file, as templates beside this file."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from outcomes.drafting.names import clear
from outcomes.errors import UsageError
from outcomes.text import clip, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

    from outcomes.rubric import Criterion

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "docx": "Report",
        "pptx": "Deck",
        "xlsx": "Workbook",
        "pdf": "Document",
        "markdown": "Text in markdown",
        "text": "Text",
        "html": "Web page",
        "csv": "Table of data",
        "json": "Data",
    }
)
"""Kinds of file for which there is one, and what it is called unless it is given a title."""


def starting(kind: str, title: str, scalar: Callable[[str], str]) -> str:
    """The rubric as markdown; `scalar` writes the title as a value of YAML.

    Raises:
        UsageError: there is none for this kind.
    """
    if kind not in KINDS:
        known = ", ".join(KINDS)
        msg = f"there is no rubric to start from for {clip(kind)!r}.{did_you_mean(kind, KINDS)} Kinds: {known}"
        raise UsageError(msg)
    named = clear(title) or KINDS[kind]
    return _environment().get_template(f"{kind}.md.j2").render(kind=kind, title=scalar(named))


def statement(criterion: Criterion) -> str:
    """A judged criterion as an author would write it, with the marks that most have."""
    marks = [
        "(should)" if not criterion.required else "",
        f"(applies when: {criterion.applies_when})" if criterion.applies_when else "",
        "(fault)" if criterion.fault else "",
        "(about: hidden)" if criterion.about == "hidden" else "",
        "(withheld)" if criterion.withheld else "",
    ]
    return " ".join(filter(None, [criterion.text, *marks]))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("outcomes.drafting"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - a rubric, never HTML
    )
