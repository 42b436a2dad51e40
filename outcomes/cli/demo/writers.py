"""Two workers of the plainest kind: functions that take a brief and return the path of what they wrote.

What such a function would ask a model for, these take from a draft with honest mistakes in it. They know nothing of
checks or verdicts: a mistake is mended when the brief says that its criterion is not met, and stays mended while the
brief says that it is to be kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.testing.documents import Docx, Pptx

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.worker import Brief

GAPS_A_ROUND: Final = 3
"""How many gaps the report's writer mends before handing it in again."""


def write_report(brief: Brief) -> Path:
    """A quarterly report as Word file; mends three gaps at a time."""
    mended = _Mended(brief, GAPS_A_ROUND)
    report = (
        Docx(title="Quarterly report Q3", author="Finance")
        .paragraph("Quarterly report Q3", style="Title")
        .heading("Summary")
        .paragraph(_SUMMARY if mended("placeholder") else _SUMMARY + " TODO: check the margin with accounting.")
    )
    if not mended("tracked change"):
        report.insertion(" This is the best quarter so far.", author="Reviewer")
    report.heading("Results").paragraph(_RESULTS)
    report.heading("By region", level=2 if mended("heading levels") else 3)
    report.paragraph("The table gives revenue in million euros, with the same quarter of last year beside it.")
    report.table(_REGIONS, header=mended("header row"))
    report.picture(alt="Bar chart: North 14.2, South 9.8, East 7.1 million" if mended("alternative text") else None)
    report.heading("Risks").bullets(*_RISKS)
    if mended("outlook"):
        report.heading("Outlook").paragraph(_OUTLOOK)
    return report.save(brief.outputs / "quarterly-report.docx")


def write_deck(brief: Brief) -> Path:
    """A quarterly deck as PowerPoint file; mends everything that it is told."""
    mended = _Mended(brief)
    deck = (
        Pptx(title="Q3 review", author="Finance")
        .slide("Revenue rose 12% in the third quarter", bullets=_HEADLINES, notes="Open with the growth in the North.")
        .slide("Where the growth came from" if mended("has a title") else None, notes="Mention the two new customers.")
        .chart(
            "Revenue by region",
            ["North", "South", "East"],
            {"2025": [12.1, 9.9, 6.0], "2026": [14.2, 9.8, 7.1]},
            alt="Bar chart: North and East grew, South stood still" if mended("alternative text") else None,
        )
        .shape("Source: ledger", x=10 if mended("over the edge") else 12, y=6.6, width=2.5, height=0.5)
        .slide("Three risks", bullets=_RISKS, notes="One sentence each." if mended("notes") else None)
        .slide(
            "What we ask for" if mended("share a title") else "Three risks",
            bullets=[*_REQUESTS, *([] if mended("placeholder") else ["[Insert date]"])],
            notes="Ask for the decision today.",
        )
    )
    return deck.save(brief.outputs / "quarterly-deck.pptx")


class _Mended:
    """Whether a mistake has been named, now or earlier, so that it shall not be made again."""

    def __init__(self, brief: Brief, most_gaps: int | None = None) -> None:
        ids = [*(gap.criterion_id for gap in brief.gaps[:most_gaps]), *brief.keep]
        self._asked = [brief.text_of(criterion_id).lower() for criterion_id in ids]

    def __call__(self, words: str) -> bool:
        return any(words in text for text in self._asked)


_SUMMARY: Final = (
    "Revenue in the third quarter was 31.1 million euros, 12% more than in the same quarter of last year. The North "
    "and the East grew; the South stood still. The operating margin rose from 8.1% to 9.4%, because freight became "
    "cheaper in July and the second shift in the main plant was fully used."
)
_RESULTS: Final = (
    "Two new customers in the North account for most of the growth. Orders on hand at the end of September were worth "
    "44.0 million euros, which is seventeen weeks of work. Overheads grew by 2%, less than revenue. Cash at the end of "
    "the quarter was 6.3 million euros, after the first instalment for the new warehouse had been paid."
)
_REGIONS: Final = [
    ["Region", "2025", "2026"],
    ["North", "12.1", "14.2"],
    ["South", "9.9", "9.8"],
    ["East", "6.0", "7.1"],
]
_RISKS: Final = (
    "A single supplier delivers the bearings; a second one is being audited",
    "The contract with the largest customer in the South ends in March",
    "Wage talks begin in November",
)
_OUTLOOK: Final = (
    "For the fourth quarter we expect revenue between 30 and 32 million euros. The warehouse opens in December, two "
    "weeks later than planned, without further cost."
)
_HEADLINES: Final = (
    "31.1 million euros, our highest yet",
    "Margin 9.4%, up from 8.1%",
    "Orders for seventeen weeks",
)
_REQUESTS: Final = ("Approve the audit of a second supplier", "Approve talks with the customer in the South")
