"""Errors: grouped by who must act, and each says where and what to do."""

from __future__ import annotations

import inspect

import pytest

from outcomes import errors
from outcomes.errors import (
    ARTIFACT_CODES,
    RENDER_CODES,
    ArtifactError,
    GraderError,
    OutcomesError,
    ProviderError,
    RenderError,
    RubricError,
    StoreError,
    UsageError,
    WorkerError,
)


def test_one_except_clause_catches_everything_the_engine_raises() -> None:
    raised = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    assert [kind for kind in raised if not issubclass(kind, OutcomesError)] == []


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    documented = {line.split()[-1] if "──" not in line else line.split("── ")[1].split()[0] for line in _tree_lines()}
    defined = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, OutcomesError)}
    assert documented == defined


def _tree_lines() -> list[str]:
    return [line for line in (errors.__doc__ or "").splitlines() if "──" in line or line == "OutcomesError"]


def test_whose_fault_it_is_never_overlaps() -> None:
    """Nobody is charged for another's mistake by a broad `except`."""
    kinds = (
        RubricError, UsageError, ArtifactError, WorkerError, GraderError, ProviderError, RenderError, StoreError
    )  # fmt: skip
    assert [(one, other) for one in kinds for other in kinds if one is not other and issubclass(one, other)] == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RubricError("no criteria"), "no criteria"),
        (RubricError("no criteria", source="r.md"), "r.md: no criteria"),
        (RubricError("no criteria", source="r.md", line=3), "r.md:3: no criteria"),
        (RubricError("no criteria", source="r.md", line=3, column=7), "r.md:3:7: no criteria"),
        (RubricError("no criteria", line=3), "3: no criteria"),
    ],
)
def test_a_rubric_error_begins_with_what_is_known_of_its_place(error: RubricError, sentence: str) -> None:
    assert str(error) == sentence


def test_a_place_is_filled_in_only_where_it_was_not_known() -> None:
    near = RubricError("bad points", line=3, column=7).at(source="r.md", line=99)
    assert (near.message, near.source, near.line, near.column) == ("bad points", "r.md", 3, 7)
    assert RubricError("bad", source="inner.md").at(source="outer.md", line=1).source == "inner.md"


def test_an_artifact_error_says_what_was_found_and_what_would_help() -> None:
    error = ArtifactError("encrypted", "the file is password-protected.", fix="Save it without a password.")
    assert str(error) == "the file is password-protected. Save it without a password."
    assert (error.code, error.fix) == ("encrypted", "Save it without a password.")
    assert str(ArtifactError("encrypted", "It is locked.")) == "It is locked."


def test_an_artifact_error_has_a_documented_code() -> None:
    with pytest.raises(ValueError, match="'gone'"):
        ArtifactError("gone", "it is gone")
    assert all(ArtifactError(code, meaning).code == code for code, meaning in ARTIFACT_CODES.items())


def test_a_render_error_has_a_documented_code_and_says_what_would_help() -> None:
    error = RenderError("renderer-missing", "LibreOffice was not found.", fix="Install it.")
    assert (str(error), error.code, error.fix) == ("LibreOffice was not found. Install it.", error.code, "Install it.")
    with pytest.raises(ValueError, match="'gone'"):
        RenderError("gone", "it is gone")
    assert all(RenderError(code, meaning).code == code for code, meaning in RENDER_CODES.items())
