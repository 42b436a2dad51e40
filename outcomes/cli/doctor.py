"""`outcomes doctor`: what this machine has for the engine, and what each missing piece would add."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options
from outcomes.health import Condition
from outcomes.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

DISTRIBUTION: Final = "outcome-engine"
LOST: Final = {
    "pdf": "PDF files are refused",
    "render": "pages are neither drawn nor counted, and older kinds of file are not converted",
    "layout": "text overflow is estimated from average widths of letters instead of the typeface's own",
}
"""What does not work without an extra."""
EVERYTHING: Final = "all"
"""The extra that is only the others together."""
MISSING: Final = 2
ALSO: Final = {"render": ("libreoffice", "rasteriser")}
"""What an extra needs beside its Python packages."""

_REQUIREMENT: Final = re.compile(r"^([\w.-]+)[^;]*;.*\bextra\s*==\s*[\"']([\w.-]+)[\"']")


@click.command(short_help="Say what is installed here, and what is missing.")
@click.option(
    "--require",
    metavar="NAME,...",
    help=f"Exit with {MISSING} if one of these is missing: an extra (pdf, render ...) or any name of the first column.",
)
@click.option("--ask", is_flag=True, help="Ask the configured endpoint how it can be got to answer; this may cost.")
@options.model
@options.base_url
@options.as_json
def doctor(*, require: str | None, ask: bool, model: str | None, base_url: str | None, as_json: bool) -> int:
    """Say what is installed here, what is missing, what does not work without it, and what installs it.

    LibreOffice is tried on documents of ours, which takes some seconds. Nothing is changed, and nothing is asked of
    the network without --ask, which asks the endpoint up to three short questions, and forgets what was known of it.

    \b
    outcomes doctor
    outcomes doctor --require render,pdf
    outcomes doctor --ask --model qwen3 --base-url http://localhost:11434
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import wiring
    from outcomes.cli.output import Output
    from outcomes.settings import load_settings

    out = Output(as_json=as_json)
    flags = {name: value for name, value in (("model", model), ("base_url", base_url)) if value is not None}
    settings = load_settings(os.environ, Path.cwd()).model_copy(update=flags)
    found = (*_basics(), *extras(), *wiring.health(), *wiring.endpoint_health(settings, os.environ))
    if ask:
        import asyncio

        from outcomes.cli.waiting import Waiting

        with Waiting(out.progress, f"asking {settings.model or 'the endpoint'}"):
            found = (*found, asyncio.run(wiring.ask_endpoint(settings, os.environ)))
    wanted = _wanted(require, found) | ({"answers"} if ask else set())
    missing = [condition.name for condition in found if condition.name in wanted and not condition.ok]
    out.document(
        {
            "schema_version": 1,
            "conditions": [condition._asdict() for condition in found],
            "required": sorted(wanted),
            "missing": missing,
        }
    )
    out.result(_table(found))
    if missing:
        out.note(f"required here and missing: {', '.join(missing)}")
    return MISSING if missing else 0


def extras() -> tuple[Condition, ...]:
    """Each extra of the package, and whether the packages that it names are installed."""
    wanted: dict[str, list[str]] = {}
    try:
        stated = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        stated = []
    for line in stated:
        found = _REQUIREMENT.match(line)
        if found is not None and found[2] != EVERYTHING:
            wanted.setdefault(found[2], []).append(found[1])
    return tuple(_extra(name, packages) for name, packages in wanted.items())


def _extra(name: str, packages: Sequence[str]) -> Condition:
    here, gone = [], []
    for package in dict.fromkeys(packages):
        try:
            here.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            gone.append(package)
    if not gone:
        return Condition(name, ok=True, found=f"extra: {', '.join(here)}")
    return Condition(
        name,
        ok=False,
        found=f"extra: {', '.join(gone)} not installed",
        lost=LOST.get(name, f"what needs the extra {name!r}"),
        install=f"pip install '{DISTRIBUTION}[{name}]'",
    )


def _basics() -> tuple[Condition, ...]:
    return (
        Condition("python", ok=True, found=f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        Condition("outcomes", ok=True, found=__version__),
    )


def _wanted(require: str | None, found: Sequence[Condition]) -> set[str]:
    """The names that must be there, with what they stand for."""
    from outcomes.errors import UsageError
    from outcomes.text import clip, did_you_mean

    known = {condition.name for condition in found} | set(ALSO)
    wanted: set[str] = set()
    for name in filter(None, (part.strip() for part in (require or "").split(","))):
        if name not in known:
            hint = did_you_mean(name, known)
            msg = f"--require: there is nothing called {clip(name)!r}.{hint} Known: {', '.join(sorted(known))}"
            raise UsageError(msg)
        wanted |= {name, *ALSO.get(name, ())}
    return wanted


def _table(found: Sequence[Condition]) -> Table:
    from rich.table import Table
    from rich.text import Text

    from outcomes.sinks.terminal import safe

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for condition in found:
        said = safe(condition.found)
        if condition.lost:
            said.append("\nwithout it: ", "dim").append_text(safe(condition.lost, "dim"))
        if condition.install:
            said.append("\n").append_text(safe(condition.install, "cyan"))
        sign = Text("ok", "green") if condition.ok else Text("missing", "yellow")
        table.add_row(Text(condition.name, style="bold"), sign, said)
    return table
