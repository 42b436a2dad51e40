"""From whatever a worker handed over to bytes by hash."""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

from outcomes import read_artifact
from outcomes.artifact import Artifact, FileEntry, Flag
from outcomes.blobs import Files
from outcomes.errors import ArtifactError, WorkerError
from outcomes.reader import Limits
from outcomes.snapshot import snapshot
from outcomes.stores.memory import MemoryBlobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices as POSIX has them")


def kept(value: object, **how: Any) -> tuple[str, dict[str, bytes]]:
    """A deliverable's name, and what is kept under each path of its manifest."""
    blobs = MemoryBlobs()
    name, files = snapshot(value, blobs, **how)
    contents = Files(files, blobs)
    assert [entry.size_bytes for entry in files] == [len(contents.read(entry.path)) for entry in files]
    return name, {entry.path: contents.read(entry.path) for entry in files}


def refused(value: object, **how: Any) -> tuple[str, str]:
    """The code and the sentence of an `ArtifactError`."""
    with pytest.raises(ArtifactError) as error:
        snapshot(value, MemoryBlobs(), **how)
    return error.value.code, error.value.message


def broke(value: object) -> str:
    """The sentence of a `WorkerError`."""
    with pytest.raises(WorkerError) as error:
        snapshot(value, MemoryBlobs())
    return str(error.value)


def write(path: Path, data: bytes = b"data") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# -- values ----------------------------------------------------------------------------------------------------------


class Answer(BaseModel):
    """A pydantic value, as agents return them."""

    title: str
    pages: int = 3
    extra: object = None


@pytest.mark.parametrize(
    ("value", "name", "data"),
    [
        ("Gr\u00fc\u00dfe\n", "artifact.txt", b"Gr\xc3\xbc\xc3\x9fe\n"),
        ("", "artifact.txt", b""),
        ("lone \udc80", "artifact.txt", b"lone \xed\xb2\x80"),
        (b"plain", "artifact.txt", b"plain"),
        (bytearray(b"%PDF-1.7"), "artifact.pdf", b"%PDF-1.7"),
        (b"\x89PNG\r\n", "artifact.png", b"\x89PNG\r\n"),
        (b"\xff\xd8\xff\xe0", "artifact.jpg", b"\xff\xd8\xff\xe0"),
        (b"GIF89a", "artifact.gif", b"GIF89a"),
        (b'{"a": 1}', "artifact.json", b'{"a": 1}'),
        (b"<p>hello", "artifact.html", b"<p>hello"),
        (b"PK\x03\x04..word/document.xml", "artifact.docx", b"PK\x03\x04..word/document.xml"),
        (b"PK\x03\x04..ppt/presentation.xml", "artifact.pptx", b"PK\x03\x04..ppt/presentation.xml"),
        (b"PK\x03\x04..xl/workbook.xml", "artifact.xlsx", b"PK\x03\x04..xl/workbook.xml"),
        (b"PK\x03\x04..other", "artifact.zip", b"PK\x03\x04..other"),
        ({"b": 1, "a": ["\u00fc"]}, "artifact.json", b'{\n  "b": 1,\n  "a": [\n    "\xc3\xbc"\n  ]\n}'),
        (Answer(title="x"), "artifact.json", b'{\n  "title": "x",\n  "pages": 3,\n  "extra": null\n}'),
    ],
)
def test_each_kind_of_value_becomes_one_file_with_a_fitting_name(value: object, name: str, data: bytes) -> None:
    assert kept(value) == (name, {name: data})


def test_text_is_called_what_the_rubric_reads_it_as() -> None:
    assert kept("# Title", text_suffix=".md") == ("artifact.md", {"artifact.md": b"# Title"})


@pytest.mark.parametrize(
    ("value", "kind"), [(3, "int"), (["a"], "list"), (True, "bool"), (("a",), "tuple"), (object(), "object")]
)
def test_a_value_that_is_no_deliverable_is_the_workers_fault_and_says_what_would_be_one(
    value: object, kind: str
) -> None:
    assert broke(value) == (
        f"the worker returned a {kind}, which is not a deliverable; return str (content), pathlib.Path (a file or "
        "folder), bytes, an Artifact, a dict, a pydantic model, or None after writing to brief.outputs"
    )


def nested(depth: int) -> dict[object, object]:
    inner: dict[object, object] = {}
    for _ in range(depth):
        inner = {"a": inner}
    return inner


@pytest.mark.parametrize(
    "value",
    [{"when": object()}, {("a", "b"): 1}, {"x": float("nan")}, {"x": float("inf")}, {"x": "\udc80"}, nested(100_000)],
    ids=["object", "tuple key", "nan", "inf", "surrogate", "deep"],
)
def test_a_dict_that_is_not_json_is_the_workers_fault(value: dict[object, object]) -> None:
    assert broke(value).startswith("the worker returned a dict that is not JSON: ")


def test_a_model_that_cannot_be_written_as_json_is_the_workers_fault() -> None:
    assert broke(Answer(title="x", extra=object())).startswith(
        "the worker returned a Answer that cannot be written as JSON: "
    )


def test_a_string_that_names_an_existing_file_is_the_workers_fault_and_says_what_to_return(tmp_path: Path) -> None:
    path = str(write(tmp_path / "report.md"))
    assert broke(path) == (
        f"the worker returned the string {path!r}, which names an existing file; return pathlib.Path({path!r})"
    )


@pytest.mark.parametrize("text", ["no-such-file.md", "a\0b", "x" * 5_000, "/dev/null/x", "first\nsecond"])
def test_a_string_that_names_no_file_is_content(text: str) -> None:
    assert kept(text) == ("artifact.txt", {"artifact.txt": text.encode()})


def test_an_artifact_is_kept_file_by_file() -> None:
    blobs = MemoryBlobs()
    files = (FileEntry("a.md", blobs.put(b"one"), 3), FileEntry("b/c.md", blobs.put(b"two!"), 4))
    artifact = Artifact(kind="folder", name="notes", files=files, contents=Files(files, blobs))
    assert kept(artifact) == ("notes", {"a.md": b"one", "b/c.md": b"two!"})


def test_an_artifact_without_its_bytes_is_the_workers_fault() -> None:
    artifact = Artifact(kind="text", name="note.txt", files=(FileEntry("note.txt", "5a", 1),))
    assert broke(artifact) == ("the Artifact 'note.txt' carries no bytes; return what read_artifact gave, or the path")


# -- files and folders -----------------------------------------------------------------------------------------------


def test_a_file_goes_by_its_own_name(tmp_path: Path) -> None:
    path = write(tmp_path / "Bericht \u2013 f\u00fcr Zo\u00eb \U0001f600.md")
    assert kept(path) == (path.name, {path.name: b"data"})


def test_an_empty_file_is_kept_for_its_reader_to_judge(tmp_path: Path) -> None:
    assert kept(write(tmp_path / "note.txt", b"")) == ("note.txt", {"note.txt": b""})


def test_a_folder_is_every_file_below_it_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("z.md", "b/2.md", "b/1.md", "a/deep/er/x.md", ".hidden", "\u00e9.md"):
        write(tmp_path / "work" / name, name.encode())
    (tmp_path / "work" / "empty").mkdir()
    name, files = kept(tmp_path / "work")
    assert name == "work"
    assert list(files) == [".hidden", "z.md", "\u00e9.md", "a/deep/er/x.md", "b/1.md", "b/2.md"]
    assert all(files[path] == path.encode() for path in files)


def test_a_folder_with_a_single_file_is_that_file(tmp_path: Path) -> None:
    write(tmp_path / "work" / "sub" / "note.md")
    assert kept(tmp_path / "work") == ("note.md", {"note.md": b"data"})


@pytest.mark.parametrize("spelled", ["work", "work/.", "work/b/..", "."])
def test_a_folder_goes_by_its_own_name_however_it_is_spelled(
    spelled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "work" / "a.md")
    write(tmp_path / "work" / "b" / "c.md")
    monkeypatch.chdir(tmp_path / "work" if spelled == "." else tmp_path)
    assert kept(Path(spelled)) == ("work", {"a.md": b"data", "b/c.md": b"data"})


def test_nothing_returned_means_the_outputs_folder(tmp_path: Path) -> None:
    write(tmp_path / "outputs" / "note.md")
    assert kept(None, outputs=tmp_path / "outputs") == ("note.md", {"note.md": b"data"})


def test_nothing_anywhere_is_said_to_be_nothing(tmp_path: Path) -> None:
    (tmp_path / "outputs" / "empty").mkdir(parents=True)
    write(tmp_path / "file")
    nothing = ("nothing-delivered", "the worker left no file behind.")
    assert refused(None) == nothing
    assert refused(None, outputs=tmp_path / "gone") == nothing
    assert refused(None, outputs=tmp_path / "file") == nothing
    assert refused(None, outputs=tmp_path / "outputs") == nothing
    assert refused(tmp_path / "outputs") == nothing


@pytest.mark.parametrize("name", ["gone.md", "gone/note.md", "\u00e9"])
def test_a_file_that_is_not_there_is_missing(name: str, tmp_path: Path) -> None:
    assert refused(tmp_path / name) == ("missing", f"there is no file {Path(name).name!r}.")


@pytest.mark.parametrize(("name", "why"), [("a\0b", "embedded null"), ("x" * 999, "File name too long")])
def test_a_path_that_no_file_can_have_is_missing(name: str, why: str, tmp_path: Path) -> None:
    code, message = refused(tmp_path / name)
    assert code == "missing"
    assert f"{name!r} cannot be read: " in message
    assert why in message


def test_a_path_below_a_file_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "note.md")
    assert refused(tmp_path / "note.md" / "x")[0] == "missing"


def link(path: Path, target: Path) -> None:
    path.symlink_to(target)


def link_to_folder(path: Path, target: Path) -> None:
    path.symlink_to(target.parent, target_is_directory=True)


def dangling(path: Path, target: Path) -> None:
    path.symlink_to(target.with_name("gone"))


def pipe(path: Path, _target: Path) -> None:
    os.mkfifo(path)


def listening(path: Path, _target: Path) -> None:
    home = Path.cwd()
    os.chdir(path.parent)  # the whole path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(home)


ODD: list[tuple[Callable[[Path, Path], None], str]] = [
    (link, "a symbolic link"),
    (link_to_folder, "a symbolic link"),
    (dangling, "a symbolic link"),
    (pipe, "not a regular file (a folder, device, pipe or socket)"),
    (listening, "not a regular file (a folder, device, pipe or socket)"),
]


@POSIX_ONLY
@pytest.mark.parametrize(("make", "what"), ODD)
def test_whatever_is_no_plain_file_is_refused_by_name_and_never_followed(
    make: Callable[[Path, Path], None], what: str, tmp_path: Path
) -> None:
    secret = write(tmp_path / "home" / "secret.key")
    write(tmp_path / "work" / "note.md")
    (tmp_path / "work" / "sub").mkdir()
    make(tmp_path / "work" / "sub" / "odd", secret)
    assert refused(tmp_path / "work" / "sub" / "odd") == ("not-a-regular-file", f"'odd' is {what}.")
    assert refused(tmp_path / "work") == ("not-a-regular-file", f"'sub/odd' is {what}.")


@POSIX_ONLY
@pytest.mark.parametrize(("make", "what"), ODD)
def test_a_folder_of_somebodys_own_is_read_without_what_is_no_plain_file_and_says_so(
    make: Callable[[Path, Path], None], what: str, tmp_path: Path
) -> None:
    """What a worker delivers must be whole; a folder that someone points at is read as far as it may be."""
    secret = write(tmp_path / "home" / "secret.key")
    write(tmp_path / "work" / "note.md")
    write(tmp_path / "work" / "more.md")
    (tmp_path / "work" / "sub").mkdir()
    make(tmp_path / "work" / "sub" / "odd", secret)
    artifact = read_artifact(tmp_path / "work")
    assert [entry.path for entry in artifact.files] == ["more.md", "note.md"]
    assert Flag("not-a-regular-file", f"'sub/odd' is {what}.", "sub/odd") in artifact.flags


@POSIX_ONLY
def test_a_device_is_refused_and_not_even_opened() -> None:
    assert refused(Path("/dev/zero")) == (
        "not-a-regular-file",
        "'zero' is not a regular file (a folder, device, pipe or socket).",
    )


@POSIX_ONLY
def test_an_outputs_folder_that_was_replaced_by_a_link_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "home" / "secret.key")
    (tmp_path / "outputs").symlink_to(tmp_path / "home", target_is_directory=True)
    assert refused(None, outputs=tmp_path / "outputs") == ("not-a-regular-file", "'outputs' is a symbolic link.")


# -- limits ----------------------------------------------------------------------------------------------------------


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    path = write(tmp_path / "note.md", b"12345")
    assert kept(path, limits=Limits(file_bytes=5)) == ("note.md", {"note.md": b"12345"})
    assert refused(path, limits=Limits(file_bytes=4)) == ("too-large", "'note.md' has 5 bytes; the limit is 4.")


def test_the_files_of_a_folder_count_together(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path / "work" / name, b"1234")
    assert len(kept(tmp_path / "work", limits=Limits(file_bytes=12))[1]) == 3
    assert refused(tmp_path / "work", limits=Limits(file_bytes=11)) == (
        "too-large",
        "the folder 'work' holds more than 11 bytes.",
    )


def test_a_folder_may_hold_as_many_files_as_the_limit_and_no_more(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path / "work" / name)
    assert len(kept(tmp_path / "work", limits=Limits(files=3))[1]) == 3
    assert refused(tmp_path / "work", limits=Limits(files=2)) == (
        "too-many-parts",
        "the folder 'work' holds more than 2 files.",
    )


@contextmanager
def folders_in_folders(name: str, levels: int) -> Iterator[Path]:
    """Deeper than a path can say. Taken away step by step, since pytest's own clearing up could not."""
    home, root = Path.cwd(), Path(tempfile.mkdtemp(prefix="deep-"))
    os.chdir(root)
    for _ in range(levels):
        Path(name).mkdir()
        os.chdir(name)
    os.chdir(home)
    try:
        yield root
    finally:
        os.chdir(root)
        for _ in range(levels):
            os.chdir(name)
        for _ in range(levels):
            os.chdir("..")
            Path(name).rmdir()
        os.chdir(home)
        root.rmdir()


@pytest.mark.parametrize(("name", "levels"), [("a folder with a long name", 50), ("d", 1_000)])
def test_folders_in_folders_without_end_are_found_out_before_python_gives_up(name: str, levels: int) -> None:
    with folders_in_folders(name, levels) as root:
        code, message = refused(root)
    assert code == "too-large"
    assert message.startswith("a path of 1,0")


@POSIX_ONLY
@pytest.mark.parametrize(
    ("file", "delivered", "said"),
    [
        (b"work/caf\xe9.md", b"work", "caf\\udce9.md"),
        (b"work/sub\xe9/note.md", b"work", "sub\\udce9"),
        (b"work\xe9/note.md", b"work\xe9", "work\\udce9"),
        (b"work/caf\xe9.md", b"work/caf\xe9.md", "caf\\udce9.md"),
    ],
)
def test_a_name_that_is_not_text_is_refused(file: bytes, delivered: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(file)
    try:
        write(path)
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    write(path.parent / "plain.md")
    assert refused(tmp_path / os.fsdecode(delivered)) == ("bad-name", f"the file name '{said}' is not text in UTF-8.")


def test_a_snapshot_is_of_that_moment_and_does_not_change_with_the_file(tmp_path: Path) -> None:
    blobs = MemoryBlobs()
    path = write(tmp_path / "note.md", b"first")
    _, (entry,) = snapshot(path, blobs)
    path.write_bytes(b"second")
    assert blobs.get(entry.sha256) == b"first"


def test_the_same_folder_gives_the_same_manifest_in_any_thread(tmp_path: Path) -> None:
    for name in ("b", "a", "c/d"):
        write(tmp_path / name)

    in_a_thread = asyncio.run(asyncio.to_thread(snapshot, tmp_path, MemoryBlobs()))
    assert in_a_thread == snapshot(tmp_path, MemoryBlobs())
