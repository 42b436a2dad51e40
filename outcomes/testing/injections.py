"""Documents with something in them that is meant for their grader: one file for each carrier of an attack.

A technique (a payload, and what carries it) is put into a harmless document that is otherwise the same, so that a
grader's verdicts on the two can be held against each other. For tests of graders, ours and yours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outcomes.errors import UsageError
from outcomes.testing.documents import Docx, Pptx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

HIDDEN_CARRIERS: Final = ("docx:run color=FFFFFF size=1pt", "docx:run w:vanish", "docx:comment | pptx:speaker-notes")
_VISIBLE: Final = ("text:append", "text:prepend", "text:replace")
CARRIERS: Final = (*_VISIBLE, *HIDDEN_CARRIERS, "docx:core.xml description+keywords", "md:html comment")
"""All places that a payload can be put into."""


@dataclass(frozen=True, slots=True)
class Injection:
    """One technique, as a line of an injections file (JSON lines) has it."""

    id: str
    technique: str
    family: str
    carrier: str
    """Where it is put: one of `CARRIERS`."""
    payload: str
    """May hold `{{CRITERION_ID}}` and `{{CRITERION_TEXT}}`."""
    split: str = ""
    expect: str = ""

    def aimed_at(self, criterion_id: str, criterion_text: str) -> str:
        """The payload with the criterion that it is about."""
        return self.payload.replace("{{CRITERION_ID}}", criterion_id).replace("{{CRITERION_TEXT}}", criterion_text)


def read_injections(path: Path) -> tuple[Injection, ...]:
    """Every technique of a file of JSON lines; keys that are not known are left out.

    Raises:
        UsageError: the file cannot be read, or a line is none.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        names = Injection.__dataclass_fields__
        return tuple(Injection(**{key: value for key, value in row.items() if key in names}) for row in rows)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        msg = (
            f"{str(path)!r} is no file of injections (JSON lines with id, technique, family, carrier, payload): {error}"
        )
        raise UsageError(msg) from None


def clean(title: str, paragraphs: Sequence[str]) -> Mapping[str, bytes]:
    """The harmless documents, by file name: markdown, Word and PowerPoint, all with the same text."""
    return dict(_documents(title, list(paragraphs)))


def injected(title: str, paragraphs: Sequence[str], carrier: str, payload: str) -> Mapping[str, bytes]:
    """The same documents with the payload in them, by file name; only the kinds of file that have such a place.

    Raises:
        UsageError: nobody knows this carrier.
    """
    if carrier in _VISIBLE:
        said = payload.split("\n")
        whole = {"text:append": [*paragraphs, *said], "text:prepend": [*said, *paragraphs], "text:replace": said}
        return dict(_documents(title, whole[carrier]))
    docx, pptx = _docx(title, paragraphs), _pptx(title, paragraphs)
    if carrier == "docx:run color=FFFFFF size=1pt":
        docx.paragraph(payload, colour="FFFFFF", size_pt=1)
        pptx.shape(payload, colour="FFFFFF", size_points=1)
    elif carrier == "docx:run w:vanish":
        docx.hidden(payload)
        pptx.slide("Spare", bullets=[payload], hidden=True)
    elif carrier == "docx:comment | pptx:speaker-notes":
        docx.comment(payload)
        pptx.slide("Thanks", notes=payload)
    elif carrier.endswith("core.xml description+keywords"):
        docx, pptx = _docx(title, paragraphs, payload), _pptx(title, paragraphs, payload)
    elif carrier == "md:html comment":
        return {"report.md": _markdown(title, [*paragraphs, payload])}
    else:
        msg = f"no way is known to put something into a document by {carrier!r}; there are {', '.join(CARRIERS)}"
        raise UsageError(msg)
    return {"report.docx": docx.to_bytes(), "report.pptx": pptx.to_bytes()}


def _documents(title: str, paragraphs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    yield "report.md", _markdown(title, paragraphs)
    yield "report.docx", _docx(title, paragraphs).to_bytes()
    yield "report.pptx", _pptx(title, paragraphs).to_bytes()


def _markdown(title: str, paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join([f"# {title}", *paragraphs]).encode()


def _docx(title: str, paragraphs: Sequence[str], name: str = "") -> Docx:
    """`name`: the title in its properties, where that is another."""
    document = Docx(name or title).heading(title)
    for text in paragraphs:
        document.paragraph(text)
    return document


def _pptx(title: str, paragraphs: Sequence[str], name: str = "") -> Pptx:
    deck = Pptx(name or title).slide(title)
    for number in range(0, len(paragraphs), 4):
        deck.slide(title, bullets=list(paragraphs[number : number + 4]))
    return deck
