"""Where a click on a shape or a word leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import A, R

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from outcomes.artifacts.ooxml.relationships import Relationship

_CLICKS = frozenset(f"{A}{name}" for name in ("hlinkClick", "hlinkMouseOver", "hlinkHover"))
_SHOW = "ppaction://hlinkshowjump?jump="
_NOWHERE = ("ppaction://media", "ppaction://ole", "ppaction://noaction")


class Links:
    """The links of one sheet."""

    def __init__(self, rels: Mapping[str, Relationship], numbers: Mapping[str, int], slide: int, slides: int) -> None:
        """`numbers` gives slide numbers by part; `slide` is this one's, of `slides`."""
        self._rels = rels
        self._numbers = numbers
        self._jumps = {
            "firstslide": f"slide {min(1, slides)}",
            "lastslide": f"slide {slides}",
            "nextslide": f"slide {min(slide + 1, slides)}",
            "previousslide": f"slide {max(slide - 1, 1)}",
            "lastslideviewed": "last slide viewed",
            "endshow": "end of show",
        }

    def target(self, holder: etree._Element | None) -> str | None:
        """Where the link among a shape's or a run's properties leads, `None` without one.

        An address, `slide 4`, or the empty string for a link whose target is missing from the file.
        """
        for node in holder if holder is not None else ():
            if node.tag in _CLICKS and (target := self._target(node)) is not None:
                return target
        return None

    def _target(self, node: etree._Element) -> str | None:
        action, ref = node.get("action") or "", node.get(f"{R}id") or ""
        if action.startswith(_NOWHERE):
            return None
        if action.startswith(_SHOW):
            jump = action.removeprefix(_SHOW)
            return self._jumps.get(jump, jump)
        if not ref:
            return action or None
        link = self._rels.get(ref)
        if link is None:
            return ""
        if link.external:
            return link.target
        return f"slide {self._numbers[link.target]}" if link.target in self._numbers else ""
