"""Every word said to a model, as Jinja templates beside this file: named values in, text out, nothing undefined."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jinja2 import Environment, Template

PROMPT_VERSION: Final = "3"
"""Which words a judge is told: raised with every change of a template of `JUDGE_TEMPLATES`, so that verdicts given
under other words are never taken for comparable, nor out of a cache."""

JUDGE_TEMPLATES: Final = ("judge/*.j2", "artifact.md.j2", "excerpt.md.j2")
"""Patterns of the templates that a judge reads, in this folder."""


def render(template: str, /, **values: object) -> str:
    """Fill one of the templates. A value that the template needs and did not get is an error, never an empty string."""
    return _template(template).render(values)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("outcomes", "prompts"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        autoescape=False,  # noqa: S701 - text for a model or a worker, never HTML
    )
