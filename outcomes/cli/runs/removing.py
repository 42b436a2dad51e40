"""`outcomes runs delete` and `gc`: forget runs, and delete the bytes that none needs any more."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.wiring import KeptRuns

GRACE_SECONDS: Final = 3600.0
"""Bytes younger than this stay: a run may be about to say that it needs them."""


@click.command(short_help="Forget runs.")
@click.argument("run_ids", metavar="RUN...", nargs=-1, required=True)
@options.runs
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@options.as_json
def delete(*, run_ids: tuple[str, ...], runs: Path | None, yes: bool, as_json: bool) -> int:
    """Forget runs, with everything that they found and paid for. A run that is being driven is refused.

    The bytes of their artifacts go with the next `outcomes runs gc`.
    """
    from outcomes.cli.output import Output
    from outcomes.cli.runs.common import SCHEMA_VERSION, kept
    from outcomes.errors import UsageError
    from outcomes.text import count

    out = Output(as_json=as_json)
    with kept(runs) as there:
        found = asyncio.run(_find_all(there, run_ids))
        if not yes and not as_json:
            if not sys.stdin.isatty():
                raise UsageError("nobody is there to be asked; --yes forgets without asking")
            click.confirm(f"Forget {count(len(found), 'run')} for good ({', '.join(found)})?", abort=True, err=True)
        asyncio.run(_forget(there, found))
    out.document({"schema_version": SCHEMA_VERSION, "deleted": found})
    out.result(f"{count(len(found), 'run')} forgotten")
    return 0


@click.command(short_help="Delete bytes that no run needs.")
@options.runs
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@options.as_json
def gc(*, runs: Path | None, dry_run: bool, as_json: bool) -> int:
    """Delete kept bytes that no run needs any more. Those younger than an hour stay, since a run may be at work."""
    from outcomes.cli.output import Output
    from outcomes.cli.runs.common import SCHEMA_VERSION, kept
    from outcomes.text import count

    out = Output(as_json=as_json)
    with kept(runs) as there:
        files = asyncio.run(_unneeded(there))
    size = sum(path.stat().st_size for path in files if path.exists())
    if not dry_run:
        for path in files:
            if _old(path):  # still: a run may have taken to it since it was looked at
                path.unlink(missing_ok=True)
    out.document({"schema_version": SCHEMA_VERSION, "files": len(files), "size_bytes": size, "deleted": not dry_run})
    out.result(
        f"{count(len(files), 'file')}, {size:,} bytes {'could be' if dry_run else ''} deleted".replace("  ", " ")
    )
    return 0


async def _find_all(there: KeptRuns, run_ids: tuple[str, ...]) -> list[str]:
    from outcomes.cli.runs.common import find

    return list(dict.fromkeys([(await find(there, given)).run_id for given in run_ids]))


async def _forget(there: KeptRuns, run_ids: list[str]) -> None:
    for run_id in run_ids:
        await there.store.delete(run_id)


async def _unneeded(there: KeptRuns) -> list[Path]:
    needed = await there.store.needed()
    return [path for sha256, path in there.blobs.kept() if sha256 not in needed and _old(path)]


def _old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - GRACE_SECONDS
    except FileNotFoundError:
        return False  # somebody else was quicker
