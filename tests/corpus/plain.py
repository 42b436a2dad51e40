"""Office files read as plainly as can be: zip, XML, text elements. What the readers are measured against."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from outcomes.text import fold

if TYPE_CHECKING:
    import re
    from pathlib import Path

NOTHING_SEEN = "\u2061"
"""Function application, a character without a picture that Word puts into formulas; their linear form does without."""

PRESENTATION = "ppt/presentation.xml"


def parts(path: Path, wanted: re.Pattern[str]) -> list[etree._Element]:
    """The parts whose whole names match."""
    with zipfile.ZipFile(path) as archive:
        return [_parse(archive, name) for name in archive.namelist() if wanted.fullmatch(name)]


def slides(path: Path) -> list[etree._Element]:
    """The slides of a presentation in the order in which it lists them."""
    with zipfile.ZipFile(path) as archive:
        return [_parse(archive, name) for name in _slide_names(archive)]


def templates(path: Path) -> list[etree._Element]:
    """The layouts of the slides of a presentation, and their masters, without placeholders: those are but prompts."""
    with zipfile.ZipFile(path) as archive:
        layouts = {name for slide in _slide_names(archive) for name in _related(archive, slide, "slideLayout").values()}
        masters = {name for layout in layouts for name in _related(archive, layout, "slideMaster").values()}
        roots = [_parse(archive, name) for name in sorted(layouts | masters)]
    for tree in (found for root in roots for found in root.iter("{*}spTree", "{*}grpSp")):
        for shape in [child for child in tree if child.find("*/{*}nvPr/{*}ph") is not None]:
            tree.remove(shape)
    return roots


def texts(root: etree._Element) -> list[str]:
    """What stands in each text element, in order; of alternatives, what is meant for old programs is left out."""
    nodes = root.iter("{*}t", "{*}delText")
    return [node.text or "" for node in nodes if next(node.iterancestors("{*}Fallback"), None) is None]


def bare(text: str) -> str:
    """Letters alone: readers may differ in white space."""
    return "".join(fold(text).replace(NOTHING_SEEN, "").split())


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name))


def _slide_names(archive: zipfile.ZipFile) -> list[str]:
    names = _related(archive, PRESENTATION, "slide")
    listed = _parse(archive, PRESENTATION).iterfind("{*}sldIdLst/{*}sldId")
    return [names[str(value)] for node in listed for key, value in node.attrib.items() if str(key).endswith("}id")]


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """The parts that a part points to by one type of relationship, by id."""
    folder, base = posixpath.split(part)
    root = _parse(archive, f"{folder}/_rels/{base}.rels")
    return {
        node.get("Id") or "": posixpath.normpath(posixpath.join("/", folder, node.get("Target") or "")).lstrip("/")
        for node in root
        if (node.get("Type") or "").endswith(f"/{kind}")
    }
