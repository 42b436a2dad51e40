"""Judges whose verdicts depend on the text alone, and a folder of labelled notes for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from outcomes.errors import GraderError
from outcomes.testing import ScriptedGrader
from outcomes.usage import Usage

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.grader import RunScope
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Look

TWO = "# Note\n\n## Substance\n- It says what was done\n- It says why\n"


def notes(here: Path, *, good: int, bad: int, unlabelled: int = 0) -> None:
    """`two.md` with its criteria; notes that say why, notes that do not, in `labels.jsonl` by the criteria's words."""
    (here / "two.md").write_text(TWO)
    (here / "notes").mkdir()
    lines = []
    for number in range(good + bad + unlabelled):
        reason = " because it was old" if number < good or number % 2 else ""
        (here / "notes" / f"{number}.md").write_text(f"Server {number} was moved{reason}.\n")
        labels = {"It says what was done": "pass", "It says why": "pass" if number < good else "fail"}
        line = {"artifact": f"notes/{number}.md", "labels": labels if number < good + bad else {}}
        lines.append(json.dumps(line))
    (here / "labels.jsonl").write_text("\n".join(lines) + "\n")


class Honest(ScriptedGrader):
    """Fails what gives no reason."""

    fails_without = "because"
    costs: float | None = 0.0

    @property
    def fingerprint(self) -> str:
        """Its own name."""
        return type(self).__name__.lower()

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """By the words of the artifact alone."""
        kept = self.fails_without in artifact.visible_text
        fails = set() if kept else {name for name in rubric.ids if "why" in name}
        inner = ScriptedGrader([fails], usage=Usage(cost_usd=self.costs))
        return await inner.grade(rubric, artifact, look)


class Kind(Honest):
    """Passes everything."""

    fails_without = ""


class Dear(Honest):
    """Costs a quarter of a dollar a look."""

    costs = 0.25


class Silent(Honest):
    """Does not say what it costs."""

    costs = None


class Failing(Honest):
    """Breaks at every second look, and says what it had spent by then."""

    costs = 0.25

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Break, or do not."""
        if look.index % 2:
            error = GraderError("it has gone")
            error.usage = Usage(cost_usd=0.5)
            raise error
        return await super().grade(rubric, artifact, look)


class Comparing(Honest):
    """Says what it was given to compare with."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.names = names

    def for_run(self, scope: RunScope) -> Comparing:
        """One that knows its references by name."""
        return Comparing(tuple(reference.name for reference in scope.references))

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """As the honest one, with the names in every rationale."""
        grade = await super().grade(rubric, artifact, look)
        named = {"rationale": ", ".join(self.names)}
        return grade.with_verdicts(tuple(verdict.model_copy(update=named) for verdict in grade.verdicts))


class Curious(Honest):
    """Breaks when the name of a file tells it anything."""

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Refuse to see names."""
        if artifact.name != "artifact.md":
            raise GraderError(f"I was told of {artifact.name}")  # noqa: EM102
        return await super().grade(rubric, artifact, look)


class Faint(Honest):
    """Breaks on one note."""

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """As the honest one, but for one."""
        if "Server 1 " in artifact.visible_text:
            raise GraderError("it has gone")
        return await super().grade(rubric, artifact, look)
