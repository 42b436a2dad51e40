"""The texts that cells refer to, with the looks of their stretches where a text is rich."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.xlsx.markup import X, rich_text
from outcomes.artifacts.xlsx.styles import is_raised, is_struck
from outcomes.text import raised

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.appearance import Font
    from outcomes.artifacts.xlsx.styles import Styles


_RUN = f"{X}r"


class Stretch(NamedTuple):
    """A stretch of a rich text; `font` is `None` where it looks like the cell."""

    text: str
    font: Font | None
    struck: bool = False


class Text(NamedTuple):
    """A text, and its stretches when there are several looks."""

    text: str
    stretches: tuple[Stretch, ...] = ()


def read_strings(root: etree._Element, styles: Styles) -> list[Text]:
    """The shared strings in order."""
    return [read_text(node, styles) for node in root.iterfind(f"{X}si")]


def read_text(node: etree._Element, styles: Styles) -> Text:
    """An `si` or `is` element; phonetic guides are left out."""
    if len(node) == 1 and node[0].tag != _RUN:
        return Text(rich_text(node))
    runs = node.findall(_RUN)
    if not runs:
        return Text(rich_text(node))
    stretches, plain = [], ""
    for run in runs:
        properties = run.find(f"{X}rPr")
        text = "".join(child.text or "" for child in run.iterfind(f"{X}t"))
        plain += text
        if not text:
            continue
        if properties is None:
            stretches.append(Stretch(text, None))
        else:
            shown = raised(text) if is_raised(properties) else text
            stretches.append(Stretch(shown, styles.run_font(properties), is_struck(properties)))
    whole = rich_text(node)
    if plain != whole or all(s.font is None for s in stretches):
        return Text(whole)
    return Text(whole, tuple(stretches))
