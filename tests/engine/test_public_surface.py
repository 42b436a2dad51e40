"""The package's face: what it exports, and what importing it costs."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import pytest

import outcomes
from outcomes import _WHERE


def test_the_public_names_are_sorted_and_all_of_them_load() -> None:
    assert sorted(outcomes.__all__) == outcomes.__all__
    assert set(outcomes.__all__) == set(_WHERE)
    for name in outcomes.__all__:
        assert getattr(outcomes, name) is not None


def test_no_public_name_is_also_a_submodule() -> None:
    """Otherwise importing the submodule would silently replace the name."""
    submodules = {module.name for module in pkgutil.iter_modules(outcomes.__path__)}
    assert submodules & set(outcomes.__all__) == set()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'grad'"):
        outcomes.grad  # noqa: B018


HEAVY = {"anthropic", "lxml", "pydantic", "rich", "jinja2", "yaml", "markdown_it", "structlog", "asyncio"}


@pytest.mark.parametrize(
    ("code", "light"),
    [
        ("import outcomes", HEAVY),
        ("from outcomes import Outcome, run_outcome, until_satisfied", HEAVY - {"pydantic", "asyncio"}),
    ],
)
def test_importing_loads_nothing_heavy(code: str, light: set[str]) -> None:
    probe = f"{code}\nimport sys, json\nprint(json.dumps(sorted(m.partition('.')[0] for m in sys.modules)))"
    loaded = set(json.loads(subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True).stdout))
    assert loaded & light == set()
