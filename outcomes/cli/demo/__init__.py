"""`outcomes demo`: two documents are mended round by round, and a third shows what code cannot decide."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Watch two documents being mended, with no key and no network.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the documents and the records of the runs there.  [default: thrown away]",
)
def demo(*, keep: Path | None) -> int:
    """Watch a report and a deck being mended until their rubrics are satisfied.

    Everything that is printed comes from real runs: two plain Python functions write real Word and PowerPoint files,
    the checks read them, the gaps go back. Takes a few seconds, needs no key and no network, and ends with 0 when both
    are satisfied.
    """
    import tempfile

    from outcomes.cli.demo.show import play
    from outcomes.cli.output import Output

    out = Output()
    if keep is not None:
        return play(out.results, keep, kept=True)
    with tempfile.TemporaryDirectory(prefix="outcomes-demo-") as scratch:
        return play(out.results, Path(scratch), kept=False)
