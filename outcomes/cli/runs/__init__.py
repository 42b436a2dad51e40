"""`outcomes runs`: the runs that were kept, one by one and all together."""

from __future__ import annotations

from typing import Final

import click

from outcomes.cli.lazy import LazyCommand, LazyGroup

COMMANDS: Final = {
    "list": LazyCommand("outcomes.cli.runs.listing:list_runs", "List the runs that are kept."),
    "show": LazyCommand("outcomes.cli.runs.showing:show", "Show how a run went and what was found."),
    "tail": LazyCommand("outcomes.cli.runs.tailing:tail", "Print a run's events; --follow waits for more."),
    "resume": LazyCommand("outcomes.cli.runs.resuming:resume", "Go on with a run that did not come to its end."),
    "export": LazyCommand("outcomes.cli.runs.bundling:export", "Write a run, whole, into one zip file."),
    "import": LazyCommand("outcomes.cli.runs.bundling:import_run", "Take in a run from such a file."),
    "delete": LazyCommand("outcomes.cli.runs.removing:delete", "Forget runs."),
    "gc": LazyCommand("outcomes.cli.runs.removing:gc", "Delete bytes that no run needs."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, short_help="Look into kept runs, go on with one, move or forget it.")
def runs() -> None:
    """Look into the runs that were kept, go on with one, move one, or forget it.

    They lie in a folder: --runs, OUTCOMES_RUNS, runs in outcomes.toml, or ~/.local/state/outcomes. RUN may be the
    beginning of an id, as long as it is the only one that begins so. The database is plain SQLite; its schema is
    explained in the file outcomes/stores/sqlite/migrations/0001_runs.sql.
    """
