"""Whether charts say what they show: a title, and titles on their axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, passed, places
from outcomes.text import count, fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_NO_AXES: Final = frozenset({"pie", "pie3D", "doughnut", "ofPie", "treemap", "sunburst", "funnel", "regionMap"})
"""Types of charts that have no axes to name."""


class AxisTitles(NoArgs):
    """What beside its own title a chart has to have."""

    axis_titles: int = Field(
        default=0, ge=0, le=4, description="Titles that the axes of each chart have at least; pies have no axes."
    )


@check(
    "chart_titles",
    summary="Every chart has a title, and its axes have at least `axis_titles` titles",
    example="check: chart_titles axis_titles=1",
    args=AxisTitles,
    kinds=("docx", "pptx", "xlsx"),
    group="structure",
    meaning=(
        "Each visible chart has a title of its own with words in it: one that was typed, or the name of its only "
        "series, which programs print above the chart. With `axis_titles`, each chart that has axes (all but pies, "
        "rings, treemaps, sunbursts, funnels and maps) has at least so many titles on them. What stands beside the "
        "chart, such as a caption or the title of the slide, is not looked at."
    ),
    source="PresentBench and GDPval rubrics: charts have titles and labelled axes",
    false_positives="A slide whose own title says what its only chart shows; small charts in a row that share a title.",
)
def chart_titles(artifact: Artifact, args: AxisTitles, _files: Files) -> CheckResult:
    """A chart that lacks both is one finding."""
    charts = [block for block in artifact.shown if block.kind == "chart"]
    if not charts:
        return passed("no charts")
    findings = [Finding(chart.locator, problem) for chart in charts if (problem := _problem(chart, args.axis_titles))]
    measured = f"{count(len(charts), 'chart')}, {len(findings) or 'none'} without the titles that are asked for"
    return judged(measured, findings, f"Say in a title what is shown at {places(findings)}.")


CHECKS: Final = (chart_titles,)


def _problem(chart: Block, least: int) -> str:
    """What a chart lacks, in words; empty where it lacks nothing."""
    titled = bool(fold(chart.text))
    axes = sum(child.name == "axis" and bool(fold(child.text)) for child in chart.children)
    bare = least > axes and not set((chart.style or "").replace(" ", "").split(",")) & _NO_AXES
    on_axes = f"{count(axes, 'title') if axes else 'no title'} on its axes, at least {least} asked for" if bare else ""
    return "; ".join(filter(None, ["" if titled else "no title", on_axes]))
