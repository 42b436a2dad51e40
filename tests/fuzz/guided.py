"""Fuzzing led by coverage: atheris keeps inputs that reach new lines, and our changes make new ones of them.

    python -m tests.fuzz.guided docx build/fuzz/docx-corpus -max_total_time=600

Atheris is no dependency of the project (`pip install atheris`; CPython on Linux). Findings are kept like those of a
campaign; the run goes on after one, and ends with a crash or a hang, which libFuzzer writes down itself.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from random import Random
from typing import Final

from tests.fuzz.campaign import keep
from tests.fuzz.kinds import KINDS, Input, pool
from tests.fuzz.promises import reading_of

FOLDER: Final = Path("build/fuzz")
_LARGEST: Final = 400_000
_OPTIONS: Final = ("-timeout=20", "-rss_limit_mb=3000", f"-max_len={_LARGEST}", "-len_control=0")


def main(kind_name: str, corpus: str, *options: str) -> None:
    """Fuzz one kind; `corpus` is a folder, made and filled with the kind's seeds when it is empty."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["outcomes.artifacts"], enable_loader_override=False):
        for name in _modules():
            importlib.import_module(name)
    kind, name, known = KINDS[kind_name], pool(kind_name)[0].name, set[str]()
    _fill(kind_name, Path(corpus))

    def one_input(data: bytes) -> None:
        for broken in reading_of(lambda: kind.read(name, data), thorough=False).broken:
            if broken.signature not in known:
                known.add(broken.signature)
                path = keep(FOLDER, kind_name, None, Input(name, data), broken)
                sys.stderr.write(f"{path}: {broken.signature}\n")

    def change(data: bytes, most: int, seed: int) -> bytes:
        return kind.change(data, Random(seed))[:most]  # noqa: S311 - it has to come again

    arguments = [sys.argv[0], corpus, *_OPTIONS, *options]
    atheris.Setup(arguments, one_input, custom_mutator=change)
    atheris.Fuzz()


def _modules() -> list[str]:
    """Every module of the readers, so that they are instrumented before they are used."""
    package = importlib.util.find_spec("outcomes")
    assert package is not None
    assert package.origin is not None
    root = Path(package.origin).parent
    files = sorted((root / "artifacts").rglob("*.py"))
    return [".".join(("outcomes", *path.relative_to(root).with_suffix("").parts)) for path in files]


def _fill(kind_name: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        for number, seed in enumerate(pool(kind_name)):
            (folder / f"seed-{number}").write_bytes(seed.data)


if __name__ == "__main__":
    main(*sys.argv[1:])
