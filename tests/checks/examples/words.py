"""Checks of words: for each one work that meets it and one that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.testing.documents import Docx, Pptx
from tests.checks.example import Example, File, Work
from tests.checks.support import artifact

if TYPE_CHECKING:
    from collections.abc import Callable

EASY = "We sold a lot of tea. It was a good year. " * 12
HARD = (
    "Notwithstanding the uncertainty of the macroeconomic environment, the directors of the corporation are of the "
    "opinion that " * 5 + "the diversification of the portfolio is to be continued. "
) * 2
IN_PARAGRAPHS: tuple[tuple[Callable[[str], Work], str], ...] = (
    (lambda text: Docx().paragraph(text), "¶1"),
    (lambda text: f"<p>{text}</p>", "work.html / p 1"),
    (lambda text: text, "work.md:L1"),
    (lambda text: File("work.txt", text), "work.txt:L1"),
)
"""Work of one paragraph, and where that stands."""
ON_A_SLIDE: tuple[Callable[[str], Work], str] = (
    lambda text: Pptx().slide("Results").shape(text),
    'slide 1 / shape "TextBox 2"',
)

EXAMPLES = (
    Example(
        "words",
        Docx().paragraph("One two three").hidden("four five").white("six").footnote("seven"),
        Docx().paragraph("One two three four five"),
        {"": "5 words, asked for at most 4"},
        {"max": 4},
    ),
    Example(
        "contains",
        Docx().paragraph("Strictly ").insertion("confidential"),
        Docx().paragraph("Open").comment("strictly confidential"),
        {"comment 0": '"strictly confidential" stands here, but cannot be seen'},
        {"text": "strictly confidential"},
    ),
    Example(
        "not_contains",
        Docx().paragraph("We promise ").deletion("a guarantee").paragraph("it."),
        Docx().table([["Terms"], ["A guarantee"]]),
        {"Table 1 R2C1": '"guarantee" in "A guarantee"'},
        {"text": "guarantee"},
    ),
    Example(
        "matches",
        Docx().paragraph("Invoice INV-000123").paragraph("paid"),
        Docx().paragraph("Invoice INV-123"),
        {"": 'no match of "INV-[0-9]{6}", at least 1 asked for'},
        {"pattern": "INV-[0-9]{6}"},
    ),
    Example(
        "matches",
        "Down from 09:14 to 10:01.\n",
        "Down from 09:14 on.\n",
        {"": "at least 2 asked for"},
        {"pattern": "[0-9]{2}:[0-9]{2}", "min": 2, "called": "a time of day"},
    ),
    Example(
        "not_matches",
        Pptx().slide("No promise").slide("Guarantor"),
        Pptx().slide("We guarantee it", notes="guaranteed"),
        {'slide 1 / shape "Title 1"': '"guarantee" matches "\\bguarantee[ds]?\\b"'},
        {"pattern": r"\bguarantee[ds]?\b", "ignore_case": True},
    ),
    Example(
        "not_matches",
        "It breaks rarely.\n",
        "It never breaks.\n",
        {"work.md:L1": '"never" is a promise'},
        {"pattern": r"\b(never|always)\b", "called": "a promise"},
    ),
    Example(
        "equals",
        Docx().table([["Region", "Revenue"], ["North", "4200"]]),
        Docx().table([["Region", "Revenue"], ["North", "4,300"]]),
        {"Table 1 R2C2": '"4,300" instead of "4,200"'},
        {"text": "4,200", "at": "Table 1 R2C2", "ignore_separators": True},
    ),
    Example(
        "language",
        artifact("docx", facts={"language": "en-GB"}),
        artifact("docx", facts={"language": "de-DE"}),
        {"": 'the language is "de-DE"'},
        {"code": "en"},
    ),
    Example(
        "language",
        artifact("pptx", facts={"language": "en-GB"}),
        artifact("pptx"),
        {"": "no language is set"},
        {"code": "en-GB"},
    ),
    Example(
        "language",
        artifact("html", facts={"language": "fr"}),
        artifact("html", facts={"language": "french"}),
        {"": 'the language is "french"'},
        {"code": "fr"},
    ),
    *(
        Example(
            "reading_level",
            build(EASY),
            build(HARD),
            {place: "grade 54.2 here; 54.2 in all, at most 12 asked for"},
            {"max": 12},
            unclear=build("Too short to tell."),
            why="4 words of running text; fewer than 100 say nothing",
        )
        for build, place in IN_PARAGRAPHS
    ),
    *(
        Example(
            "no_repeated_words",
            build("He said that that is very, very good, and New York New York too."),
            build("Look at the the plan."),
            {place: '"the the" in "Look at the the plan."'},
        )
        for build, place in (*IN_PARAGRAPHS, ON_A_SLIDE)
    ),
    *(
        Example(
            "glossary",
            build("Our clients send email. Churn (the share of clients who leave) fell."),
            build("Our customers send an e-mail. The churn fell."),
            {place: '"churn" is used, but nowhere explained'},
            {"terms": ["email = e-mail | mail", "client = customer"], "defined": ["churn"]},
        )
        for build, place in (*IN_PARAGRAPHS, ON_A_SLIDE)
    ),
    *(
        Example(
            "defined_abbreviations",
            build("Annual recurring revenue (ARR) rose in the EU. By now ARR is what we plan with."),
            build("The ARR rose in all regions. By now ARR is what we plan with."),
            {place: '"ARR" is nowhere written out'},
        )
        for build, place in (*IN_PARAGRAPHS, ON_A_SLIDE)
    ),
)
