"""What speaker notes are set in: the style of the notes master, on its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.pptx.backgrounds import PAPER, background_of
from outcomes.artifacts.pptx.colours import WHITE, Palette
from outcomes.artifacts.pptx.text import Setting

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.pptx.layouts import Layout, Layouts
    from outcomes.artifacts.pptx.markup import Skeleton
    from outcomes.artifacts.pptx.text_styles import TextStyles


class Notes:
    """The notes pages of one presentation, which share one master."""

    def __init__(self, main: str, layouts: Layouts, styles: TextStyles) -> None:
        """`main` is the presentation's main part, which names the master."""
        self._main = main
        self._layouts = layouts
        self._styles = styles
        self._usual: Setting | None = None

    def setting(self, page: Skeleton) -> Setting:
        """What the text of a notes page is set in."""
        own, override = page.background, page.mapping
        if own is not None or override is not None:
            return self._setting(own, override)
        if self._usual is None:
            self._usual = self._setting(None, None)
        return self._usual

    def _setting(self, own: etree._Element | None, override: etree._Element | None) -> Setting:
        master = self._layouts.of_notes(self._main)
        palette = (master.palette if master is not None else Palette()).mapped(override)
        slot = self._layouts.body_of(master) if master is not None else None
        return Setting(self._styles.placeholder(slot, master, palette), _paper(own, master, palette))


def _paper(own: etree._Element | None, master: Layout | None, palette: Palette) -> str | None:
    node = own if own is not None or master is None else master.bones.background
    fill = background_of(node, palette) if node is not None else PAPER
    return fill.colour.over(WHITE) if fill.kind == "solid" else None
