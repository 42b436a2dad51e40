"""What stands in a paragraph: visible text in one string, everything else as child blocks in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from outcomes.artifact import Flag
from outcomes.artifacts.docx.contents import Contents, is_contents
from outcomes.artifacts.docx.drawing import read_drawing
from outcomes.artifacts.docx.fields import fetches, link_target
from outcomes.artifacts.docx.markup import AUTHOR, ID, W, alternative
from outcomes.artifacts.docx.shapes import withdrawn
from outcomes.artifacts.docx.words import Words
from outcomes.artifacts.ooxml.equations import linear
from outcomes.artifacts.ooxml.markup import MC, M, truth
from outcomes.text import clip, raised

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from outcomes.appearance import TextRun
    from outcomes.artifact import Block
    from outcomes.artifacts.docx.cascade import Effect
    from outcomes.artifacts.docx.forms import Form
    from outcomes.artifacts.docx.place import Place
    from outcomes.artifacts.docx.story import Story

_TEXT = f"{W}t"
_RUN_PROPERTIES = f"{W}rPr"
_TYPE = f"{W}type"
_BREAKS = frozenset({"page", "column"})
# Wingdings and Symbol put these in the private use area, where they have no meaning of their own.
_SYMBOLS = {
    "F0A8": "\u2610", "F06F": "\u2610", "F0FE": "\u2612", "F078": "\u2612", "F0FC": "\u2713", "F052": "\u2611",
    "F0E0": "\u2192", "F0E8": "\u2192", "F0B0": "\u00b0", "F0B1": "\u00b1", "F0A3": "\u2264", "F0B3": "\u2265",
}  # fmt: skip
_UNKNOWN_SYMBOL = "\u2022"


@dataclass(frozen=True, slots=True)
class Within:
    """The tracked change and the link that a run lies in."""

    deleted: bool = False
    inserted: bool = False
    linked: bool = False
    author: str | None = None


_NOTHING = Within()


def ends_page(node: etree._Element) -> bool:
    """Whether a `w:br` ends a page or a column rather than a line."""
    return node.get(_TYPE) in _BREAKS


class Inline:
    """Collects one paragraph."""

    def __init__(self, story: Story, node: etree._Element, locator: str, form: Form, place: Place) -> None:
        """`form` is what the paragraph is apart from its words."""
        self.story = story
        self.words = Words(story.reading, locator)
        self.place = place
        self.form = form
        self.equations = ""
        self.breaks = False
        """Whether a page or column ends in it."""
        self.entry = story.lists(node)
        """Whether it belongs to a table of contents."""
        for field in story.fields.open:
            field.start = 0

    @property
    def background(self) -> str:
        """The colour behind the words."""
        return self.form.background

    def read(self, node: etree._Element, within: Within = _NOTHING) -> None:
        """Read the runs in a paragraph or in something that wraps runs."""
        for child in node:
            handle = _IN_PARAGRAPH.get(child.tag)
            if handle is not None:
                handle(self, child, within)
                if self.words.full or self.story.reading.room < 0:
                    break

    def finish(self) -> tuple[str, tuple[TextRun, ...], tuple[Block, ...]]:
        """The paragraph's visible text, how it looks, and its children."""
        for field in self.story.fields.open:
            if not field.in_code:
                self._link(field.start, link_target(field.code))
        return self.words.finish()

    def run(self, node: etree._Element, within: Within, effect: Effect | None = None) -> None:
        """Read one run; `effect` is its look where that is known already."""
        effect = effect or self.form.plain
        for child in node:
            tag = child.tag
            if tag == _TEXT:
                self.write(child.text or "", effect, within)
            elif tag == _RUN_PROPERTIES:
                effect = self.form.effect(child)
            else:
                handle = _IN_RUN.get(tag)
                if handle is not None:
                    handle(self, child, within, effect)

    def write(self, text: str, effect: Effect, within: Within) -> None:
        """Put text where it belongs: deleted, hidden for a reason, or visible."""
        if effect.raised:
            text = raised(text)
        if within.deleted:
            self.words.delete(text, within.author, effect)
            return
        fields = self.story.fields
        if fields.listing:
            self.entry = True
        reason = (fields.concealment() if fields.open else None) or effect.reason
        if reason is None:
            self.words.show(text, effect)
        else:
            self.words.hide(text, reason, effect)

    def _link(self, start: int, target: str | None) -> None:
        if target:
            self.words.name("link", start, target=target)

    # In a paragraph

    def inserted(self, node: etree._Element, within: Within) -> None:
        """A tracked insertion: visible, and named."""
        author, start = node.get(AUTHOR), self.words.position
        self.read(node, replace(within, inserted=True, author=author))
        if not within.inserted:
            self.words.name("inserted", start, author=author)

    def deleted(self, node: etree._Element, within: Within) -> None:
        """A tracked deletion."""
        self.read(node, replace(within, deleted=True, author=node.get(AUTHOR)))

    def hyperlink(self, node: etree._Element, within: Within) -> None:
        """A link to an address, a bookmark or both."""
        rel = self.story.relationship(node)
        anchor = node.get(f"{W}anchor")
        start = self.words.position
        self.read(node, replace(within, linked=True))
        if not within.linked:
            self._link(start, ("" if rel is None else rel.target) + (f"#{anchor}" if anchor else ""))

    def simple_field(self, node: etree._Element, within: Within) -> None:
        """A field whose code is an attribute."""
        code, start = node.get(f"{W}instr") or "", self.words.position
        self._flag_fetching(code)
        if is_contents(code):
            self.story.fields.contents.append(Contents(code))
            self.entry = True
        self.read(node, within)
        self._link(start, link_target(code))

    def control(self, node: etree._Element, within: Within) -> None:
        """A content control inside a paragraph."""
        for content in node.iterchildren(f"{W}sdtContent"):
            self.read(content, within)

    def alternatives(self, node: etree._Element, within: Within) -> None:
        """One of several ways to show the same thing."""
        branch = alternative(node)
        if branch is not None:
            self.read(branch, within)

    def comment_range(self, node: etree._Element, _within: Within) -> None:
        """What a comment is about begins or ends."""
        self.story.comment_range(node, self.words.locator)

    def equation(self, node: etree._Element, within: Within) -> None:
        """A formula, on a line; or several, one a line."""
        formulas = [node] if node.tag == f"{M}oMath" else list(node.iterchildren(f"{M}oMath"))
        text = "\n".join(linear(formula) for formula in formulas)
        self.equations += text
        effect = self.story.reading.cascade.in_family(self.form.plain, None)
        effect.reason = None
        self.write(text, effect, within)

    def bookmark(self, node: etree._Element, _within: Within) -> None:
        """A name that links can lead to."""
        self.story.bookmark(node, self.words.locator, self.place)

    # In a run

    def run_alternatives(self, node: etree._Element, within: Within, effect: Effect) -> None:
        """One of several ways to show the same thing, inside a run."""
        branch = alternative(node)
        if branch is not None:
            self.run(branch, within, effect)

    def white_space(self, node: etree._Element, within: Within, effect: Effect) -> None:
        """Tabs, line breaks and the like."""
        self.breaks = self.breaks or ends_page(node)
        self.write(WHITE_SPACE[node.tag], effect, within)

    def deleted_text(self, node: etree._Element, within: Within, effect: Effect) -> None:
        """Text that is deleted wherever it stands."""
        self.write(node.text or "", effect, replace(within, deleted=True))

    def symbol(self, node: etree._Element, within: Within, effect: Effect) -> None:
        """A character of a symbol font."""
        sign = _SYMBOLS.get((node.get(f"{W}char") or "").upper(), _UNKNOWN_SYMBOL)
        self.write(sign, self.story.reading.cascade.in_family(effect, node.get(f"{W}font")), within)

    def field_code(self, node: etree._Element, _within: Within, _effect: Effect) -> None:
        """A piece of a field's code."""
        self.story.fields.add_code(node.text or "")

    def field_mark(self, node: etree._Element, _within: Within, _effect: Effect) -> None:
        """A field begins, turns from code to result, or ends."""
        ended = self.story.fields.mark(node.get(f"{W}fldCharType"), self.words.position)
        if ended is not None:
            self._flag_fetching(ended.code)
            self._link(ended.start, link_target(ended.code))

    def note_reference(self, node: etree._Element, _within: Within, _effect: Effect) -> None:
        """The raised number of a footnote or endnote."""
        kind = "footnote" if node.tag == f"{W}footnoteReference" else "endnote"
        custom = node.get(f"{W}customMarkFollows")
        self.story.reading.anchors.refer(
            kind, node.get(ID) or "", self.words.locator, custom=custom is not None and truth(custom)
        )

    def comment_reference(self, node: etree._Element, _within: Within, _effect: Effect) -> None:
        """The mark of a comment."""
        self.story.reading.anchors.mention(node.get(ID) or "", self.words.locator)

    def ruby(self, node: etree._Element, within: Within, effect: Effect) -> None:
        """Text with its pronunciation above it, which goes in parentheses behind it."""
        for name, lead, tail in (("rubyBase", "", ""), ("rt", "(", ")")):
            for part in node.iterchildren(f"{W}{name}"):
                self.write(lead, effect, within)
                self.read(part, within)
                self.write(tail, effect, within)

    def drawing(self, node: etree._Element, within: Within, effect: Effect) -> None:
        """A picture, chart, diagram, text box or embedded object."""
        for block in read_drawing(self, node):
            if within.deleted:
                self.words.add(withdrawn(block, "markup", "deleted"))
            elif effect.reason == "vanish":
                self.words.add(withdrawn(block, "hidden", "vanish"))
            else:
                self.words.add(block)

    def _flag_fetching(self, code: str) -> None:
        name = fetches(code)
        if name is not None:
            detail = f"a field pulls in something from outside: {clip(code)}"
            self.story.reading.flags.append(Flag("external-link", detail, locator=self.words.locator))


_IN_PARAGRAPH: dict[str, Callable[[Inline, etree._Element, Within], None]] = {
    f"{W}r": Inline.run,
    f"{W}ins": Inline.inserted,
    f"{W}moveTo": Inline.inserted,
    f"{W}del": Inline.deleted,
    f"{W}moveFrom": Inline.deleted,
    f"{W}hyperlink": Inline.hyperlink,
    f"{W}fldSimple": Inline.simple_field,
    f"{W}sdt": Inline.control,
    f"{W}sdtContent": Inline.read,
    f"{W}smartTag": Inline.read,
    f"{W}customXml": Inline.read,
    f"{W}dir": Inline.read,
    f"{W}bdo": Inline.read,
    f"{W}commentRangeStart": Inline.comment_range,
    f"{W}commentRangeEnd": Inline.comment_range,
    f"{W}bookmarkStart": Inline.bookmark,
    f"{M}oMath": Inline.equation,
    f"{M}oMathPara": Inline.equation,
    f"{MC}AlternateContent": Inline.alternatives,
}
WHITE_SPACE = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
}
_IN_RUN: dict[str, Callable[[Inline, etree._Element, Within, Effect], None]] = {
    **dict.fromkeys(WHITE_SPACE, Inline.white_space),
    f"{W}delText": Inline.deleted_text,
    f"{W}sym": Inline.symbol,
    f"{W}instrText": Inline.field_code,
    f"{W}fldChar": Inline.field_mark,
    f"{W}footnoteReference": Inline.note_reference,
    f"{W}endnoteReference": Inline.note_reference,
    f"{W}commentReference": Inline.comment_reference,
    f"{W}ruby": Inline.ruby,
    f"{W}drawing": Inline.drawing,
    f"{W}pict": Inline.drawing,
    f"{W}object": Inline.drawing,
    f"{MC}AlternateContent": Inline.run_alternatives,
}
