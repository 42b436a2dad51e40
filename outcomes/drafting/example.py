"""A known-good file as its draft sees it: measured by the checks themselves, so that every bound is one that holds."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from outcomes.check import CheckResult
from outcomes.rubric import CheckCall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact, Block, BlockKind, Unit
    from outcomes.check import Checks

T = TypeVar("T")

NOUNS: Final = {
    "docx": "document", "pptx": "deck", "xlsx": "workbook", "pdf": "document", "html": "page", "markdown": "text",
    "text": "text", "csv": "table", "json": "document", "folder": "delivery",
}  # fmt: skip
"""Kinds of file from which a rubric can be drafted, and what a sentence calls each."""

_NUMBER: Final = re.compile(r"\d[\d,]*")
_NOTHING: Final = ("no ", "0 ")
"""How a check's measure begins when there was nothing for it to look at: `no links`, `0 tables, ...`."""


@dataclass(frozen=True)
class Example:
    """One artifact and the checks that measure it."""

    artifact: Artifact
    checks: Checks
    pages: bool = False
    """Whether checks that need LibreOffice are asked too; a PDF has its pages anyway."""
    answers: dict[str, CheckResult] = field(default_factory=dict, repr=False)
    """What checks have said, by their calls: each is asked once, and several proposals may rest on one answer."""

    @property
    def kind(self) -> str:
        """Its kind of file."""
        return self.artifact.kind

    @property
    def noun(self) -> str:
        """What a sentence calls it: `document`, `deck` ..."""
        return NOUNS.get(self.kind, "file")

    def result(self, check: str, **args: Any) -> CheckResult:  # noqa: ANN401 - whatever the check takes
        """What a check says of it; undecided where it does not look at this kind of file, or is too slow to ask."""
        call = str(CheckCall(name=check, args=args))
        if call not in self.answers:
            self.answers[call] = self._asked(check, args)
        return self.answers[call]

    def _asked(self, check: str, args: dict[str, Any]) -> CheckResult:
        spec = self.checks[check]
        if spec.kinds and self.kind not in spec.kinds:
            return CheckResult(passed=None, measured=f"{check} does not look at {self.kind}")
        if self.artifact.contents is None:
            return CheckResult(passed=None, measured="the artifact carries no bytes to check")
        return spec.run(self.artifact, spec.args.model_validate(args), self.artifact.contents)

    def passes(self, check: str, **args: Any) -> bool:  # noqa: ANN401 - whatever the check takes
        """Whether a check passes; undecided is no pass."""
        return self.result(check, **args).passed is True

    def tightest(self, check: str, argument: str, values: Sequence[T], **rest: Any) -> T | None:  # noqa: ANN401
        """The first of `values`, which go from strict to loose, under which a check passes; `None`: none of them."""
        at = bisect_left(values, 1, key=lambda value: int(self.passes(check, **{argument: value}, **rest)))
        return values[at] if at < len(values) else None

    def looks_at(self, check: str, **args: Any) -> bool:  # noqa: ANN401 - whatever the check takes
        """Whether there is something in the file for a check to look at; otherwise any file would meet it."""
        result = self.result(check, **args)
        return not result.measured.startswith(_NOTHING) and (result.passed is not None or bool(result.findings))

    def amount(self, check: str, **args: Any) -> int:  # noqa: ANN401 - whatever the check takes
        """How many things a check counted: the number with which its measure begins; 0 where there is none."""
        number = _NUMBER.match(self.result(check, **args).measured)
        return int(number.group().replace(",", "")) if number else 0

    def seen(self, *kinds: BlockKind) -> list[Block]:
        """What a reader sees of these kinds, in reading order."""
        return [block for block in self.artifact.shown if block.kind in kinds]

    @property
    def units(self) -> list[Unit]:
        """The slides, sheets, pages or sections that are shown, without what repeats in the margin."""
        return [unit for unit in self.artifact.units if unit.kind != "margin" and not unit.hidden]
