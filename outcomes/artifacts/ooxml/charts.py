"""Charts: title, axes, and every series with its categories and values, as text."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.markup import CX, A, C, alt_text_blocks, drawing_text, integer, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_MOST_SERIES = 255
_MOST_POINTS = 500
_LONGEST_LABEL = 200
_AXES = frozenset({"catAx", "valAx", "dateAx", "serAx"})
_EPOCH = date(1899, 12, 30)
_LAST_DAY = 2_958_465  # 9999-12-31


def read_chart(root: etree._Element, locator: str, *, name: str | None = None, alt: str | None = None) -> Block:
    """Read a chart part: the block's text is the title, its `style` the type, its children axes and series.

    A series reads `Revenue: Q1 = 10; Q2 = 12`.
    """
    title, kind, axes, series = _extended(root) if root.tag.startswith(CX) else _classic(root)
    children = [
        *(Block("span", f"{locator} / axis {i}", text, name="axis") for i, text in enumerate(axes, 1)),
        *(Block("span", f"{locator} / series {i}", text, name="series") for i, text in enumerate(series, 1)),
    ]
    return Block(
        "chart", locator, title, name=name, style=kind, alt=alt, children=(*children, *alt_text_blocks(locator, alt))
    )


def _classic(root: etree._Element) -> tuple[str, str, list[str], list[str]]:
    plot = root.find(f"{C}chart/{C}plotArea")
    groups = [] if plot is None else [node for node in plot if node.tag.endswith("Chart")]
    nodes = list(islice((node for group in groups for node in group.iter(f"{C}ser")), _MOST_SERIES))
    axes = [] if plot is None else [_title(node) for node in plot if local(node.tag) in _AXES]
    kinds = dict.fromkeys(local(group.tag).removesuffix("Chart") for group in groups)
    title_node = root.find(f"{C}chart/{C}title")
    title = _title(root.find(f"{C}chart"))
    if not title and title_node is not None and len(nodes) == 1:
        title = _series_name(nodes[0])  # Office shows the only series' name as an automatic title
    return title, ", ".join(kinds), [text for text in axes if text], [_series(node) for node in nodes]


def _title(owner: etree._Element | None) -> str:
    node = owner.find(f"{C}title/{C}tx") if owner is not None else None
    if node is None:
        return ""
    return drawing_text(node) or " ".join(value.text or "" for value in node.iter(f"{C}v"))


def _series_name(series: etree._Element) -> str:
    node = series.find(f"{C}tx")
    return "" if node is None else " ".join(value.text or "" for value in node.iter(f"{C}v")).strip()


def _series(series: etree._Element) -> str:
    categories = _points(series, "cat") or _points(series, "xVal")
    values = _points(series, "val") or _points(series, "yVal")
    sizes = _points(series, "bubbleSize")
    pairs = {
        at: value + (f" (size {sizes[at]})" if at in sizes else "") for at, value in sorted(values.items())
    } or dict.fromkeys(categories, "")
    return _written(_series_name(series), categories, pairs)


def _written(name: str, categories: dict[int, str], values: dict[int, str]) -> str:
    shown = [
        " = ".join(part for part in (categories.get(at, ""), value) if part)
        for at, value in islice(values.items(), _MOST_POINTS)
    ]
    if len(values) > _MOST_POINTS:
        shown.append("... (more points)")
    return ": ".join(part for part in (name, "; ".join(shown)) if part)


def _points(series: etree._Element, role: str) -> dict[int, str]:
    """Point number -> text, from the values that were cached when the file was saved."""
    node = series.find(f"{C}{role}")
    if node is None:
        return {}
    levels = list(node.iter(f"{C}lvl"))
    if levels:
        return _nested([dict(_cached(level, "")) for level in levels])
    return dict(_cached(node, node.findtext(f".//{C}formatCode") or ""))


def _cached(node: etree._Element, number_format: str) -> Iterator[tuple[int, str]]:
    for point in islice(node.iter(f"{C}pt"), _MOST_POINTS + 1):
        yield integer(point.get("idx")), _shown(point.findtext(f"{C}v") or "", point.get("formatCode") or number_format)


def _nested(levels: list[dict[int, str]]) -> dict[int, str]:
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


def _extended(root: etree._Element) -> tuple[str, str, list[str], list[str]]:
    """Waterfall, funnel, treemap and the other chart types that came with Office 2016."""
    data = {node.get("id"): node for node in root.iter(f"{CX}data")}
    nodes = list(islice(root.iter(f"{CX}series"), _MOST_SERIES))
    axes = [_extended_text(node.find(f"{CX}title")) for node in root.iter(f"{CX}axis")]
    series = []
    for node in nodes:
        link = node.find(f"{CX}dataId")
        source = data.get(link.get("val")) if link is not None else None
        labels, values = _dimension(source, "strDim"), _dimension(source, "numDim")
        series.append(_written(_extended_text(node.find(f"{CX}tx")), labels, values or dict.fromkeys(labels, "")))
    kinds = dict.fromkeys(node.get("layoutId") or "" for node in nodes)
    title = _extended_text(root.find(f"{CX}chart/{CX}title"))
    return title, ", ".join(kinds), [text for text in axes if text], series


def _extended_text(node: etree._Element | None) -> str:
    if node is None:
        return ""
    return drawing_text(node) or " ".join(value.text or "" for value in node.iter(f"{CX}v", f"{A}t")).strip()


def _dimension(data: etree._Element | None, kind: str) -> dict[int, str]:
    level = data.find(f"{CX}{kind}/{CX}lvl") if data is not None else None
    if level is None:
        return {}
    code = level.get("formatCode") or ""
    points = islice(level.iter(f"{CX}pt"), _MOST_POINTS + 1)
    return {integer(point.get("idx")): _shown(point.text or "", code) for point in points}
