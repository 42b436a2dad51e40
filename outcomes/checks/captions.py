"""Whether figures and tables are captioned, numbered without gaps, and what the text refers to is there."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, passed, places, quoted
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

KINDS: Final = ("docx", "html", "markdown")

_WORDS: Final = {
    "figure": "figure", "fig.": "figure", "fig": "figure", "abbildung": "figure", "abb.": "figure", "chart": "figure",
    "diagram": "figure", "figura": "figure", "table": "table", "tab.": "table", "tabelle": "table",
    "tableau": "table", "tabla": "table",
}  # fmt: skip
_WORD: Final = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_NUMBER: Final = r"(?:[A-Z]\.?-?)?\d{1,3}(?:[.-]\d{1,3})?"
_UNDASHED: Final = r"(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})?"
_CAPTION: Final = re.compile(rf"(?P<word>{_WORD}) ?(?P<number>{_NUMBER})(?=[.:)]? |[.:)]?$|[:.])", re.IGNORECASE)
_MENTION: Final = re.compile(
    # Without going back (`(?>`, `*+`): in `1-1-1-1` each dash may stand within a number or between two.
    rf"\b(?P<word>{_WORD}|figures|figs\.|tables|abbildungen|tabellen) ?(?P<numbers>(?>{_NUMBER})"
    rf"(?>(?:, and |, | and | und | or | to |-| - )(?>{_NUMBER}))*+)(?![\w%])",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(
    r"\b(?:section|chapter|appendix|abschnitt|kapitel) (?P<number>(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4})\b(?!\.?\d)",
    re.IGNORECASE,
)
_OWN_NUMBER: Final = re.compile(
    r"(?:(?:chapter|section|appendix|abschnitt|kapitel) )?"
    r"((?:\d{1,2}|[A-Z](?=[.: )]))(?:\.\d{1,2}){0,4})[.:)]?(?: |$)",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:of|in) (?:the |that |its |their )?(?:\[|[A-Z]|act\b|law\b|code\b|report\b|annex\b|"
    r"regulation\b|directive\b)|§"
)
_PICTORIAL: Final = frozenset({"picture", "chart", "diagram"})
_DIGIT: Final = re.compile("[0-9]")
_LONGEST_CAPTION: Final = 300
_NUMBERED: Final = 3
"""Headings with a number from which references to sections are looked up."""
_PLURALS: Final = {
    "figures": "figure",
    "figs.": "figure",
    "tables": "table",
    "abbildungen": "figure",
    "tabellen": "table",
}


class Captioned(NoArgs):
    """What has to have a caption."""

    of: Literal["figures", "tables", "both"] = Field(
        default="both", description="What needs a caption: figures (pictures, charts, diagrams), tables, or both."
    )


class Mentioned(NoArgs):
    """Whether figures and tables have to be referred to."""

    mentioned: bool = Field(default=True, description="Whether each captioned figure and table has to be referred to.")


class _Caption(NamedTuple):
    kind: str
    number: str
    block: Block


@check(
    "captions",
    summary="Every figure and table has a numbered caption, and the numbers run without gaps or doubles",
    example='check: captions of="figures"',
    args=Captioned,
    kinds=KINDS,
    group="structure",
    meaning=(
        "A caption is a short paragraph that begins with `Figure 3`, `Table 2.1` or the like (English, German, French, "
        "Spanish words), in Word also any paragraph in the Caption style, and stands next to its figure or table, with "
        "nothing but empty paragraphs, notes on sources or other figures between. Pictures that are marked decorative "
        "need none, nor do pictures inside tables, headers and footers. Numbers of each kind begin at 1 and leave "
        "none out; `2.1` counts within chapter 2."
    ),
    source="ISO 2145 and the style guides of most publishers: captions are numbered in order",
    false_positives="Logos and icons that nobody marked as decorative, and tables that only lay out a page.",
)
def captions(artifact: Artifact, args: Captioned, _files: Files) -> CheckResult:
    """Those without a number are captions too, but say nothing of the order."""
    kinds = {"figures": ("figure",), "tables": ("table",), "both": ("figure", "table")}[args.of]
    body = _body(artifact)
    things = [(at, kind) for at, block in enumerate(body) if (kind := _thing(block)) in kinds]
    found = [caption for caption in _captions(body) if caption.kind in kinds]
    if not things and not found:
        return passed("no figures or tables")
    findings = [
        Finding(body[at].locator, f"a {kind} without a caption") for at, kind in things if not _has_caption(body, at)
    ]
    fix = f"Write a numbered caption for {places(findings)}."
    out_of_order = [gap for kind in kinds for gap in _gaps([one for one in found if one.kind == kind], kind)]
    if out_of_order and not findings:
        fix = f"Number the captions in order, beginning at {places(out_of_order)}."
    findings += out_of_order
    measured = f"{count(len(things), 'figure or table', 'figures and tables')}, {count(len(found), 'numbered caption')}"
    return judged(measured, findings, fix)


@check(
    "references_resolve",
    summary="Each figure, table and section that the text refers to is there, and each one captioned is referred to",
    example="check: references_resolve",
    args=Mentioned,
    kinds=KINDS,
    group="structure",
    meaning=(
        "`Figure 3`, `Tables 1 and 2`, `Section 4.1` in running text name a caption or a numbered heading of the same "
        "document. Sections are only looked up where headings carry numbers, and references to another work "
        "(`Section 3 of the Act`) are left alone. With `mentioned`, each captioned figure and table is referred to at "
        "least once outside its own caption. Word's cross-reference errors are found by `no_placeholders`."
    ),
    source="PresentBench and GDPval rubrics: references to figures and tables resolve",
    false_positives="References to the figures of another work that is not named in the same sentence.",
)
def references_resolve(artifact: Artifact, args: Mentioned, _files: Files) -> CheckResult:
    """Whole words with a number; `see above` is for a judge."""
    body = _body(artifact)
    found = _captions(body)
    numbers = {(caption.kind, caption.number) for caption in found}
    captioned = {id(caption.block) for caption in found}
    sections = _section_numbers(body)
    findings: list[Finding] = []
    mentioned: set[tuple[str, str]] = set()
    looked = 0
    for block in body:
        if id(block) in captioned or block.kind in ("heading", "code") or not _DIGIT.search(block.text):
            continue
        text = fold(block.text)
        for kind, number, shown, elsewhere in _mentions(text, sections):
            looked += 1
            mentioned.add((kind, number))
            there = number in sections if kind == "section" else (kind, number) in numbers
            if not there and not elsewhere:
                findings.append(Finding(block.locator, f"{quoted(shown)} is referred to, but is not there"))
    unmentioned = [each for each in found if args.mentioned and (each.kind, each.number) not in mentioned]
    findings += [Finding(each.block.locator, f"{each.kind} {each.number} is never referred to") for each in unmentioned]
    if not looked and not found:
        return passed("no captions, and no references to figures, tables or sections")
    measured = f"{count(looked, 'reference')}, {count(len(found), 'numbered caption')}"
    return judged(measured, findings, f"Mend the reference, or add what is missing, at {places(findings)}.")


CHECKS: Final = (captions, references_resolve)


def _body(artifact: Artifact) -> list[Block]:
    """What stands in the pages' own flow, each piece once; margins and what lies inside tables apart."""
    return [
        block for unit in artifact.units if unit.kind != "margin" and not unit.hidden for block in _flow(unit.blocks)
    ]


def _flow(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if not block.visible:
            continue
        yield block
        if block.kind == "table":
            inside = (part for child in block.children for part in child.walk())
            yield from (part for part in inside if part.visible and part.text and part.kind not in _PICTORIAL)
        elif block.kind not in _PICTORIAL:
            yield from _flow(block.children)


def _thing(block: Block) -> str | None:
    if block.kind in _PICTORIAL:
        return None if block.alt == "" else "figure"
    return "table" if block.kind == "table" and len(block.children) > 1 else None


def _captions(body: Sequence[Block]) -> list[_Caption]:
    found = []
    for block in body:
        if (
            block.kind in ("paragraph", "text_box")
            and len(block.text) <= _LONGEST_CAPTION
            and _DIGIT.search(block.text)
        ):
            text = fold(block.text)
            match = _CAPTION.match(text)
            if match and (_is_styled(block) or not _reads_on(text, match.end())):
                found.append(_Caption(_WORDS[match["word"].lower()], _plain(match["number"]), block))
    return found


def _is_styled(block: Block) -> bool:
    return "caption" in (block.style or "").lower() or "beschriftung" in (block.style or "").lower()


def _reads_on(text: str, end: int) -> bool:
    """`Figure 3 shows that ...` is a sentence about the figure, not its caption."""
    rest = text[end:].lstrip()
    return bool(rest) and rest[0].islower()


def _has_caption(body: Sequence[Block], at: int) -> bool:
    return any(_finds_caption(body, at, step) for step in (-1, 1)) or any(
        _is_caption(child) for child in body[at].children
    )


def _finds_caption(body: Sequence[Block], at: int, step: int) -> bool:
    """Whether a caption comes before any other words, going up or down."""
    own = body[at].locator
    other = at + step
    while 0 <= other < len(body):
        block = body[other]
        if _is_caption(block):
            return True
        inside = block.locator.startswith(own) or own.startswith(block.locator)
        if not inside and (_thing(block) == "table" or (fold(block.text) and not _is_note(block))):
            return False
        other += step
    return False


def _is_caption(block: Block) -> bool:
    return block.kind in ("paragraph", "text_box") and (
        _is_styled(block) or _CAPTION.match(fold(block.text)) is not None
    )


def _is_note(block: Block) -> bool:
    return fold(block.text).lower().startswith(("source", "note", "quelle", "anmerkung"))


def _gaps(found: Sequence[_Caption], kind: str) -> Iterator[Finding]:
    """Doubles, and numbers that are left out; `A.1` and `2.1` are counted within their letter or chapter."""
    times = Counter(caption.number for caption in found)
    seen: set[str] = set()
    last: dict[str, int] = {}
    for caption in found:
        prefix, _, own = caption.number.rpartition(".")
        number, before = int(re.sub(r"\D", "", own) or 0), last.get(prefix, 0)
        if caption.number in seen:
            yield Finding(
                caption.block.locator, f"{kind} {caption.number} is there {count(times[caption.number], 'time')}"
            )
        elif number != before + 1:
            wanted = f"{prefix}." if prefix else ""
            yield Finding(caption.block.locator, f"{kind} {caption.number} where {wanted}{before + 1} is due")
        seen.add(caption.number)
        last[prefix] = max(number, before)


def _plain(number: str) -> str:
    return number.replace("-", ".").strip(".").upper()


def _section_numbers(body: Sequence[Block]) -> frozenset[str]:
    """The numbers of headings and clauses, as written or as Word prints them; empty where headings carry none."""
    headings = [number for block in body if block.kind == "heading" and (number := _own_number(block))]
    if len(headings) < _NUMBERED or 2 * len(headings) < sum(block.kind == "heading" for block in body):
        return frozenset()
    clauses = (_own_number(block) for block in body if block.kind in ("paragraph", "list_item"))
    return frozenset({*headings, *filter(None, clauses)})


def _own_number(block: Block) -> str:
    label = fold(block.label or "").rstrip(".)")
    match = None if label else _OWN_NUMBER.match(fold(block.text[:40]))
    return (match[1] if match else label).upper()


def _mentions(text: str, sections: frozenset[str]) -> Iterator[tuple[str, str, str, bool]]:
    """Kind, number, words, and whether it is said to stand in another work."""
    for match in _MENTION.finditer(text):
        word = match["word"].lower()
        elsewhere = _ELSEWHERE.match(text, min(match.end() + 1, len(text))) is not None
        # In `Figures 1-3` the dash is from one to the other, in `Figure 1-3` it stands between chapter and number.
        for number in re.findall(_UNDASHED if word in _PLURALS else _NUMBER, match["numbers"]):
            yield _PLURALS.get(word) or _WORDS[word], _plain(number), f"{match['word']} {number}", elsewhere
    for match in _SECTION.finditer(text) if sections else ():
        elsewhere = _ELSEWHERE.match(text, min(match.end() + 1, len(text))) is not None
        yield "section", match["number"].upper(), match.group(), elsewhere
