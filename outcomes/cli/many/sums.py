"""Sums over all files, kept as they come: how many ended how, and how often each criterion was met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from outcomes.cli.many.rows import WORST_FIRST
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.cli.many.rows import Row

IN_WORDS: Final = {0: "satisfied", 1: "not good enough", 2: "not found or not usable", 3: "broke", 4: "over budget",
                   5: "undecided"}  # fmt: skip


@dataclass
class CriterionSum:
    """One criterion over all files of one rubric."""

    rubric: str
    id: str
    text: str
    required: bool
    by_status: Counter[str] = field(default_factory=Counter)


@dataclass
class Sums:
    """What is known after so many rows."""

    files: int = 0
    from_cache: int = 0
    let_pass: int = 0
    """Of those with exit code 0, how many are not satisfied: no worse than the baseline, or undecided and allowed."""
    graded: int = 0
    total: int = 0
    """Criteria of all files that have a verdict, and those that there are."""
    by_code: Counter[int] = field(default_factory=Counter)
    cost_usd: float | None = 0.0
    criteria: dict[tuple[str, str], CriterionSum] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """One more file."""
        self.files += 1
        self.from_cache += row.from_cache
        self.by_code[row.exit_code] += 1
        self.let_pass += row.exit_code == 0 and row.result != "satisfied"
        self.graded += row.graded
        self.total += row.total
        known = self.cost_usd is not None and row.cost_usd is not None
        self.cost_usd = (self.cost_usd or 0.0) + (row.cost_usd or 0.0) if known else None
        for each in row.criteria:
            key = (row.rubric_sha256, each.id)
            kept = self.criteria.get(key)
            if kept is None:
                kept = self.criteria[key] = CriterionSum(row.rubric, each.id, each.text, each.required)
            kept.by_status[each.status] += 1

    @property
    def exit_code(self) -> int:
        """That of the worst file."""
        return next((code for code in WORST_FIRST if self.by_code[code]), 0)

    def line(self) -> str:
        """The last line: `12 files: 9 satisfied, 3 not good enough; $0.12`."""
        numbers = self.by_code - Counter({0: self.let_pass})
        parts = [f"{numbers[code]:,} {IN_WORDS[code]}" for code in reversed(WORST_FIRST) if numbers[code]]
        if self.let_pass:
            parts.insert(1 if numbers[0] else 0, f"{self.let_pass:,} let pass")
        if self.graded < self.total:
            parts.append(f"{self.graded:,} of {count(self.total, 'criterion', 'criteria')} graded")
        cached = f"; {self.from_cache:,} from the cache" if self.from_cache else ""
        cost = "cost unknown" if self.cost_usd is None else f"${self.cost_usd:.2f}"
        return f"{count(self.files, 'file')}: {', '.join(parts)}{cached}; {cost}"

    def document(self) -> dict[str, object]:
        """For `--format json`."""
        return {
            "files": self.files,
            "exit_code": self.exit_code,
            "by_exit_code": {str(code): number for code, number in sorted(self.by_code.items())},
            "let_pass": self.let_pass,
            "graded": self.graded,
            "total": self.total,
            "from_cache": self.from_cache,
            "cost_usd": self.cost_usd,
            "criteria": [
                {
                    "rubric": each.rubric,
                    "id": each.id,
                    "text": each.text,
                    "required": each.required,
                    **{status: each.by_status[status] for status in ("pass", "fail", "cannot_judge", "not_applicable")},
                }
                for each in self.criteria.values()
            ],
        }
