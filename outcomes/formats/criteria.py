"""An item and what stands above it -> a criterion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from outcomes.errors import RubricError
from outcomes.formats.outline import WORD
from outcomes.rubric import Criterion, Note, criterion_id
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.formats.outline import Item, Section
    from outcomes.formats.template import Template

_LEVEL = re.compile(
    r"[(\[]\s*levels?\s*:?\s*(?P<in>\d+)(?:\s*[-\u2013/,+]\s*\d+)*\s*[)\]]|^level\s+(?P<on>\d+)(?=\s*[:\u2013\u2014-])",
    re.IGNORECASE,
)


class Above(NamedTuple):
    """What the sections above an item say about it."""

    path: tuple[str, ...] = ()
    required: bool | None = None
    weighted: bool = False
    grouped: bool = False
    defaults: dict[str, Any] = {}  # noqa: RUF012 - never written to

    def below(self, section: Section) -> Above:
        """The same for an item in a section below."""
        return Above(
            (*self.path, section.title) if section.title else self.path,
            self.required if section.required is None else section.required,
            self.weighted or section.weight is not None,
            self.grouped or section.at_least is not None,
            {**self.defaults, **section.defaults} if section.defaults else self.defaults,
        )


class Maker:
    """Makes criteria of one file, its variables filled in."""

    def __init__(self, source: str, levels: Mapping[str, Sequence[Mapping[str, object]]], template: Template) -> None:
        """`levels`: those that stand apart from their criteria, by id."""
        self.source = source
        self.levels = levels
        self.template = template

    def criterion(self, item: Item, above: Above) -> Criterion:
        """One criterion; `RubricError` at the item or at the field of it that is wrong."""
        raw = (*above.path, *item.section)
        stated = {**above.defaults, **item.fields} if above.defaults else item.fields
        given = stated.get("id")
        if isinstance(given, str) and not WORD.fullmatch(given):
            msg = f"an id is one word without brackets, commas or quotes, found {clip(given, 40)!r}"
            raise item.fail(msg, ("id",))
        only_points = "points" in stated or above.weighted or above.grouped
        data = {
            "id": given or self._id(raw, item.text),
            "required": not only_points if above.required is None or above.grouped else above.required,
            **stated,
            "section": raw,
            "text": item.text,
            "line": item.line,
            "column": item.column,
        }
        if data["id"] in self.levels:
            data["levels"] = self.levels[data["id"]]
        if self.template.places:
            data = self._filled(data)
        try:
            return Criterion.model_validate(data)
        except ValidationError as error:
            raise _explained(error, item) from None
        except RubricError as error:
            raise error.at(source=self.source, line=item.line) from None

    def _id(self, section: tuple[str, ...], text: str) -> str:
        """An id that does not depend on the values of variables."""
        if not self.template.places:
            return criterion_id(section, text)
        return criterion_id(tuple(map(self.template.original, section)), self.template.original(text))

    def _filled(self, data: dict[str, Any]) -> dict[str, Any]:
        """The fields of a criterion with the values of the variables in them."""
        filled = self.template.filled
        found = {key: filled(value) if isinstance(value, str) else value for key, value in data.items()}
        found["section"] = tuple(map(filled, data["section"]))
        if "check" in data and data["check"] is not None:
            found["check"] = self.template.filled_check(data["check"])
        if data.get("levels"):
            found["levels"] = [
                {key: filled(value) if isinstance(value, str) else value for key, value in level.items()}
                for level in data["levels"]
            ]
        return found


def _explained(error: ValidationError, item: Item) -> RubricError:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    found = "" if first["type"] == "missing" else f", found {clip(str(first['input']), 40)!r}"
    return item.fail(f"{name}: {first['msg'][:1].lower()}{first['msg'][1:]}{found}", first["loc"])


def stray_level(criterion: Criterion) -> Note | None:
    """`(Level 2)` on a criterion that has no levels: it may be a weight, a tier, or a level that is written nowhere."""
    found = _LEVEL.search(criterion.text) if "evel" in criterion.text and not criterion.levels else None
    if found is None:
        return None
    number = found.group("in") or found.group("on")
    message = (
        f"{found.group()!r} is no mark and stays in the text; for a weight write `({number} points)`, "
        "for levels a list of them below the criterion"
    )
    return Note(kind="not_understood", message=message, line=criterion.line, column=criterion.column)
