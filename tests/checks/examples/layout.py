"""Checks of places, pictures and pages: for each one work that meets it and one that does not."""

from __future__ import annotations

from tests.artifacts.ooxml_files import docx
from tests.checks.example import Example, File
from tests.checks.office import Look, Shape, deck, word

LONG = "Revenue rose in the second quarter because customers renewed early. " * 3

EXAMPLES = (
    Example(
        "docx.margins",
        word(Look("Text"), margin=0.8),
        word(Look("Text"), margin=0.3),
        {"": "the left margin is 0.30 in (0.8 cm), at least 0.5 in asked for"},
        unclear=File("work.docx", docx("<w:p><w:r><w:t>Text</w:t></w:r></w:p>")),
        why="the document does not state its margin left, right, top and bottom",
    ),
    Example(
        "picture_resolution",
        word(pictures=[(400, 300, 4, 3), (20, 20, 0.5, 0.5)]),
        word(pictures=[(200, 150, 4, 3)]),
        {"¶1 / picture 1": "200 x 150 pixels at 4.0 x 3.0 in: 50 dpi, at least 96 asked for"},
    ),
    Example(
        "picture_resolution",
        deck([], pictures=[(400, 300, 4, 3)]),
        deck([], pictures=[(200, 150, 4, 3)]),
        {'slide 1 / shape "Picture 1"': "200 x 150 pixels at 4.0 x 3.0 in: 50 dpi, at least 96 asked for"},
    ),
    Example(
        "picture_distortion",
        word(pictures=[(400, 300, 4, 3)]),
        word(pictures=[(400, 300, 4, 2)]),
        {"¶1 / picture 1": "drawn 50 % too wide: 4.0 x 2.0 in, wider than its own proportions"},
    ),
    Example(
        "picture_distortion",
        deck([], pictures=[(400, 300, 4, 3)]),
        deck([], pictures=[(400, 300, 2, 3)]),
        {'slide 1 / shape "Picture 1"': "drawn 100 % too high: 2.0 x 3.0 in, higher than its own proportions"},
    ),
    Example(
        "pptx.no_overlap",
        deck([Shape(1, 1, 5, 1, Look("One", 18)), Shape(1, 3, 5, 1, Look("Two", 18))], pictures=[(40, 30, 4, 3)]),
        deck([Shape(1, 1, 5, 1, Look("One and the same line", 18)), Shape(1.5, 1, 5, 1, Look("Two on top", 18))]),
        {'slide 1 / shape "TextBox 2"': 'lies on slide 1 / shape "TextBox 1": 83% of the smaller one is covered'},
    ),
    Example(
        "pptx.margins",
        deck([Shape(0.5, 1, 12.3, 1, Look("In the middle", 18)), Shape(1, 3, 5, 1, Look("Two", 18))]),
        deck([Shape(0.1, 1, 5, 1, Look("At the edge", 18))]),
        {'slide 1 / shape "TextBox 1"': "0.20 in from the left edge, at least 0.5 in asked for"},
    ),
    Example(
        "text_overflow",
        deck([Shape(1, 1, 5, 2.5, Look(LONG, 18, family="Courier New"), "1F4E79")]),
        deck([Shape(1, 1, 5, 1, Look(LONG, 18, family="Courier New"), "1F4E79")]),
        {'slide 1 / shape "Rectangle 1"': "its text needs 2.1 times the box (7 lines, far too high)"},
        unclear=deck([Shape(1, 1, 5, 1.8, Look(LONG, 18, family="Papyrus"), "1F4E79")]),
        why="1 of 1 text not decided: whether it fits hangs on the typeface Papyrus, which is not known here",
    ),
    Example(
        "pptx.alignment",
        deck([Shape(x, 2, 3, 2, Look("Card"), "1F4E79") for x in (1, 5, 9)]),
        deck([Shape(x, y, 3, 2, Look("Card"), "1F4E79") for x, y in ((1, 2), (5, 2.07), (9, 2))]),
        {
            'slide 1 / shape "Rectangle 2"': 'its upper edge is 0.07 in off that of slide 1 / shape "Rectangle 1"',
        },
    ),
)
