"""`outcomes runs tail`: a run's events as JSON lines, for `jq` and for watching one from elsewhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from outcomes.events import Event
    from outcomes.records import Record
    from outcomes.wiring import KeptRuns

_POLL_SECONDS: Final = 0.5


@click.command(short_help="Print a run's events; --follow waits for more.")
@click.argument("run_id", metavar="RUN")
@options.runs
@click.option("--follow", "-f", is_flag=True, help="Go on until the run has ended.")
def tail(*, run_id: str, runs: Path | None, follow: bool) -> int:
    """Print the events of a run, one JSON document a line.

    They are derived from the run's records, so that each is the one that was published then, with the same id.

    \b
    outcomes runs tail RUN --follow |
      jq -r 'select(.type == "span.outcome_evaluation_end") | .result'
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes.cli.runs.common import kept

    with kept(runs) as there:
        asyncio.run(_tail(there, run_id, follow=follow))
    return 0


async def _tail(there: KeptRuns, given: str, *, follow: bool) -> None:
    from outcomes.cli.runs.common import find
    from outcomes.events import to_json

    run = await find(there, given)
    told = 0
    while True:
        records = await there.store.read(run.run_id)
        for event in events_of(records, told):
            click.echo(to_json(event))
        told = len(records)
        if not follow or not records or records[-1].type == "run_ended":
            return
        await asyncio.sleep(_POLL_SECONDS)


def events_of(records: Sequence[Record], told: int = 0) -> Iterator[Event]:
    """The events of the records after the first `told`."""
    from outcomes.events import Narrator
    from outcomes.history import History
    from outcomes.records import RunStarted, after

    first = records[0] if records else None
    if not isinstance(first, RunStarted):
        return
    narrator, history = Narrator(first), History()
    for number, record in enumerate(records):
        history = after(history, record)
        event = narrator.tell(record, history)
        if event is not None and number >= told:
            yield event
