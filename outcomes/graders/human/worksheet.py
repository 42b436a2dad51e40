"""The worksheet: a text file with a part for each criterion, filled in with any editor.

It is markdown, so that it reads well where markdown is shown, and needs no syntax to be filled in: whatever stands
after a label and its colon, up to the next label, is the value. All other text is anybody's, and stays. It names the
bytes of the artifact, the rubric and the look that it is for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.graders.human.answers import Answer, choices, problems
from outcomes.text import clip, shown, squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from outcomes.artifact import Artifact
    from outcomes.graders.human.answers import Problem
    from outcomes.rubric import Criterion, Rubric
    from outcomes.verdict import Look

LABELS: Final = {
    "Verdict": "verdict", "Count": "count", "Quote": "quotes", "Searched": "searched", "Where": "where",
    "Missing": "missing", "Fix": "fix", "Note": "note",
}  # fmt: skip
"""What stands before the colon, and the field of an answer that it fills."""
SEVERAL: Final = "quotes"
"""The field of which every line is one."""
MOST_PLACES: Final = 200

_HEAD: Final = re.compile(r"^##[ \t]+(\d+)\.")
_LABEL: Final = re.compile(rf"^[ \t]*(?:[-*][ \t]+)?\**({'|'.join(LABELS)})\**[ \t]*:\**[ \t]*(.*)$", re.IGNORECASE)
_END: Final = "## Places"
_FACT: Final = re.compile(r"^(artifact|rubric|look):[ \t]*(\S+)")
_ASIDE: Final = ">"
"""Lines that begin with it are ours: hints, and no part of a value."""

_HOW: Final = """\
Write after the colons, save the file, and run the same command again. Everything else in this file is yours: it stays
as it is, and is not read.

> Verdict   one of the words that are offered. Empty: not judged yet.
> Quote     for a pass, words of the file that show it, copied exactly; one quote a line.
> Searched  for a pass that is about something that is not there: what you looked for, and where.
> Where     a place in the file, if you like; the places are at the end.
> Missing   for a fail: what is missing.  Fix: the smallest change that would do.
> Note      anything that you want to add."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value in a sheet, and the lines that it takes up."""

    value: str
    first: int
    """Index of the line with its label, from 0."""
    end: int
    """Index behind its last line."""


class Part(NamedTuple):
    """What a sheet has for one criterion."""

    line: int
    """Index of its heading."""
    end: int
    fields: Mapping[str, Field]

    @property
    def answer(self) -> Answer:
        """What was written."""
        values = {name: squash(found.value) for name, found in self.fields.items()}
        quotes = self.fields[SEVERAL].value.split("\n") if SEVERAL in self.fields else []
        return Answer(
            verdict=values.get("verdict", ""),
            quotes=tuple(filter(None, map(str.strip, quotes))),
            searched=values.get("searched", ""),
            where=values.get("where", ""),
            missing=values.get("missing", ""),
            fix=values.get("fix", ""),
            count=values.get("count", ""),
            note=values.get("note", ""),
        )


class Wrong(NamedTuple):
    """Something in a sheet that cannot be taken: its line, from 1, and what was expected."""

    line: int
    what: str


def new_sheet(rubric: Rubric, artifact: Artifact, look: Look) -> str:
    """An empty sheet."""
    asked = [rubric[name] for name in rubric.ids if name in set(look.criterion_ids)]
    lines = [
        f"# Worksheet for {shown(squash(artifact.name))}",
        "",
        _HOW,
        "",
        f"artifact: {artifact.sha256}",
        f"rubric: {rubric.sha256}",
        f"look: {look.index}",
        "",
    ]
    for criterion in asked:
        lines += _part(rubric.ids.index(criterion.id) + 1, criterion)
    return "\n".join([*lines, *_places(artifact)]) + "\n"


def _part(number: int, criterion: Criterion) -> Iterator[str]:
    yield f"## {number}. {shown(squash(criterion.text))}"
    yield ""
    yield from (f"{_ASIDE} {hint}" for hint in hints(criterion))
    yield f"{_ASIDE} verdicts: {' / '.join(choices(criterion))}"
    for label in LABELS:
        if label != "Count" or criterion.per_occurrence:
            yield f"{label}: "
    yield ""


def hints(criterion: Criterion) -> Iterator[str]:
    """What else there is to know of a criterion, line by line."""
    if criterion.section:
        yield f"in: {shown(squash(' / '.join(criterion.section)))}"
    if criterion.names_fault:
        yield "it names a fault: it passes where the fault is absent"
    if criterion.about == "hidden":
        yield "it is about what a reader does not see: notes, comments, hidden text"
    if criterion.applies_when is not None:
        yield f"applies when: {shown(squash(criterion.applies_when))}"
    for level in criterion.levels:
        yield f"{shown(level.label)}: {shown(squash(level.text))}".rstrip(": ")


def _places(artifact: Artifact) -> Iterator[str]:
    yield f"{_END} in {shown(squash(artifact.name))}"
    yield ""
    for unit in artifact.units[:MOST_PLACES]:
        yield f"{_ASIDE} {shown(squash(unit.locator))}  {shown(clip(unit.title))}".rstrip()
    if len(artifact.units) > MOST_PLACES:
        yield f"{_ASIDE} and {len(artifact.units) - MOST_PLACES:,} more"


# -- reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A sheet as it stands, line by line, so that it can be filled in without losing anything."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Sheet:
        """A sheet from a file's text."""
        return cls(tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))

    @property
    def text(self) -> str:
        """What to write into the file."""
        return "\n".join(self.lines)

    @property
    def facts(self) -> dict[str, tuple[str, int]]:
        """What it says that it is for, with the line, from 1, on which it says so."""
        heads = [index for index, line in enumerate(self.lines) if _HEAD.match(line)]
        found: dict[str, tuple[str, int]] = {}
        for index, line in enumerate(self.lines[: heads[0] if heads else None]):
            fact = _FACT.match(line)
            if fact is not None:
                found.setdefault(fact[1], (fact[2], index + 1))
        return found

    def parts(self) -> Iterator[tuple[int, Part]]:
        """Each criterion's number in the rubric, from 1, with its part."""
        heads = [(index, int(head[1])) for index, line in enumerate(self.lines) if (head := _HEAD.match(line))]
        ends = [index for index, line in enumerate(self.lines) if line.startswith(_END)]
        for place, (index, number) in enumerate(heads):
            end = heads[place + 1][0] if place + 1 < len(heads) else len(self.lines)
            end = min([end, *(rule for rule in ends if rule > index)])
            yield number, Part(index, end, dict(self._fields(index + 1, end)))

    def _fields(self, begin: int, end: int) -> Iterator[tuple[str, Field]]:
        labels = [index for index in range(begin, end) if _LABEL.match(self.lines[index])]
        for place, index in enumerate(labels):
            label = _LABEL.match(self.lines[index])
            if label is None:
                continue
            stop = labels[place + 1] if place + 1 < len(labels) else end
            rest = [line for line in self.lines[index + 1 : stop] if not line.startswith(_ASIDE)]
            value = "\n".join([label[2], *rest]).strip()
            yield LABELS[label[1].capitalize()], Field(value, index, stop)

    def twice(self) -> Iterator[Wrong]:
        """Labels and criteria that stand twice, of which only one could be meant."""
        seen: dict[int, int] = {}
        for number, part in self.parts():
            if number in seen:
                yield Wrong(
                    part.line + 1, f"criterion {number} stands twice, on line {seen[number] + 1} too: delete one"
                )
            seen[number] = part.line
            labels: dict[str, int] = {}
            for index in range(part.line + 1, part.end):
                label = _LABEL.match(self.lines[index])
                if label is None:
                    continue
                name = label[1].capitalize()
                if name in labels:
                    what = f"`{name}:` stands twice for one criterion, on line {labels[name] + 1} too: delete one"
                    yield Wrong(index + 1, f"{what}, or put `>` before it if it belongs to the text")
                labels[name] = index

    def filled(self, number: int, answer: Answer) -> Sheet:
        """The same sheet with this answer; everything else in it stays."""
        part = dict(self.parts())[number]
        lines = list(self.lines)
        written = {
            name: "\n".join(answer.quotes) if name == SEVERAL else str(getattr(answer, name))
            for name in LABELS.values()
        }
        for name, found in sorted(part.fields.items(), key=lambda entry: -entry[1].first):
            kept = [line for line in lines[found.first + 1 : found.end] if line.startswith(_ASIDE) or not line.strip()]
            label = next(label for label, field in LABELS.items() if field == name)
            if found.value != written[name]:
                lines[found.first : found.end] = [*f"{label}: {written[name]}".split("\n"), *kept]
        return Sheet(tuple(lines))


def read_sheet(sheet: Sheet, rubric: Rubric, artifact: Artifact, look: Look) -> tuple[dict[str, Answer], list[Wrong]]:
    """The answers by criterion id, and everything that is wrong with the sheet, in the order of its lines."""
    wrong = [*_strange(sheet, rubric, artifact, look)]
    if wrong:
        return {}, wrong
    wrong += sheet.twice()
    parts = dict(sheet.parts())
    answers: dict[str, Answer] = {}
    for number, criterion in _asked(rubric, look):
        part = parts.get(number)
        if part is None or "verdict" not in part.fields:
            what = f"criterion {number} ({clip(criterion.text)!r}) has no part with `Verdict:`; put it back"
            wrong.append(Wrong(part.line + 1 if part is not None else len(sheet.lines), what))
            continue
        answers[criterion.id] = part.answer
        if not part.answer.open:
            wrong += (_wrong(problem, part) for problem in problems(part.answer, criterion, artifact))
    numbers = {number for number, _ in _asked(rubric, look)}
    for number, part in sheet.parts():
        if number not in numbers:
            wrong.append(Wrong(part.line + 1, f"there is no criterion {number} to judge here; delete this part"))
    return answers, sorted(wrong)


def _asked(rubric: Rubric, look: Look) -> Sequence[tuple[int, Criterion]]:
    asked = set(look.criterion_ids)
    return [(number, one) for number, one in enumerate(rubric.criteria, start=1) if one.id in asked]


def _strange(sheet: Sheet, rubric: Rubric, artifact: Artifact, look: Look) -> Iterator[Wrong]:
    """What says that the sheet is for something else."""
    wanted = {"artifact": artifact.sha256, "rubric": rubric.sha256, "look": str(look.index)}
    what = {"artifact": "the file has changed since, or is another", "rubric": "the rubric has changed since"}
    facts = sheet.facts
    for name, value in wanted.items():
        found, line = facts.get(name, ("", 1))
        if not found:
            yield Wrong(line, f"this is no worksheet, or its line `{name}: {value[:12]}...` is gone")
        elif found != value:
            why = what.get(name, "it is for another look")
            yield Wrong(line, f"the sheet is for another {name} ({found[:12]}, not {value[:12]}): {why}")


def _wrong(problem: Problem, part: Part) -> Wrong:
    names = {"quote": SEVERAL}
    field = part.fields.get(names.get(problem.field, problem.field)) or part.fields["verdict"]
    return Wrong(field.first + 1, problem.what)
