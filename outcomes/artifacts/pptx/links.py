"""Where a click on a shape or a word leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import A, R

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from outcomes.artifacts.ooxml.relationships import Relationship
    from outcomes.artifacts.pptx.reading import Show

_CLICKS = frozenset(f"{A}{name}" for name in ("hlinkClick", "hlinkMouseOver", "hlinkHover"))
_CUSTOM = re.compile(r"ppaction://customshow\?(?:.*&)?id=(\d+)")
_SHOW = "ppaction://hlinkshowjump?jump="
_NOWHERE = ("ppaction://media", "ppaction://ole", "ppaction://noaction")


class Links:
    """The links of one sheet."""

    def __init__(
        self,
        rels: Mapping[str, Relationship],
        numbers: Mapping[str, int],
        shows: Mapping[str, Show],
        slide: int,
        slides: int,
    ) -> None:
        """`numbers` gives slide numbers by part, `shows` custom shows by id; `slide` is this one's, of `slides`."""
        self._rels = rels
        self._numbers = numbers
        self._shows = shows
        self._slide = slide
        self._slides = slides

    def target(self, holder: etree._Element | None) -> str | None:
        """Where the link among a shape's or a run's properties leads, `None` without one.

        An address, `slide 4`, `#Board` for a custom show of that name, or the empty string for a link whose target is
        missing from the file.
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
            return self._jump(action.removeprefix(_SHOW))
        custom = _CUSTOM.match(action)
        if custom is not None:
            show = self._shows.get(custom[1])
            return f"#{show.name}" if show is not None else ""
        return self._related(ref) if ref else action or None

    def _jump(self, name: str) -> str:
        found = {
            "firstslide": f"slide {min(1, self._slides)}",
            "lastslide": f"slide {self._slides}",
            "nextslide": f"slide {min(self._slide + 1, self._slides)}",
            "previousslide": f"slide {max(self._slide - 1, 1)}",
            "lastslideviewed": "last slide viewed",
            "endshow": "end of show",
        }
        return found.get(name, name)

    def _related(self, ref: str) -> str:
        link = self._rels.get(ref)
        if link is not None and link.external:
            return link.target
        return f"slide {self._numbers[link.target]}" if link is not None and link.target in self._numbers else ""
