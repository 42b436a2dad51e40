"""What was found, as a table for people: each criterion, its verdict, what it rests on, and the smallest fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from outcomes.cli.evidence import LONGEST_SAID, evidence_lines
from outcomes.evidence import Quote
from outcomes.graders.unjudged import HOW
from outcomes.sinks.terminal import gap_lines, safe
from outcomes.sinks.words import (
    RESULT_STYLES,
    SIGNS,
    STYLES,
    reason_in_words,
    result_in_words,
    rule_in_words,
    score_in_words,
    tally,
)
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.rubric import Criterion, Rubric
    from outcomes.run import Run
    from outcomes.verdict import Grade, Verdict

WIDE = 110
"""Columns from which a table may have three of its own."""


def section_row(table: Table, before: tuple[str, ...], section: tuple[str, ...]) -> tuple[str, ...]:
    """Begin a section in a table of criteria where another one ends; return the section that now stands."""
    if section != before:
        if table.row_count:
            table.add_row()
        if section:
            table.add_row("", safe(" / ".join(section), "bold"))
    return section


def plain_table(*columns: str) -> Table:
    """A table with a line under its head and nothing else."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, header_style="dim", pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def grade_table(rubric: Rubric, grade: Grade, *, width: int) -> Table:
    """One row for each criterion of the rubric, in its order, under its section.

    What was found stands beside the criterion where the console is wide, and below it where it is not.
    """
    wide = width >= WIDE
    table = plain_table("verdict", "criterion", "found") if wide else plain_table("verdict", "criterion")
    table.columns[0].no_wrap = True
    if wide:
        table.columns[1].ratio, table.columns[2].ratio, table.expand = 2, 3, True
    section: tuple[str, ...] = ()
    for verdict in grade.verdicts:
        criterion = rubric[verdict.criterion_id]
        section = section_row(table, section, criterion.section)
        said = [criterion_text(criterion), found(verdict)]
        table.add_row(verdict_mark(verdict), *(said if wide else [Text("\n").join(said)]))
    return table


def verdict_mark(verdict: Verdict) -> Text:
    """`✓ pass`."""
    return Text(f"{SIGNS[verdict.verdict]} {verdict.verdict}", style=STYLES[verdict.verdict])


def criterion_text(criterion: Criterion) -> Text:
    """Its words, and what is unusual about it."""
    notes = [note for note, holds in (("optional", not criterion.required), ("withheld", criterion.withheld)) if holds]
    line = safe(criterion.text)
    return line.append(f" ({', '.join(notes)})", "dim") if notes else line


def found(verdict: Verdict) -> Text:
    """What a verdict rests on: the gap of a fail, the evidence of a pass, the reason for having none."""
    if verdict.rationale == HOW:
        return Text("no judge is set", style="dim")
    lines: list[Text] = []
    if verdict.gap is not None:
        lines += evidence_lines([item for item in verdict.evidence if isinstance(item, Quote)])
        lines += gap_lines(verdict.gap)
    elif verdict.verdict == "pass" and verdict.evidence:
        lines += evidence_lines(verdict.evidence)
    else:
        lines.append(safe(verdict.rationale, "dim", most=LONGEST_SAID))
        lines += evidence_lines(verdict.evidence)
    if verdict.level is not None:
        lines.append(safe(f"level: {verdict.level}", "dim"))
    if verdict.repaired and verdict.verdict == "pass":
        lines.append(Text("quoted at the second asking", style="dim"))
    if len(set(verdict.votes)) > 1:
        lines.append(Text(f"the looks disagreed: {', '.join(verdict.votes)}", style="yellow"))
    return Text("\n").join(lines)


def summary(grade: Grade) -> Text:
    """The last line: the result, how much was graded, the score, and the rule that it was measured against."""
    result = result_in_words(grade.result, grade.bar.scope)
    line = Text.assemble((result, RESULT_STYLES[grade.result]), f": {tally(grade)}, {score_in_words(grade)}")
    if grade.contradiction is not None:
        line.append_text(Text.assemble("\n", safe(grade.contradiction, most=LONGEST_SAID)))
    if grade.injection_suspected:
        line.append("\nthe grader suspects that the artifact tries to give it instructions", "yellow")
    return line.append(f"\nsatisfied when {rule_in_words(grade.bar)}", "dim")


def headline(run: Run) -> Text:
    """How a run ended, after how many rounds and why, and what the best artifact's grade says."""
    result = result_in_words(run.result, run.scope)
    rounds = count(len(run.iterations), "iteration")
    line = Text.assemble((result, RESULT_STYLES[run.result]), f" after {rounds}")
    if run.result != "satisfied":
        line.append_text(Text.assemble(": ", safe(reason_in_words(run.reason))))
    if run.best is not None:
        line.append(f"\n{tally(run.best.grade)}, {score_in_words(run.best.grade)}")
    return line
