"""`outcomes runs export` and `import`: a run as one file, to keep, to send, or to look into elsewhere."""

from __future__ import annotations

import asyncio
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from outcomes.wiring import KeptRuns


@click.command(short_help="Write a run, whole, into one zip file.")
@click.argument("run_id", metavar="RUN")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.  [default: RUN.zip]"
)
@options.force
@options.runs
@options.as_json
def export(*, run_id: str, output: Path | None, force: bool, runs: Path | None, as_json: bool) -> int:
    """Write a run into a zip file: its records as JSON lines, its artifacts' bytes, and a manifest of their hashes."""
    from outcomes.cli.output import Output
    from outcomes.cli.runs.common import SCHEMA_VERSION, kept
    from outcomes.cli.written import refuse_taken
    from outcomes.errors import UsageError
    from outcomes.system import write_whole

    out = Output(as_json=as_json)
    with kept(runs) as there:
        name, data = asyncio.run(_export(there, run_id))
    target = output if output is not None else Path(f"{name}.zip")
    refuse_taken(target, force=force)
    try:
        write_whole(target, data)
    except OSError as error:
        msg = f"{target} cannot be written: {error.strerror}"
        raise UsageError(msg) from None
    out.document({"schema_version": SCHEMA_VERSION, "run_id": name, "file": target.as_posix(), "size_bytes": len(data)})
    out.result(f"{target}: {len(data):,} bytes")
    return 0


@click.command("import", short_help="Take in a run from such a file.")
@click.argument("file", type=click.Path(path_type=Path))
@options.runs
@options.as_json
def import_run(*, file: Path, runs: Path | None, as_json: bool) -> int:
    """Take in a run that was exported; every hash is verified before anything is kept."""
    from outcomes import bundle
    from outcomes.cli.output import Output
    from outcomes.cli.runs.common import SCHEMA_VERSION, kept
    from outcomes.errors import UsageError

    out = Output(as_json=as_json)
    try:
        data = file.read_bytes()
    except OSError as error:
        msg = f"{str(file)!r} cannot be read: {error.strerror}"
        raise UsageError(msg) from None
    if not zipfile.is_zipfile(io.BytesIO(data)):
        msg = f"{str(file)!r} is no exported run; name a file that `outcomes runs export` wrote"
        raise UsageError(msg)
    with kept(runs) as there:
        run_id = asyncio.run(bundle.import_run(data, there.store, there.blobs))
    out.document({"schema_version": SCHEMA_VERSION, "run_id": run_id})
    out.result(run_id)
    return 0


async def _export(there: KeptRuns, given: str) -> tuple[str, bytes]:
    from outcomes.bundle import export_run
    from outcomes.cli.runs.common import find

    run = await find(there, given)
    return run.run_id, await export_run(run.run_id, there.store, there.blobs)
