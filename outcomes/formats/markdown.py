"""Markdown -> `Rubric`: headings are sections; list items, table rows or, without any, paragraphs are criteria."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.errors import RubricError
from outcomes.format import clean
from outcomes.formats.header import front_matter
from outcomes.formats.interpret import Interpreter
from outcomes.formats.outline import Header, Item, Section, build
from outcomes.formats.page import Page
from outcomes.formats.prompty import prompt_file
from outcomes.formats.template import Template
from outcomes.rubric import Note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.rubric import Rubric

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.MULTILINE)
_STATEMENT = re.compile(r"^\s*\{%.*%\}\s*$", re.MULTILINE)


def read_markdown(text: str, source: str, variables: Mapping[str, object] | None = None) -> Rubric:
    """Read a rubric as people write one; `source` is the file's name, for messages.

    The first top heading is the title; headings are sections; list items and table rows are criteria, and prose
    beside them explains. A file without any list or table has one criterion a paragraph. What was not understood is in
    the rubric's `notes`. Raise `RubricError`.
    """
    text = clean(text, source)
    notes = [*_hidden(text), *_statements(text)]
    prompt = prompt_file(text, source)
    if prompt is not None:
        return _built(*prompt, Template(text, source), notes)
    template = Template.read(_STATEMENT.sub(lambda found: " " * len(found.group()), text), source, variables)
    header, body = front_matter(template)
    return _built(header, body, template, notes)


def _built(header: Header, body: str, template: Template, notes: list[Note]) -> Rubric:
    page = Page(body, template.source)
    reading = Interpreter(page, header)
    outline = reading.read()
    if not _has_items(outline):
        found = "only headings" if reading.headings else "nothing to grade"
        msg = f"{found} here, no criteria; write one statement a line, for example `- Every figure has a source`"
        raise RubricError(msg, source=template.source)
    found_notes = [
        note.model_copy(update={"message": template.original(note.message)}) if template.places else note
        for note in reading.notes
    ]
    return build(outline, header, template.source, template=template, notes=[*notes, *found_notes])


def read_outline(text: str, source: str) -> tuple[Section, str]:
    """The sections and items of markdown without front matter, and the title, empty when there is none."""
    header = Header()
    reading = Interpreter(Page(text, source), header)
    return reading.read(), header.title


def _hidden(text: str) -> list[Note]:
    """Comments with list items in them: somebody may take those for criteria."""
    if "<!--" not in text:
        return []
    found = [comment for comment in _COMMENT.finditer(text) if _ITEM.search(comment.group(1))]
    return [
        Note(
            kind="not_carried_over",
            message="list items stand in this comment; what is in a comment is not graded",
            line=text.count("\n", 0, comment.start()) + 1,
        )
        for comment in found
    ]


def _statements(text: str) -> list[Note]:
    """Lines of a template language."""
    found = _STATEMENT.search(text) if "{%" in text else None
    if found is None:
        return []
    message = "lines with `{% ... %}` are statements of a template language and are left out; only `{{ name }}` is read"
    return [Note(kind="not_carried_over", message=message, line=text.count("\n", 0, found.start()) + 1)]


def _has_items(section: Section) -> bool:
    return any(isinstance(member, Item) or _has_items(member) for member in section.members)
