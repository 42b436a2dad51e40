"""What a template left behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.finding import Hit
from outcomes.lint.rule import rule
from outcomes.lint.words import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.subject import Subject

_PLACEHOLDER = re.compile(
    r"\[(?:x{2,}|n{2,}|\.{2,}|\u2026|_+|tbd|todo|tbc|insert\b[^\]\n]{0,60}|your\b[^\]\n]{0,60}|"
    r"add\b[^\]\n]{0,60}|enter\b[^\]\n]{0,60}|"
    "(?:company|client|customer|project|product|author|team|brand|topic|document|"
    r"organi[sz]ation)(?: name)?|name|date|number|amount)\](?!\()"
    r"|<(?:insert|your|add|enter|company|client|project|product|name|topic|xx+|tbd|todo)\b[^<>\n]{0,60}>"
    r"|\blorem ipsum\b|\{\{[^{}\n]{1,80}\}\}|\{%[^%\n]{1,80}%\}|_{4,}|(?-i:\bX{3,}\b|\bTBD\b|"
    r"\bTODO\b|\bFIXME\b|\bTBC\b)",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"[\[<{_]|XXX|TBD|TODO|FIXME|TBC|lorem|LOREM|Lorem")
_ABOUT = re.compile(
    r"\b(?:no|not|without|placeholders?|left|remain\w*|stubs?|markers?|marked|such as|like|e\.g\.)\b", re.IGNORECASE
)


@rule(
    "RB301",
    "placeholder",
    "error",
    what="A placeholder of a template that was never filled in",
    why="The criterion asks for nothing yet. A judge that fills the gap itself does so in another way each time.",
    fix="Fill it in, or delete the line; for what changes from run to run write `{{ name }}` and give its value",
    good="- The report names Acme as the client",
    bad="- The report names [client] as the client",
    wrong_when="The brackets are meant; put what is to be found in quotes or backticks.",
)
def placeholder(subject: Subject) -> Iterator[Hit]:
    """In criteria, levels, checks, headings and the title; not where the criterion is about placeholders."""
    if subject.rubric is None:
        yield from _in_lines(subject)
        return
    for criterion in subject.criteria:
        found = _left(criterion.text)
        if found is not None:
            yield subject.at(criterion, f"{found.group()!r} was not filled in", found.span())
            continue
        more = [*(level.text for level in criterion.levels), str(criterion.check or ""), criterion.applies_when or ""]
        inside = next(filter(None, map(_left, more)), None)
        if inside is not None and not (criterion.check is not None and "placeholder" in criterion.check.name):
            yield subject.at(criterion, f"{inside.group()!r} was not filled in")
    headings = dict.fromkeys(heading for criterion in subject.criteria for heading in criterion.section)
    for heading in (subject.rubric.title, *headings):
        found = _left(heading)
        if found is not None:
            start = max(subject.text.find(found.group()), 0)
            yield Hit(message=f"{found.group()!r} was not filled in", start=start, end=start + len(found.group()))


def _in_lines(subject: Subject) -> Iterator[Hit]:
    """The first in a file that cannot be read: a number of points that was never filled in may well be why."""
    for offset, line in subject.beside:
        found = _left(line)
        if found is not None:
            yield Hit(
                message=f"{found.group()!r} was not filled in", start=offset + found.start(), end=offset + found.end()
            )
            return


def _left(text: str) -> re.Match[str] | None:
    if not _MAYBE.search(text):
        return None
    plain = bare(text)
    found = _PLACEHOLDER.search(plain)
    return found if found is not None and not _ABOUT.search(plain, 0, found.start()) else None
