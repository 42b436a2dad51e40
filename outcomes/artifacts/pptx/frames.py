"""How text is fitted into a shape: the text frame, resolved through layout and master."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from outcomes.appearance import TextFrame
from outcomes.artifacts.ooxml.markup import A, integer
from outcomes.artifacts.pptx.colours import share
from outcomes.artifacts.pptx.markup import mark_of
from outcomes.artifacts.pptx.styles import MOST_KEPT, NO_FIT, Fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

_AUTOFIT: dict[str, Literal["none", "shrink", "resize"]] = {
    f"{A}noAutofit": "none", f"{A}normAutofit": "shrink", f"{A}spAutoFit": "resize",
}  # fmt: skip
_ANCHORS: dict[str, Literal["top", "middle", "bottom"]] = {"t": "top", "ctr": "middle", "b": "bottom"}
_SIDES = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
"""The defaults of ECMA-376 21.1.2.1.1: a tenth and a twentieth of an inch."""
_CELL_SIDES = {"marL": 91_440, "marT": 45_720, "marR": 91_440, "marB": 45_720}
_LEAST_SCALE = 0.01
_MOST_COLUMNS = 16
_UNTURNED = frozenset({"horz"})


class Fitted(NamedTuple):
    """A text frame, and what shrinking its text does."""

    frame: TextFrame
    fit: Fit = NO_FIT


class Frames:
    """The text frames of one presentation, each combination made once."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[tuple[object, ...], Fitted] = {}

    def shape(
        self, own: etree._Element | None, inherited: Sequence[etree._Element | None], *, complete: bool
    ) -> Fitted:
        """The frame of an `a:bodyPr` over those of its layout's and its master's placeholder, nearest first.

        What nobody states has its default, unless something could not be read (`complete` is `False`).
        """
        key = (_mark(own), *map(id, inherited), complete)
        found = self._known.get(key)
        if found is None:
            self._make_room()
            bodies = [body for body in (own, *inherited) if body is not None]
            found = self._known[key] = _fitted(bodies, complete=complete)
        return found

    def cell(self, properties: etree._Element | None) -> TextFrame:
        """The frame of a table cell, from its `a:tcPr`; rows always grow with their text."""
        key = ("cell", _mark(properties))
        found = self._known.get(key)
        if found is None:
            self._make_room()
            found = self._known[key] = Fitted(_cell(properties))
        return found.frame

    def _make_room(self) -> None:
        if len(self._known) >= MOST_KEPT:
            self._known.clear()


def _mark(node: etree._Element | None) -> object:
    return mark_of(node) if node is not None else None


def _fitted(bodies: Sequence[etree._Element], *, complete: bool) -> Fitted:
    auto = next((child for body in bodies for child in body if child.tag in _AUTOFIT), None)
    fit = _fit(auto) if auto is not None and _AUTOFIT[str(auto.tag)] == "shrink" else NO_FIT
    left, top, right, bottom = (
        integer(text) if (text := _stated(bodies, side)) is not None else default if complete else None
        for side, default in _SIDES.items()
    )
    wrap, anchor = _stated(bodies, "wrap"), _stated(bodies, "anchor")
    return Fitted(
        TextFrame(
            left,
            top,
            right,
            bottom,
            wrap != "none" if wrap is not None or complete else None,
            _AUTOFIT[str(auto.tag)] if auto is not None else "none" if complete else None,
            _ANCHORS.get(anchor, "top") if anchor is not None else "top" if complete else None,
            (_stated(bodies, "vert") or "horz") not in _UNTURNED or integer(_stated(bodies, "rot")) != 0,
            min(max(integer(_stated(bodies, "numCol"), default=1), 1), _MOST_COLUMNS),
        ),
        fit,
    )


def _fit(auto: etree._Element) -> Fit:
    scale = share(auto.get("fontScale")) if auto.get("fontScale") is not None else 1.0
    reduction = share(auto.get("lnSpcReduction"), 0.0) if auto.get("lnSpcReduction") is not None else 0.0
    return Fit(min(max(scale, _LEAST_SCALE), 1.0), min(max(reduction, 0.0), 1.0))


def _stated(bodies: Sequence[etree._Element], name: str) -> str | None:
    return next((text for body in bodies if (text := body.get(name)) is not None), None)


def _cell(properties: etree._Element | None) -> TextFrame:
    bodies = [properties] if properties is not None else []
    left, top, right, bottom = (
        integer(text) if (text := _stated(bodies, side)) is not None else default
        for side, default in _CELL_SIDES.items()
    )
    anchor = _ANCHORS.get(_stated(bodies, "anchor") or "t", "top")
    vertical = (_stated(bodies, "vert") or "horz") not in _UNTURNED
    return TextFrame(left, top, right, bottom, wrap=True, autofit="resize", anchor=anchor, vertical=vertical)
