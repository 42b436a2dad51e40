"""Criteria about figures: totals, shares, agreement, charts. Each only where there are such figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.drafting.proposal import NUMBERS, something_for, standard

if TYPE_CHECKING:
    from outcomes.drafting.example import Example


_FEW: Final = 4


def _figures_to_compare(example: Example) -> bool:
    return example.looks_at("numbers_agree") and example.amount("numbers_agree") >= _FEW


PROPOSERS: Final = (
    standard("table_totals", NUMBERS, 19, "Every total is the sum of its figures", where=something_for("table_totals")),
    standard(
        "percentages_sum",
        NUMBERS,
        24,
        "Shares of a whole add up to 100 %",
        where=something_for("percentages_sum"),
    ),
    standard(
        "numbers_agree",
        NUMBERS,
        37,
        "Whatever is said twice is said with the same figure",
        where=_figures_to_compare,
    ),
    standard(
        "chart_data",
        NUMBERS,
        39,
        "Every chart draws the figures of the workbook inside it",
        where=something_for("chart_data"),
    ),
)
