"""What a paragraph is apart from its words: style, heading, list, background, setting of lines, looks of runs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from outcomes.artifacts.docx.look import AUTOMATIC, PLAIN, UNKNOWN
from outcomes.artifacts.docx.markup import VAL, W, by_tag, list_level, said, value
from outcomes.artifacts.docx.run_properties import Key, look_key, look_of, read_shade
from outcomes.artifacts.docx.spacing import Spacing, layered, paragraph_format, read_spacing
from outcomes.artifacts.docx.styles import ParagraphStyle, heading_level
from outcomes.artifacts.ooxml.markup import truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from outcomes.appearance import ParagraphFormat
    from outcomes.artifacts.docx.cascade import Cascade, Effect, Surroundings
    from outcomes.artifacts.docx.numbering import Numbering

_NUMBERING, _SECTION = f"{W}numPr", f"{W}sectPr"
_BY_VALUE = frozenset(
    f"{W}{name}" for name in ("pStyle", "outlineLvl", "jc", "contextualSpacing", "bidi", "pageBreakBefore")
)
_BY_ATTRIBUTES = frozenset({f"{W}shd", f"{W}spacing", f"{W}ind"})
_PARAGRAPH, _PROPERTIES, _STYLE, _TABLE = f"{W}p", f"{W}pPr", f"{W}pStyle", f"{W}tbl"
_PASSED_OVER = frozenset(
    f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd")
)
_NO_LIST = "0"
_MANY_LOOKS = 10_000
_BLOCKS_A_LOOK = 3


class Form:
    """Everything that paragraphs with the same properties in the same surroundings share."""

    __slots__ = (
        "_effects", "_formats", "_owner", "around", "background", "breaks", "contextual", "format",
        "heading", "level", "number_list", "plain", "said", "style", "style_id",
    )  # fmt: skip

    def __init__(self, owner: Forms, around: Surroundings, properties: etree._Element | None) -> None:
        """Resolve a `w:pPr`."""
        own = by_tag(properties)
        style_id = said(own.get(_STYLE))
        styles = owner.cascade.styles
        style = styles.paragraph(style_id)
        outline = said(own.get(f"{W}outlineLvl"))
        self._owner = owner
        self.around = around
        self.style = style
        self.style_id = styles.resolved(style_id)
        self.heading = style.heading if outline is None else heading_level(outline)
        """Heading level from 1."""
        self.number_list, self.level = _numbered(own.get(_NUMBERING), style_id, style, owner.numbering)
        """The list that it is counted in, if any, and the level from 0."""
        self.background = _shaded(read_shade(own.get(f"{W}shd"), styles.theme), style.shade, around.background)
        page_break = own.get(f"{W}pageBreakBefore")
        self.breaks = _SECTION in own or (page_break is not None and truth(page_break.get(VAL)))
        """Whether it begins a page or ends a section."""
        self.said = self._spacing(properties, own)
        self.contextual = self.said.get("contextualSpacing", "0") != "0"
        self.format = paragraph_format(self.said, alike_before=None, alike_after=None)
        """The setting of its lines, where its neighbours have no say in it."""
        self._effects = owner.effects(style, around, self.background)
        self._formats: dict[tuple[bool | None, bool | None], ParagraphFormat] = {}
        self.plain = self._known(())
        """The look of runs without properties of their own."""

    def effect(self, properties: etree._Element) -> Effect:
        """The look of runs with these properties."""
        key = look_key(properties)
        return self._effects.get(key) or self._known(key)

    def format_of(self, node: etree._Element) -> ParagraphFormat:
        """The setting of one paragraph's lines where spacing is contextual, and depends on its neighbours' styles."""
        before = node.getprevious()
        last, last_style = self._owner.last
        alike = (
            last_style == self.style_id if before is last is not None else self._alike(before, forward=False),
            self._alike(node.getnext(), forward=True),
        )
        self._owner.last = node, self.style_id
        found = self._formats.get(alike)
        if found is None:
            found = self._formats[alike] = paragraph_format(self.said, alike_before=alike[0], alike_after=alike[1])
        return found

    def _known(self, key: Key) -> Effect:
        effect = self._effects.get(key)
        if effect is None:
            self._owner.count()
            cascade = self._owner.cascade
            own = look_of(key, cascade.styles.theme) if key else PLAIN
            effect = self._effects[key] = cascade.effect(self.style, self.around, self.background, own)
        return effect

    def _spacing(self, properties: etree._Element | None, own: dict[str, etree._Element]) -> Spacing:
        """A list's indents stand above those of styles that do not name the list, and below everything nearer."""
        owner, upper = self._owner, {}
        by_list = owner.numbering.spacing(self.number_list, self.level) if self.number_list is not None else {}
        direct = _NUMBERING in own
        for link in self.style.chain:
            if link.number_list is not None and not direct:
                upper.update(by_list)
            upper.update(link.spacing)
        if direct:
            upper.update(by_list)
        upper.update(read_spacing(properties))
        return layered(owner.cascade.styles.default_spacing, dict(self.around.spacing), self.style.usual, upper)

    def _alike(self, other: etree._Element | None, *, forward: bool) -> bool | None:
        """Whether the next paragraph in a direction, from `other` on, has the same style."""
        while other is not None:
            tag = other.tag
            if tag == _PARAGRAPH:
                return self._owner.style_of(other) == self.style_id
            if tag not in _PASSED_OVER:
                return False if tag in {_TABLE, _SECTION} else None
            other = other.getnext() if forward else other.getprevious()
        return False


class Forms:
    """The forms of one document, each made once."""

    def __init__(self, cascade: Cascade, numbering: Numbering, spend: Callable[[int], None]) -> None:
        """Looks things up in the styles and lists of the document; `spend` is told what unusually many looks cost."""
        self.cascade = cascade
        self.numbering = numbering
        self._forms: dict[Surroundings, dict[Key, Form]] = {}
        self._looks: dict[tuple[int, Surroundings, str], dict[Key, Effect]] = {}
        self._kept: list[ParagraphStyle] = []
        self._spend = spend
        self._made = 0
        self.last: tuple[etree._Element | None, str | None] = None, None
        """The paragraph whose neighbours were looked at last, and its style: most often the one before the next."""

    def within(self, around: Surroundings) -> dict[Key, Form]:
        """The forms that are known in some surroundings; to be handed to `form`."""
        known = self._forms.get(around)
        if known is None:
            self.count()
            known = self._forms[around] = {}
        return known

    def form(self, known: dict[Key, Form], around: Surroundings, properties: etree._Element | None) -> Form:
        """The form of a paragraph with these properties."""
        key = () if properties is None else _form_key(properties)
        form = known.get(key)
        if form is None:
            self.count()
            form = known[key] = Form(self, around, properties)
        return form

    def count(self) -> None:
        """One more look that was not known: costly, and more of them than any honest document has count as blocks."""
        self._made += 1
        if self._made > _MANY_LOOKS:
            self._spend(_BLOCKS_A_LOOK)

    def forget(self) -> None:
        """Let go of the forms, which know their owner."""
        self._forms.clear()

    def style_of(self, paragraph: etree._Element) -> str | None:
        """The id of the style that a paragraph has."""
        properties = paragraph[0] if len(paragraph) else None
        if properties is None or properties.tag != _PROPERTIES or len(properties) == 0:
            return self.cascade.styles.resolved(None)
        style = properties[0]
        return self.cascade.styles.resolved(style.get(VAL) if style.tag == _STYLE else value(properties, "pStyle"))

    def effects(self, style: ParagraphStyle, around: Surroundings, background: str) -> dict[Key, Effect]:
        """The looks that are known for runs in a style and in some surroundings."""
        key = (id(style), around, background)
        if key not in self._looks:
            self._kept.append(style)  # an id means nothing once its owner is gone
            self._looks[key] = {}
        return self._looks[key]

    def language(self) -> str | None:
        """The language that most of the text is marked as (BCP 47); `None` where the file does not say."""
        characters: Counter[str] = Counter()
        for effects in self._looks.values():
            for effect in effects.values():
                characters[effect.language or ""] += effect.seen
                characters[effect.east_language or ""] += effect.seen_east
        found = characters.most_common(1)
        name = found[0][0] if found and found[0][1] else self.cascade.styles.language
        return name if name and name != UNKNOWN else None


def _form_key(properties: etree._Element) -> Key:
    key: list[object] = []
    for node in properties:
        tag = node.tag
        if tag in _BY_VALUE:
            key += (tag, node.get(VAL))
        elif tag in _BY_ATTRIBUTES:
            key += (tag, tuple(node.items()))
        elif tag == _NUMBERING:
            key.append(tag)
            for child in node:
                key += (child.tag, child.get(VAL))
        elif tag == _SECTION:
            key.append(tag)
    return tuple(key)


def _numbered(
    own: etree._Element | None, style_id: str | None, style: ParagraphStyle, numbering: Numbering
) -> tuple[str | None, int]:
    """The list and the level in it; the paragraph's own numbering wins over its style's."""
    number_list = style.number_list if own is None else value(own, "numId") or style.number_list
    if number_list is None or number_list == _NO_LIST:
        return None, 0
    own_level = value(own, "ilvl")
    if own_level is not None:
        return number_list, list_level(own_level)
    if style.number_level is not None:
        return number_list, style.number_level
    return number_list, numbering.level_of(number_list, style_id)


def _shaded(own: str | None, style: str | None, inherited: str) -> str:
    """The background that remains when a shade is painted over another, or is not."""
    shade = style if own is None else own
    return inherited if shade is None or shade == AUTOMATIC else shade
