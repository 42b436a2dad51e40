"""Plain markdown, read line by line, has the blocks that the general parser finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from outcomes.errors import RubricError
from outcomes.formats.page import tree
from outcomes.formats.plain import Chunk, chunks, plain_blocks

if TYPE_CHECKING:
    from outcomes.formats.block import Block

PIECES = [
    "- ", "* ", "+ ", "1. ", "2. ", "3) ", "10. ", "a", "b c", "**x**", "_i_", "`c`", "``", "```", "```\n", "~~~\n",
    "#", "# ", "## ", "\n", "\n\n", "  ", "   ", "    ", " ", "\t", "<!--", "-->", "<b>", "<div>\n", "|", "--", "---",
    "===", "=", ":", "> ", "[ ] ", "(", "5", "5 %", "3.5", "\\", "  \n", "\u00e9", "\u00a0", "\u2028", "\x85", "\x0b",
    "-\n", "a | b\n---|---\n", "#\n", "\n- a", "\n- b", "\n  c", "\n# T\n", "\n## U #\n", "\n1. x", "\n\n    d",
    "\n  - a", "\n    - b", "\n   1. d", "\n  2. e", "\n      - f", "\n  * g", "\n    h",
]  # fmt: skip
pages = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
LINES = [
    "# A", "## B", "- a", "- b `c`", "* c", "1. d", "2. e", "  more", "   and more", "text", "", "", "Lead:",
    "- [ ] f", "> q", "```", "| a | b |", "|---|---|", "---", "<!-- x", "# hidden", "-->",
    "<br>", "  - nested", "  - beside", "    - deep", "  * other", "  1. one", "   - three", "    far",
    "\tg", "3.5 h", "=",
]  # fmt: skip
likely_pages = st.lists(st.sampled_from(LINES), max_size=12).map("\n".join)


@settings(max_examples=400)
@given(pages | likely_pages)
@example("<!-- a\n# b\n-->\n# c\n- d")
@example("- <!-- a\n```\n-->\n# x\n```\n# y")
@example("- a\n  ```\n# b")
def test_every_text_has_the_blocks_that_the_general_parser_finds(text: str) -> None:
    found: list[Block] = []
    for chunk in chunks(text):
        plain = plain_blocks(chunk)
        try:
            found += plain if plain is not None else tree(chunk, "r.md")
        except RubricError:
            return
    assert found == tree(Chunk(text, 1), "r.md")


def test_what_most_rubrics_are_made_of_is_plain() -> None:
    page = (
        "# Title\n\nWhat it is for,\nin two lines.\n\n## Numbers (20 %)\n- Every figure has a source (2 points)\n"
        "- [ ] It is **dated**\n  and signed `check: words min=5`\n\n- 3.5 is rounded\n"
        "1. \u00dcber alles\n2. 10 % more\n"
    )
    assert [plain_blocks(chunk) is not None for chunk in chunks(page)] == [True, True]


CELLS = ["a", "b c", " ", "", "`c`", "**d**", "1", "-", "--", ":-:", "\\|", "5 %", "e\u00a0", "<b>", "[x]", "\t"]
ROWS = st.lists(st.sampled_from(CELLS), max_size=4).map(lambda cells: "|" + "|".join(cells) + "|")
RULES = st.integers(1, 4).map(lambda width: "|" + "---|" * width) | st.sampled_from(["| :-- | --: |", "|-|-|", "|---"])
TABLES = st.builds(
    lambda before, head, rule, rows, after: "\n".join([*before, head, rule, *rows, *after]),
    st.sampled_from([[], ["# T"], ["", "text", ""], ["- a", ""], ["text"], ["  - b"]]),
    ROWS,
    RULES,
    st.lists(ROWS | st.sampled_from(["| a", "a | b", "    | x | y |", " | z |"]), max_size=4),
    st.sampled_from([[], [""], ["", "- a"], ["text"], ["> q"], ["- a"], ["```"], ["", "| a |", "|---|"]]),
)


@settings(max_examples=600)
@given(TABLES)
@example("|a|b|\n|---|---|\n|1|2|3|\n||\n|x|")
@example("|a|\n|---|")
def test_tables_have_the_rows_and_cells_that_the_general_parser_finds(text: str) -> None:
    found: list[Block] = []
    for chunk in chunks(text):
        plain = plain_blocks(chunk)
        found += plain if plain is not None else tree(chunk, "r.md")
    assert found == tree(Chunk(text, 1), "r.md")


def test_one_section_that_is_not_plain_leaves_the_others_plain() -> None:
    page = "# A\n- a\n## B\n| x | y |\n|---|---|\n| 1 \\| | 2 |\n## C\n| x |\n|---|\n| c |\n"
    assert [plain_blocks(chunk) is not None for chunk in chunks(page)] == [True, False, True]
