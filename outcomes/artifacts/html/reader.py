"""HTML pages: nothing is fetched, nothing is run, and what a person would not see is listed apart."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from outcomes.artifact import Block, Unit
from outcomes.artifacts.apart import told_apart
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.html.blocks import Walker
from outcomes.artifacts.html.outside import all_text, outside_flags
from outcomes.artifacts.html.places import ByTag
from outcomes.artifacts.html.style import WAS, Styles
from outcomes.artifacts.single import check_size, one_file, truncation
from outcomes.artifacts.text import decode
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import clip, count, squash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Flag
    from outcomes.artifacts.html.places import Places
    from outcomes.reader import Limits

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_MOST_TAGS_FOR_EACH_BLOCK = 10
_MOST_METADATA = 50
_TAG = re.compile(
    r"<[A-Za-z][^\s/>]*+"
    r"(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>\"'][^\s>]*+)?+)?+)*+"
)
"""A tag with its attributes as the HTML standard takes them apart (13.2.5), without its end."""
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>\"'][^\s>]*+)?+)?+")
_LONG_TAG = 500
_MOST_COMPARISONS = 400_000_000
"""Of attributes of one tag, each of which the parser compares with those before it; a tag may have some 20,000."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_html(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a page: headings, paragraphs, list items, tables, pictures and links, located by tag (`page.html / h2 1`).

    Concealed text, comments, `template` and `noscript` become hidden blocks; scripts are dropped and flagged;
    everything that a browser would fetch from elsewhere is flagged.

    Raises:
        ArtifactError: `too-large`, `too-deep` or `bad-xml`.
    """
    check_size(data, name, limits)
    text, flags = decode(_to_utf8(data), name)
    root = parse_html(text, name, limits)
    blocks, found, bookmarks = read_tree(root, name, ByTag(name), limits)
    metadata = told_apart(_metadata(root, name))
    title = metadata[0].text if metadata and metadata[0].name == "title" else first_heading(blocks)
    unit = Unit("file", 1, name, title, (*metadata, *blocks))
    flags = (*flags, *found, *hidden_text_flags(unit.walk()))
    return one_file("html", data, name, (unit,), flags, _language(root), bookmarks=bookmarks)


def _language(root: etree._Element) -> dict[str, str | int]:
    """The language that the page says it is in, as a fact."""
    for node in (root, root.find("body")):
        found = "" if node is None else (node.get("lang") or node.get(_XML_LANG) or "").strip()
        if _LANGUAGE.fullmatch(found):
            return {"language": found}
    return {}


def parse_html(text: str, name: str, limits: Limits) -> etree._Element:
    """Parse a page.

    Raises:
        ArtifactError: `too-large` for too many tags, attributes of one tag or too long a text, `too-deep`, or
            `bad-xml`.
    """
    tags = text.count("<")
    if tags > _MOST_TAGS_FOR_EACH_BLOCK * limits.blocks:
        raise ArtifactError("too-large", f"{name!r} has {count(tags, 'tag')}, which is more than is read.")
    if _comparisons(text) > _MOST_COMPARISONS:
        raise ArtifactError("too-large", f"{name!r} has tags with more attributes than are read.")
    for source in (text, f"<p>{text}"):  # nothing but comments or white space has no root of its own
        root = _parse(source, name)
        if root is not None:
            return root
    raise ArtifactError("bad-xml", f"{name!r} cannot be parsed as HTML.")


_STRIKES = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>textarea|title|script|style|xmp)\b.*?(?:</(?P=raw)|\Z)"  # no markup in these
    r"|<(?P<end>/?)(?P<tag>s|strike)(?=[\s/>])"
    r"|<[a-z/](?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^>\"'])*+(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""Comments, text without markup and tags, each whole; the tags `s` and `strike` by their names."""


def _renamed(match: re.Match[str]) -> str:
    """The parser ends `s` and `strike` where a block begins, which no browser does: as `del` they go on."""
    tag = match["tag"]
    if tag is None:
        return match.group()
    return "</del" if match["end"] else f"<del {WAS}={tag.lower()}"


def _comparisons(text: str) -> int:
    """How often the parser compares the attributes of one tag with each other, in linear time; short tags are free."""
    tags = (found.span() for found in _TAG.finditer(text))
    counts = (len(set(_ATTRIBUTE.findall(text, *span))) for span in tags if span[1] - span[0] > _LONG_TAG)
    return sum(number * number for number in counts)


def _parse(text: str, name: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(_STRIKES.sub(_renamed, text).encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    for entry in parser.error_log.filter_from_fatals():
        if "depth" in entry.message:
            fix = "Simplify its markup."
            raise ArtifactError("too-deep", f"{name!r} nests elements too deeply to be read.", fix=fix)
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise ArtifactError("too-large", f"{name!r} holds one text that is too long to be read.")
    return root


class Page(NamedTuple):
    """What a parsed page holds."""

    blocks: list[Block]
    flags: list[Flag]
    """For scripts, for what lies outside, and for what was left out."""
    bookmarks: dict[str, str]
    """Ids, and where they stand."""


def read_tree(root: etree._Element, name: str, places: Places, limits: Limits) -> Page:
    """The blocks of a parsed page.

    Raises:
        ArtifactError: `too-deep`.
    """
    styles = Styles(map(all_text, root.iter("style")))
    walker = Walker(places, styles, most=limits.blocks, deepest=limits.depth)
    blocks = walker.walk(root)
    flags = list(outside_flags(root, name))
    if walker.truncated:
        block, flag = truncation(f"the first {count(limits.blocks, 'block')}", name)
        blocks.append(block)
        flags.append(flag)
    return Page(blocks, flags, walker.bookmarks)


def first_heading(blocks: list[Block]) -> str:
    """The text of the first visible heading, or the empty string."""
    return next((block.text for block in blocks if block.kind == "heading" and block.visible), "")


def _to_utf8(data: bytes) -> bytes:
    """Recode a page that names another character set, unless it is valid UTF-8 all the same."""
    found = _CHARSET.search(data[:2048])
    if found is None:
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        try:
            return data.decode(found[1].decode("ascii", "replace")).encode()
        except (LookupError, ValueError):
            pass
    return data


def _metadata(root: etree._Element, name: str) -> Iterator[Block]:
    """Titles and named `meta` values."""
    titles = (("title", all_text(node)) for node in root.iter("title"))
    values = (
        (f"meta {clip(str(node.get('name') or node.get('property')))}", str(node.get("content") or ""))
        for node in root.iter("meta")
        if node.get("name") or node.get("property")
    )
    named = ((key, squash(text)) for key, text in chain(titles, values))
    for key, text in islice(((key, text) for key, text in named if text), _MOST_METADATA):
        yield Block("metadata", f"{name} / {key}", text, visibility="hidden", reason="metadata", name=key)
