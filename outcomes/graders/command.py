"""Any program as a grader: what to judge as JSON on stdin, verdicts as JSON on stdout; any language.

The program runs without a shell in a private folder, which is removed afterwards:

    request.json   what to judge (also on stdin): `criteria`, `artifact` with its text and paths, `look`, `nonce`
    artifact/      a copy of the delivered files
    references/    files to compare with, if there are any

It gets PATH, HOME (the folder), LANG and the variables that it was promised by name, and nothing else of the caller's
environment. That keeps keys away from programs that need none; it is no sandbox.

It answers with one object, `{"verdicts": [...]}`, one verdict for each criterion:

    {"criterion_id": "...", "verdict": "pass", "evidence": [{"locator": "¶3", "quote": "words of the artifact"}]}
    {"criterion_id": "...", "verdict": "fail", "gap": {"missing": "what is missing", "smallest_fix": "..."}}

and may add `searched`, `rationale`, `level`, `count` to a verdict, and `usage`, `models`, `contradiction`,
`injection_suspected` and the request's `nonce` to the object. Evidence with a `source` quotes the reference of that
name. Quotes are looked up like anybody else's: a pass that quotes nothing that is there is none.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import math
import os
import secrets
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from outcomes.child import (
    bare_environment,
    check_command,
    run_child,
    seen_from,
    split_command,
    why_not_started,
)
from outcomes.clock import SystemClock
from outcomes.errors import GraderError, StoreError, UsageError
from outcomes.graders.replies import read_reply
from outcomes.text import clip, storable
from outcomes.verdict import Grade, LookInfo, reconcile
from outcomes.view import view
from outcomes.workspace import copy_into

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.child import Ended
    from outcomes.clock import Clock
    from outcomes.grader import RunScope
    from outcomes.rubric import Criterion, Rubric
    from outcomes.verdict import Look

SCHEMA_VERSION: Final = 1
TIMEOUT_SECONDS: Final = 600.0
MOST_REPLY_BYTES: Final = 4 * 1024 * 1024
MOST_SCRIPT_BYTES: Final = 1024 * 1024
"""A file of the command line up to this size is a part of who grades."""


class CommandGrader:
    """Runs a program once per look."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        environment: Sequence[str] = (),
        clock: Clock | None = None,
    ) -> None:
        """Nothing is started yet.

        Args:
            argv: the program and its arguments. A program given with a folder (`./judge.sh`), and arguments that name a
                file beside the caller (`judge.py`), get their full path.
            timeout_seconds: how long one look may take; then the program is killed with all that it has started.
            environment: names of variables that the program gets from the caller's environment, a key say.
            clock: where time comes from.

        Raises:
            UsageError: the command is empty or not a list of strings, or the timeout is not positive.
        """
        if isinstance(argv, str):
            msg = f"a command is a list of words, not one string; use CommandGrader.parse({argv!r})"
            raise UsageError(msg)
        if not (timeout_seconds > 0 and math.isfinite(timeout_seconds)):
            msg = f"timeout_seconds is a positive number of seconds, not {timeout_seconds!r}"
            raise UsageError(msg)
        self._argv = check_command(argv, "my-judge")
        self._timeout_seconds = timeout_seconds
        self._environment = tuple(environment)
        self._clock = clock if clock is not None else SystemClock()
        self._home = Path.cwd()
        self._secret = secrets.token_bytes(32)
        self._references: tuple[Artifact, ...] = ()
        self.name = Path(self._argv[0]).name
        self.fingerprint = f"command/{self.name}@{_identity(self._argv, self._home)}"

    @classmethod
    def parse(cls, command: str, *, timeout_seconds: float = TIMEOUT_SECONDS, environment: Sequence[str] = ()) -> Self:
        """From one line, split as a shell would: `CommandGrader.parse("python judge.py --strict")`.

        Raises:
            UsageError: quotes do not pair up, or nothing is there.
        """
        return cls(split_command(command), timeout_seconds=timeout_seconds, environment=environment)

    def for_run(self, scope: RunScope) -> CommandGrader:
        """The same program, with the run's own nonce and its references."""
        made = object.__new__(type(self))
        vars(made).update(vars(self) | {"_secret": scope.secret, "_references": scope.references})
        return made

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """The program's verdicts.

        Raises:
            GraderError: it cannot be started, exits with another code than 0, takes too long, prints too much, or its
                reply is no JSON, or does not hold one proper verdict for each criterion.
        """
        with tempfile.TemporaryDirectory(prefix="outcomes-judge-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            nonce = self._nonce(rubric, artifact, look)
            request = await asyncio.to_thread(self._lay_out, folder, rubric, artifact, look, nonce)
            ended = await self._run(folder, request)
        self._refuse_bad_end(ended)
        reply = read_reply(ended.stdout, rubric, f"the grader command {self.name!r}", nonce)
        info = LookInfo(
            index=look.index, seed=look.seed, grader=self.fingerprint, models=reply.models, usage=reply.usage
        )
        return Grade(
            artifact_sha256=artifact.sha256,
            bar=rubric.bar,
            verdicts=reconcile(rubric, look, reply.verdicts),
            looks=(info,),
            contradiction=reply.contradiction,
            injection_suspected=reply.injection_suspected,
        )

    def _nonce(self, rubric: Rubric, artifact: Artifact, look: Look) -> str:
        """Hex digits that nobody who wrote the artifact could know."""
        what = f"{rubric.sha256}{artifact.sha256}{look.index}"
        return hmac.new(self._secret, what.encode(), hashlib.sha256).hexdigest()[:32]

    def _lay_out(self, folder: Path, rubric: Rubric, artifact: Artifact, look: Look, nonce: str) -> Path:
        """Put everything that the program may see into its folder; return the request's path."""
        told = {
            "schema_version": SCHEMA_VERSION,
            "nonce": nonce,
            "look": {"index": look.index, "seed": look.seed},
            "rubric": {"title": rubric.title, "sha256": rubric.sha256},
            "criteria": [_told(rubric[name]) for name in look.criterion_ids],
            "artifact": _copied(artifact, folder / "artifact", folder),
            "references": [
                _copied(one, folder / "references" / str(number), folder)
                for number, one in enumerate(self._references, start=1)
            ],
        }
        path = folder / "request.json"
        path.write_bytes(storable(json.dumps(told, indent=2, ensure_ascii=False)).encode() + b"\n")
        return path

    async def _run(self, folder: Path, request: Path) -> Ended:
        argv = seen_from(self._home, self._argv, folder)
        promised = {name: os.environ[name] for name in self._environment if name in os.environ}
        try:
            return await run_child(
                argv,
                cwd=folder,
                environment=bare_environment(folder) | promised,
                stdin=request,
                seconds=self._timeout_seconds,
                clock=self._clock,
                stdout_bytes=MOST_REPLY_BYTES,
            )
        except OSError as error:
            msg = f"the grader: {why_not_started(argv[0], error)}"
            raise GraderError(msg) from None

    def _refuse_bad_end(self, ended: Ended) -> None:
        who = f"the grader command {self.name!r}"
        if ended.expired:
            over = f"it took longer than its timeout of {self._timeout_seconds:g} s"
            msg = f"{who} was killed, with everything that it had started: {over}{ended.printed}"
            raise GraderError(msg)
        if ended.exit_code != 0:
            msg = f"{who} {ended.how}{ended.printed}"
            raise GraderError(msg)
        if ended.cut:
            msg = f"{who} printed more than {MOST_REPLY_BYTES:,} bytes; its reply is one JSON object on stdout"
            raise GraderError(msg)


def _told(criterion: Criterion) -> dict[str, object]:
    """What a judge needs of a criterion, and nothing of how it is scored."""
    return {
        "id": criterion.id,
        "text": criterion.text,
        "section": list(criterion.section),
        "names_fault": criterion.names_fault,
        "applies_when": criterion.applies_when,
        "levels": [{"label": level.label, "text": level.text, "pass": level.credit >= 1} for level in criterion.levels],
        "counts": criterion.per_occurrence,
        "about": criterion.about,
        "needs": criterion.needs,
    }


def _copied(artifact: Artifact, into: Path, folder: Path) -> dict[str, object]:
    """An artifact's files below a folder, and what is told of it."""
    into.mkdir(parents=True)
    try:
        path = copy_into(into, artifact)
    except (OSError, ValueError, StoreError) as error:
        msg = f"the files of {clip(artifact.name)!r} cannot be laid out for the grader: {error}"
        raise GraderError(msg) from None
    return {
        "name": artifact.name,
        "kind": artifact.kind,
        "sha256": artifact.sha256,
        "path": path.relative_to(folder).as_posix(),
        "files": [asdict(entry) for entry in artifact.files],
        "text": view(artifact).text,
    }


def _identity(argv: Sequence[str], home: Path) -> str:
    """Eight hex digits of the command line and of the scripts that it names: another script is another grader."""
    digest = hashlib.sha256()
    for word in argv:
        digest.update(word.encode("utf-8", "surrogatepass") + b"\0")
        path = home / word
        try:
            if path.is_file() and path.stat().st_size <= MOST_SCRIPT_BYTES:
                digest.update(path.read_bytes() + b"\0")
        except (OSError, ValueError):
            continue
    return digest.hexdigest()[:8]
