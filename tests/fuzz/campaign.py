"""A campaign: inputs of one kind by number, for some minutes; each new way to break a promise is kept."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fuzz.kinds import KINDS, Input, input_number
from tests.fuzz.minimise import minimised
from tests.fuzz.odd import CANARY, CANARY_PATH
from tests.fuzz.process import Worker
from tests.fuzz.promises import Broken

if TYPE_CHECKING:
    from collections.abc import Callable


class Summary(NamedTuple):
    """What a campaign did."""

    kind: str
    minutes: float
    first: int
    inputs: int
    outcomes: dict[str, int]
    """How often each error code, or `ok`, came out."""
    slowest: float
    """Seconds of processor time for one reading."""
    slowest_input: int
    """Its number."""
    largest: int
    """Bytes by which a process grew over one reading."""
    findings: dict[str, int]
    """Each way in which a promise was broken, and how often."""


def run(kind: str, *, seconds: float, first: int, folder: Path, say: Callable[[str], None]) -> Summary:
    """Read inputs `first`, `first + 1` ... for some seconds."""
    Path(CANARY_PATH).write_text(CANARY, encoding="ascii")
    begun, number = time.monotonic(), first
    codes: Counter[str] = Counter()
    found: Counter[str] = Counter()
    largest, slowest, slowest_input = 0.0, 0.0, first
    with Worker(kind) as worker:
        while time.monotonic() - begun < seconds:
            told = worker.read(number)
            codes[told["code"]] += 1
            slowest, slowest_input = max((slowest, slowest_input), (told["seconds"], number))
            largest = max(largest, told["growth"])
            for broken in (Broken(*one) for one in told["broken"]):
                found[broken.signature] += 1
                if found[broken.signature] == 1:
                    say(f"{kind} {number}: {broken.signature}: {broken.detail.strip().splitlines()[0][:160]}")
                    keep(folder, kind, number, input_number(kind, number), broken)
            number += 1
    spent = (time.monotonic() - begun) / 60
    return Summary(
        kind,
        round(spent, 1),
        first,
        number - first,
        dict(codes.most_common()),
        slowest,
        slowest_input,
        int(largest),
        dict(found.most_common()),
    )


def keep(folder: Path, kind: str, number: int | None, made: Input, broken: Broken) -> Path:
    """Write an input and what it breaks, named by its signature."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(broken.signature.encode()).hexdigest()[:10]
    path = folder / f"{kind}-{mark}-{made.name}"
    path.write_bytes(made.data)
    told = {"kind": kind, "number": number, "name": made.name, **broken._asdict(), "signature": broken.signature}
    path.with_name(f"{path.name}.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return path


def read_one(kind: str, made: Input, folder: Path) -> dict[str, Any]:
    """What the worker tells of one input."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "input"
    path.write_bytes(made.data)
    with Worker(kind) as worker:
        return worker.read((made.name, path))


def make_small(path: Path, seconds: float) -> tuple[int, int]:
    """Make a kept input small in place; its size before and after."""
    told = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    kind, name, signature = told["kind"], told["name"], told["signature"]
    data, trial = path.read_bytes(), path.with_name(f"{path.name}.trial")
    with Worker(kind) as worker:

        def fails(attempt: bytes) -> bool:
            trial.write_bytes(attempt)
            return any(Broken(*one).signature == signature for one in worker.read((name, trial))["broken"])

        small = minimised(data, fails, seconds)
    trial.unlink(missing_ok=True)
    path.write_bytes(small)
    return len(data), len(small)


def kinds(names: list[str]) -> list[str]:
    """All of them, when none is named."""
    return names or list(KINDS)
