"""The command line. `main` is what the console script calls; commands load what they need when they run."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line on `sys.argv` and leave with its exit code."""
    from outcomes.cli.app import app

    app.main(prog_name="outcomes")
