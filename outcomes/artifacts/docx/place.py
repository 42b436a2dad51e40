"""Where a run of text stands, and how its blocks fold into the block that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import ParagraphFormat, TextRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Block, Visibility
    from outcomes.artifacts.docx.cascade import Surroundings
    from outcomes.artifacts.docx.forms import Form
    from outcomes.artifacts.docx.run_properties import Key


class Place(NamedTuple):
    """Where paragraphs stand and what they take over from there."""

    prefix: str
    """What their locators begin with; nothing for the body."""
    around: Surroundings
    known: dict[Key, Form]
    """The forms of paragraphs that are known in these surroundings."""
    visibility: Visibility = "visible"
    reason: str | None = None
    depth: int = 0
    """How many tables and text boxes they lie in."""
    folds: bool = False
    """Whether its paragraphs may become the text of the block that holds them, whose locator is the prefix."""

    @property
    def lead(self) -> str:
        """The prefix with what separates it from the rest of a locator."""
        return f"{self.prefix} / " if self.prefix else ""

    @property
    def background(self) -> str:
        """The colour behind the paragraphs."""
        return self.around.background


class Folded(NamedTuple):
    """What a cell, note or text box has of its own."""

    text: str
    runs: tuple[TextRun, ...]
    paragraph: ParagraphFormat | None
    children: tuple[Block, ...]


NOTHING = Folded("", (), None, ())


def fold_in(blocks: Sequence[Block], place: Place) -> Folded:
    """The own text and the children of a cell, note or text box.

    Plain paragraphs at the beginning become its text, one line each, so that `Table 2 R3C1` can be quoted as it is;
    from the first list item, table or tracked change on, blocks stay blocks.
    """
    if not blocks:
        return NOTHING
    plain = 0
    for block in blocks:
        if not _plain(block, place):
            break
        plain += 1
    if plain == 1:
        only = blocks[0]
        return Folded(only.text, only.runs, only.paragraph if only.text else None, (*only.children, *blocks[1:]))
    first = [block for block in blocks[:plain] if block.text]
    children = [child for block in blocks[:plain] for child in block.children]
    return Folded(
        "\n".join(block.text for block in first), _joined(first), _agreed(first), (*children, *blocks[plain:])
    )


def _joined(blocks: Sequence[Block]) -> tuple[TextRun, ...]:
    """The runs of texts that are joined by line feeds; a line feed looks like what stands before it."""
    runs: list[TextRun] = []
    start = 0
    for block in blocks:
        for run in block.runs:
            if runs and (run.start == 0 or runs[-1].font is run.font):
                runs[-1] = runs[-1]._replace(end=start + run.start)
            if runs and runs[-1].font is run.font:
                runs[-1] = runs[-1]._replace(end=start + run.end)
            else:
                runs.append(TextRun(start + run.start, start + run.end, run.font))
        start += len(block.text) + 1
    return tuple(runs)


def _agreed(blocks: Sequence[Block]) -> ParagraphFormat | None:
    """The format that all of them have; a field in which they differ is unknown."""
    formats = [block.paragraph for block in blocks if block.paragraph is not None]
    if len(formats) != len(blocks) or not formats:
        return None
    if all(one is formats[0] for one in formats):
        return formats[0]
    return ParagraphFormat._make(
        values[0] if all(value == values[0] for value in values) else None for values in zip(*formats, strict=True)
    )


def _plain(block: Block, place: Place) -> bool:
    return (
        block.kind == "paragraph"
        and block.visibility == place.visibility
        and block.reason == place.reason
        and block.change is None
        and block.target is None
    )
