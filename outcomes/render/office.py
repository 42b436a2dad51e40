"""LibreOffice as a program that turns files into files: many in one process, confined, and judged by what it leaves.

Its exit code says little: it is 0 when a file could not be loaded, and a crash on the third file says nothing about the
first two. What counts is the file that was to come out.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.errors import ArtifactError, RenderError
from outcomes.process import Confinement, run
from outcomes.render.controls import CONTROLS, PACKAGES
from outcomes.render.fonts import write_configuration
from outcomes.render.network import without_network
from outcomes.render.profile import write_profile
from outcomes.system import read_regular
from outcomes.text import clip, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.process import Ended

PROGRAMS: Final = ("soffice", "libreoffice")
INSTALL: Final = (
    "Install it: `apt-get install --no-install-recommends libreoffice-writer libreoffice-impress libreoffice-calc` "
    "(Debian, Ubuntu) or `brew install --cask libreoffice` (macOS)."
)
SECONDS: Final = 60.0
"""How long one file may take."""
SECONDS_MORE: Final = 10.0
"""How much longer a batch may take for each further file."""
MOST_IN_BATCH: Final = 50
MOST_OUTPUT_BYTES: Final = 512 * 1024**2
VERSION_SECONDS: Final = 30.0

_ARGUMENTS: Final = (
    "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"
)  # fmt: skip
_PDF_TAIL_BYTES: Final = 1024
_AT_ONCE: Final = threading.Lock()
"""LibreOffice needs some hundred megabytes: one at a time in one process of ours."""


class Source(NamedTuple):
    """A file to convert."""

    name: str
    """For people; it is never used as a file name."""
    suffix: str
    """`docx`, `odp` ...: what its content was found to be."""
    data: bytes

    @property
    def family(self) -> str:
        """Which part of LibreOffice opens it: `writer`, `impress`, `calc`."""
        return FAMILIES[self.suffix]


FAMILIES: Final = {
    "docx": "writer", "doc": "writer", "odt": "writer", "rtf": "writer", "fodt": "writer",
    "pptx": "impress", "ppt": "impress", "odp": "impress", "fodp": "impress",
    "xlsx": "calc", "xls": "calc", "xlsb": "calc", "ods": "calc", "fods": "calc",
}  # fmt: skip
"""What may be given to it. HTML, text and pictures it would open as well; they are none of its business here."""


def find_office() -> Path | None:
    """LibreOffice on the PATH, or nothing."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return Path(found).absolute() if found else None


class Office:
    """One LibreOffice installation."""

    def __init__(
        self,
        program: Path | None = None,
        *,
        seconds: float = SECONDS,
        confinement: Confinement | None = None,
        network: bool = False,
    ) -> None:
        """Nothing is started yet.

        Args:
            program: looked for on the PATH, each time anew, if it is not given.
            seconds: how long one file may take.
            confinement: what it may use; its processor time follows from the seconds.
            network: whether it keeps its network; what documents may do with one is forbidden all the same.
        """
        self._program = program
        self._seconds = seconds
        self._confinement = confinement or Confinement()
        self._network = network
        self._versions: dict[Path, str] = {}
        self._sound: set[tuple[Path, str]] = set()

    @property
    def program(self) -> Path:
        """Where it is; `RenderError` (`renderer-missing`) when it is nowhere."""
        program = self._program or find_office()
        if program is None:
            raise RenderError("renderer-missing", "LibreOffice (soffice) is not on the PATH.", fix=INSTALL)
        return program

    def version(self) -> str:
        """What it says of itself: `LibreOffice 7.4.7.2`; empty when it says nothing."""
        program = self.program
        if program not in self._versions:
            self._versions[program] = self._stated_version()
        return self._versions[program]

    def _stated_version(self) -> str:
        with tempfile.TemporaryDirectory(prefix="outcomes-", ignore_cleanup_errors=True) as name:
            ended = self._run(Path(name), ["--version"], VERSION_SECONDS)
        found = re.search(r"LibreOffice [\d.]*\d", ended.output)
        return found[0] if found else ""

    def convert(self, sources: Sequence[Source], target: str) -> list[bytes | RenderError]:
        """Each file as `target` (`pdf`, `docx` ...), or why not, in order.

        All are given to one process. What that did not bring out is tried once more by itself, so that one bad file
        costs the others nothing.

        Raises:
            RenderError: `renderer-missing`: it is not on the PATH, or what is there cannot be started.
        """
        found: list[bytes | RenderError] = []
        with _AT_ONCE:
            for start in range(0, len(sources), MOST_IN_BATCH):
                found += self._batch(sources[start : start + MOST_IN_BATCH], target)
        return found

    def working(self) -> dict[str, bool]:
        """For each part of it, whether it converts a small document of ours."""
        sources = [Source(family, *CONTROLS[family]) for family in CONTROLS]
        _, made = self._try(sources, "pdf")
        return {source.name: place in made for place, source in enumerate(sources)}

    def _refuse_broken(self, family: str) -> None:
        """Raise `RenderError` (`renderer-missing`) if it does not convert a small document of ours either."""
        program = self.program
        if (program, family) in self._sound:
            return
        ended, made = self._try([Source("a document of ours", *CONTROLS[family])], "pdf")
        if not made:
            msg = f"{program} does not convert even a plain {family} document: it {_what_happened(ended)}."
            fix = f"Is {PACKAGES[family]} installed? `apt-get install --no-install-recommends {PACKAGES[family]}`"
            raise RenderError("renderer-missing", msg, fix=fix)
        self._sound.add((program, family))

    def _batch(self, sources: Sequence[Source], target: str) -> list[bytes | RenderError]:
        found: dict[int, bytes | RenderError] = {}
        waiting = list(range(len(sources)))
        while waiting:
            ended, made = self._try([sources[index] for index in waiting], target)
            found |= {waiting[place]: data for place, data in made.items()}
            lost = [index for index in waiting if index not in found]
            if len(waiting) == 1 and lost:
                found[lost[0]] = self._failure(sources[lost[0]], ended)
                lost = []
            elif lost and ended.code != 0:
                # It ended on the first one that is missing; those behind it had no turn yet.
                found[lost[0]] = self._alone(sources[lost[0]], target)
                lost = lost[1:]
            elif lost:
                found |= {index: self._alone(sources[index], target) for index in lost}
                lost = []
            waiting = lost
        return [found[index] for index in range(len(sources))]

    def _alone(self, source: Source, target: str) -> bytes | RenderError:
        ended, made = self._try([source], target)
        return made[0] if made else self._failure(source, ended)

    def _failure(self, source: Source, ended: Ended) -> RenderError:
        """Why there is nothing: LibreOffice's own fault if a plain document does not convert either."""
        try:
            self._refuse_broken(source.family)
        except RenderError as error:
            return error
        name = shown(repr(clip(source.name)))
        if ended.code is None:
            return RenderError("render-timeout", f"LibreOffice did not finish {name} within {self._seconds:g} s.")
        return RenderError("render-failed", f"LibreOffice made nothing of {name}: it {_what_happened(ended)}.")

    def _try(self, sources: Sequence[Source], target: str) -> tuple[Ended, dict[int, bytes]]:
        """One process for these files: how it ended, and what it left, by place."""
        with tempfile.TemporaryDirectory(prefix="outcomes-", ignore_cleanup_errors=True) as name:
            folder = Path(name).resolve()
            given, out = folder / "in", folder / "out"
            given.mkdir()
            out.mkdir()
            # Numbered, so that no two of them and none of the document's own words become a file name.
            paths = [given / f"{number:04}.{source.suffix}" for number, source in enumerate(sources)]
            for path, source in zip(paths, sources, strict=True):
                path.write_bytes(source.data)
            seconds = self._seconds + SECONDS_MORE * (len(sources) - 1)
            ended = self._run(
                folder, ["--convert-to", target, "--outdir", str(out), *(str(path) for path in paths)], seconds
            )
            made: dict[int, bytes] = {}
            for number, path in enumerate(paths):
                data = _taken(out / f"{path.stem}.{target}", target)
                if data is not None:
                    made[number] = data
            return ended, made

    def _run(self, folder: Path, arguments: Sequence[str], seconds: float) -> Ended:
        program = self.program
        write_profile(folder / "profile")
        argv = [
            *(() if self._network else without_network()),
            str(program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *_ARGUMENTS,
            *arguments,
        ]
        # It has several threads, and a batch has the time of all its files.
        confinement = replace(self._confinement, cpu_seconds=int(2 * seconds) + 1)
        try:
            return run(
                argv,
                folder=folder,
                environment=_environment(folder),
                timeout_seconds=seconds,
                confinement=confinement,
            )
        except OSError as error:
            msg = f"{program} cannot be started: {error.strerror}."
            raise RenderError("renderer-missing", msg, fix=INSTALL) from None


def _environment(folder: Path) -> Mapping[str, str]:
    """Nothing of the caller's but where programs and the user's own fonts are."""
    scratch = folder / "scratch"
    scratch.mkdir()
    fonts = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    given = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "XDG_DATA_HOME": fonts,
        "SAL_USE_VCLPLUGIN": "svp",
        **write_configuration(folder),
    }
    if "SYSTEMROOT" in os.environ:  # Windows starts no program without it
        given["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return given


def _taken(path: Path, target: str) -> bytes | None:
    """What came out, if it is whole as far as can be told at a glance."""
    with suppress(ArtifactError):
        data = read_regular(path, path.name, MOST_OUTPUT_BYTES)
        if target != "pdf" or (data.startswith(b"%PDF-") and b"%%EOF" in data[-_PDF_TAIL_BYTES:]):
            return data or None
    return None


def _what_happened(ended: Ended) -> str:
    """`ended with exit code 0 and said "source file could not be loaded"`."""
    said = re.findall(r"^Error: (.*)$", ended.output, re.MULTILINE)
    words = re.sub(r"file:///\S*/|/\S*/(?=\d{4}\.)", "", shown(said[-1])) if said else ""
    return f'{ended.how} and said "{clip(words, 160)}"' if words else ended.how
