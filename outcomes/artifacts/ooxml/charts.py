"""Charts: title, axes, and every series with its categories and values, as text."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import ChartData, ChartSeries
from outcomes.artifact import Block
from outcomes.artifacts.ooxml.markup import CX, A, C, alt_text_blocks, drawing_text, integer, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from outcomes.artifacts.ooxml.package import Package

_MOST_SERIES = 255
_MOST_POINTS = 500
_MOST_VALUES = 10_000
_SPARSEST = 20
"""Places in a series for each point that is there: a file of a few points cannot ask for thousands of places."""
_LONGEST_LABEL = 200
_AXES = frozenset({"catAx", "valAx", "dateAx", "serAx"})
_NAME, _POINT, _VALUE = f"{C}tx", f"{C}pt", f"{C}v"
_EPOCH = date(1899, 12, 30)
_LAST_DAY = 2_958_465  # 9999-12-31


class _Series(NamedTuple):
    """A series as one line of text, and as data."""

    text: str
    data: ChartSeries


class Chart(NamedTuple):
    """What a chart part says, wherever and however often it is shown."""

    title: str
    kind: str
    axes: list[str]
    series: list[_Series]

    def block(
        self, locator: str, *, name: str | None = None, alt: str | None = None, workbook: str | None = None
    ) -> Block:
        """The chart in one place: the text is the title, `style` the type, the children axes and series.

        A series reads `Revenue: Q1 = 10; Q2 = 12`; what it holds as numbers, and where they come from, is in the
        block's `chart`. `workbook` is the part that holds its data, see `embedded_workbook`.
        """
        children = [
            *(Block("span", f"{locator} / axis {i}", text, name="axis") for i, text in enumerate(self.axes, 1)),
            *(
                Block("span", f"{locator} / series {i}", one.text, name="series")
                for i, one in enumerate(self.series, 1)
            ),
        ]
        return Block(
            "chart",
            locator,
            self.title,
            name=name,
            style=self.kind,
            alt=alt,
            children=(*children, *alt_text_blocks(locator, alt)),
            chart=ChartData(self.kind, tuple(one.data for one in self.series), workbook),
        )


def chart_of(root: etree._Element) -> Chart:
    """Read a chart part."""
    return _extended(root) if root.tag.startswith(CX) else _classic(root)


def read_chart(
    root: etree._Element,
    locator: str,
    *,
    name: str | None = None,
    alt: str | None = None,
    workbook: str | None = None,
) -> Block:
    """Read a chart part that is shown in one place."""
    return chart_of(root).block(locator, name=name, alt=alt, workbook=workbook)


def embedded_workbook(package: Package, part: str) -> str | None:
    """The part that holds a chart's workbook (`c:externalData`), if the file has it."""
    return next((target for target in package.related(part, "package") if package.has(target)), None)


_Points = dict[int, str]
"""Point number -> what is cached for it, as written or as shown."""


def _classic(root: etree._Element) -> Chart:
    plot = root.find(f"{C}chart/{C}plotArea")
    groups = [] if plot is None else [node for node in plot if node.tag.endswith("Chart")]
    nodes = list(islice((node for group in groups for node in group.iter(f"{C}ser")), _MOST_SERIES))
    axes = [] if plot is None else [_title(node) for node in plot if local(node.tag) in _AXES]
    kinds = dict.fromkeys(local(group.tag).removesuffix("Chart") for group in groups)
    title_node = root.find(f"{C}chart/{C}title")
    title = _title(root.find(f"{C}chart"))
    if not title and title_node is not None and len(nodes) == 1:
        title = _series_name(nodes[0].find(_NAME))  # Office shows the only series' name as an automatic title
    series = [_series(node) for node in nodes]
    return Chart(title, ", ".join(kinds), [text for text in axes if text], series)


def _title(owner: etree._Element | None) -> str:
    node = owner.find(f"{C}title/{C}tx") if owner is not None else None
    if node is None:
        return ""
    return drawing_text(node) or " ".join(value.text or "" for value in node.iter(f"{C}v"))


def _series_name(node: etree._Element | None) -> str:
    """What a `c:tx` says."""
    return "" if node is None else " ".join(value.text or "" for value in node.iter(_VALUE)).strip()


def _series(series: etree._Element) -> _Series:
    parts = {str(node.tag): node for node in reversed(series)}
    labels = parts.get(f"{C}cat", parts.get(f"{C}xVal"))
    numbers = parts.get(f"{C}val", parts.get(f"{C}yVal"))
    categories, values, sizes = _points(labels), _points(numbers), _points(parts.get(f"{C}bubbleSize"))
    pairs = {
        at: value + (f" (size {sizes[at]})" if at in sizes else "") for at, value in sorted(values.items())
    } or dict.fromkeys(categories, "")
    name = _series_name(parts.get(_NAME))
    data = ChartSeries(
        name,
        *_columns(categories, _raw_points(numbers), _stated(labels, numbers)),
        values_ref=_formula(numbers),
        categories_ref=_formula(labels),
        name_ref=_formula(parts.get(_NAME)),
    )
    return _Series(_written(name, categories, pairs), data)


def _columns(categories: _Points, values: _Points, stated: int = 0) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """Categories and values side by side, by point number; a point without a value is `None`."""
    last = max((*categories, *values), default=-1)
    most = max(_MOST_POINTS, _SPARSEST * max(len(categories), len(values)))
    length = min(max(last + 1, stated), most, _MOST_VALUES)
    labels = tuple(categories.get(at, "") for at in range(length)) if categories else ()
    return labels, tuple(_number(values.get(at)) for at in range(length))


def _stated(*holders: etree._Element | None) -> int:
    """How many points the caches say that there are."""
    counts = (next(node.iter(f"{C}ptCount"), None) for node in holders if node is not None)
    return max((integer(node.get("val")) for node in counts if node is not None), default=0)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _formula(node: etree._Element | None) -> str | None:
    """Where the values of a `c:cat`, `c:val` ... come from in the workbook."""
    found = None if node is None else next(node.iter(f"{C}f"), None)
    return None if found is None else (found.text or "").strip() or None


def _written(name: str, categories: _Points, values: _Points) -> str:
    shown = [
        " = ".join(part for part in (categories.get(at, ""), value) if part)
        for at, value in islice(values.items(), _MOST_POINTS)
    ]
    if len(values) > _MOST_POINTS:
        shown.append("... (more points)")
    return ": ".join(part for part in (name, "; ".join(shown)) if part)


def _points(node: etree._Element | None) -> _Points:
    """The values that were cached when the file was saved, as they are shown."""
    if node is None:
        return {}
    levels = list(node.iter(f"{C}lvl"))
    if levels:
        return _nested([_cached(level, "") for level in levels])
    code = next(node.iter(f"{C}formatCode"), None)
    return _cached(node, (code.text or "") if code is not None else "")


def _raw_points(node: etree._Element | None) -> _Points:
    """The same as they are written."""
    if node is None:
        return {}
    return {at: _value(point) for at, point in _numbered(node, _POINT, _MOST_VALUES)}


def _cached(node: etree._Element, number_format: str) -> _Points:
    return {
        at: _shown(_value(point), point.get("formatCode") or number_format)
        for at, point in _numbered(node, _POINT, _MOST_POINTS + 1)
    }


def _numbered(node: etree._Element, tag: str, most: int) -> Iterator[tuple[int, etree._Element]]:
    """The first points with their numbers; those whose number no chart can have are no points."""
    found = ((integer(point.get("idx")), point) for point in islice(node.iter(tag), most))
    return ((at, point) for at, point in found if 0 <= at < _MOST_VALUES)


def _value(point: etree._Element) -> str:
    """What a `c:pt` holds; quicker than to look for it by path."""
    for node in point:
        if node.tag == _VALUE:
            return node.text or ""
    return ""


def _nested(levels: list[_Points]) -> _Points:
    """Join the levels of a category axis, innermost first in the file; an outer label holds until the next."""
    inner, *outer = levels
    joined = dict(sorted(inner.items()))
    for level in outer:
        label = ""
        for at, text in joined.items():
            label = level.get(at, label)[:_LONGEST_LABEL]
            joined[at] = f"{label} / {text}" if label else text
    return joined


def _shown(text: str, number_format: str) -> str:
    """A cached value roughly as the chart shows it: percentages, dates, and no floating point noise."""
    try:
        number = float(text)
    except ValueError:
        return text.strip()
    code = number_format.lower().partition(";")[0]
    if "%" in code:
        return f"{number * 100:.{len(code.partition('.')[2].partition('%')[0])}f}%"
    if ("yy" in code or ("d" in code and "mm" in code)) and 0 < number <= _LAST_DAY:
        return (_EPOCH + timedelta(days=int(number))).isoformat()
    return f"{number:.12g}"


def _extended(root: etree._Element) -> Chart:
    """Waterfall, funnel, treemap and the other chart types that came with Office 2016."""
    data = {node.get("id"): node for node in root.iter(f"{CX}data")}
    nodes = list(islice(root.iter(f"{CX}series"), _MOST_SERIES))
    axes = [_extended_text(node.find(f"{CX}title")) for node in root.iter(f"{CX}axis")]
    kinds = dict.fromkeys(node.get("layoutId") or "" for node in nodes)
    title = _extended_text(root.find(f"{CX}chart/{CX}title"))
    series = [_extended_series(node, data) for node in nodes]
    return Chart(title, ", ".join(kinds), [text for text in axes if text], series)


def _extended_series(node: etree._Element, data: Mapping[str | None, etree._Element]) -> _Series:
    link = node.find(f"{CX}dataId")
    source = data.get(link.get("val")) if link is not None else None
    labels, values = _dimension(source, "strDim"), _dimension(source, "numDim")
    name = _extended_text(node.find(f"{CX}tx"))
    table = ChartSeries(
        name,
        *_columns(labels, _dimension(source, "numDim", raw=True)),
        values_ref=_extended_formula(source, "numDim"),
        categories_ref=_extended_formula(source, "strDim"),
        name_ref=next((text for text in (formula.text for formula in node.iterfind(f"{CX}tx//{CX}f")) if text), None),
    )
    return _Series(_written(name, labels, values or dict.fromkeys(labels, "")), table)


def _extended_formula(data: etree._Element | None, kind: str) -> str | None:
    text = None if data is None else data.findtext(f"{CX}{kind}/{CX}f")
    return (text or "").strip() or None


def _extended_text(node: etree._Element | None) -> str:
    if node is None:
        return ""
    return drawing_text(node) or " ".join(value.text or "" for value in node.iter(f"{CX}v", f"{A}t")).strip()


def _dimension(data: etree._Element | None, kind: str, *, raw: bool = False) -> _Points:
    level = data.find(f"{CX}{kind}/{CX}lvl") if data is not None else None
    if level is None:
        return {}
    code = level.get("formatCode") or ""
    points = _numbered(level, f"{CX}pt", _MOST_VALUES if raw else _MOST_POINTS + 1)
    texts = ((at, point.text or "") for at, point in points)
    return {at: text if raw else _shown(text, code) for at, text in texts}
