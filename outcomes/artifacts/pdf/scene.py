"""What a page paints, in the order in which it is painted: filled shapes, pictures, and where the letters come between.

Places are in points from the top left corner of the page as it is shown, turned pages included.
"""

from __future__ import annotations

from ctypes import byref, c_int, c_uint
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.pdf.library import Bounds, Matrix, narrow_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifacts.pdf.library import Library

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
_MOST_OBJECTS = 50_000
_MOST_PAINTS = 2_000
_MOST_PICTURES = 200
_DEEPEST_FORM = 12
_LEAST_AREA = 9.0
"""Square points; what is smaller lies behind no text."""
_RECTANGLE_SEGMENTS = 6
_BEZIER = 1
_FILTERS = {"DCTDecode": "jpeg", "DCT": "jpeg"}
Affine = tuple[float, float, float, float, float, float]
IDENTITY: Affine = (1, 0, 0, 1, 0, 0)


class Place(NamedTuple):
    """A rectangle in points from the top left corner of the shown page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.bottom - self.top

    def covers(self, other: Place, slack: float = 1.0) -> bool:
        """Whether the other lies inside, give or take a point."""
        return (
            self.left <= other.left + slack
            and self.top <= other.top + slack
            and self.right >= other.right - slack
            and self.bottom >= other.bottom - slack
        )

    def meets(self, other: Place) -> bool:
        """Whether they share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Frame(NamedTuple):
    """The part of PDF's plane that a page shows, and how often it is turned by 90 degrees clockwise."""

    shown: Bounds
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        wide, high = self.shown.right - self.shown.left, self.shown.top - self.shown.bottom
        return (high, wide) if self.turns % 2 else (wide, high)

    def place(self, bounds: Bounds) -> Place:
        """Where a rectangle of PDF's plane is seen."""
        left, right = bounds.left - self.shown.left, bounds.right - self.shown.left
        top, bottom = self.shown.top - bounds.top, self.shown.top - bounds.bottom
        wide, high = self.shown.right - self.shown.left, self.shown.top - self.shown.bottom
        if self.turns == 1:
            return Place(high - bottom, left, high - top, right)
        if self.turns == 2:
            return Place(wide - right, high - bottom, wide - left, high - top)
        if self.turns == 3:
            return Place(top, wide - right, bottom, wide - left)
        return Place(left, top, right, bottom)


class Paint(NamedTuple):
    """Something that is painted over what was there before."""

    z: int
    place: Place
    colour: str | None
    """`RRGGBB` of an opaque rectangle; `None` for what lets through, is not rectangular, or has many colours."""
    picture: bool = False


class Picture(NamedTuple):
    """A picture as it is drawn on the page."""

    handle: int
    place: Place
    format: str
    width_px: int
    height_px: int
    drawn_width: float
    """Points, before turning."""
    drawn_height: float
    mcid: int


class Scene(NamedTuple):
    """What is painted on one page."""

    frame: Frame
    depth: dict[int, int]
    """Handle of a text object -> when it is painted."""
    paints: list[Paint]
    pictures: list[Picture]
    complete: bool
    """Whether everything on the page was looked at."""


def read_scene(lib: Library, page: int) -> Scene:
    """Look at every object of a page, inside forms too."""
    return _Painter(lib, page).scene()


class _Painter:
    def __init__(self, lib: Library, page: int) -> None:
        self._lib = lib
        self._page = page
        shown = lib.rectangle(lib.GetPageBoundingBox, page)
        self._frame = Frame(shown or Bounds(0, 0, 612, 792), lib.Page_GetRotation(page) % 4)
        self._scene = Scene(self._frame, {}, [], [], complete=True)
        self._z = 0

    def scene(self) -> Scene:
        lib, page = self._lib, self._page
        handles = (lib.Page_GetObject(page, i) for i in range(lib.Page_CountObjects(page)))
        complete = self._take(handles, IDENTITY, 0)
        return self._scene._replace(complete=complete)

    def _take(self, handles: Iterator[int | None], within: Affine, depth: int) -> bool:
        for handle in handles:
            if handle is None:
                continue
            self._z += 1
            if self._z > _MOST_OBJECTS:
                return False
            kind = self._lib.PageObj_GetType(handle)
            if kind == TEXT:
                self._scene.depth[handle] = self._z
            elif kind == FORM:
                if depth >= _DEEPEST_FORM or not self._take(
                    self._inside(handle), self._matrix(handle, within), depth + 1
                ):
                    return False
            elif kind == PATH:
                self._path(handle, within)
            elif kind == IMAGE:
                self._image(handle, within)
            elif kind == SHADING:
                self._paint(handle, within, None)
        return True

    def _inside(self, form: int) -> Iterator[int | None]:
        count = self._lib.FormObj_CountObjects(form)
        return (self._lib.FormObj_GetObject(form, i) for i in range(count))

    def _matrix(self, handle: int, within: Affine) -> Affine:
        found = Matrix()
        if not self._lib.PageObj_GetMatrix(handle, byref(found)):
            return within
        return times((found.a, found.b, found.c, found.d, found.e, found.f), within)

    def _paint(self, handle: int, within: Affine, colour: str | None, *, picture: bool = False) -> Place | None:
        bounds = self._lib.bounds(handle)
        if bounds is None:
            return None
        place = self._frame.place(moved(bounds, within))
        if place.width * place.height >= _LEAST_AREA and len(self._scene.paints) < _MOST_PAINTS:
            self._scene.paints.append(Paint(self._z, place, colour, picture))
        return place

    def _path(self, handle: int, within: Affine) -> None:
        lib = self._lib
        fill, stroke = c_int(), c_int()
        if not lib.Path_GetDrawMode(handle, byref(fill), byref(stroke)) or not fill.value:
            return
        found = lib.colour(lib.PageObj_GetFillColor, handle)
        if found is not None and found[1] == 0:
            return
        opaque = found is not None and found[1] == 255 and not lib.PageObj_HasTransparency(handle)
        colour = found[0] if found is not None and opaque and self._is_rectangle(handle) else None
        self._paint(handle, within, colour)

    def _is_rectangle(self, handle: int) -> bool:
        lib = self._lib
        count = lib.Path_CountSegments(handle)
        if not 0 < count <= _RECTANGLE_SEGMENTS:
            return False
        segments = (lib.Path_GetPathSegment(handle, i) for i in range(count))
        return all(lib.PathSegment_GetType(segment) != _BEZIER for segment in segments)

    def _image(self, handle: int, within: Affine) -> None:
        lib = self._lib
        place = self._paint(handle, within, None, picture=True)
        if place is None or len(self._scene.pictures) >= _MOST_PICTURES:
            return
        wide, high = c_uint(), c_uint()
        lib.ImageObj_GetImagePixelSize(handle, byref(wide), byref(high))
        a, b, c, d, _, _ = self._matrix(handle, within)
        mcid = lib.PageObj_GetMarkedContentID(handle)
        self._scene.pictures.append(
            Picture(handle, place, self._format(handle), wide.value, high.value, hypot(a, b), hypot(c, d), mcid)
        )

    def _format(self, handle: int) -> str:
        """Only a JPEG is in the file as such; other pictures are in PDF's own form."""
        lib = self._lib
        count = lib.ImageObj_GetImageFilterCount(handle)
        if count < 1:
            return ""
        return _FILTERS.get(narrow_text(lib.ImageObj_GetImageFilter, handle, count - 1), "")


def times(inner: Affine, outer: Affine) -> Affine:
    """First the inner, then the outer transformation."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def moved(bounds: Bounds, by: Affine) -> Bounds:
    """The upright rectangle around a transformed rectangle."""
    if by == IDENTITY:
        return bounds
    a, b, c, d, e, f = by
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (bounds.left, bounds.right) for y in bounds[1::2]]
    xs, ys = zip(*corners, strict=True)
    return Bounds(min(xs), min(ys), max(xs), max(ys))
