"""The verbs: run an outcome, grade an artifact, grade a run again, load a rubric, lint one, read an artifact."""

from __future__ import annotations

import asyncio
import functools
import inspect
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

from outcomes import wiring
from outcomes.artifact import Artifact, manifest_sha256
from outcomes.clock import SystemClock
from outcomes.decide import LookAgain, decide
from outcomes.errors import ArtifactError, GraderError, RubricError, StoreError, UsageError
from outcomes.grader import RunScope, for_run
from outcomes.history import Delivery, History, Iteration
from outcomes.interrupt import Interrupt
from outcomes.lease import held
from outcomes.loop import Loop, Parts
from outcomes.outcome import Outcome
from outcomes.records import RunStarted, fold
from outcomes.rubric import Rubric
from outcomes.run import Run, report
from outcomes.settings import settings_of
from outcomes.snapshot import snapshot_path
from outcomes.store import RUN_ID
from outcomes.verdict import Look, merge
from outcomes.workspace import Workspace, output_folder, place

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence

    from outcomes.blobs import Blobs
    from outcomes.clock import Clock
    from outcomes.drafting.draft import Draft
    from outcomes.grader import Grader
    from outcomes.lint.finding import Finding
    from outcomes.sink import Sink
    from outcomes.store import Store
    from outcomes.verdict import Grade
    from outcomes.verdict_cache import VerdictCache
    from outcomes.worker import Brief, Worker

P = ParamSpec("P")
T = TypeVar("T")


def load_rubric(path: str | Path, variables: Mapping[str, object] | None = None) -> Rubric:
    """Read a rubric file (markdown, YAML, JSON, another tool's), or a shipped one by name: `load_rubric("board-deck")`.

    Args:
        path: the file, or the name.
        variables: values for what stands as `{{ name }}` in its words; they win over the file's own defaults.

    Raises:
        RubricError: the file says something that cannot be understood or graded; the error names the line.
        UsageError: there is no such file.
    """
    path = Path(path)
    return wiring.read_rubric(wiring.rubric_text(path), str(path), variables)


def lint_rubric(
    path: str | Path,
    *,
    text: str | None = None,
    variables: Mapping[str, object] | None = None,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """What is wrong with a rubric, by line: wording that judges read in different ways, weights that do not add up ...

    A file that cannot be read is a finding too (RB401), not an exception.

    Args:
        path: the file, or the name of a shipped one.
        text: what to look at instead of the file; `path` is then only its name, whose ending says the format.
        variables: values for `{{ name }}`; one without a value stands for itself.
        select: codes of the rules to ask, or beginnings of codes; all of them if not given.
        ignore: codes of rules not to ask, or beginnings of codes; of two that fit a rule the longer one decides.

    Raises:
        UsageError: there is no such file, or no such rule.
    """
    from outcomes.lint.registry import chosen

    path, rules = Path(path), chosen(select, ignore)
    if text is not None:
        return wiring.lint_findings(wiring.lint_subject(text, str(path), variables), rules)
    try:
        subject = wiring.lint_subject(wiring.rubric_text(path), str(path), variables)
    except RubricError as error:
        subject = wiring.lint_unread(str(path), error.message)
    return wiring.lint_findings(subject, rules)


def read_artifact(path: str | Path, *, convert: bool = False) -> Artifact:
    """Read a file or a folder into units and blocks.

    Args:
        path: the file or the folder.
        convert: whether LibreOffice makes a docx, pptx or xlsx of Office 97-2003, OpenDocument and RTF files first;
            they are refused without it.

    Raises:
        ArtifactError: it cannot be read; `code` says why (`encrypted`, `corrupt-zip`, `too-large` ...).
        RenderError: there is something to convert, and LibreOffice is not installed.
        UsageError: the path is an empty string, which Python takes for the working directory.
    """
    if path == "":
        raise UsageError("an empty string names no file; for everything in the working directory give '.'")
    return wiring.read_path(Path(path), convert=wiring.converter(wanted=convert))


def draft_rubric(
    example: str | Path | Artifact,
    *,
    title: str = "",
    everything: bool = False,
    pages: bool = False,
    convert: bool = False,
) -> Draft:
    """Draft objective criteria from what a known-good file measurably has: `draft_rubric("last.docx").rubric`.

    Every criterion passes on the example. What files of its kind should meet, and the example does not, is in `unmet`.

    Args:
        example: a path, or what `read_artifact` gave.
        title: the rubric's; by default made of the file's name.
        everything: every criterion, not the most telling sixteen alone.
        pages: whether LibreOffice counts the pages of office files, which takes seconds.
        convert: whether older and open kinds of files are converted and read; see `read_artifact`.

    Raises:
        ArtifactError: the example cannot be read, is empty, or is of a kind that gives nothing to draft from.
        RenderError: there is something to convert, and LibreOffice is not installed.
    """
    artifact = example if isinstance(example, Artifact) else read_artifact(example, convert=convert)
    return wiring.draft(artifact, title=title, everything=everything, pages=pages)


async def grade(
    artifact: str | Path | Artifact,
    rubric: str | Path | Rubric,
    *,
    grader: Grader | None = None,
    confirm: Literal[0, 1, "strict"] = 0,
    repeat: int = 1,
    allow_commands: bool = False,
    convert: bool = False,
    references: Sequence[str | Path | Artifact] = (),
) -> Grade:
    """Grade one artifact.

    Without a grader every objective criterion is decided, and every judged one is `cannot_judge`.

    Args:
        artifact: a path, or what `read_artifact` gave.
        rubric: a path, or what `load_rubric` gave.
        grader: judges the criteria that carry no check.
        confirm: fresh looks before a pass on judged criteria is believed.
        repeat: fresh looks in any case, to see how far they agree (`Verdict.votes`); the majority decides, and without
            one the most cautious verdict. Not together with `confirm`, which looks again only where it matters.
        allow_commands: whether checks that run commands may do so; a rubric with commands is code.
        convert: whether older and open kinds of files are converted and read; see `read_artifact`.
        references: files to compare it with, beside those that the rubric names; the grader is shown them.

    Raises:
        UsageError: both `confirm` and `repeat` are given, or `repeat` is less than 1; or a reference is not there or
            cannot be read.
        ArtifactError: the artifact cannot be read or is not what the rubric is about.
        RubricError: the rubric cannot be used.
        GraderError: the grader broke, or its verdicts do not fit the rubric.
        RenderError: there is something to convert, and LibreOffice is not installed.
    """
    if repeat < 1 or (repeat > 1 and confirm):
        msg = f"repeat is 1 or more, and confirm 0 with it: not repeat={repeat} with confirm={confirm!r}"
        raise UsageError(msg)
    rubric = rubric if isinstance(rubric, Rubric) else load_rubric(rubric)
    artifact = artifact if isinstance(artifact, Artifact) else read_artifact(artifact, convert=convert)
    wiring.refuse_other_kinds(artifact, rubric)
    wiring.check_rubric(rubric)
    whole = for_run(
        wiring.make_grader(grader, allow_commands=allow_commands),
        RunScope(bytes.fromhex(wiring.new_secret()), references=wiring.read_references(rubric, references)),
    )
    outcome = Outcome(description="grade", rubric=rubric, max_iterations=1, confirm=confirm)
    history = History((Iteration(index=0, delivery=Delivery.of(artifact)),))
    while isinstance(decision := decide(history, outcome), LookAgain):
        found = await whole.grade(rubric, artifact, decision.look)
        iteration = history.iterations[0]
        history = history.with_current(replace(iteration, grades=(*iteration.grades, found)))
    grades = list(history.iterations[0].grades)
    if not grades:
        raise GraderError("the grader gave no grade")
    for index in range(len(grades), repeat if rubric.judged_ids else 0):
        look = Look(index=index, seed=index, criterion_ids=rubric.judged_ids)
        grades.append(await whole.grade(rubric, artifact, look))
    return merge(grades)


async def run_outcome(  # noqa: PLR0913 - each is one thing that a run may be given
    outcome: Outcome,
    worker: Worker | Callable[[Brief], object],
    *,
    grader: Grader | None = None,
    sinks: Sequence[Sink] = (),
    store: Store | None = None,
    blobs: Blobs | None = None,
    output: str | Path | None = None,
    run_id: str | None = None,
    allow_commands: bool = False,
    convert: bool = False,
    reopen: bool = False,
    no_content: bool = False,
    interrupt: Interrupt | None = None,
    clock: Clock | None = None,
    origin: Mapping[str, object] | None = None,
) -> Run:
    """Have the worker work until the rubric is satisfied or a limit is reached.

    Every ending is returned, never raised: look at `result`. Only invalid arguments raise.

    Args:
        outcome: what is wanted.
        worker: any function `(brief) -> str | pathlib.Path | bytes | Artifact | dict | None`, sync or async, or an
            object that follows `outcomes.worker.Worker`.
        grader: judges the criteria that carry no check.
        sinks: functions that get every event.
        store: where records are kept; in memory if not given.
        blobs: where delivered bytes are kept; in memory if not given.
        output: the folder in which the best artifact is put; without it, a new one in the working directory, made
            only when `result.best.path` is asked for.
        run_id: continue this run if the store knows it, or start it under this id. A run that has ended is given back
            as it ended, without asking anybody anything.
        allow_commands: whether checks that run commands may do so; a rubric with commands is code.
        convert: whether older and open kinds of files are converted and read; see `read_artifact`.
        reopen: go on with a run that was interrupted, or in which a worker or a grader broke, instead of giving it
            back as it ended. What it had finished is not done again.
        no_content: keep hashes, verdicts, counts and costs in the store, and no text: not the description, nor the
            rubric's words, nor what was found. Bytes stay in memory. Such a run can be listed and shown, and not gone
            on with.
        interrupt: a way to stop the run from outside.
        clock: where time comes from.
        origin: what starts the run, as JSON: kept with it for whoever goes on with it, and shown to nobody else.

    Raises:
        RubricError: a check of the rubric is unknown or has wrong arguments.
        UsageError: the worker is not a worker, the grader not a grader, a sink not a function; nothing can be put into
            `output`; `run_id` is that of another outcome's run, or of one kept without content; or `no_content` is
            asked for together with `blobs`.
        StoreError: the journal, the blobs or the output could not be read or written, or another process drives the
            run: `outcomes.store.RunHeld` says which.
        RenderError: `convert` is asked for, and LibreOffice is not installed.
    """
    from outcomes.stores.memory import MemoryBlobs, MemoryStore

    rubric = outcome.rubric
    run_id = run_id if run_id is not None else wiring.new_run_id()
    if not RUN_ID.fullmatch(run_id):
        msg = f"run_id is up to 100 letters, digits, '.', '_' and '-', beginning with a letter or digit; not {run_id!r}"
        raise UsageError(msg)
    home = output_folder(output, f"outcomes-{run_id}")
    wiring.check_rubric(rubric)
    wiring.check_sinks(sinks)
    store = store if store is not None else MemoryStore()
    if no_content:
        if blobs is not None:
            raise UsageError("no_content=True keeps no bytes anywhere; leave blobs= out")
        store = wiring.without_content(store)
    clock = clock if clock is not None else SystemClock()
    parts = Parts(
        worker=wiring.make_worker(worker),
        grader=wiring.make_grader(grader, allow_commands=allow_commands),
        read=wiring.reader_for(rubric, convert=wiring.converter(wanted=convert, at_once=True)),
        store=store,
        blobs=blobs if blobs is not None else MemoryBlobs(),
        workspace=Workspace(),
        clock=clock,
        origin=origin or {},
        reopen=reopen,
        secret=wiring.new_secret(),
        references=wiring.read_references(rubric, outcome.references),
        sinks=tuple(sinks),
        text_suffix=wiring.text_suffix(rubric),
        interrupt=interrupt if interrupt is not None else Interrupt(),
        on_sink_error=wiring.report_sink_error,
    )
    loop = Loop(run_id, outcome, wiring.write_rubric(rubric), parts)
    try:
        async with held(store, run_id, wiring.new_holder()):
            ended = await loop.run()
        run = await _with_artifact(report(run_id, outcome, loop.history, ended), loop, home)
        if output is not None and run.best is not None:
            await asyncio.to_thread(lambda best: best.path, run.best)
        return run
    finally:
        parts.workspace.close()


async def regrade(
    run_id: str,
    rubric: Rubric | None = None,
    *,
    store: Store,
    blobs: Blobs,
    grader: Grader | None = None,
    allow_commands: bool = False,
    convert: bool = False,
) -> dict[int, Grade]:
    """Grade the stored artifacts of a run again, by iteration, without asking the worker for anything.

    They are held against the references that the run had, under neutral file names, so that a grader cannot tell which
    run or round it looks at. Iterations without a readable artifact are left out.

    Args:
        run_id: a run that `store` knows.
        rubric: another rubric; the run's own if not given.
        store: where the run's records are.
        blobs: where its artifacts are.
        grader: judges the criteria that carry no check.
        allow_commands: whether checks that run commands may do so.
        convert: whether older and open kinds of files are converted and read; see `read_artifact`.

    Raises:
        StoreError: the store does not know the run.
        UsageError: it was kept without content, or a reference of the run is not there any more.
        RenderError: there is something to convert, and LibreOffice is not installed.
    """
    records = await store.read(run_id)
    if not records or not isinstance(records[0], RunStarted):
        known = ", ".join(run.run_id for run in await store.runs()) or "none"
        msg = f"no run {run_id!r} here; known runs: {known}"
        raise StoreError(msg)
    if records[0].no_content:
        msg = f"run {run_id!r} was kept without content: there is nothing of its artifacts that could be graded again"
        raise UsageError(msg)
    rubric = rubric if rubric is not None else records[0].outcome.rubric
    references = records[0].outcome.references
    conversion = wiring.converter(wanted=convert)
    grades: dict[int, Grade] = {}
    for iteration in fold(records).iterations:
        if iteration.delivery is not None:
            try:
                artifact = wiring.read_kept(*wiring.neutral_name(iteration.delivery.files), blobs, convert=conversion)
                grades[iteration.index] = await grade(
                    artifact, rubric, grader=grader, allow_commands=allow_commands, references=references
                )
            except ArtifactError:
                continue
    return grades


def model_grader(
    model: str,
    *,
    base_url: str | None = None,
    panel: Sequence[str] = (),
    batch_size: int = 8,
    effort: Literal["low", "medium", "high"] | None = None,
    max_cost_usd: float | None = None,
    profile: Literal["standard", "private"] = "standard",
    on_injection: Literal["note", "human", "fail"] = "note",
    cache: VerdictCache | str | Path | None = None,
) -> Grader:
    """A grader that asks a model: `run_outcome(..., grader=model_grader("claude-sonnet-5-5"))`. Nothing is asked yet.

    Args:
        model: as its endpoint calls it.
        base_url: the endpoint's address without `/v1`; `ANTHROPIC_BASE_URL`, then the hosted one, if not given.
        panel: further models, which later looks ask by turns.
        batch_size: the most criteria in one question.
        effort: how hard it shall try, where the endpoint knows the word.
        max_cost_usd: the most that this grader may spend in all, in dollars; what may not fit is not asked.
        profile: `private` for messages alone, and nothing stored at the endpoint.
        on_injection: what follows when it suspects the artifact of giving it instructions (see README).
        cache: a folder, or a `VerdictCache`, in which verdicts are kept and from which the same question is answered
            without asking anybody; never used if not given.

    Raises:
        UsageError: something here, or an address or a key in the environment, cannot be used.
        ProviderError: `no-key`: the hosted endpoint, and no key for it.
    """
    wanted = {
        "model": model, "base_url": base_url, "panel": tuple(panel), "batch_size": batch_size, "effort": effort,
        "max_cost_usd": max_cost_usd, "profile": profile, "on_injection": on_injection,
    }  # fmt: skip
    place = Path(cache) if isinstance(cache, str) else cache
    return wiring.model_grader(settings_of(wanted), os.environ, cache=place)


def in_sync(running: Coroutine[Any, Any, T], instead: str) -> T:
    """The one door from sync code into the engine; it refuses to open inside a running event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(running)
    running.close()
    msg = f"this is async code already (an event loop is running); use `{instead}` instead of the sync call"
    raise UsageError(msg)


def in_sync_form(verb: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """The same verb for code without an event loop: same parameters, so that the two can never drift apart."""
    name = verb.__name__

    @functools.wraps(verb)
    def through_the_door(*args: P.args, **kwargs: P.kwargs) -> T:
        return in_sync(verb(*args, **kwargs), f"await {name}(...)")

    through_the_door.__name__ = through_the_door.__qualname__ = f"{name}_sync"
    through_the_door.__doc__ = f"`{name}`, for code without an event loop.\n\n{inspect.cleandoc(verb.__doc__ or '')}"
    return through_the_door


grade_sync = in_sync_form(grade)
run_outcome_sync = in_sync_form(run_outcome)


async def _with_artifact(run: Run, loop: Loop, home: Path) -> Run:
    """The run with its best artifact at hand, to be put below `home` when it is asked for."""
    if run.best is None:
        return run
    best, artifact = run.best, await loop.artifact(run.best.iteration)
    saved: list[Path] = []

    def save() -> Path:
        if not saved:
            saved.append(place(home, artifact))
        return saved[0]

    def load() -> object:
        value = loop.values.get(best.iteration)
        if isinstance(value, type):
            data = artifact.contents.read(artifact.files[0].path) if artifact.contents is not None else b""
            return data.decode("utf-8", "surrogatepass") if value is str else value(data)
        if value is None or (isinstance(value, Path) and not _holds(value, best.artifact)):
            return save()
        return value

    return run.model_copy(update={"best": best.backed_by(save, load)})


def _holds(path: Path, delivery: Delivery) -> bool:
    """Whether what lies there now is what was graded; a later round may have written over it."""
    from outcomes.stores.memory import MemoryBlobs

    try:
        return manifest_sha256(snapshot_path(path, MemoryBlobs())[1]) == delivery.sha256
    except ArtifactError:
        return False
