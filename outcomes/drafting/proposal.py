"""How a check is proposed: a function that looks at the example and gives criteria, under a rank and a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from outcomes.drafting.example import Example

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Proposal:
    """One criterion that an example gives reason to ask for; it is drafted if the example meets it."""

    text: str
    """A plain sentence, without a full stop."""
    args: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    """How the bound was chosen: `a quarter either way, rounded outwards`."""
    measured: str = ""
    """What was found, where it says more than the check does."""


Propose = Callable[[Example], Iterable[Proposal]]


@dataclass(frozen=True, slots=True)
class Proposer:
    """What an example can say about one check."""

    check: str
    section: str
    rank: int
    """How telling its criteria are: 10 is most; from 50 on they rarely are."""
    propose: Propose


def proposes(check: str, section: str, rank: int) -> Callable[[Propose], Proposer]:
    """Make a function that gives the proposals of one check a proposer."""

    def proposer(propose: Propose) -> Proposer:
        return Proposer(check, section, rank, propose)

    return proposer


def standard(check: str, section: str, rank: int, text: str, *, where: Callable[[Example], bool]) -> Proposer:
    """A check without arguments that every file should pass which has what the check looks at.

    `{work}` in the text becomes document, deck ... An example that does not pass it is told so.
    """

    def propose(example: Example) -> Iterable[Proposal]:
        return [Proposal(text.format(work=example.noun))] if where(example) else []

    return Proposer(check, section, rank, propose)


def habit(check: str, section: str, rank: int, text: str, *, where: Callable[[Example], bool]) -> Proposer:
    """A check without arguments that files may do without: proposed only where the example passes it."""
    return standard(check, section, rank, text, where=lambda example: where(example) and example.passes(check))


def something_for(check: str, **args: Any) -> Callable[[Example], bool]:  # noqa: ANN401 - whatever the check takes
    """Where the check finds something to look at."""
    return lambda example: example.looks_at(check, **args)


def always(_example: Example) -> bool:
    """In every file: it protects against what any file may suffer."""
    return True


FILE: Final = "File"
STRUCTURE: Final = "Structure"
SLIDES: Final = "Slides"
SHEETS: Final = "Sheets"
DATA: Final = "Data"
NUMBERS: Final = "Numbers"
TABLES: Final = "Tables and pictures"
LEGIBILITY: Final = "Legibility"
LOOK: Final = "Look"
WORDING: Final = "Wording"
LEFT_OVER: Final = "Left over"
