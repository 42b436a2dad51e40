"""Empty paragraphs in a row, which somebody used as spacing."""

from __future__ import annotations

from outcomes.artifact import Flag

_LEAST = 3
_MOST_FLAGS = 50


class Gaps:
    """Follows the empty paragraphs of the body."""

    def __init__(self) -> None:
        """None yet."""
        self.count = 0
        """Empty paragraphs in all, without those that are there for a page or section to end."""
        self.flags: list[Flag] = []
        self.row: list[str] = []
        """Locators of those that stand in a row here."""

    def add(self, locator: str, *, breaks: bool) -> None:
        """One more paragraph without content; one that ends a page or a section is no spacing."""
        if breaks:
            self.end()
        else:
            self.count += 1
            self.row.append(locator)

    def end(self) -> None:
        """Something else stands here."""
        if not self.row:
            return
        if len(self.row) >= _LEAST and len(self.flags) < _MOST_FLAGS:
            detail = f"{len(self.row)} empty paragraphs in a row"
            self.flags.append(Flag("empty-paragraphs", detail, self.row[0], "info"))
        self.row.clear()
