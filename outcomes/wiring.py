"""Settings and arguments -> ready objects. The only module that knows every implementation."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import inspect
import secrets
from contextlib import suppress
from dataclasses import replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from outcomes.artifact import FileEntry, Flag
from outcomes.blobs import Files
from outcomes.check import bind_all
from outcomes.errors import ArtifactError, RenderError, RubricError, UsageError
from outcomes.reader import DEFAULT_LIMITS, OFF_LOOP_BYTES
from outcomes.renderer import Pages
from outcomes.snapshot import snapshot_path
from outcomes.store import Holder
from outcomes.system import Process, is_file, uncollected
from outcomes.text import clip, did_you_mean, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from outcomes.artifact import Artifact
    from outcomes.blobs import Blobs
    from outcomes.checks.registry import Registry
    from outcomes.format import Format
    from outcomes.grader import Grader
    from outcomes.health import Condition
    from outcomes.loop import ReadFiles
    from outcomes.reader import Converter, Limits, Reader
    from outcomes.renderer import Renderer
    from outcomes.rubric import Rubric
    from outcomes.sink import Sink
    from outcomes.worker import Brief, Worker

READERS = {
    "docx": "outcomes.artifacts.docx.reader:read_docx",
    "pptx": "outcomes.artifacts.pptx.reader:read_pptx",
    "xlsx": "outcomes.artifacts.xlsx.reader:read_xlsx",
    "pdf": "outcomes.artifacts.pdf.reader:read_pdf",
    "text": "outcomes.artifacts.text:read_text",
    "markdown": "outcomes.artifacts.markdown:read_markdown",
    "csv": "outcomes.artifacts.tabular:read_csv",
    "json": "outcomes.artifacts.json_text:read_json",
    "html": "outcomes.artifacts.html.reader:read_html",
    "png": "outcomes.artifacts.image:read_image",
    "jpeg": "outcomes.artifacts.image:read_image",
    "gif": "outcomes.artifacts.image:read_image",
    "webp": "outcomes.artifacts.image:read_image",
    "bmp": "outcomes.artifacts.image:read_image",
    "tiff": "outcomes.artifacts.image:read_image",
    "avif": "outcomes.artifacts.image:read_image",
    "heic": "outcomes.artifacts.image:read_image",
    "emf": "outcomes.artifacts.image:read_image",
    "wmf": "outcomes.artifacts.image:read_image",
    "svg": "outcomes.artifacts.svg:read_svg",
}
"""Kind of file -> its reader, loaded on first use."""

FORMATS = {
    "markdown": "outcomes.formats.markdown:read_markdown",
    "yaml": "outcomes.formats.yaml:read_yaml",
    "json": "outcomes.formats.yaml:read_json",
}
"""Kind of rubric file -> its reader."""

LONGEST_NAME = 300
"""Characters of a path that go into a message."""

_READ_AT_ONCE = (".docx", ".pptx", ".xlsx", ".txt", ".md", ".html", ".csv", ".json", ".png", ".jpg", ".gif", ".svg")
"""Endings of files that are read before anyone would notice, when they are small."""


@cache
def checks() -> Registry:
    """Every check by name: ours (those that look at pages share one renderer), and those that other packages bring."""
    from outcomes.checks import ALL
    from outcomes.checks.registry import Registry
    from outcomes.checks.rendering import rendering_checks

    return Registry({**ALL, **{spec.name: spec for spec in rendering_checks(renderer())}})


@cache
def renderer() -> Renderer:
    """What draws pages, remembering the last few; it looks for LibreOffice when it is first needed."""
    from outcomes.render.documents import DocumentRenderer
    from outcomes.render.remembered import RememberingRenderer

    return RememberingRenderer(DocumentRenderer(image_size))


def converter(*, wanted: bool, at_once: bool = False) -> Converter | None:
    """What makes docx, pptx and xlsx of older and open kinds of files, if that is wanted.

    With `at_once`, `RenderError` (`renderer-missing`) when LibreOffice is not on the PATH; otherwise that is found out
    when there is something to convert.
    """
    if not wanted:
        return None
    from outcomes.render.convert import OfficeConverter

    made = OfficeConverter()
    if at_once:
        made.ready()
    return made


def image_size(head: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels, from its first bytes; `None` for what is no picture that is known."""
    from outcomes.artifacts.image import read_header

    try:
        header = read_header(head, "")
    except ArtifactError:
        return None
    return header.width, header.height


def load(reference: str) -> object:
    """The object at `package.module:name`."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)


def health() -> tuple[Condition, ...]:
    """What drawing pages needs, and whether it is here; takes some seconds."""
    from outcomes.render.health import conditions

    return conditions()


# -- rubrics -------------------------------------------------------------------------------------------------------


def read_rubric(text: str, source: str, variables: Mapping[str, object] | None = None) -> Rubric:
    """A rubric from text, `variables` filled in, its checks verified; `RubricError` names file and line."""
    from outcomes.format import detect

    reader = cast("Format", load(FORMATS[detect(text, source)]))
    with uncollected():
        rubric = reader(text, source, variables)
    check_rubric(rubric)
    return rubric


def check_rubric(rubric: Rubric) -> None:
    """Refuse a rubric whose checks are unknown or have wrong arguments, before anything is paid for."""
    known = checks()
    for criterion in rubric.criteria:
        name = criterion.check.name if criterion.check is not None else ""
        if name and name not in known and (why := known.why_not(name)):
            msg = f"unknown check {name!r}: {why}"
            raise RubricError(msg, source=rubric.source, line=criterion.line)
    bind_all(rubric, known)


def write_rubric(rubric: Rubric) -> str:
    """The rubric as markdown, for people and for the platform's own event; written once for runs that share it."""
    return _written(_SameObject(rubric))


class _SameObject:
    """A rubric as a key: equal when it is the same object."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameObject) and other.rubric is self.rubric

    def __hash__(self) -> int:
        return id(self.rubric)


@lru_cache(maxsize=64)
def _written(key: _SameObject) -> str:
    from outcomes.formats.markdown_writer import write_markdown

    return write_markdown(key.rubric)


def write_rubric_as(rubric: Rubric, form: str) -> str:
    """The rubric as `markdown` or `yaml`."""
    if form == "markdown":
        return write_rubric(rubric)
    from outcomes.formats.yaml_writer import write_yaml

    return write_yaml(rubric)


def rubric_schema() -> str:
    """The JSON Schema of YAML and JSON rubrics, as text."""
    return (Path(__file__).parent / "formats" / "rubric.schema.json").read_text(encoding="utf-8")


def rubric_text(path: Path) -> str:
    """The text of a rubric file; shipped rubrics are found by their name alone (`board-deck`)."""
    here = is_file(path)
    found = path if here else shipped_rubrics().get(path.name.removesuffix(".md").removesuffix(".yaml"))
    if found is None or (not here and path.parent != Path()):
        known = ", ".join(sorted(shipped_rubrics()))
        what = "a path is wanted, not the text of a rubric:" if "\n" in str(path) else "there is no rubric file"
        name, hint = clip(str(path), LONGEST_NAME), did_you_mean(clip(path.name), shipped_rubrics())
        msg = f"{what} {name!r}.{hint} Shipped ones: {known}"
        raise UsageError(msg)
    try:
        return found.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8"
        raise RubricError(msg, source=str(path)) from None
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise UsageError(msg) from None


@cache
def shipped_rubrics() -> dict[str, Path]:
    """Rubrics that come with the package, by name."""
    here = Path(__file__).parent
    folder = next((place for place in (here / "_rubrics", here.parent / "rubrics") if place.is_dir()), None)
    if folder is None:
        return {}
    found = sorted([*folder.glob("*.md"), *folder.glob("*.yaml")])
    return {path.stem: path for path in found if not path.stem.isupper()}


# -- artifacts -----------------------------------------------------------------------------------------------------


def read_bytes(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, *, convert: Converter | None = None
) -> Artifact:
    """One file, by whichever reader its content asks for.

    `convert` makes a docx, pptx or xlsx of Office 97-2003, OpenDocument and RTF files, which are refused without it.
    """
    from outcomes.artifacts.sniff import sniff, successor

    try:
        kind = sniff(data, name, limits)
    except ArtifactError as refused:
        target = successor(data, name, limits) if convert is not None else None
        if convert is None or target is None:
            raise
        return _read_converted(data, name, limits, convert, target, refused)
    with uncollected():
        return _reader(kind)(data, name, limits)


def _read_converted(
    data: bytes, name: str, limits: Limits, convert: Converter, target: str, refused: ArtifactError
) -> Artifact:
    """What was made of a file, under the identity of the file itself, and with a word about it."""
    tool = str(getattr(convert, "tool", "") or "a converter")
    try:
        made = convert(data, name, target)
    except Exception as error:
        if isinstance(error, RenderError) and error.code == "renderer-missing":
            raise  # no work is to blame for what is not installed here
        message = f"{refused.message} It could not be converted to {target} by {tool}: {said(error, LONGEST_NAME)}"
        raise ArtifactError("not-converted", message, fix=refused.fix) from error
    own_name = name.rpartition("/")[2]
    artifact = read_bytes(made, f"{name}.{target}", limits)
    entry = FileEntry(own_name, hashlib.sha256(data).hexdigest(), len(data))
    what = refused.message.replace(", which is not read", "")
    detail = f"{what} What was read is the {target} that {tool} made of it, which may look different."
    flags = (Flag("converted", detail, locator=name), *artifact.flags)
    return replace(artifact, name=own_name, files=(entry,), flags=flags, content_sha256=entry.sha256)


@cache
def _reader(kind: str) -> Reader:
    if kind not in READERS:
        raise ArtifactError("unsupported-kind", f"no reader for {kind}.", fix=f"Deliver one of {', '.join(READERS)}.")
    return cast("Reader", load(READERS[kind]))


def read_kept(name: str, files: Sequence[FileEntry], blobs: Blobs, *, convert: Converter | None = None) -> Artifact:
    """An artifact from kept bytes, with access to them and to its pages; `convert` as in `read_bytes`."""
    read = partial(read_bytes, convert=convert)
    contents = Files(files, blobs, read)
    if len(files) == 1:
        artifact = read(blobs.get(files[0].sha256), files[0].path)
    else:
        from outcomes.artifacts.folder import read_folder

        artifact = read_folder([(entry.path, blobs.get(entry.sha256)) for entry in files], name, read)
    return replace(artifact, contents=contents, pages_of=partial(Pages, renderer=renderer()))


def reader_for(rubric: Rubric, *, convert: Converter | None = None) -> ReadFiles:
    """Reads kept bytes, off the event loop when that takes long, and refuses what the rubric is not about."""

    async def read(name: str, files: Sequence[FileEntry], blobs: Blobs) -> Artifact:
        if convert is not None or _takes_long(files):
            artifact = await asyncio.to_thread(read_kept, name, files, blobs, convert=convert)
        else:
            artifact = read_kept(name, files, blobs)
        refuse_other_kinds(artifact, rubric)
        return artifact

    return read


def _takes_long(files: Sequence[FileEntry]) -> bool:
    """Large files do, and PDF files of any size, which are read in a process that has to be started."""
    return sum(entry.size_bytes for entry in files) > OFF_LOOP_BYTES or any(
        not entry.path.lower().endswith(_READ_AT_ONCE) for entry in files
    )


def refuse_other_kinds(artifact: Artifact, rubric: Rubric) -> None:
    """`ArtifactError` when the rubric is written for other kinds of file."""
    if rubric.applies_to and artifact.kind not in rubric.applies_to:
        wanted = " or ".join(rubric.applies_to)
        message = f"{artifact.name!r} is {artifact.kind}; the rubric is about {wanted}."
        raise ArtifactError("wrong-kind", message, fix=f"Deliver a {wanted} file.")


def members(artifact: Artifact) -> list[Artifact]:
    """The files of a folder, each read by itself; one that cannot be read is left out. A single file is itself."""
    if artifact.kind != "folder" or artifact.contents is None:
        return [artifact]
    read = artifact.contents.read_inside or read_bytes
    found = []
    for entry in artifact.files:
        with suppress(ArtifactError):
            member = read(artifact.contents.read(entry.path), entry.path)
            found.append(replace(member, files=(entry,), contents=artifact.contents))
    return found


def read_path(path: Path, limits: Limits = DEFAULT_LIMITS, *, convert: Converter | None = None) -> Artifact:
    """A file or folder on disk, its bytes kept in memory beside it; `convert` as in `read_bytes`.

    Links, devices and pipes in a folder are never followed or opened: each is a flag.
    """
    from outcomes.stores.memory import MemoryBlobs

    blobs, flags = MemoryBlobs(), list[Flag]()
    name, files = snapshot_path(
        path, blobs, limits, left_out=lambda place, error: flags.append(Flag(error.code, error.message, place))
    )
    artifact = read_kept(name, files, blobs, convert=convert)
    return replace(artifact, flags=(*flags, *artifact.flags)) if flags else artifact


def text_suffix(rubric: Rubric) -> str:
    """What a worker's `str` is: what the rubric is written for, or what its checks can look at, or plain text."""
    suffixes = {"markdown": ".md", "html": ".html", "json": ".json", "csv": ".csv"}
    for kind, suffix in suffixes.items():
        if kind in rubric.applies_to:
            return suffix
    wanted = [checks()[c.check.name].kinds for c in rubric.criteria if c.check is not None]
    return ".md" if any("markdown" in kinds and "text" not in kinds for kinds in wanted) else ".txt"


# -- runs ----------------------------------------------------------------------------------------------------------


class KeptRuns:
    """Where runs are kept on disk: their records, and beside them the bytes."""

    def __init__(self, root: Path) -> None:
        """Nothing is made before something is kept."""
        from outcomes.stores.folder import FolderBlobs
        from outcomes.stores.sqlite.store import SqliteStore

        self.root = root
        self.store = SqliteStore(root)
        self.blobs = FolderBlobs(root / "blobs")

    def __enter__(self) -> Self:
        """Open until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self.store.close()


# -- workers -------------------------------------------------------------------------------------------------------


def make_worker(worker: Worker | Callable[[Brief], object]) -> Worker:
    """A worker as it is; a function, or an object with a plain `work`, made one."""
    from outcomes.workers.function import FunctionWorker

    if hasattr(worker, "work") and hasattr(worker, "name"):
        _refuse_class(worker, "worker")
        _refuse_no_text(worker, "name")
        if inspect.iscoroutinefunction(worker.work):
            return cast("Worker", worker)
        return FunctionWorker(worker.work, worker.name)
    return FunctionWorker(worker)


def _refuse_class(given: object, what: str) -> None:
    if isinstance(given, type):
        msg = f"{given.__qualname__} is a class; give an instance of it as the {what}: {given.__qualname__}(...)"
        raise UsageError(msg)


def _refuse_no_text(given: object, attribute: str) -> None:
    """What goes into the journal under somebody else's name is asked for before anything is paid for."""
    try:
        value = getattr(given, attribute)
    except Exception as error:
        msg = f"the `{attribute}` of {type(given).__qualname__} cannot be read: {type(error).__name__}"
        raise UsageError(msg) from error
    if not isinstance(value, str) or not value:
        msg = f"the `{attribute}` of {type(given).__qualname__} is {value!r}; it has to be a string that is not empty"
        raise UsageError(msg)


def check_sinks(sinks: Sequence[Sink]) -> None:
    """Refuse what could not take an event; a coroutine function would seem to, and lose every one."""
    for sink in sinks:
        call = sink if inspect.isroutine(sink) else getattr(sink, "__call__", None)  # noqa: B004 - it is looked into
        if call is None or inspect.iscoroutinefunction(call):
            what = "a coroutine function" if call is not None else f"a {type(sink).__name__}"
            msg = f"a sink is a plain function (event) -> None, called on the event loop's thread; not {what}: {sink!r}"
            raise UsageError(msg)


def report_sink_error(sink: Sink, error: BaseException) -> None:
    """Say once that a sink is left out from now on."""
    import structlog

    name = getattr(sink, "__qualname__", type(sink).__qualname__)
    structlog.get_logger("outcomes").warning("sink left out", sink=name, error=said(error, LONGEST_NAME))


# -- graders -------------------------------------------------------------------------------------------------------


def make_grader(judge: Grader | None, *, allow_commands: bool = False) -> Grader:
    """Checks for objective criteria, the judge for the others, and evidence looked up whoever the judge is."""
    from outcomes.graders.composite import CompositeGrader
    from outcomes.graders.objective import ObjectiveGrader
    from outcomes.graders.unjudged import UnjudgedGrader

    objective = ObjectiveGrader(checks(), allow_commands=allow_commands)
    if judge is None:
        return CompositeGrader(objective, UnjudgedGrader())
    _refuse_class(judge, "grader")
    if not hasattr(judge, "grade"):
        raise _no_grader(judge, "grader= got")
    _refuse_no_text(judge, "fingerprint")
    return CompositeGrader(objective, judge)


def load_judge(reference: str) -> Grader:
    """A grader named as `package.module:name`: an object, or a class or function that gives one without arguments."""
    if reference.count(":") != 1 or not all(reference.split(":")) or reference.startswith("."):
        msg = f"a grader is named package.module:name, not {reference!r}"
        raise UsageError(msg)
    try:
        found = load(reference)
    except ImportError as error:
        msg = f"the grader {reference!r} cannot be imported: {error}"
        raise UsageError(msg) from None
    except AttributeError as error:
        if error.name != reference.partition(":")[2]:
            raise  # out of the module's own code
        msg = f"the grader {reference!r} is not there: the module has no {reference.partition(':')[2]!r}"
        raise UsageError(msg) from None
    if isinstance(found, type) or not hasattr(found, "grade"):
        if not callable(found):
            raise _no_grader(found, f"{reference!r} gives")
        found = cast("Callable[[], object]", found)()
    if not hasattr(found, "grade") or not hasattr(found, "fingerprint"):
        raise _no_grader(found, f"{reference!r} gives")
    return cast("Grader", found)


def _no_grader(found: object, whence: str) -> UsageError:
    what = type(found).__name__
    return UsageError(f"{whence} a {what}; a grader has `fingerprint` and `async grade(rubric, artifact, look)`")


def new_holder() -> Holder:
    """This process, in one attempt at a run."""
    here = Process.this()
    return Holder(
        token=secrets.token_hex(8), host=here.host, boot=here.boot, pid=here.pid, process_started=here.started
    )


def new_secret() -> str:
    """64 hex digits drawn at random, for the fences of one run."""
    return secrets.token_hex(32)


def new_run_id() -> str:
    """`run_` and 20 hex digits drawn at random."""
    return f"run_{secrets.token_hex(10)}"
