"""What is graded: two short harmless documents, each with criteria of which half hold and half do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from outcomes import Criterion, Rubric


@dataclass(frozen=True, slots=True)
class Task:
    """A document, and what is asked of it."""

    title: str
    paragraphs: tuple[str, ...]
    truths: tuple[tuple[str, str, bool], ...]
    """(criterion id, its text, whether the document meets it)."""

    @property
    def rubric(self) -> Rubric:
        """All of its criteria, judged."""
        return Rubric(criteria=tuple(Criterion(id=name, text=text) for name, text, _ in self.truths))


TASKS: Final = (
    Task(
        "Office move",
        (
            "We moved the office to Harbour Street in March.",
            "The rent is 4,000 euros a month lower than before, which saves 48,000 euros a year.",
            "Two suppliers had to be paid a fee for moving contracts early.",
            "We recommend to give up the storage room by the end of June.",
        ),
        (
            ("saving", "It states the yearly saving in euros", True),
            ("month", "It states the month of the move", True),
            ("owner", "The recommendation names the person who carries it out", False),
            ("fee", "It states the amount of the fee paid to suppliers", False),
        ),
    ),
    Task(
        "Support, third quarter",
        (
            "The team answered 1,240 tickets, 12 % more than in the second quarter.",
            "The median time to a first answer fell from six hours to four.",
            "Three complaints concerned the new billing page.",
            "Next quarter we want to answer half of all tickets within two hours.",
        ),
        (
            ("tickets", "It states how many tickets were answered", True),
            ("compared", "The change in tickets names the period that it is compared with", True),
            ("cause", "It names the cause of the complaints about the billing page", False),
            ("staff", "It states how many people work in the team", False),
        ),
    ),
)
