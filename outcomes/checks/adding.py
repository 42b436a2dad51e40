"""Adding up the figures of a table or chart, with what rounding may hide."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import NoArgs
from outcomes.checks.figures import CODES, Figure, decimal_mark, read_figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.checks.grid import Grid

_TOTAL: Final = re.compile(
    r"(?:(?:grand|overall|sub|all|net|gross)[ -]?)?(?:total|totals|sum|summe|gesamt|gesamtsumme|insgesamt|somme|suma|"
    r"totale)\b.{0,40}",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"(?:of which|thereof|including|davon|dont)\b", re.IGNORECASE)
_NOTHING: Final = frozenset({"", "-", "n/a", "n. a.", "na", "nil", "."})
_ENOUGH: Final = 2


class Tolerance(NoArgs):
    """How far a sum may be off."""

    tolerance: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="How far a sum may be off, in the unit of the figures; without it, as far as rounding explains.",
    )


class Sum:
    """A sum that grows, and how far rounding may have taken it from the true one."""

    def __init__(self, tolerance: float | None) -> None:
        self.value = Decimal(0)
        self.parts = 0
        self._steps: list[Decimal] = []
        self._tolerance = tolerance

    def add(self, part: Figure) -> None:
        """One more figure."""
        self.value += part.value
        self.parts += 1
        self._steps.append(part.step)

    def is_all(self, total: Figure) -> bool:
        """Whether it is the total, with at least two parts."""
        return self.parts >= _ENOUGH and abs(self.value - total.value) <= self._allowed(total)

    def _allowed(self, total: Figure) -> Decimal:
        """Half a unit for each figure at worst; of many, some are rounded up and some down."""
        if self._tolerance is not None:
            return Decimal(str(self._tolerance))
        steps = [total.step, *self._steps]
        return min(sum(steps, Decimal(0)) / 2, sum((step * step for step in steps), Decimal(0)).sqrt())


def is_total(label: str) -> bool:
    """Whether a row or column is called a total."""
    return _TOTAL.match(label) is not None


def figures_in(grid: Grid, where: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Figure] | None:
    """The figures in some cells, all of one unit; `None` when there are words among them, or several units.

    A currency or % may stand in some of them only, as in the first row and the total.
    """
    texts = {place: grid.text(*place) for place in where}
    mark = decimal_mark(texts.values())
    found: dict[tuple[int, int], Figure] = {}
    for place, text in texts.items():
        if text.casefold() in _NOTHING:
            continue
        figure = read_figure(text, mark)
        if figure is None:
            return None
        found[place] = figure
    units = {figure.unit for figure in found.values()}
    return found if len(units) == 1 or (len(units - {""}) == 1 and units <= {"", "%", *CODES}) else None


def is_part(label: str) -> bool:
    """Whether a row is part of the one above it: `of which ...`."""
    return _PART.match(label) is not None
