"""Checks of looks that must agree: for each one work that meets it and one that does not."""

from __future__ import annotations

from tests.checks.example import Example
from tests.checks.office import Look, Shape, deck, titled, word

TEXT = "Some words of running text"
BLUE, ORANGE = "1F4E79", "F4B183"

EXAMPLES = (
    Example(
        "fonts",
        word(Look("One", family="Arial"), Look("two", family="arial"), Look("\u2713", family="Wingdings")),
        word(Look("Most of the words", family="Arial"), Look("few", family="Georgia")),
        {"¶2": '3 letters in "Georgia", one typeface too many'},
        {"max": 1},
    ),
    Example(
        "fonts",
        deck([Shape(1, 1, 5, 1, Look("One", family="Arial"))]),
        deck([Shape(1, 1, 5, 1, Look("One", family="Arial")), Shape(1, 3, 5, 1, Look("Two", family="Papyrus"))]),
        {'slide 1 / shape "TextBox 2"': '3 letters in "Papyrus", from "Two"'},
        {"only": ["Arial"]},
    ),
    Example(
        "palette",
        word(Look("Black"), Look("Blue", colour="1F4E7A"), Look("Grey", colour="777777")),
        word(Look("Black"), Look("Red", colour="FF0000")),
        {"¶2": '"Red" is #FF0000, delta E 74 from the nearest, #F4B183'},
        {"colours": [BLUE, "#" + ORANGE]},
    ),
    Example(
        "palette",
        deck([Shape(1, 1, 5, 1, Look("White", colour="FFFFFF"), BLUE)]),
        deck([Shape(1, 1, 5, 1, Look("White", colour="FFFFFF"), "00B050")]),
        {'slide 1 / shape "Rectangle 1"': "filled with #00B050, delta E 95 from the nearest, #1F4E79"},
        {"colours": [BLUE]},
    ),
    Example(
        "font_sizes",
        word(Look(TEXT, 11), Look(TEXT, 11.5), Look("A number", 30), Look(TEXT, 9, style="Caption")),
        word(Look(TEXT, 11), Look(TEXT, 11), Look(TEXT, 14)),
        {"¶3": '"Some words of running text" is 14 pt, as 22 letters are'},
        {"max": 1},
    ),
    Example(
        "font_sizes",
        deck([Shape(1, 0.5, 5, 1, Look("What stands for a title", 32)), Shape(1, 3, 5, 1, Look(TEXT, 16))]),
        deck([Shape(1, y, 5, 1, Look(TEXT, size)) for y, size in ((2, 20), (3, 16), (4, 16), (5, 20), (6, 12))]),
        {'slide 1 / shape "TextBox 5"': '"Some words of running text" is 12 pt, as 22 letters are'},
        {"max": 2},
    ),
    Example(
        "docx.heading_style_consistent",
        word(Look("One", style="Heading 1"), Look("Two", style="Heading 1"), Look("Part", style="Heading 2")),
        word(Look("One", style="Heading 1"), Look("Two", style="Heading 1"), Look("Three", 30, style="Heading 1")),
        {"¶3": '"Three" is 30 pt, not 14 pt, unlike the others of level 1'},
    ),
    Example(
        "pptx.consistent_titles",
        titled(("One", None), ("Two", None), ("Three", None)),
        titled(("One", None), ("Two", 3.0), ("Three", None)),
        {'slide 2 / shape "Title 1"': "stands 2.50 in away from where most titles of this layout are"},
    ),
)
