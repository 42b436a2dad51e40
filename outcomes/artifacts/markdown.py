"""Markdown: rendered to HTML in memory and read as a page, with the source line of every block as its locator.

One reader for both means one judgement of what a person sees, also of raw HTML inside Markdown.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.apart import told_apart
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.html.places import LINE_ATTRIBUTE, ByLine
from outcomes.artifacts.html.reader import first_heading, parse_html, read_tree
from outcomes.artifacts.single import check_size, one_file
from outcomes.artifacts.text import decode, text_artifact
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from outcomes.artifact import Artifact, BlockKind
    from outcomes.artifacts.html.reader import Page
    from outcomes.reader import Limits

_FENCES = ("---", "+++")
# What takes the parser more than linear time is bounded here; nobody reads a text like that.
_MOST_CHARACTERS = 1_000_000
_MOST_LINES = 20_000
_MOST_BRACKETS = 100
_MOST_BRACKET_STEPS = 5_000_000
"""The squares of the brackets in each paragraph, all together."""
_MOST_LAZY_STEPS = 2_000_000
_MARGIN = re.compile(r"[\s>*+\-\d.)]*+")
"""What may stand in front of the text of a quote or of a list item."""


class _Source(NamedTuple):
    front_matter: str
    front_line: int
    body: str
    first_line: int
    """The line of the file on which the body begins, from 0."""


def read_markdown(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read CommonMark with tables: blocks located by line (`report.md:L40`), cells as `report.md:L40 / R2C1`.

    Front matter is kept as metadata; HTML comments and concealed HTML are hidden. A text too large to be taken apart
    is read as plain paragraphs and flagged `unstructured`.

    Raises:
        ArtifactError: `too-large` or `too-deep`.
    """
    check_size(data, name, limits)
    text, flags = decode(data, name)
    source = _split(text)
    problem = _problem(source.body, limits)
    if problem:
        flag = Flag("unstructured", f"{problem}; read as plain text", locator=name)
        return text_artifact("markdown", data, name, text, (*flags, flag), limits)
    page = _page(source, name, limits)
    unit = Unit("file", 1, name, first_heading(page.blocks), (*_front_matter(source, name), *page.blocks))
    flags = (*flags, *page.flags, *hidden_text_flags(unit.walk()))
    bookmarks = {**heading_anchors(page.blocks), **page.bookmarks}
    return one_file("markdown", data, name, (unit,), flags, bookmarks=bookmarks)


def heading_anchors(blocks: Sequence[Block]) -> dict[str, str]:
    """The anchors that forges give to headings: lower case, no punctuation, hyphens for spaces, `-1` for the second."""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for block in blocks:
        if block.kind == "heading":
            kept = "".join(sign for sign in block.text.lower() if sign.isalnum() or sign in " -_")
            anchor = "-".join(kept.strip().split(" "))
            found.setdefault(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor, block.locator)
            seen[anchor] += 1
    return found


def _page(source: _Source, name: str, limits: Limits) -> Page:
    environment: EnvType = {"first_line": source.first_line}
    root = parse_html(_render(source, environment, name, limits), name, limits)
    page = read_tree(root, name, ByLine(name), limits)
    return page._replace(blocks=told_apart([*page.blocks, *_definitions(environment, name)]))


def _render(source: _Source, environment: EnvType, name: str, limits: Limits) -> str:
    parser = _parser(limits.depth)
    try:
        tokens = parser.parse(source.body, environment)
        if any(token.level >= limits.depth - 1 for token in tokens):
            raise _too_deep(name)
        return str(parser.renderer.render(tokens, parser.options, environment))
    except RecursionError as error:
        raise _too_deep(name) from error


def _too_deep(name: str) -> ArtifactError:
    msg = f"{name!r} nests quotes and lists too deeply to be read."
    return ArtifactError("too-deep", msg, fix="Flatten its quotes and lists.")


def _split(text: str) -> _Source:
    """Part the front matter from the body."""
    fence = text[:3]
    if fence not in _FENCES or text[3:4] != "\n":
        return _Source("", 0, text, 0)
    end = text.find(f"\n{fence}", 3)
    after = end + 4
    if end < 0 or text[after : after + 1] not in {"", "\n"}:
        return _Source("", 0, text, 0)
    return _Source(text[4:end], 2, text[after:], text.count("\n", 0, after))


def _front_matter(source: _Source, name: str) -> list[Block]:
    if not source.front_matter.strip():
        return []
    at = f"{name}:L{source.front_line}"
    text = source.front_matter.strip("\n")
    return [Block("metadata", at, text, visibility="hidden", reason="metadata", name="front matter")]


def _definitions(environment: EnvType, name: str) -> Iterator[Block]:
    """Titles of link definitions, which show at most as a tooltip; `[//]: # (note)` is how Markdown hides a comment."""
    for label, definition in environment.get("references", {}).items():
        if definition["title"]:
            at = f"{name}:L{environment['first_line'] + definition['map'][0] + 1} / definition"
            reason = "display-none" if definition["href"] in {"", "#"} else "metadata"
            kind: BlockKind = "comment" if reason == "display-none" else "metadata"
            yield Block(kind, at, definition["title"], visibility="hidden", reason=reason, name=label)


def _problem(body: str, limits: Limits) -> str:
    """Why a text is not taken apart, or the empty string."""
    if len(body) > _MOST_CHARACTERS:
        return f"{len(body):,} characters are too many to take apart"
    lines = body.count("\n")
    if lines > _MOST_LINES:
        return f"{lines:,} lines are too many to take apart"
    if _most_cells(body) > limits.blocks:
        return "its tables have too many cells to take apart"
    if _lazy_steps(body) > _MOST_LAZY_STEPS:
        return "its quotes have too many lines outside them to take apart"
    return ""


def _lazy_steps(body: str) -> int:
    """How many lines the parser may have to look at again and again.

    Wherever a line stands further out than the quote before it, the parser goes on to the end of the paragraph to see
    whether it still belongs to the quote, and where it does not, begins anew on the next line.
    """
    if ">" not in body:
        return 0
    steps = outward = lines = depth = 0
    for line in body.split("\n"):
        if line.strip():
            before, depth = depth, _depth(line)
            outward += depth < before
            lines += 1
        else:
            steps, outward, lines, depth = steps + outward * lines, 0, 0, 0
    return steps + outward * lines


def _depth(line: str) -> int:
    """In how many quotes a line says that it stands."""
    margin = _MARGIN.match(line)
    return margin.group().count(">") if margin else 0


def _most_cells(body: str) -> int:
    """An upper bound of table cells: short rows of a wide table are filled up with empty cells."""
    if "|" not in body:
        return 0
    bars = [(bool(line.strip()), line.count("|")) for line in body.split("\n")]
    runs = ([count for _, count in run] for written, run in groupby(bars, key=lambda bar: bar[0]) if written)
    return sum(len(run) * (max(run) + 1) for run in runs if any(run))


@lru_cache(maxsize=4)
def _parser(depth: int) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": depth}).enable(["table", "strikethrough"])
    parser.core.ruler.before("inline", "source lines", _mark_lines)
    parser.add_render_rule("html_block", _render_html_block)
    return parser


def _mark_lines(state: StateCore) -> None:
    """Write the source line on every block, and leave paragraphs that would take the parser too long as they are."""
    first_line = int(state.env.get("first_line", 0))
    steps = 0
    for token in state.tokens:
        if token.map and token.nesting >= 0:
            token.attrSet(LINE_ATTRIBUTE, str(first_line + token.map[0] + 1))
        if token.type == "inline":
            brackets = token.content.count("[")
            steps += brackets * brackets
            if brackets > _MOST_BRACKETS or steps > _MOST_BRACKET_STEPS:
                token.type = "text"


def _render_html_block(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _environment: EnvType
) -> str:
    """Raw HTML as it is, after a mark that carries its line."""
    token = tokens[index]
    return f'<hr {LINE_ATTRIBUTE}="{token.attrGet(LINE_ATTRIBUTE)}">{token.content}'
