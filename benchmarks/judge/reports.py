"""Business reports of which it is known, because they were written so, which demands they meet.

Each demand is met in one wording and missed in another; which ones a report misses is drawn from its number. A miss is
one sentence among many that are right, as it is in reports that people write: one amount without a currency, one
recommendation of three without a date. The demands are the judged criteria of the rubric `business-report`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from outcomes.api import load_rubric
from outcomes.rubric import Rubric
from outcomes.testing import Docx

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC: Final = "business-report"
GOOD: Final = 0.3
"""How likely a report meets every demand."""
MISSED: Final = 0.35
"""How likely another one misses a demand."""
CONCLUSION, DECISION, CURRENCY, PERIOD, TABLE, OWNER, DATE = DEMANDS = (
    "conclusion", "decision", "currency", "period", "table", "owner", "date",
)  # fmt: skip
WORDS: Final = {
    CONCLUSION: "The main conclusion stands in the first section below the title",
    DECISION: "The first section names the decision that the reader is asked for",
    CURRENCY: "Every monetary amount names its currency",
    PERIOD: "Every percentage change names the period that it is measured against",
    TABLE: "No number in the running text contradicts a number in a table",
    OWNER: "Every recommendation names who carries it out",
    DATE: "Every recommendation has a date by which it is to be done",
}
"""The criterion of each demand, as the rubric has it."""


@dataclass(frozen=True)
class _Topic:
    """What a report is about; amounts are in millions of euros."""

    title: str
    done: str
    conclusion: str
    decision: str
    regions: tuple[str, str, str]
    steps: tuple[tuple[str, str], ...]
    """Who does what: a department and what it is to do, in the infinitive."""


_TOPICS: Final = (
    _Topic(
        "Parcel volume and the second sorting hall",
        "The parcel business was reviewed over four quarters, from the depots' own counts.",
        "The present hall reaches its limit next spring, and a second one costs less than rented space in five years.",
        "whether to build the second sorting hall in Halle",
        ("North", "South", "East"),
        (
            ("Site planning", "apply for the building permit"),
            ("Purchasing", "ask three builders for offers"),
            ("The depot managers", "count returns apart from new parcels"),
        ),
    ),
    _Topic(
        "Moving the service desk to one number",
        "Calls to the seven numbers of the service desk were counted over a year, and 1,200 callers were asked.",
        "One number spares callers a second try, and the seven old ones can be closed without losing anybody.",
        "whether to close the seven old numbers",
        ("Households", "Trade", "Public bodies"),
        (
            ("Telephony", "route all calls through the new exchange"),
            ("Customer service", "train the second shift"),
            ("Communications", "print the new number on every bill"),
        ),
    ),
    _Topic(
        "Replacing the delivery fleet with electric vans",
        "The routes of 340 vans were measured for a year, and two makers lent ten vans for a winter.",
        "Nine routes of ten can be driven electrically today, and the fleet pays for itself in the sixth year.",
        "whether to order the first 120 electric vans",
        ("City", "Suburbs", "Country"),
        (
            ("Fleet management", "order the first 120 vans"),
            ("Facilities", "build the charging points"),
            ("Human resources", "train the drivers"),
        ),
    ),
)
_DATES: Final = ("31 March 2027", "30 April 2027", "15 May 2027", "30 June 2027")


@dataclass(frozen=True)
class Report:
    """One report: its text as blocks, and which demands it misses."""

    number: int
    missed: frozenset[str]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """Headings and their paragraphs, top to bottom."""
    table: tuple[tuple[str, ...], ...]
    title: str

    @property
    def name(self) -> str:
        """Of the file."""
        return f"report-{self.number:03}.docx"

    def docx(self) -> Docx:
        """As a Word document; the table stands in the section about results."""
        document = Docx(title=self.title).paragraph(self.title, style="Title")
        for heading, paragraphs in self.sections:
            document.heading(heading)
            for text in paragraphs:
                document.paragraph(text)
            if heading == "Results":
                document.table([list(row) for row in self.table])
        return document


def report(number: int) -> Report:
    """The report of that number; the same on every machine."""
    draw = Random(f"report {number}")  # noqa: S311 - nothing secret
    likely = MISSED if draw.random() >= GOOD else 0.0
    missed = frozenset(demand for demand in DEMANDS if draw.random() < likely)
    topic = draw.choice(_TOPICS)
    figures = [draw.randint(110, 960) / 10 for _ in topic.regions]
    total = sum(figures)
    rows = [
        ("Region", "Revenue in EUR million"),
        *((name, f"{figure:.1f}") for name, figure in zip(topic.regions, figures, strict=True)),
        ("Total", f"{total:.1f}"),
    ]
    said = total + (draw.choice([-2.7, 3.4, 5.1]) if TABLE in missed else 0)
    rise, fall = draw.randint(3, 19), draw.randint(2, 9)
    cost = draw.randint(12, 88) / 10
    conclusion = f"The conclusion: {topic.conclusion[0].lower()}{topic.conclusion[1:]}"
    asked = f"The board is asked to decide on 31 January 2027 {topic.decision}."
    opening = [
        topic.done if CONCLUSION in missed else conclusion,
        "The board has asked for this report in its autumn meeting." if DECISION in missed else asked,
    ]
    against = "" if PERIOD in missed else " against the year before"
    money = "" if CURRENCY in missed else "EUR "
    results = [
        f"Revenue of all regions together came to EUR {said:.1f} million, which the table breaks down.",
        f"The cost of an order fell by {fall} %{against}. Every order was counted once, where it was paid.",
        f"Revenue rose by {rise} % against the year before.",
        f"What is proposed costs EUR {cost:.1f} million once.",
        f"Upkeep takes {money}{cost / 8:.2f} million in each further year.",
    ]
    closing = [
        "The figures come from the ledger and were checked by the controllers.",
        *([conclusion] if CONCLUSION in missed else [topic.done]),
        *(["The board will hear of this again in its summer meeting."] if DECISION in missed else []),
    ]
    sections = (
        ("Background" if CONCLUSION in missed else "Summary", tuple(opening)),
        ("Results", tuple(results)),
        ("Recommendations", tuple(_recommended(topic, missed, draw))),
        ("Method and outlook", tuple(closing)),
    )
    return Report(number, missed, sections, tuple(rows), topic.title)


def _recommended(topic: _Topic, missed: frozenset[str], draw: Random) -> list[str]:
    """One sentence for each step; the one that misses something says something in its place."""
    ownerless, dateless = draw.randrange(len(topic.steps)), draw.randrange(len(topic.steps))
    lines = []
    for number, (who, what) in enumerate(topic.steps):
        subject = "It is recommended to" if OWNER in missed and number == ownerless else f"{who} should"
        until = "as soon as possible" if DATE in missed and number == dateless else f"by {draw.choice(_DATES)}"
        lines.append(f"{number + 1}. {subject} {what} {until}.")
    return lines


def rubric() -> Rubric:
    """The shipped one, without what code decides."""
    whole = load_rubric(RUBRIC)
    return Rubric(title=whole.title, criteria=tuple(item for item in whole.criteria if not item.objective))


def ids() -> dict[str, str]:
    """The id of each demand's criterion."""
    found = {criterion.text: criterion.id for criterion in rubric().criteria}
    return {demand: found[words] for demand, words in WORDS.items()}


def write_labelled(folder: Path, reports: int) -> Path:
    """So many reports into a folder, and beside them `labels.jsonl`, which says what is true of each; its path."""
    named = ids()
    lines = []
    for number in range(reports):
        made = report(number)
        (folder / made.name).write_bytes(made.docx().to_bytes())
        labels = {named[demand]: "fail" if demand in made.missed else "pass" for demand in DEMANDS}
        lines.append(json.dumps({"artifact": made.name, "labels": labels, "rater": "by construction"}))
    path = folder / "labels.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
