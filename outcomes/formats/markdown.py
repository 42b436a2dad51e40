"""Markdown -> `Rubric`: headings are sections; list items, table rows or, without any, paragraphs are criteria."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.errors import RubricError
from outcomes.format import clean
from outcomes.formats.build import build
from outcomes.formats.header import front_matter
from outcomes.formats.interpret import Interpreter
from outcomes.formats.outline import Header, Section
from outcomes.formats.page import Page
from outcomes.formats.plain import between
from outcomes.formats.prompty import prompt_file
from outcomes.formats.template import Template
from outcomes.rubric import Note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.rubric import Rubric

_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.MULTILINE)
_STATEMENT = re.compile(r"^[ \t]*\{%.*%\}[ \t]*$", re.MULTILINE)


def read_markdown(text: str, source: str, variables: Mapping[str, object] | None = None) -> Rubric:
    """Read a rubric as people write one; `source` is the file's name, for messages.

    The first top heading is the title, unless one is stated and there are several; headings are sections; list items
    and table rows are criteria, and prose beside them explains. A file without any list or table has one criterion a
    paragraph. What was not understood is in the rubric's `notes`. Raise `RubricError`.
    """
    text = clean(text, source)
    notes = [*_hidden(text), *_statements(text)]
    prompt = prompt_file(text, source)
    if prompt is not None:
        return _built(*prompt, Template(text, source), notes, is_prompt=True)
    template = Template.read(_STATEMENT.sub(lambda found: " " * len(found.group()), text), source, variables)
    header, body = front_matter(template)
    return _built(header, body, template, notes)


def _built(header: Header, body: str, template: Template, notes: list[Note], *, is_prompt: bool = False) -> Rubric:
    page = Page(body, template.source)
    reading = Interpreter(page, header)
    outline = reading.read()
    if is_prompt and not (reading.as_prompt or reading.has_marks):
        msg = (
            "no rating scale stands in this prompt, and its lists are what a grader is told and no criteria; "
            "write what must hold as a list in a markdown file (.md)"
        )
        raise RubricError(msg, source=template.source)
    if not outline.has_items:
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
    message = "list items stand in this comment; what is in a comment is not graded"
    return [
        Note(kind="not_carried_over", message=message, line=text.count("\n", 0, start) + 1)
        for start, end in between(text, "<!--", "-->")
        if _ITEM.search(text[start + 4 : end - 3])
    ]


def _statements(text: str) -> list[Note]:
    """Lines of a template language."""
    found = _STATEMENT.search(text) if "{%" in text else None
    if found is None:
        return []
    message = "lines with `{% ... %}` are statements of a template language and are left out; only `{{ name }}` is read"
    return [Note(kind="not_carried_over", message=message, line=text.count("\n", 0, found.start()) + 1)]
