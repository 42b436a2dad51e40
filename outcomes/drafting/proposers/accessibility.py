"""Criteria about readers who do not see, or not well: descriptions, headers, language, contrast, size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.drafting.names import plain_number
from outcomes.drafting.proposal import LEGIBILITY, TABLES, WORDING, Proposal, habit, proposes, something_for, standard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.drafting.example import Example

SIZES: Final = tuple(half / 2 for half in range(200, 7, -1))
"""Points, from 100 down to 4."""
LEAST_PT: Final = {"docx": 9.0, "pptx": 12.0}
"""No draft asks for less: smaller letters are hard to read on paper, and from the last row."""
MOST_PT: Final = {"docx": 12.0, "pptx": 20.0}
"""No draft asks for more, however large the letters of the example are."""


@proposes("font_size", LEGIBILITY, 20)
def _font_size(example: Example) -> Iterable[Proposal]:
    """The smallest letters of each part of the page, as far as they are large enough to be asked for."""
    least, most = LEAST_PT[example.kind], MOST_PT[example.kind]
    if not example.looks_at("font_size", body_pt=1):
        return
    smallest = example.tightest("font_size", "body_pt", SIZES)
    body = plain_number(min(max(smallest or least, least), most))
    text, args = f"No running text is smaller than {body:g} points", {"body_pt": body}
    why = f"the smallest letters have {smallest:g} points" if smallest else ""
    captions = example.tightest("font_size", "captions_pt", SIZES, **args)
    if captions is not None and captions < SIZES[0]:  # any size will do where there are none
        args["captions_pt"] = plain_number(min(captions, body))
        text += f", and no caption or table cell smaller than {args['captions_pt']:g}"
        why += f", in captions and tables {captions:g}"
    yield Proposal(text, args, why)


@proposes("language", WORDING, 35)
def _language(example: Example) -> Iterable[Proposal]:
    """The language that most of the text is in, as the file says."""
    code = _stated_language(example)
    if code:
        yield Proposal(f"The language of the text is set to {code}", {"code": code})


def _stated_language(example: Example) -> str:
    return str(example.artifact.facts.get("language") or "")


PROPOSERS: Final = (
    standard("alt_text", TABLES, 17, "Every picture has alternative text", where=something_for("alt_text")),
    standard(
        "table_headers",
        TABLES,
        18,
        "Every table of two or more rows has a header row",
        where=something_for("table_headers"),
    ),
    habit("no_merged_cells", TABLES, 53, "No table has merged cells", where=something_for("no_merged_cells")),
    _language,
    standard(
        "language_set",
        WORDING,
        35,
        "The language of the text is set",
        where=lambda example: not _stated_language(example),
    ),
    standard(
        "contrast",
        LEGIBILITY,
        22,
        "Text stands out from what lies behind it, by 4.5 to 1, or 3 to 1 where it is large",
        where=something_for("contrast"),
    ),
    _font_size,
    habit(
        "link_text",
        WORDING,
        45,
        "Every link says where it leads",
        where=something_for("link_text"),
    ),
)
