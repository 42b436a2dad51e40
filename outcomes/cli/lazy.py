"""A group of commands that knows their names and one line about each, and imports only the one that is asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from outcomes.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyCommand(NamedTuple):
    """Where a command is (`package.module:name`), and what the group's help says about it."""

    where: str
    summary: str


class LazyGroup(click.Group):
    """Help for the group costs nothing but the table that it is made from."""

    def __init__(self, *args: Any, lazy: Mapping[str, LazyCommand], **attributes: Any) -> None:  # noqa: ANN401
        """`lazy` is the table, in the order in which help lists it; everything else goes to click."""
        super().__init__(*args, **attributes)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the table's order."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command; `None` when there is none of that name."""
        entry = self.lazy.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.where.partition(":")
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0]
        if name not in self.lazy and not name.startswith("-"):
            ctx.fail(f"there is no command {name!r}.{did_you_mean(name, self.lazy)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self.lazy.items()])
