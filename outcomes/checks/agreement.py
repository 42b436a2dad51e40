"""Whether a document gives the same figure wherever it says the same thing."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.figures import CURRENCIES, DIGITS, Figure, decimal_mark, read_figure
from outcomes.checks.findings import judged, passed, places, quoted
from outcomes.checks.grid import grids
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_VERB: Final = r"(?:was|were|is|are|of|reached|totalled|totaled|amounted to|came to|stood at|=|:)"
_STATEMENT: Final = re.compile(
    rf"(?P<label>[A-Za-z][\w-]{{0,30}}(?: [A-Za-z][\w-]{{0,30}}){{0,3}}) ?{_VERB} "
    rf"(?P<figure>-?(?:(?:{CURRENCIES}) ?)?(?:{DIGITS})"
    rf"(?: ?%| ?(?:{CURRENCIES})| ?(?:thousand|million|billion|m|mn|bn|k)\b(?: ?(?:{CURRENCIES}))?)?)"
    r"(?P<after>[.,;)]? ?[^.,;()]{0,60})"
)
_VERB_OF_FIGURE: Final = re.compile(rf"{_VERB} -?(?:(?:{CURRENCIES}) ?)?\d")
"""Stands in every statement; quicker to find than to try each word as the first of a label."""
_SENTENCE: Final = re.compile(r"(?<=[.!?]) ")
_CONTEXT: Final = re.compile(
    r"\b(?:(?:19|20)\d\d|[QH][1-4]|[A-Z][\w-]*|january|february|march|april|may|june|july|"
    r"august|september|october|november|december)\b"
)
_LEADING: Final = frozenset(
    {
        "the",
        "our",
        "its",
        "their",
        "this",
        "that",
        "and",
        "or",
        "with",
        "for",
        "in",
        "on",
        "to",
        "from",
        "by",
        "as",
        "is",
    }
)
_INDEFINITE: Final = frozenset({"a", "an", "another", "each", "every", "any", "some"})
_DIGIT: Final = re.compile("[0-9]")
_GROUPED: Final = re.compile(r"\d[,' ]\d{3}(?!\d)")
_FEW: Final = 2
_LONGEST: Final = 5_000
_MOST_SOURCES: Final = 100


class Rounding(NoArgs):
    """How far two figures for one thing may differ."""

    tolerance: float = Field(
        default=0.0,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="The share (0 to 1) by which two figures may differ beyond rounding: 0.01 is one per cent.",
    )

    def agree(self, one: Figure, other: Figure) -> bool:
        """Whether the two may be one figure, rounded differently."""
        half = max(one.step, other.step) / 2
        more = Decimal(str(self.tolerance)) * max(abs(one.value), abs(other.value))
        return abs(one.value - other.value) <= half + more


class _Said(NamedTuple):
    """A figure, what it is said of, and where."""

    key: tuple[str, ...]
    name: str
    figure: Figure
    shown: str
    locator: str


@check(
    "numbers_agree",
    summary="Whatever is said twice is said with the same figure: in tables, in charts and in sentences",
    example="check: numbers_agree tolerance=0.01",
    args=Rounding,
    kinds=("docx", "pptx", "html", "markdown"),
    group="numbers",
    meaning=(
        "Two tables (or a table and a chart) are compared where they have at least two pairs of row and column label "
        "in common and agree on at least half of them: figures of the same unit under the same pair are the same "
        "thing. Sentences are compared where the same words stand before the figure (`total revenue was EUR 12.4 "
        "million`; the figure has a unit or groups of digits), the same words after it, and the same years, quarters "
        "and names in the sentence. Figures agree when one may be the other rounded."
    ),
    source="GDPval rubrics: figures that are consistent throughout",
    false_positives=(
        "Two tables of the same layout that happen to agree on half of their figures; two sentences about different "
        "things whose difference was said earlier. Read each as a candidate."
    ),
)
def numbers_agree(artifact: Artifact, args: Rounding, _files: Files) -> CheckResult:
    """Only what is surely about the same thing; a different unit is another statement."""
    sources = [*_tables(artifact), *_charts(artifact)][:_MOST_SOURCES]
    sentences = list(_sentences(artifact))
    findings = [
        *(finding for one, other in combinations(sources, 2) for finding in _between(one, other, args)),
        *_within(sentences, args),
    ]
    figures = sum(map(len, sources)) + len(sentences)
    if not figures:
        return passed("no figures with a label")
    measured = f"{count(figures, 'figure')} with a label, {count(len(findings), 'disagreement')}"
    return judged(measured, findings, f"Make the figures at {places(findings)} agree with where they are given first.")


CHECKS: Final = (numbers_agree,)


def _tables(artifact: Artifact) -> Iterator[dict[tuple[str, ...], _Said]]:
    for grid in grids(artifact):
        mark = decimal_mark(grid.text(*place) for place in grid.cells)
        found: dict[tuple[str, ...], _Said] = {}
        twice: set[tuple[str, ...]] = set()
        for row in grid.body_rows:
            for column in grid.columns[1:]:
                label, header, text = grid.text(row, grid.columns[0]), grid.header(column), grid.text(row, column)
                figure = read_figure(text, mark)
                if label and header and figure is not None:
                    key = _pair(label, header)
                    twice |= {key} if key in found else set()
                    found[key] = _Said(key, f"{label} / {header}", figure, text, grid.cells[row, column].locator)
        yield {key: said for key, said in found.items() if key not in twice}


def _charts(artifact: Artifact) -> Iterator[dict[tuple[str, ...], _Said]]:
    for block in artifact.shown:
        if block.chart is None:
            continue
        found = {}
        for series in block.chart.series:
            for category, value in zip(series.categories, series.values, strict=False):
                if value is not None and series.name and category:
                    key = _pair(category, series.name)
                    figure = _exact(value)
                    found[key] = _Said(key, f"{category} / {series.name}", figure, f"{value:.12g}", block.locator)
        yield found


def _exact(value: float) -> Figure:
    number = Decimal(f"{value:.12g}")
    exponent = number.as_tuple().exponent
    return Figure(number, "", Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0))


def _pair(one: str, other: str) -> tuple[str, ...]:
    """Row and column, whichever way round the table lies."""
    return tuple(sorted((one.casefold().rstrip(" :"), other.casefold().rstrip(" :"))))


def _between(one: dict[tuple[str, ...], _Said], other: dict[tuple[str, ...], _Said], args: Rounding) -> list[Finding]:
    shared = [(one[key], other[key]) for key in other if key in one and one[key].figure.unit == other[key].figure.unit]
    unlike = [(first, second) for first, second in shared if not args.agree(first.figure, second.figure)]
    if len(shared) < _FEW or 2 * len(unlike) > len(shared):
        return []
    return [_finding(second, first) for first, second in unlike]


def _sentences(artifact: Artifact) -> Iterator[_Said]:
    for block in artifact.shown:
        if not block.text or block.kind in ("cell", "code", "table", "chart", "span") or len(block.text) > _LONGEST:
            continue
        if _DIGIT.search(block.text):
            for sentence in _SENTENCE.split(fold(block.text)):
                yield from _statements(sentence, block)


def _statements(sentence: str, block: Block) -> Iterator[_Said]:
    if not _VERB_OF_FIGURE.search(sentence):
        return
    for match in _STATEMENT.finditer(sentence):
        words = match["label"].split()
        while words and words[0].lower() in _LEADING:
            del words[0]
        figure = read_figure(match["figure"].strip(" .,"))
        if not words or words[0].lower() in _INDEFINITE or figure is None or not _says_enough(figure, match["figure"]):
            continue
        label = " ".join(words)
        context = {word for word in _CONTEXT.findall(sentence[1:]) if word not in words and word not in match["figure"]}
        after = fold(match["after"]).lower().strip(" .,;)")
        key = (label.casefold(), figure.unit, after, " ".join(sorted(context)))
        yield _Said(key, label, figure, match["figure"].strip(), block.locator)


def _says_enough(figure: Figure, shown: str) -> bool:
    """With a unit or groups of digits; `the default is 10` and `version 2.0` are said of many things."""
    return bool(figure.unit) or figure.step > 1 or _GROUPED.search(shown) is not None


def _within(sentences: Iterable[_Said], args: Rounding) -> Iterator[Finding]:
    first: dict[tuple[str, ...], _Said] = {}
    for said in sentences:
        earlier = first.setdefault(said.key, said)
        if not args.agree(earlier.figure, said.figure):
            yield _finding(said, earlier)


def _finding(said: _Said, earlier: _Said) -> Finding:
    return Finding(said.locator, f"{quoted(said.name)} is {said.shown} here, and {earlier.shown} at {earlier.locator}")
