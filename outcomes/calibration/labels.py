"""What people say of artifacts: a file of labels, one line for each artifact or for each verdict.

    {"artifact": "reports/a.docx", "labels": {"every-figure-has-a-source-12063f": "pass", "summary": "fail"}}
    {"artifact": "reports/a.docx", "criterion": "summary", "verdict": "pass", "rater": "second reader"}

A criterion is named by its id, the beginning of one, or its exact words; a verdict is `pass`, `fail`, `not_applicable`
(`na`), or the name of a level. An artifact without labels counts for the pass rate and not for the judge; a line may
also name `references`, files that its artifact is held against. CSV files have the same in columns:
`artifact,criterion,verdict,rater`, or a column for each criterion.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.errors import UsageError
from outcomes.text import clip, count, did_you_mean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from outcomes.rubric import Criterion, Rubric
    from outcomes.verdict import Status

SOMEBODY: Final = ""
"""The rater of labels that do not say whose they are."""
SPELLINGS: Final[dict[str, Status]] = {
    "pass": "pass", "passed": "pass", "yes": "pass", "true": "pass", "1": "pass", "met": "pass",
    "fail": "fail", "failed": "fail", "no": "fail", "false": "fail", "0": "fail", "not met": "fail",
    "not_applicable": "not_applicable", "not applicable": "not_applicable", "n/a": "not_applicable",
    "na": "not_applicable",
}  # fmt: skip
"""How people write a verdict; capitals do not matter."""


class Label(NamedTuple):
    """A person's verdict, and the level if they gave one."""

    verdict: Status
    level: str | None = None


@dataclass(frozen=True)
class Labelled:
    """An artifact, and what each rater says of each criterion."""

    path: str
    """As the file has it."""
    line: int
    """Where it was named first."""
    by_criterion: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    """Files that it is held against, as the file has them."""

    def truth(self, criterion_id: str) -> Label | None:
        """What most raters say; `None` without labels and when as many say something else."""
        votes = Counter(self.by_criterion.get(criterion_id, {}).values())
        ranked = votes.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def read_labels(text: str, source: str, rubric: Rubric) -> tuple[Labelled, ...]:
    """The labels in a file's text, artifacts in the order in which they are named first.

    Raises:
        UsageError: a line that cannot be understood: `source:line:column`, what was found, and what is expected.
    """
    reader = _Reader(source, rubric)
    lines = _csv_lines if source.lower().endswith(".csv") else _json_lines
    for line in lines(text, reader):
        reader.take(line)
    if not reader.found:
        raise reader.wrong(1, 1, "there are no labels in it", "write one JSON object a line, with `artifact`, `labels`")
    return tuple(
        Labelled(path, line, labels, tuple(dict.fromkeys(reader.references[path])))
        for path, (line, labels) in reader.found.items()
    )


class _Line(NamedTuple):
    """One line, taken apart: where each thing stands is asked for only when something is wrong with it."""

    number: int
    raw: str
    artifact: str
    labels: Sequence[tuple[str, object]]
    rater: str
    references: tuple[str, ...] = ()

    def column(self, word: object) -> int:
        """Where a word stands in the line, from 1; 1 when it cannot be found."""
        spelled = [json.dumps(word, ensure_ascii=False), json.dumps(word), str(word)]
        return next((place + 1 for form in spelled if (place := self.raw.find(form)) >= 0), 1)


class _Reader:
    def __init__(self, source: str, rubric: Rubric) -> None:
        self._source = source
        self._rubric = rubric
        self._by_text = _unique_texts(rubric)
        self._known: dict[str, Criterion] = {}
        self.found: dict[str, tuple[int, dict[str, dict[str, Label]]]] = {}
        self.references: dict[str, list[str]] = {}

    def wrong(self, line: int, column: int, what: str, instead: str) -> UsageError:
        return UsageError(f"{self._source}:{line}:{column}: {what}; {instead}")

    def take(self, line: _Line) -> None:
        """Add the labels of one line to what was found."""
        _, labels = self.found.setdefault(line.artifact, (line.number, {}))
        self.references.setdefault(line.artifact, []).extend(line.references)
        for name, value in line.labels:
            criterion = self._criterion(name, line)
            label = self._label(value, criterion, line)
            before = labels.setdefault(criterion.id, {}).setdefault(line.rater, label)
            if before != label:
                who = f"the rater {line.rater!r}" if line.rater else "one rater"
                what = f"{who} says {before.verdict!r} and {label.verdict!r} of {criterion.id!r} in {line.artifact!r}"
                raise self.wrong(line.number, line.column(name), what, "delete one, or give each line its `rater`")

    def _criterion(self, name: str, line: _Line) -> Criterion:
        if name not in self._known:
            self._known[name] = self._named(name, line)
        return self._known[name]

    def _named(self, name: str, line: _Line) -> Criterion:
        ids = self._rubric.ids
        if name in ids:
            return self._rubric[name]
        found = [known for known in ids if name and known.startswith(name)]
        if len(found) == 1:
            return self._rubric[found[0]]
        if (exact := self._by_text.get(fold(name).lower())) is not None:
            return exact
        where = line.number, line.column(name)
        if found:
            raise self.wrong(*where, f"{name!r} is the beginning of {', '.join(found)}", "write more of the id")
        hint = did_you_mean(name, [*ids, *(criterion.text for criterion in self._rubric.criteria)])
        instead = f"name one by its id, the beginning of its id, or its exact words.{hint} Ids: {', '.join(ids)}"
        raise self.wrong(*where, f"the rubric has no criterion {clip(name)!r}", instead)

    def _label(self, value: object, criterion: Criterion, line: _Line) -> Label:
        word = str(value).strip()
        for level in criterion.levels:
            if word.lower() == level.label.lower():
                return Label("pass" if level.credit >= 1 else "fail", level.label)
        status = SPELLINGS.get(word.lower()) if isinstance(value, str | bool | int) else None
        where = line.number, line.column(value)
        if status is None:
            levels = f", or a level: {', '.join(level.label for level in criterion.levels)}" if criterion.levels else ""
            expected = f"expected pass, fail or not_applicable{levels}"
            raise self.wrong(*where, f"{clip(str(value))!r} is no verdict on {criterion.id!r}", expected)
        if status == "not_applicable" and criterion.applies_when is None:
            what = f"{criterion.id!r} always applies: the rubric gives it no `applies when`"
            raise self.wrong(*where, what, "say pass or fail, or leave it out")
        return Label(status)


def _unique_texts(rubric: Rubric) -> dict[str, Criterion]:
    """Criteria by their words, where these are the words of one alone."""
    texts = [fold(criterion.text).lower() for criterion in rubric.criteria]
    return {text: one for text, one in zip(texts, rubric.criteria, strict=True) if texts.count(text) == 1}


# -- JSON lines ----------------------------------------------------------------------------------------------------


def _json_lines(text: str, reader: _Reader) -> Iterator[_Line]:
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw.strip():
            yield _json_line(number, raw, reader)


def _json_line(number: int, raw: str, reader: _Reader) -> _Line:
    try:
        given = json.loads(raw, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise reader.wrong(number, error.colno, f"this is no JSON ({error.msg})", _SHAPE) from None
    except (ValueError, RecursionError) as error:
        raise reader.wrong(number, 1, str(error) or "this is nested too deep", _SHAPE) from None
    if not isinstance(given, dict):
        raise reader.wrong(number, 1, "a line is one JSON object", _SHAPE)
    return _Line(number, raw, *_parts(given, number, raw, reader), _references(given, number, raw, reader))


_SHAPE: Final = 'write {"artifact": "file", "labels": {"criterion": "pass"}} in one line'
_KEYS: Final = ("artifact", "labels", "criterion", "verdict", "rater", "references")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object in which no key stands twice: the second would silently win."""
    twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if twice:
        msg = f"the key {twice[0]!r} stands twice in one object"
        raise ValueError(msg)
    return dict(pairs)


def _parts(
    given: dict[str, object], number: int, raw: str, reader: _Reader
) -> tuple[str, Sequence[tuple[str, object]], str]:
    def wrong(name: str, what: str, instead: str) -> UsageError:
        return reader.wrong(number, raw.find(f'"{name}"') + 1 or 1, what, instead)

    artifact, rater = given.get("artifact"), given.get("rater", SOMEBODY)
    if not isinstance(artifact, str) or not artifact:
        raise wrong("artifact", "the line does not name its artifact", '"artifact" is the path of a file or folder')
    if not isinstance(rater, str | int) or isinstance(rater, bool):
        raise wrong("rater", f"{rater!r} is no rater", '"rater" is a name')
    for name in given:
        if name not in _KEYS:
            raise wrong(name, f"unknown key {name!r}", f"known keys: {', '.join(_KEYS)}.{did_you_mean(name, _KEYS)}")
    if "criterion" in given or "verdict" in given:
        criterion, verdict = given.get("criterion"), given.get("verdict")
        if not isinstance(criterion, str) or verdict is None or "labels" in given:
            instead = 'write either "criterion" and "verdict", or "labels"'
            raise wrong("criterion", "the line holds a part of one label", instead)
        return artifact, [(criterion, verdict)], str(rater)
    labels = given.get("labels", {})
    if not isinstance(labels, dict):
        raise wrong("labels", f"labels are an object, not {type(labels).__name__}", _SHAPE)
    return artifact, [(name, verdict) for name, verdict in labels.items() if verdict is not None], str(rater)


def _references(given: dict[str, object], number: int, raw: str, reader: _Reader) -> tuple[str, ...]:
    found = given.get("references", [])
    if not isinstance(found, list) or not all(isinstance(name, str) and name for name in found):
        column = raw.find('"references"') + 1 or 1
        raise reader.wrong(number, column, f"{found!r} are no references", '"references" is a list of paths')
    return tuple(found)


# -- CSV -----------------------------------------------------------------------------------------------------------


def _csv_lines(text: str, reader: _Reader) -> Iterator[_Line]:
    rows = csv.reader([f"{line}\n" for line in text.split("\n")], strict=True)
    try:
        head = [name.strip() for name in next(rows, [])]
        lowered = [name.lower() for name in head]
        if len(set(lowered)) < len(lowered):
            raise reader.wrong(1, 1, "two columns have the same name", "delete or rename one")
        if "artifact" not in lowered:
            raise reader.wrong(1, 1, "the first line of a CSV file names its columns", "one of them is `artifact`")
        begin = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _csv_line(head, row, begin, reader)
            begin = rows.line_num + 1
    except csv.Error as error:
        raise reader.wrong(rows.line_num, 1, f"this is no CSV ({error})", "close every quote") from None


def _csv_line(head: list[str], row: list[str], number: int, reader: _Reader) -> _Line:
    if len(row) != len(head):
        found = f"{count(len(row), 'cell')} under {count(len(head), 'column')}"
        raise reader.wrong(number, 1, found, "put cells with a comma in double quotes")
    cells = {name: cell.strip() for name, cell in zip(head, row, strict=True)}
    special = {name.lower(): cells.pop(name) for name in head if name.lower() in ("artifact", "rater")}
    if not special["artifact"]:
        raise reader.wrong(number, 1, "the line does not name its artifact", "fill in the column `artifact`")
    lowered = {name.lower(): cell for name, cell in cells.items()}
    if "criterion" in lowered and "verdict" in lowered:
        labels = [(lowered["criterion"], lowered["verdict"])] if lowered["criterion"] else []
    else:
        labels = [(name, cell) for name, cell in cells.items() if cell]
    return _Line(number, ",".join(row), special["artifact"], labels, special.get("rater", SOMEBODY))
