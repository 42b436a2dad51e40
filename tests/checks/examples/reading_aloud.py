"""Checks of how people find their way: for each one work that meets it and one that does not."""

from __future__ import annotations

from outcomes.testing.documents import Docx, Pptx
from tests.checks.example import Example
from tests.checks.office import Look, Shape, deck, linked_deck

EXAMPLES = (
    Example(
        "pptx.reading_order",
        Pptx().slide("Title", bullets=["one"]).shape("below", 1, 6, 4, 0.5),
        deck([Shape(1, 4, 5, 1, Look("Second")), Shape(1, 1, 5, 1, Look("First"))]),
        {
            'slide 1 / shape "TextBox 1"': 'is read before slide 1 / shape "TextBox 2", which stands above it',
        },
    ),
    Example(
        "link_text",
        Docx().paragraph("See ").link("the annual report", "https://example.org/r.pdf"),
        Docx().paragraph("See ").link("here", "https://example.org/r.pdf"),
        {"¶1 / link 1": 'link text that fits any link: "here"'},
    ),
    Example(
        "link_text",
        linked_deck("The annual report", "https://example.org/r.pdf"),
        linked_deck("Learn more", "https://example.org/r.pdf"),
        {'slide 1 / shape "TextBox 1"': 'link text that fits any link: "Learn more"'},
    ),
    Example(
        "link_text",
        '<p><a href="https://example.org/a">The annual report</a> <a href="#top">here</a></p>',
        '<p><a href="https://example.org/a">https://example.org/a</a></p>',
        {"work.html / p 1": 'an address for link text: "https://example.org/a"'},
    ),
    Example(
        "link_text",
        "See [the annual report](https://example.org/a).\n",
        "See [click here](https://example.org/a).\n",
        {"work.md:L1 / link 1": 'link text that fits any link: "click here"'},
    ),
    Example(
        "real_headings",
        Docx().heading("Summary").paragraph("Text.").paragraph("Results", bold=True).paragraph("More."),
        Docx()
        .paragraph("Summary", bold=True)
        .paragraph("Revenue rose.")
        .paragraph("Results", bold=True)
        .paragraph("Costs fell."),
        {"¶1": '"Summary" is bold, not a heading', "¶3": '"Results" is bold, not a heading'},
    ),
)
