"""The rows in the forms that other programs read; each is written row by row where its form allows."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final, Protocol
from xml.sax.saxutils import escape, quoteattr

from outcomes.ci import SARIF_SCHEMA, SARIF_VERSION, TOOL_PAGE, cell, github_command, sarif_uri
from outcomes.cli.many.rows import SCHEMA_VERSION
from outcomes.text import shown
from outcomes.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.cli.many.rows import CriterionRow, Row
    from outcomes.cli.many.sums import Sums

_COLUMNS: Final = (
    "file", "rubric", "result", "exit_code", "score_lower", "score_upper", "graded", "total", "failed", "open",
    "cost_usd", "from_cache", "seconds", "error",
)  # fmt: skip
_OUTSIDE: Final = "\ufffd"


class Writer(Protocol):
    """Gives text as rows come; the pieces together are the document."""

    def begin(self) -> str:
        """What comes before the first row."""

    def row(self, row: Row) -> str:
        """One more row."""

    def end(self, sums: Sums) -> str:
        """What comes after the last."""


class JsonLines:
    """One JSON document a line, in the order in which files were done."""

    def begin(self) -> str:
        """Nothing."""
        return ""

    def row(self, row: Row) -> str:
        """One line."""
        return row.model_dump_json() + "\n"

    def end(self, sums: Sums) -> str:  # noqa: ARG002 - lines are only rows
        """Nothing."""
        return ""


class Json:
    """One document: the rows, and the sums over them."""

    def __init__(self) -> None:
        """No row yet."""
        self._rows = 0

    def begin(self) -> str:
        """The head."""
        return f'{{\n  "schema_version": {SCHEMA_VERSION},\n  "files": ['

    def row(self, row: Row) -> str:
        """One element."""
        self._rows += 1
        return f"{',' if self._rows > 1 else ''}\n    {row.model_dump_json()}"

    def end(self, sums: Sums) -> str:
        """The sums."""
        return f'\n  ],\n  "summary": {json.dumps(sums.document())}\n}}\n'


class Csv:
    """One line for each file, for spreadsheets."""

    def begin(self) -> str:
        """The names of the columns."""
        return _csv(_COLUMNS)

    def row(self, row: Row) -> str:
        """One line."""
        values = row.model_dump()
        values["failed"] = sum(each.status == "fail" for each in row.criteria)
        values["open"] = sum(each.status == "cannot_judge" for each in row.criteria)
        values["error"] = row.error.message if row.error is not None else ""
        return _csv([cell(values[name]) for name in _COLUMNS])

    def end(self, sums: Sums) -> str:  # noqa: ARG002 - every line is a file
        """Nothing."""
        return ""


class Github:
    """Workflow commands: an error for each required criterion that fails, a warning for others and for what is open."""

    def begin(self) -> str:
        """Nothing."""
        return ""

    def row(self, row: Row) -> str:
        """A command for each finding."""
        broke = ""
        if row.error is not None:
            broke = github_command("error", row.error.message, {"file": row.file, "title": row.error.type})
        return broke + "".join(
            github_command(_level(each), _sentence(each), {"file": row.file, "title": each.text}) for each in _told(row)
        )

    def end(self, sums: Sums) -> str:
        """The last line, as a notice."""
        return github_command("notice", sums.line(), {"title": "outcomes grade-all"})


class JUnit:
    """A suite for each file, a case for each criterion.

    What is open is skipped, and so is what is optional and missed; what broke is an error.
    """

    def begin(self) -> str:
        """The head."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="outcomes grade-all">\n'

    def row(self, row: Row) -> str:
        """One suite."""
        failures = sum(map(_fails, row.criteria))
        skipped = sum(map(_is_skipped, row.criteria))
        errors = int(row.error is not None)
        cases = "".join(_case(row, each) for each in row.criteria) + (_broken(row) if errors else "")
        tests = len(row.criteria) + errors
        return (
            f'  <testsuite name={_attribute(row.file)} tests="{tests}" failures="{failures}" errors="{errors}" '
            f'skipped="{skipped}" time="{row.seconds:.3f}">\n{cases}  </testsuite>\n'
        )

    def end(self, sums: Sums) -> str:  # noqa: ARG002 - suites carry the sums
        """The end."""
        return "</testsuites>\n"


class Sarif:
    """One log: a rule for each criterion, a result for each that fails. Source: OASIS SARIF 2.1.0."""

    def __init__(self) -> None:
        """No rule yet."""
        self._rules: dict[str, int] = {}
        self._descriptors: list[dict[str, Any]] = []
        self._results = 0

    def begin(self) -> str:
        """The head, and the beginning of the results."""
        return f'{{"$schema": "{SARIF_SCHEMA}", "version": "{SARIF_VERSION}", "runs": [{{"results": ['

    def row(self, row: Row) -> str:
        """Results, 3.27."""
        broke = [self._broken(row)] if row.error is not None else []
        results = [*broke, *(self._result(row, each) for each in _told(row))]
        pieces = []
        for result in results:
            pieces.append(f"{',' if self._results else ''}\n  {json.dumps(result)}")
            self._results += 1
        return "".join(pieces)

    def end(self, sums: Sums) -> str:  # noqa: ARG002 - a log has no sums
        """The tool and its rules."""
        driver = {
            "name": "outcomes grade-all",
            "version": __version__,
            "informationUri": TOOL_PAGE,
            "rules": self._descriptors,
        }
        return f'\n], "tool": {json.dumps({"driver": driver})}}}]}}\n'

    def _result(self, row: Row, each: CriterionRow) -> dict[str, Any]:
        level = {"error": "error", "warning": "warning"}[_level(each)]
        return {
            "ruleId": each.id,
            "ruleIndex": self._rule(each.id, each.text, row.rubric),
            "level": level,
            "message": {"text": _sentence(each)},
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": {"uri": sarif_uri(row.file)}},
                    "logicalLocations": [{"fullyQualifiedName": place} for place in each.where],
                }
            ],
            "partialFingerprints": {"criterion/v1": f"{each.id}:{row.file}"},
        }

    def _broken(self, row: Row) -> dict[str, Any]:
        message = row.error.message if row.error is not None else ""
        return {
            "ruleId": "not-graded",
            "ruleIndex": self._rule("not-graded", "The file could be read and graded", row.rubric),
            "level": "error",
            "message": {"text": message},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": sarif_uri(row.file)}}}],
        }

    def _rule(self, name: str, text: str, rubric: str) -> int:
        if name not in self._rules:
            self._rules[name] = len(self._rules)
            self._descriptors.append({"id": name, "shortDescription": {"text": text}, "properties": {"tags": [rubric]}})
        return self._rules[name]


WRITERS: Final[dict[str, type[Writer]]] = {
    "json": Json, "jsonl": JsonLines, "csv": Csv, "junit": JUnit, "github": Github, "sarif": Sarif,
}  # fmt: skip


def _told(row: Row) -> Iterator[CriterionRow]:
    """What is worth a finding: what fails or is open, and against a baseline only what got worse.

    What is open because the judge broke is said by its error.
    """
    worth = ("fail", "cannot_judge") if row.error is None else ("fail",)
    for each in row.criteria:
        if each.status in worth and each.got_worse is not False:
            yield each


def _level(each: CriterionRow) -> str:
    return "error" if each.status == "fail" and each.required else "warning"


def _sentence(each: CriterionRow) -> str:
    place = f" ({', '.join(each.where[:3])})" if each.where else ""
    fix = f" Fix: {each.fix}" if each.fix else ""
    said = each.missing or ("not met" if each.status == "fail" else "could not be judged")
    return shown(f"{each.text}: {said}{place}{fix}")


def _case(row: Row, each: CriterionRow) -> str:
    head = f"    <testcase classname={_attribute(row.file)} name={_attribute(each.text)}"
    if _fails(each):
        body = f"{each.missing}\n{', '.join(each.where)}\n{each.fix}".strip()
        return f"{head}><failure message={_attribute(each.missing)}>{_xml(body)}</failure></testcase>\n"
    if _is_skipped(each):
        said = f"optional, and not met: {each.missing}" if each.status == "fail" else each.missing or each.status
        return f"{head}><skipped message={_attribute(said)}/></testcase>\n"
    return f"{head}/>\n"


def _fails(each: CriterionRow) -> bool:
    """Whether a test stands for it that failed: an optional one, missed, keeps nothing from being satisfied."""
    return each.status == "fail" and each.required and each.got_worse is not False


def _is_skipped(each: CriterionRow) -> bool:
    optional = each.status == "fail" and not each.required and each.got_worse is not False
    return optional or each.status in ("cannot_judge", "not_applicable")


def _broken(row: Row) -> str:
    kind, message = (row.error.type, row.error.message) if row.error is not None else ("", "")
    return (
        f'    <testcase classname={_attribute(row.file)} name="it can be graded"><error type={_attribute(kind)} '
        f"message={_attribute(message)}/></testcase>\n"
    )


def _xml(text: str) -> str:
    """Text that XML 1.0 can hold: what it cannot is shown as an escape, or replaced."""
    kept = shown(text)
    return (
        escape("".join(letter if letter in "\t\n" or letter >= " " else _OUTSIDE for letter in kept))
        .replace("\ufffe", _OUTSIDE)
        .replace("\uffff", _OUTSIDE)
    )


def _attribute(text: str) -> str:
    return quoteattr(_xml(text).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))


def _csv(values: object) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)  # type: ignore[arg-type]
    return line.getvalue()
