"""How far it is: files done, how many a second, the time left, and how they ended so far."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from rich.live import Live

from outcomes.sinks.terminal import safe
from outcomes.sinks.words import seconds_in_words

if TYPE_CHECKING:
    from typing import Self

    from rich.console import Console

    from outcomes.cli.many.sums import Sums

_LINES: Final = 10
"""Lines in all where nobody looks at a moving one."""


class Progress:
    """A line that changes on a terminal, and a line for each tenth elsewhere."""

    def __init__(self, console: Console, total: int) -> None:
        """`total` files are to be graded."""
        self._console = console
        self._total = total
        self._began = time.monotonic()
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_interactive else None

    def __enter__(self) -> Self:
        """Begin."""
        if self._live is not None:
            self._live.start()
            self._live.update(safe(f"0 of {self._total:,} files", "dim"), refresh=True)
        return self

    def __exit__(self, *_: object) -> None:
        """Take the moving line away."""
        if self._live is not None:
            self._live.stop()

    def tell(self, sums: Sums) -> None:
        """After one more file."""
        line = safe(self._line(sums), "dim")
        if self._live is not None:
            self._live.update(line, refresh=True)
        elif sums.files == self._total or sums.files % max(1, self._total // _LINES) == 0:
            self._console.print(line, soft_wrap=True)

    def _line(self, sums: Sums) -> str:
        elapsed = max(time.monotonic() - self._began, 1e-6)
        rate = sums.files / elapsed
        left = seconds_in_words((self._total - sums.files) / rate)
        so_far = sums.line().partition(": ")[2]
        return f"{sums.files:,} of {self._total:,} files, {rate:.1f} a second, {left} left; {so_far}"
