"""The texts that cells refer to, with the looks of their stretches where a text is rich."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.xlsx.markup import X, rich_text

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.appearance import Font
    from outcomes.artifacts.xlsx.styles import Styles


_RUN = f"{X}r"


class Stretch(NamedTuple):
    """A stretch of a rich text; `font` is `None` where it looks like the cell."""

    text: str
    font: Font | None


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
    stretches = []
    for run in runs:
        properties = run.find(f"{X}rPr")
        text = "".join(child.text or "" for child in run.iterfind(f"{X}t"))
        if text:
            stretches.append(Stretch(text, None if properties is None else styles.run_font(properties)))
    whole = rich_text(node)
    if "".join(stretch.text for stretch in stretches) != whole or all(s.font is None for s in stretches):
        return Text(whole)
    return Text(whole, tuple(stretches))
