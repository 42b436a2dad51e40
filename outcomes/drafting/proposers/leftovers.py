"""Criteria about what should not be in a file that leaves the house: most files meet them, and the others get sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.drafting.proposal import LEFT_OVER, always, habit, standard

if TYPE_CHECKING:
    from outcomes.drafting.example import Example


def _has_paragraphs(example: Example) -> bool:
    return bool(example.seen("paragraph", "list_item"))


PROPOSERS: Final = (
    standard("no_placeholders", LEFT_OVER, 11, "No placeholder text is left", where=always),
    standard("no_tracked_changes", LEFT_OVER, 30, "No tracked change is left in the text", where=always),
    standard("no_comments", LEFT_OVER, 31, "No comment is left in the {work}", where=always),
    standard("no_hidden_text", LEFT_OVER, 40, "No text was made unseen", where=always),
    standard("no_external_links", LEFT_OVER, 57, "Nothing is fetched from elsewhere when it is opened", where=always),
    standard("no_macros", LEFT_OVER, 60, "The {work} holds no macros", where=always),
    habit("no_metadata", LEFT_OVER, 58, "The properties name no person, company or folder", where=always),
    standard(
        "no_empty_paragraphs",
        LEFT_OVER,
        59,
        "No row of empty paragraphs makes space",
        where=lambda example: bool(example.seen("paragraph")),
    ),
    standard(
        "no_manual_bullets",
        LEFT_OVER,
        48,
        "Every list is a list, not lines that begin with a typed dash or number",
        where=_has_paragraphs,
    ),
)
