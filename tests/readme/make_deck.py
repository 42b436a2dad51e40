#!/usr/bin/env python3
"""A worker for `outcomes run`: a program that writes a deck and mends what its brief names.

What an agent would ask a model for, it takes from a draft with four mistakes in it. A mistake is mended when the brief
says that its criterion is not met, and stays mended while the brief says that it is to be kept.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from outcomes.testing import Pptx


def mended(brief: dict[str, Any], words: str) -> bool:
    """Whether a criterion with these words is named in the brief."""
    ids = [gap["criterion_id"] for gap in brief["gaps"]] + brief["keep"]
    return any(words in criterion["text"] for criterion in brief["criteria"] if criterion["id"] in ids)


def deck(brief: dict[str, Any]) -> Pptx:
    """The deck, as good as the brief lets it be."""
    alt = "Bar chart: North and East grew, South stood still" if mended(brief, "alternative text") else None
    return (
        Pptx(title="Q3 review", author="Finance")
        .slide(
            "Revenue rose 12% in the third quarter", bullets=["31.1 million euros", "Margin 9.4%"], notes="Begin here."
        )
        .slide("Where the growth came from", notes="Mention the two new customers.")
        .chart("Revenue, million euros", ["North", "South", "East"], {"Q3": [14.2, 9.8, 7.1]}, alt=alt)
        .shape("Source: ledger", x=10 if mended(brief, "over the edge") else 12, y=6.6, width=2.5, height=0.5)
        .slide(
            "Three risks", bullets=["One supplier for bearings", "Wage talks in November"], notes="A minute for each."
        )
        .slide(
            "What we ask for" if mended(brief, "share a title") else "Three risks",
            bullets=["Audit a second supplier"],
            notes="Today." if mended(brief, "notes") else None,
        )
    )


if __name__ == "__main__":
    deck(json.load(sys.stdin)).save(Path(os.environ["OUTCOMES_OUTPUTS"]) / "deck.pptx")
