"""A draft: what an example gives reason to ask for, each line measured on it, and what it does not meet itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.drafting.example import NOUNS, Example
from outcomes.drafting.names import clear
from outcomes.drafting.proposers import PROPOSERS
from outcomes.errors import ArtifactError
from outcomes.rubric import CheckCall, Criterion, Rubric, criterion_id
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from outcomes.artifact import Artifact
    from outcomes.check import CheckResult, Checks
    from outcomes.drafting.proposal import Proposal, Proposer

MOST: Final = 16
"""Criteria of a draft, unless all are asked for: what fits a page, and people read."""
RARELY: Final = 50
"""The rank from which on a criterion is drafted only when all are asked for: nearly every file meets it."""
MOST_PLACES: Final = 3


class Line(NamedTuple):
    """One criterion, and what the example was measured to have."""

    criterion: Criterion
    measured: str
    why: str
    """How its bound was chosen; empty where there is none to choose."""
    rank: int
    places: tuple[str, ...] = ()
    """Where the example does not meet it."""

    @property
    def check(self) -> str:
        """The name of its check."""
        return self.criterion.check.name if self.criterion.check is not None else ""

    @property
    def comment(self) -> str:
        """`measured: 1,242 visible words; a quarter either way, rounded outwards`."""
        at = f" ({', '.join(self.places)})" if self.places else ""
        return "; ".join(filter(None, [f"measured: {self.measured}{at}", self.why]))


@dataclass(frozen=True)
class Draft:
    """Everything that an example gives reason to ask for."""

    name: str
    """The example's own name."""
    kind: str
    sha256: str
    title: str
    lines: tuple[Line, ...]
    """What the example meets, most telling first within each section."""
    more: tuple[Line, ...] = ()
    """What it meets besides, and which was left out for shortness."""
    unmet: tuple[Line, ...] = ()
    """What files of this kind should meet, and the example does not."""
    undecided: tuple[Line, ...] = ()
    """What could not be decided on it; `measured` says why."""

    @cached_property
    def rubric(self) -> Rubric:
        """The criteria that the example meets, all of them required."""
        criteria = tuple(line.criterion for line in self.lines)
        return Rubric(criteria=criteria, title=self.title, applies_to=(self.kind,))


def draft(
    artifact: Artifact, checks: Checks, *, title: str = "", most: int | None = MOST, pages: bool = False
) -> Draft:
    """Ask every proposer, run every check that was proposed on the example itself, and keep the most telling.

    Args:
        artifact: the example, with access to its bytes.
        checks: every check by name.
        title: the rubric's; by default made of the file's name.
        most: criteria at most; `None` for all.
        pages: whether checks that need LibreOffice are asked too.

    Raises:
        ArtifactError: nothing can be drafted from this kind of file (`wrong-kind`), or there is nothing in it
            that could be asked of other work (`empty-file`).
    """
    _refuse(artifact)
    example = Example(artifact, checks, pages)
    passed, unmet, undecided = list[Line](), list[Line](), list[Line]()
    for line, verdict in _measured(example):
        (undecided if verdict is None else passed if verdict else unmet).append(line)
    if not passed:
        raise _nothing_met(artifact, unmet)
    passed.sort(key=lambda line: line.rank)
    kept = passed if most is None else [line for line in passed if line.rank < RARELY][:most]
    return Draft(
        name=artifact.name,
        kind=artifact.kind,
        sha256=artifact.sha256,
        title=clear(title) or _title(artifact.name),
        lines=_in_sections(kept),
        more=_in_sections(line for line in passed if line not in kept),
        unmet=_in_sections(unmet),
        undecided=_in_sections(undecided),
    )


def _refuse(artifact: Artifact) -> None:
    if artifact.kind not in NOUNS:
        message = f"{clip(artifact.name)!r} is {artifact.kind}, in which there is nothing to draft criteria from."
        raise ArtifactError("wrong-kind", message, fix=f"Give an example that is {', '.join(NOUNS)}.")
    if artifact.kind != "folder" and not any(block.text or block.kind in _PICTORIAL for block in artifact.shown):
        message = f"{clip(artifact.name)!r} shows no text, table or picture, so there is nothing to measure."
        raise ArtifactError("empty-file", message, fix="Give an example that is as the work should be.")


def _nothing_met(artifact: Artifact, unmet: Sequence[Line]) -> ArtifactError:
    lacks = "; ".join(f"{line.criterion.text} ({line.measured})" for line in unmet[:MOST_PLACES])
    message = (
        f"{clip(artifact.name)!r} meets nothing of what could be asked of work like it: {lacks or 'it is too short'}."
    )
    return ArtifactError("empty-file", message, fix="Give an example that is as the work should be.")


_PICTORIAL: Final = ("picture", "chart", "diagram", "table", "object")


def _measured(example: Example) -> Iterator[tuple[Line, bool | None]]:
    for proposer in PROPOSERS.values():
        spec = example.checks[proposer.check]
        if not spec.kinds or example.kind in spec.kinds:
            for proposal in proposer.propose(example):
                result = example.result(proposer.check, **proposal.args)
                yield _line(proposer, proposal, result), result.passed


def _line(proposer: Proposer, proposal: Proposal, result: CheckResult) -> Line:
    section, text = (proposer.section,), squash(proposal.text)
    criterion = Criterion(
        id=criterion_id(section, text),
        text=text,
        section=section,
        check=CheckCall(name=proposer.check, args=dict(proposal.args)),
    )
    places = dict.fromkeys(finding.locator or finding.problem for finding in result.findings)
    return Line(
        criterion, proposal.measured or result.measured, proposal.why, proposer.rank, tuple(places)[:MOST_PLACES]
    )


def _in_sections(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Section by section, the one with the most telling line first."""
    ranked = sorted(lines, key=lambda line: line.rank)
    order = list(dict.fromkeys(line.criterion.section for line in ranked))
    return tuple(sorted(ranked, key=lambda line: order.index(line.criterion.section)))


def _title(name: str) -> str:
    """`quarterly-report.docx` -> `Quarterly report`."""
    stem = clear((name.rpartition(".")[0] or name).replace("_", " ").replace("-", " "))
    return stem[:1].upper() + stem[1:] or "Rubric"
