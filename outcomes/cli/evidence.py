"""Evidence for people: where it stands, what it says, and whether the engine found it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from outcomes.evidence import Measure, Quote, Region
from outcomes.sinks.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.evidence import Absence, AnyEvidence

LONGEST_QUOTE: Final = 160
LONGEST_SAID: Final = 480
MOST_EVIDENCE: Final = 3

_MARKS: Final[dict[str | None, tuple[str, str]]] = {
    "exact": ("exact", "green"),
    "normalised": ("normalised", "green"),
    "approximate": ("approximate", "yellow"),
    "moved": ("moved: found here, not where it was said to be", "yellow"),
    "not_found": ("not found", "red"),
    None: ("not looked up", "dim"),
}


def evidence_lines(items: Sequence[AnyEvidence]) -> list[Text]:
    """A line for each, up to `MOST_EVIDENCE`."""
    lines = [evidence_line(item) for item in items[:MOST_EVIDENCE]]
    if len(items) > MOST_EVIDENCE:
        lines.append(Text(f"and {len(items) - MOST_EVIDENCE} more", style="dim"))
    return lines


def evidence_line(item: AnyEvidence) -> Text:
    """One piece, with its place and the engine's mark."""
    if isinstance(item, Quote):
        return _quote(item)
    if isinstance(item, Measure):
        places = f" at {'; '.join(item.locators)}" if item.locators else ""
        return safe(item.measured + places, "dim", most=LONGEST_SAID)
    if isinstance(item, Region):
        line = safe(f"seen on {item.locator}", "dim", most=LONGEST_QUOTE)
        return _marked(line, *(("shown", "green") if item.shown else ("no picture of it was shown", "red")))
    return _absence(item)


def _quote(item: Quote) -> Text:
    """`¶12: “Revenue grew by 12 %” [exact]`."""
    place = f"{item.source}, {item.locator}".rstrip(", ") if item.source else item.locator
    lead = f"{place}: " if place else ""
    line = safe(f"{lead}\N{LEFT DOUBLE QUOTATION MARK}{item.text}", "dim", most=LONGEST_QUOTE)
    line.append("\N{RIGHT DOUBLE QUOTATION MARK}", "dim")
    words, style = _MARKS.get(item.check, _MARKS[None])
    return _marked(line, words, style) if item.seen else _marked(line, "in a part that was not shown", "red")


def _absence(item: Absence) -> Text:
    scope = f" in {', '.join(item.scope)}" if item.scope else ""
    line = safe(f"not there{scope}: {item.searched}", "dim", most=LONGEST_QUOTE)
    return _marked(line, *(("all of it was shown", "green") if item.confirmed else ("not all of it was shown", "red")))


def _marked(line: Text, words: str, style: str) -> Text:
    return line.append(" [").append(words, style).append("]")
