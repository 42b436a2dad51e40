"""The picture in the README: what a real run prints, drawn as a terminal. `make picture` writes it."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.segment import Segment, Segments
from rich.text import Text

from tests.readme.shell import environment, place_worker

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE: Final = Path(__file__).parents[2] / ".github" / "terminal.svg"
COMMAND: Final = "outcomes run --rubric demo-deck --worker ./make_deck.py --description 'Quarterly deck for Q3'"
COLUMNS: Final = 100

_SAME_EVERY_TIME: Final = (
    (re.compile(r"run_[0-9a-f]{20}"), "run_5f0c2a9be14d7786a3d1"),
    (re.compile(r"; [^;]* of work"), "; 0.5 s of work"),
    (re.compile(r"  worked [0-9][^\x1b\n]*?(?= *(\x1b|\n))"), ""),
)
"""What differs from run to run, and what stands for it."""

_FORMAT: Final = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "Fira Code", Menlo, "DejaVu Sans Mono", Consolas, monospace; font-size: {char_height}px;
}}
.{unique_id}-title {{ font-family: Helvetica, Arial, sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""A picture that needs nothing from elsewhere: no fonts are fetched."""


def draw() -> str:
    """Run the command and draw what it prints, as SVG."""
    text = Text.assemble(("$ ", "bold green"), (COMMAND, "bold"), "\n")
    text.append_text(Text.from_ansi(_printed()))
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in text.split("\n"):
        line.rstrip()
        pieces = chain.from_iterable(map(_pieces, line.render(console, end="\n")))
        console.print(Segments(pieces), soft_wrap=True)
    console.print()
    return console.export_svg(title="outcomes", unique_id="outcomes", code_format=_FORMAT)


def _pieces(segment: Segment) -> Iterator[Segment]:
    """Blanks apart from words, so that words stand in their column whatever a viewer does with blanks before them."""
    for text in re.split("( {2,}|^ )", segment.text):
        yield Segment(text, segment.style)


def _printed() -> str:
    """Everything that the command prints, with its colours."""
    with tempfile.TemporaryDirectory() as folder:
        place_worker(Path(folder))
        done = subprocess.run(
            shlex.split(COMMAND),
            cwd=folder,
            env=environment(Path(folder) / "home", COLUMNS=str(COLUMNS), FORCE_COLOR="1", TERM="xterm-256color"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=True,
        )
    printed = done.stdout
    for pattern, same in _SAME_EVERY_TIME:
        printed = pattern.sub(same, printed)
    return printed


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw(), encoding="utf-8")
    sys.stdout.write(f"{PICTURE}\n")
