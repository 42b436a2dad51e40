"""What a markdown page says about the whole: its rules in prose, and the notes on how it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from outcomes.formats.outline import Header, Section, section_name
from outcomes.formats.prose import read_rules
from outcomes.rubric import Note

if TYPE_CHECKING:
    from outcomes.formats.block import Block
    from outcomes.formats.page import Page
    from outcomes.formats.prose import Rules

_HOW = "say it as `threshold: 80 %` on top, or `(required)`, `(cap: 20 %)`, `(at least 60 %)` behind what it is about"


class PageRules:
    """Puts what sentences say into the header, and keeps the notes."""

    def __init__(self, page: Page, header: Header) -> None:
        """`header`: what the file's front matter says; what prose says is added to it."""
        self.page = page
        self.header = header
        self.notes: list[Note] = []
        self.alternatives: list[tuple[str, tuple[str, str], int]] = []
        """What is credited when either of two passes, and the line that says so."""

    def _prose(self, block: Block) -> Rules | None:
        node = block.children[0]
        rules = read_rules(node.content)
        if rules:
            self._apply(rules, node)
        return rules

    def _apply(self, rules: Rules, node: Block) -> None:
        """Put what a sentence says about the whole into the header, and tell of it."""
        header = self.header
        if rules.threshold is not None:
            if header.threshold is None:
                header.threshold, header.threshold_line = rules.threshold, node.line
            elif header.threshold != rules.threshold:
                message = f"a threshold is stated already{_on(header.threshold_line)}; this one is left out"
                self._note("not_carried_over", message, *self.page.place(node, rules.threshold_offset))
        if rules.average is not None:
            message = f"an average of {rules.average:g} is no share of the points; write `threshold: ...` in percent"
            self._note("not_understood", message, *self.page.place(node))
        if rules.total is not None:
            header.stated_total = (rules.total, node.line)
        header.no_zero = header.no_zero or rules.no_zero
        header.each_least = header.each_least or rules.each_least
        if rules.all_required:
            header.defaults.setdefault("required", True)
        self.alternatives += [(a.whose, a.either, node.line) for a in rules.alternatives]
        for offset, words in rules.read:
            if rules.average is None or rules.threshold is not None or rules.no_zero:
                self._note("read_as", f"read as a rule about the whole: {words!r}", *self.page.place(node, offset))
        for offset, words in rules.unread:
            message = f"sounds like a rule about the whole and is not understood: {words!r}; {_HOW}"
            self._note("not_understood", message, *self.page.place(node, offset))

    def _tie_alternatives(self, root: Section) -> None:
        """Find the sections that `X is credited when either Y or Z passes` is about."""
        by_name = {section_name(section.title).lower(): section for section in root.below()}
        for whose, either, line in self.alternatives:
            sections = [by_name.get(section_name(name).lower()) for name in (whose, *either)]
            if any(section is None for section in sections):
                missing = next(n for n, s in zip((whose, *either), sections, strict=True) if s is None)
                self._note(
                    "not_understood", f"no section is called {missing!r}, so the rule about it is left out", line
                )
                continue
            first, *others = [section for section in sections if section is not None]
            first.either = [other for other in others if other is not first]

    def _note(
        self, kind: Literal["read_as", "not_understood", "not_carried_over"], message: str, line: int | None,
        column: int | None = None,
    ) -> None:  # fmt: skip
        self.notes.append(Note(kind=kind, message=message, line=line, column=column))


def _on(line: int | None) -> str:
    return f" on line {line}" if line else ""
