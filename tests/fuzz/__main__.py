"""Fuzz the readers from the command line; see README.md beside this file.

python -m tests.fuzz run docx pptx --minutes 10          inputs by number, until the time is over
python -m tests.fuzz read docx build/fuzz/docx-....docx   one input again: what it breaks
python -m tests.fuzz make docx 4711 -o bad.docx           an input by its number, as a file
python -m tests.fuzz minimise build/fuzz/docx-....docx    a kept input made small
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.fuzz import campaign
from tests.fuzz.kinds import KINDS, Input, input_number

FOLDER = Path("build/fuzz")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="inputs by number, until the time is over")
    run.add_argument("kinds", nargs="*", choices=[*KINDS, []], metavar="KIND", help=", ".join(KINDS))
    run.add_argument("--minutes", type=float, default=10.0, help="for each kind (10)")
    run.add_argument("--first", type=int, default=0, help="number of the first input (0)")
    run.add_argument("--out", type=Path, default=FOLDER, help="where findings go (build/fuzz)")
    read = verbs.add_parser("read", help="one input again")
    read.add_argument("kind", choices=KINDS)
    read.add_argument("path", type=Path)
    make = verbs.add_parser("make", help="an input by its number, as a file")
    make.add_argument("kind", choices=KINDS)
    make.add_argument("number", type=int)
    make.add_argument("-o", "--out", type=Path, required=True)
    small = verbs.add_parser("minimise", help="a kept input made small, in place")
    small.add_argument("paths", type=Path, nargs="+")
    small.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """0 when every promise was kept."""
    asked = _arguments()
    if asked.verb == "run":
        found = 0
        for kind in campaign.kinds(asked.kinds):
            done = campaign.run(kind, seconds=asked.minutes * 60, first=asked.first, folder=asked.out, say=_say)
            _say(json.dumps(done._asdict(), indent=2))
            found += len(done.findings)
        return int(found > 0)
    if asked.verb == "read":
        name = f"a{asked.path.suffix}" if asked.kind != "folder" else "folder"
        told = campaign.read_one(asked.kind, Input(name, asked.path.read_bytes()), FOLDER)
        _say(json.dumps(told, indent=2))
        return int(bool(told["broken"]))
    if asked.verb == "make":
        asked.out.write_bytes(input_number(asked.kind, asked.number).data)
        return 0
    for path in asked.paths:
        before, after = campaign.make_small(path, asked.seconds)
        _say(f"{path}: {before:,} -> {after:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
