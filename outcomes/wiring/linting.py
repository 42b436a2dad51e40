"""The linter with what it needs of readers and checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from outcomes.errors import RubricError
from outcomes.system import uncollected
from outcomes.wiring.checking import checks
from outcomes.wiring.loading import load
from outcomes.wiring.rubrics import FORMATS, check_rubric, not_utf8

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.format import Format, FormatName
    from outcomes.lint.finding import Finding
    from outcomes.lint.rule import Rule
    from outcomes.lint.subject import Subject
    from outcomes.rubric import Rubric


def lint_subject(text: str, source: str, variables: Mapping[str, object] | None = None) -> Subject:
    """A rubric file as the linter looks at it; what cannot be read of it is among its `errors`.

    A variable without a value stands for itself: values come with a run, and its words can be looked at before.
    """
    from outcomes.format import detect
    from outcomes.lint import subject

    errors: list[RubricError] = []
    values = dict(variables or {})
    form: FormatName = "markdown"
    rubric = None
    try:
        form = detect(text, source)
        with uncollected():
            rubric = _read_with_names(cast("Format", load(FORMATS[form])), text, source, values)
    except RubricError as error:
        errors.append(error)
    if rubric is not None:
        errors += _wrong_checks(rubric)
    return subject.Subject(text=text, source=source, form=form, checks=checks(), rubric=rubric, errors=tuple(errors))


def _wrong_checks(rubric: Rubric) -> list[RubricError]:
    """What `check_rubric` says of each criterion by itself."""
    found = []
    for criterion in rubric.criteria:
        try:
            if criterion.check is not None:
                check_rubric(rubric.model_copy(update={"criteria": (criterion,)}))
        except RubricError as error:
            found.append(error)
    return found


_NO_VALUE = re.compile(r"no value for the variable '([^']+)'")


def _read_with_names(reader: Format, text: str, source: str, values: dict[str, object]) -> Rubric:
    """The rubric, each variable that has no value replaced by its own name."""
    while True:
        try:
            return reader(text, source, values)
        except RubricError as error:
            missing = _NO_VALUE.match(error.message)
            if missing is None or missing.group(1) in values:
                raise
            values[missing.group(1)] = missing.group(1)


def lint_findings(subject: Subject, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """What these rules find."""
    from outcomes.lint.run import lint

    with uncollected():
        return lint(subject, rules)


def lint_bytes(data: bytes, source: str, variables: Mapping[str, object] | None = None) -> Subject:
    """The same for a file's bytes; what is no UTF-8 text is an error like others."""
    try:
        return lint_subject(data.decode("utf-8"), source, variables)
    except UnicodeDecodeError as error:
        return lint_unread(source, not_utf8(error, source).message)


def lint_unread(source: str, why: str) -> Subject:
    """A file of which not even the text is known."""
    from outcomes.lint import subject

    error = RubricError(why, source=source)
    return subject.Subject(text="", source=source, form="markdown", checks=checks(), errors=(error,))
