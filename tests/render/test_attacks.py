"""Documents that reach out: no request is made, and nothing of this machine gets onto a page."""

from __future__ import annotations

import io
import socket
import subprocess
import threading
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from openpyxl import Workbook  # type: ignore[import-untyped]
from PIL import Image

from outcomes.errors import ArtifactError, RenderError
from outcomes.render.documents import DocumentRenderer
from outcomes.render.network import without_network
from outcomes.render.office import Office, Source, find_office
from outcomes.renderer import RenderedDocument
from outcomes.wiring import image_size, read_path
from tests.corpus.support import each, files

from .real import saved
from .support import delivered

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.render

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAGENTA = (255, 0, 255)


class Listener:
    """A server on this machine that counts who calls, and answers nothing."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.calls: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with caller:
                self.calls.append(caller.recv(1024).partition(b"\r\n")[0])

    def close(self) -> None:
        """Stop."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Somebody to call."""
    listening = Listener()
    yield listening
    listening.close()


def linked_picture(target: str) -> bytes:
    """A report whose picture lies at an address."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), MAGENTA).save(stream, "png")
    document = Document()
    document.add_picture(io.BytesIO(stream.getvalue()), width=2_000_000)
    return edited(
        saved(document),
        {
            "word/_rels/document.xml.rels": (b'Target="media/image1.png"', f'Target="{target}" TargetMode="External"'),
            "word/document.xml": (b"r:embed=", "r:link="),
        },
    )


def linked_template(target: str) -> bytes:
    """A report with a template elsewhere."""
    document = Document()
    document.add_paragraph("text")
    relation = (
        f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/attachedTemplate" Target="{target}" TargetMode="External"/>'
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return edited(
        saved(document),
        {
            "word/settings.xml": (
                b"<w:zoom",
                f'<w:attachedTemplate xmlns:r="{RELATIONSHIPS}" r:id="rId1"/><w:zoom',
            )
        },
        {"word/_rels/settings.xml.rels": f'<Relationships xmlns="{space}">{relation}</Relationships>'},
    )


def calling_formula(target: str) -> bytes:
    """A workbook that was never calculated, with functions that fetch."""
    workbook = Workbook()
    workbook.active["A1"] = f'=_xlfn.WEBSERVICE("{target}")'
    workbook.active["A2"] = f"='{target}/[b.xlsx]Sheet1'!A1"
    workbook.active["A3"] = f'=HYPERLINK("{target}","x")'
    workbook.active["A4"] = "text"
    return saved(workbook)


def edited(package: bytes, changes: dict[str, tuple[bytes, str]], more: dict[str, str] | None = None) -> bytes:
    """A package with words in its parts replaced, and parts added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            old, new = changes.get(name, (b"", ""))
            data = before.read(name)
            assert old in data, name
            after.writestr(name, data.replace(old, new.encode()) if old else data)
        for name, text in (more or {}).items():
            after.writestr(name, text)
    return stream.getvalue()


REACHING = {"picture.docx": linked_picture, "template.docx": linked_template, "formula.xlsx": calling_formula}


@pytest.mark.parametrize("network", [True, False], ids=["by its settings alone", "without a network as well"])
def test_no_document_makes_a_request(listener: Listener, network: bool) -> None:  # noqa: FBT001
    made = {name: build(f"{listener.address}/{name}") for name, build in REACHING.items()}
    renderer = DocumentRenderer(image_size, Office(network=network))
    found = renderer.render([delivered(name, data) for name, data in made.items()])
    assert [item for item in found if isinstance(item, RenderError)] == []
    assert listener.calls == []


def test_the_settings_hold_also_for_a_page_of_html(listener: Listener) -> None:
    """HTML is never given to LibreOffice; if it were, its settings would still hold."""
    html = f'<html><head><base href="{listener.address}/"></head><body><img src="a.png"><iframe src="b"></iframe>'
    office = Office(network=True)
    (made,) = office.convert([Source("page", "fodt", html.encode())], "pdf")
    assert isinstance(made, bytes), "it is HTML all the same, and opened as such"
    assert listener.calls == []


def test_the_listener_would_have_heard_it(listener: Listener, tmp_path: Path) -> None:
    """The same picture under LibreOffice's own settings: it calls."""
    (tmp_path / "picture.docx").write_bytes(linked_picture(f"{listener.address}/x.png"))
    subprocess.run(
        [
            str(find_office()),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "picture.docx"),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert listener.calls != []


def test_a_file_of_this_machine_does_not_get_onto_a_page(tmp_path: Path, renderer: DocumentRenderer) -> None:
    Image.new("RGB", (400, 400), MAGENTA).save(tmp_path / "secret.png")
    report = delivered("local.docx", linked_picture((tmp_path / "secret.png").as_uri()))
    (found,) = renderer.render([report])
    assert isinstance(found, RenderedDocument)
    (image,) = renderer.draw(found)
    with Image.open(io.BytesIO(image.png)) as opened:
        colours = opened.convert("RGB").getcolors(1 << 24) or []
    assert MAGENTA not in {colour for _, colour in colours}


def test_an_embedded_picture_does_get_there(renderer: DocumentRenderer) -> None:
    """So that the test above sees what it looks for."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), MAGENTA).save(stream, "png")
    document = Document()
    document.add_picture(io.BytesIO(stream.getvalue()), width=2_000_000)
    (found,) = renderer.render([delivered("embedded.docx", saved(document))])
    assert isinstance(found, RenderedDocument)
    (image,) = renderer.draw(found)
    with Image.open(io.BytesIO(image.png)) as opened:
        colours = opened.convert("RGB").getcolors(1 << 24) or []
    assert MAGENTA in {colour for _, colour in colours}


def test_without_a_network_means_that_nobody_can_be_called(listener: Listener) -> None:
    if not without_network():
        pytest.skip("this system lets no program be started without a network")
    port = listener.address.rpartition(":")[2]
    call = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
    done = subprocess.run([*without_network(), "/usr/bin/env", "python3", "-c", call], capture_output=True, check=False)
    assert done.returncode != 0
    assert listener.calls == []


def test_a_picture_that_would_fill_the_memory_is_not_given_to_libreoffice(renderer: DocumentRenderer) -> None:
    side = 30_000
    row = bytes(1 + side // 8)
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = side.to_bytes(4, "big") * 2 + b"\x01\0\0\0\0"
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
        for name, body in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    )
    document = edited(linked_picture("x"), {}, {})
    stream = io.BytesIO(document)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("word/media/bomb.png", bomb)
    (found,) = renderer.render([delivered("bomb.docx", stream.getvalue())])
    assert isinstance(found, RenderError)
    assert str(found) == (
        "'bomb.docx' is not drawn: the picture word/media/bomb.png has 30,000 x 30,000 pixels; "
        "the limit is 100,000,000 in all."
    )


OUTSIDE = {"sparse_max.xlsx", "paras_100k.docx", "slides_20k_same.pptx", "bomb_elems_300m.docx", "bomb_part_1g.docx"}
"""Files of the corpus that must never reach LibreOffice."""

OFFICE = tuple(name for name in files("hostile") if name.endswith(("x", "m", "pdf")))


@pytest.mark.corpus
@pytest.mark.slow
@each(OFFICE)
def test_a_hostile_file_is_drawn_or_refused_by_name(corpus: Path, corpus_file: str, renderer: DocumentRenderer) -> None:
    name = Path(corpus_file).name
    try:
        artifact = read_path(corpus / corpus_file)
    except ArtifactError:
        return  # the reader has the first word
    (found,) = renderer.render([artifact])
    if name in OUTSIDE:
        assert isinstance(found, RenderError)
        assert found.code == "render-refused"
    elif isinstance(found, RenderedDocument):
        assert all(image.width == 64 or image.height == 64 for image in renderer.draw(found, long_edge=64))
