"""How high a table becomes when its rows have grown to hold their text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from outcomes.appearance import EMU_PER_POINT
from outcomes.checks.overflow.reading import Undecided
from outcomes.checks.overflow.setting import set_text

if TYPE_CHECKING:
    from outcomes.artifact import Block


def grown_height(table: Block) -> int:
    """Height in EMU; cells over several rows are taken to fit. Raise `Undecided` when a cell has no known place."""
    rows: dict[int, int] = defaultdict(int)
    for cell in table.children:
        if cell.kind != "cell" or cell.row is None or cell.row_span > 1:
            continue
        if cell.box is None:
            raise Undecided("the places of its cells are not known")
        rows[cell.row] = max(rows[cell.row], cell.box.height, _needed(cell))
    return sum(rows.values())


def _needed(cell: Block) -> int:
    if not cell.text.strip():
        return 0
    setting = set_text(cell)
    around = setting.frame
    return round((around.top + setting.need.full + around.bottom) * EMU_PER_POINT)
