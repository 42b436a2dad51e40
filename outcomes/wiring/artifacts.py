"""Bytes, files and folders to artifacts, by whichever reader their content asks for."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from outcomes.artifact import Artifact, FileEntry, Flag
from outcomes.blobs import Files
from outcomes.errors import ArtifactError, RenderError, UsageError
from outcomes.reader import DEFAULT_LIMITS, OFF_LOOP_BYTES
from outcomes.renderer import Pages
from outcomes.snapshot import snapshot_path
from outcomes.system import uncollected
from outcomes.text import said
from outcomes.wiring.checking import renderer
from outcomes.wiring.loading import LONGEST_NAME, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.blobs import Blobs
    from outcomes.loop import ReadFiles
    from outcomes.reader import Converter, Limits, Reader
    from outcomes.rubric import Rubric


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


_READ_AT_ONCE = (".docx", ".pptx", ".xlsx", ".txt", ".md", ".html", ".csv", ".json", ".png", ".jpg", ".gif", ".svg")
"""Endings of files that are read before anyone would notice, when they are small."""


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
        what = "a folder" if artifact.kind == "folder" else artifact.kind
        message = f"{artifact.name!r} is {what}; the rubric is about {wanted}."
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


def read_path(
    path: Path, limits: Limits = DEFAULT_LIMITS, *, convert: Converter | None = None, neutral: bool = False
) -> Artifact:
    """A file or folder on disk, its bytes kept in memory beside it; `convert` as in `read_bytes`.

    Links, devices and pipes in a folder are never followed or opened: each is a flag. With `neutral` it gets a name
    that says nothing, so that `bad-example.docx` does not tell a grader what to find.
    """
    from outcomes.stores.memory import MemoryBlobs

    blobs, flags = MemoryBlobs(), list[Flag]()
    name, files = snapshot_path(
        path, blobs, limits, left_out=lambda place, error: flags.append(Flag(error.code, error.message, place))
    )
    if neutral:
        name, files = neutral_name(files)
    artifact = read_kept(name, files, blobs, convert=convert)
    return replace(artifact, flags=(*flags, *artifact.flags)) if flags else artifact


def read_references(rubric: Rubric, given: Sequence[str | Path | Artifact] = ()) -> tuple[Artifact, ...]:
    """What an artifact is compared with: the files that the rubric names beside itself, then those that are given.

    Nothing where code decides every criterion: no check looks at references.

    Raises:
        UsageError: one is not there or cannot be read; the message says whose it is.
    """
    if not rubric.judged_ids:
        return ()
    beside = Path(rubric.source).parent if rubric.source is not None else Path()
    named = [(beside / name, f"the rubric names the reference {name!r}, which") for name in rubric.references]
    more = [(item, f"the reference {str(item)!r}") for item in given if not isinstance(item, Artifact)]
    read = [_reference(path, whose) for path, whose in (*named, *more)]
    return (*read, *(item for item in given if isinstance(item, Artifact)))


def _reference(path: str | Path, whose: str) -> Artifact:
    try:
        return read_path(Path(path))
    except ArtifactError as error:
        msg = f"{whose} cannot be read: {error}"
        raise UsageError(msg) from None


def neutral_name(files: Sequence[FileEntry]) -> tuple[str, tuple[FileEntry, ...]]:
    """A name that says nothing but the kind, and the files under it."""
    if len(files) > 1:
        return "artifact", tuple(files)
    only = files[0]
    name = f"artifact{Path(only.path).suffix}"
    return name, (FileEntry(name, only.sha256, only.size_bytes),)
