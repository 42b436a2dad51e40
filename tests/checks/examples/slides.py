"""Checks of slides: for each one work that meets it and one that does not."""

from __future__ import annotations

from outcomes.testing.documents import Pptx
from tests.checks.example import Example

EXAMPLES = (
    Example(
        "pptx.titles",
        Pptx().slide("A").slide("B", bullets=["x"]).slide(None, hidden=True),
        Pptx().slide("A").slide(None).slide(layout="Blank").shape("Large", size_points=40),
        {"slide 2": "the title placeholder is empty", "slide 3": "no title"},
    ),
    Example(
        "pptx.unique_titles",
        Pptx().slide("Costs").slide("Revenue"),
        Pptx().slide("Costs").slide("COSTS (cont.)"),
        {"slide 2": 'the title "COSTS (cont.)" is already that of slide 1'},
    ),
    Example(
        "pptx.slides",
        Pptx().slide("A").slide("B"),
        Pptx().slide("A").slide("B", hidden=True),
        {"": "1 slide, asked for at least 2"},
        {"min": 2},
    ),
    Example(
        "pptx.words_per_slide",
        Pptx()
        .slide("Two words", bullets=["and three more"], notes="a lot of words that nobody sees")
        .comment("a b c d"),
        Pptx().slide("Two words", bullets=["and three more"]).table([["six", "seven"]]),
        {"slide 1": "7 words, at most 5 asked for"},
        {"max": 5},
    ),
    Example(
        "pptx.on_slide",
        Pptx().slide("A").shape("x", 12.3, 1, 1, 1).picture(alt="", x=0, y=0, width=13.333, height=7.5),
        Pptx().slide("A").shape("x", 12.333, 1, 2, 1).shape("out", -5, 1, 2, 1),
        {
            'slide 1 / shape "TextBox 2"': "reaches 1.0 in over the right edge; 50% of it is outside",
            'slide 1 / shape "TextBox 3"': "lies outside the slide, beyond its left edge",
        },
    ),
    Example(
        "pptx.notes",
        Pptx().slide("A", notes="Say\nthis").slide("B", notes="And that"),
        Pptx().slide("A", notes="Say").slide("B"),
        {"slide 1": "notes of 1 word, at least 2 asked for", "slide 2": "no speaker notes"},
        {"min_words": 2},
    ),
    Example(
        "pptx.bullets_per_slide",
        Pptx().slide("A", bullets=["one", "two"]),
        Pptx().slide("A", bullets=["one", ("two", 1), "three"]),
        {"slide 1": "3 bullets, at most 2 asked for"},
        {"max": 2},
    ),
)
