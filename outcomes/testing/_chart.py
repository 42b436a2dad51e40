"""A bar chart, as Word and PowerPoint both keep it: a part of its own, with its values in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.errors import UsageError
from outcomes.testing._ooxml import OOXML_TYPE, text_of, xmlns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHART_TYPE: Final = f"{OOXML_TYPE}.drawingml.chart+xml"
CHART_URI: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"

_CATEGORY_AXIS: Final = 111111111
_VALUE_AXIS: Final = 222222222


def chart(title: str, categories: Sequence[str], series: Mapping[str, Sequence[float]]) -> str:
    """The whole chart part; raise `UsageError` for a series that has not one value for each category."""
    for name, values in series.items():
        if len(values) != len(categories):
            msg = f"series {name!r} has {len(values)} values for {len(categories)} categories; give one for each"
            raise UsageError(msg)
    bars = "".join(_series(at, name, categories, values) for at, (name, values) in enumerate(series.items()))
    return (
        f'<c:chartSpace {xmlns("c", "a", "r")}><c:chart>{_title(title)}<c:autoTitleDeleted val="0"/><c:plotArea>'
        '<c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{bars}<c:gapWidth val="100"/><c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:barChart>'
        f"{_axis('catAx', _CATEGORY_AXIS, _VALUE_AXIS, 'b')}{_axis('valAx', _VALUE_AXIS, _CATEGORY_AXIS, 'l')}"
        '</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def chart_frame(relationship: str) -> str:
    """The `a:graphic` element that shows the chart part behind a relationship."""
    return (
        f'<a:graphic {xmlns("a")}><a:graphicData uri="{CHART_URI}">'
        f'<c:chart {xmlns("c", "r")} r:id="{relationship}"/></a:graphicData></a:graphic>'
    )


def _title(text: str) -> str:
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>"
        f'<a:t>{text_of(text)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _series(at: int, name: str, categories: Sequence[str], values: Sequence[float]) -> str:
    column = chr(ord("B") + at)
    last = len(values) + 1
    labels = _points(categories)
    numbers = _points([f"{value:.15g}" for value in values])
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f"<c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache>{_points([name])}</c:strCache></c:strRef></c:tx>"
        f'<c:spPr><a:solidFill><a:schemeClr val="accent{at % 6 + 1}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{labels}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{numbers}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _points(values: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{text_of(value)}</c:v></c:pt>' for at, value in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _axis(tag: str, own: int, crosses: int, position: str) -> str:
    number = '<c:numFmt formatCode="General" sourceLinked="1"/>' if tag == "valAx" else ""
    return (
        f'<c:{tag}><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{position}"/>{number}<c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{crosses}"/><c:crosses val="autoZero"/></c:{tag}>'
    )
