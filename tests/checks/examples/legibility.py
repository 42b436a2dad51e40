"""Checks of contrast and size: for each one work that meets it and one that does not."""

from __future__ import annotations

from tests.checks.example import Example
from tests.checks.office import Look, Shape, deck, word

EXAMPLES = (
    Example(
        "contrast",
        word(Look("Plain words"), Look("Large and grey", 18, "8A8A8A"), Look("Small and dark grey", 11, "595959")),
        word(Look("Plain words"), Look("Pale words", 11, "AAAAAA")),
        {"¶2": '"Pale words" has a contrast of 2.32:1 (#AAAAAA on #FFFFFF), at least 4.50:1 asked for'},
    ),
    Example(
        "contrast",
        deck([Shape(1, 1, 5, 1, Look("White on blue", 14, "FFFFFF"), "1F4E79"), Shape(1, 3, 5, 1, Look("Black", 14))]),
        deck([Shape(1, 1, 5, 1, Look("White on yellow", 14, "FFFFFF"), "FFC000")]),
        {
            'slide 1 / shape "Rectangle 1"': '"White on yellow" has a contrast of 1.64:1 (#FFFFFF on #FFC000), '
            "at least 4.50:1 asked for"
        },
        unclear=deck([Shape(1, 1, 5, 1, Look("Over a gradient", 14), "gradient")]),
        why="the looks of 13 of 13 letters are not known",
    ),
    Example(
        "font_size",
        word(Look("Body", 11), Look("A caption", 9, style="Caption")),
        word(Look("Body", 11), Look("Small print", 7), Look("A caption", 7, style="Caption")),
        {
            "¶2": '"Small print" is 7 pt, at least 10 pt asked for',
            "¶3": '"A caption" is 7 pt, at least 8 pt asked for',
        },
        {"body_pt": 10, "captions_pt": 8},
    ),
    Example(
        "font_size",
        deck([Shape(1, 1, 5, 1, Look("Body", 16)), Shape(1, 6.9, 5, 0.4, Look("Source: survey", 8))]),
        deck([Shape(1, 1, 5, 1, Look("Body", 10))]),
        {'slide 1 / shape "TextBox 1"': '"Body" is 10 pt, at least 14 pt asked for'},
        {"body_pt": 14},
    ),
)
