"""Every code that a reader gives is one that users can look up."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import outcomes
from outcomes.artifact import CONCEALED
from outcomes.errors import ARTIFACT_CODES
from outcomes.reader import FLAG_CODES, HIDDEN_REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(outcomes.__file__).parent


def calls(name: str) -> Iterator[ast.Call]:
    """Every call of a class in the whole package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def first_texts(name: str) -> set[str]:
    """The first arguments of those calls, as far as they are written out."""
    found = (call.args[0] for call in calls(name) if call.args)
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_flag_is_in_the_list() -> None:
    raised = first_texts("Flag")

    assert len(raised) > 15
    assert raised - set(FLAG_CODES) == set()


def test_every_error_code_is_in_the_list_and_every_listed_one_is_raised() -> None:
    raised = first_texts("ArtifactError")
    written = {
        text for path in PACKAGE.rglob("*.py") for text in ARTIFACT_CODES if f'"{text}"' in path.read_text("utf-8")
    }

    assert raised - set(ARTIFACT_CODES) == set()
    assert written == set(ARTIFACT_CODES)


def test_every_reason_is_in_the_list() -> None:
    given = {
        word.value.value
        for name in ("Block", "_replace")
        for call in calls(name)
        for word in call.keywords
        if word.arg == "reason" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
    }

    assert given - set(HIDDEN_REASONS) == set()
    assert set(HIDDEN_REASONS) >= CONCEALED
    assert all(meaning for meaning in (*FLAG_CODES.values(), *HIDDEN_REASONS.values()))
