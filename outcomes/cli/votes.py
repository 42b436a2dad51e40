"""How far several looks at one artifact agree: each criterion with what every look said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from outcomes.cli.tables import plain_table
from outcomes.sinks.terminal import safe
from outcomes.sinks.words import SIGNS, STYLES
from outcomes.statistics.agreement import flip_rate
from outcomes.text import count

if TYPE_CHECKING:
    from rich.table import Table

    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Verdict


def votes_table(rubric: Rubric, grade: Grade) -> Table:
    """A row for each criterion that more than one look judged, those that they agree on least first."""
    table = plain_table("agree", "looks", "criterion")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    voted = [verdict for verdict in grade.verdicts if verdict.votes]
    for verdict in sorted(voted, key=lambda verdict: _agreeing(verdict) / len(verdict.votes)):
        signs = Text().join(Text(SIGNS[vote], style=STYLES[vote]) for vote in verdict.votes)
        share = f"{_agreeing(verdict)} of {len(verdict.votes)}"
        table.add_row(share, signs, safe(rubric[verdict.criterion_id].text))
    return table


def votes_line(grade: Grade) -> str:
    """`5 looks: they agree on 7 of 9 criteria; two of them differ on 12% of verdicts`."""
    votes = [verdict.votes for verdict in grade.verdicts if verdict.votes]
    looks = max(map(len, votes), default=1)
    if not votes:
        return f"{count(looks, 'look')}: nothing here needs a judge, and checks decide the same every time"
    agreed = sum(len(set(vote)) == 1 for vote in votes)
    line = f"{count(looks, 'look')}: they agree on {agreed} of {count(len(votes), 'criterion', 'criteria')}"
    return f"{line}; two of them differ on {flip_rate(votes) or 0:.0%} of verdicts"


def _agreeing(verdict: Verdict) -> int:
    """How many looks said what most said."""
    return max(map(verdict.votes.count, verdict.votes))
