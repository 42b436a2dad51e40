"""The parts that every PowerPoint file of ours has: one master, its layouts, a notes master, the presentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from outcomes.testing._ooxml import attribute, emu, xmlns
from outcomes.text import did_you_mean

SLIDE_WIDTH: Final = 12_192_000
SLIDE_HEIGHT: Final = 6_858_000
FIRST_MASTER_ID: Final = 2_147_483_648
"""Masters and layouts share one range of ids, which begins here."""
TABLE_STYLE: Final = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
TREE_HEAD: Final = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
OWN_COLOURS: Final = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"

_MAP: Final = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
_BACKGROUND: Final = '<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
_WORDS: Final = {
    "title": "Click to edit Master title style",
    "ctrTitle": "Click to edit Master title style",
    "subTitle": "Click to edit Master subtitle style",
    "body": "Click to edit Master text styles",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder: its type (`None` for a content placeholder), its index, and its place in inches."""

    kind: str | None
    index: int
    box: tuple[float, float, float, float]

    @property
    def mark(self) -> str:
        """The `p:ph` element by which a slide's shape says which placeholder it fills."""
        return f"<p:ph{attribute('type', self.kind)}{attribute('idx', str(self.index) if self.index else None)}/>"


_TITLE: Final = Place("title", 0, (0.9, 0.4, 11.5, 1.2))
_CONTENT: Final = Place(None, 1, (0.9, 1.8, 11.5, 4.8))

LAYOUTS: Final[dict[str, tuple[str, tuple[Place, ...]]]] = {
    "Title Slide": (
        "title",
        (Place("ctrTitle", 0, (1.7, 1.2, 10.0, 2.4)), Place("subTitle", 1, (1.7, 3.9, 10.0, 1.6))),
    ),
    "Title and Content": ("obj", (_TITLE, _CONTENT)),
    "Title Only": ("titleOnly", (_TITLE,)),
    "Blank": ("blank", ()),
}
"""A layout's name -> PowerPoint's type for it, and its placeholders."""


def layout_hint(name: str) -> str:
    """What to say about a layout that does not exist."""
    return f"unknown layout {name!r}.{did_you_mean(name, LAYOUTS)} There are: {', '.join(LAYOUTS)}"


def frame(box: tuple[float, float, float, float], tag: str = "a") -> str:
    """Position and size, given in inches: x, y, width, height."""
    x, y, width, height = map(emu, box)
    return f'<{tag}:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></{tag}:xfrm>'


def layout(name: str) -> str:
    """One slide layout."""
    kind, places = LAYOUTS[name]
    shapes = "".join(_prompt(number, place) for number, place in enumerate(places, start=2))
    return (
        f'<p:sldLayout {xmlns("a", "r", "p")} type="{kind}" preserve="1"><p:cSld name="{name}">'
        f"<p:spTree>{TREE_HEAD}{shapes}</p:spTree></p:cSld>{OWN_COLOURS}</p:sldLayout>"
    )


def master(layout_relationships: list[str]) -> str:
    """The slide master, which refers to the layouts by the given relationship ids."""
    places = (_TITLE, Place("body", 1, _CONTENT.box))
    shapes = "".join(_prompt(number, place) for number, place in enumerate(places, start=2))
    layouts = "".join(
        f'<p:sldLayoutId id="{FIRST_MASTER_ID + at}" r:id="{identifier}"/>'
        for at, identifier in enumerate(layout_relationships, start=1)
    )
    return (
        f"<p:sldMaster {xmlns('a', 'r', 'p')}><p:cSld>{_BACKGROUND}<p:spTree>{TREE_HEAD}{shapes}</p:spTree></p:cSld>"
        f"{_MAP}<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst>{_text_styles()}</p:sldMaster>"
    )


def notes_master() -> str:
    """The master of the speaker notes: the slide's picture above, the text below."""
    styles = "".join(_level(level, 1200, "minor", "", 0) for level in range(1, 10))
    return (
        f"<p:notesMaster {xmlns('a', 'r', 'p')}><p:cSld>{_BACKGROUND}<p:spTree>{TREE_HEAD}"
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" '
        'noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{frame((0.75, 1.25, 6.0, 3.375))}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:sp>'
        f"{_prompt(3, Place('body', 3, (0.75, 4.8, 6.0, 3.9)))}</p:spTree></p:cSld>{_MAP}"
        f"<p:notesStyle>{styles}</p:notesStyle></p:notesMaster>"
    )


def presentation(master_relationship: str, notes_relationship: str | None, slides: list[str]) -> str:
    """The main part: which master, which slides in which order, how large."""
    notes = f'<p:notesMasterId r:id="{notes_relationship}"/>' if notes_relationship else ""
    slide_ids = "".join(f'<p:sldId id="{256 + at}" r:id="{identifier}"/>' for at, identifier in enumerate(slides))
    return (
        f'<p:presentation {xmlns("a", "r", "p")} saveSubsetFonts="1">'
        f'<p:sldMasterIdLst><p:sldMasterId id="{FIRST_MASTER_ID}" r:id="{master_relationship}"/></p:sldMasterIdLst>'
        f"{f'<p:notesMasterIdLst>{notes}</p:notesMasterIdLst>' if notes else ''}"
        f"{f'<p:sldIdLst>{slide_ids}</p:sldIdLst>' if slide_ids else ''}"
        f'<p:sldSz cx="{SLIDE_WIDTH}" cy="{SLIDE_HEIGHT}"/><p:notesSz cx="{SLIDE_HEIGHT}" cy="9144000"/>'
        "</p:presentation>"
    )


def table_styles() -> str:
    """The part that names the table style of new tables; PowerPoint knows the style itself."""
    return f'<a:tblStyleLst {xmlns("a")} def="{TABLE_STYLE}"/>'


def _prompt(number: int, place: Place) -> str:
    """A placeholder on a master or layout, with the words that PowerPoint shows while it is empty."""
    kind = place.kind or "body"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{"Title" if "itle" in kind else "Text"} Placeholder '
        f'{number - 1}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{place.mark}</p:nvPr></p:nvSpPr>'
        f'<p:spPr>{frame(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{_WORDS[kind]}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _text_styles() -> str:
    title = _level(1, 4400, "major", "<a:buNone/>", 0)
    body = "".join(
        _level(level, size, "minor", '<a:buFont typeface="Arial"/><a:buChar char="\u2022"/>', level)
        for level, size in enumerate((2800, 2400, 2000, 1800, 1800, 1800, 1800, 1800, 1800), start=1)
    )
    other = "".join(_level(level, 1800, "minor", "", 0) for level in range(1, 10))
    return (
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{other}</p:otherStyle></p:txStyles>"
    )


def _level(level: int, size: int, font: str, bullet: str, indents: int) -> str:
    place = f' marL="{457_200 * indents - 228_600}" indent="-228600"' if indents else ' marL="0"'
    prefix = "mj" if font == "major" else "mn"
    return (
        f'<a:lvl{level}pPr{place} algn="l">{bullet}<a:defRPr sz="{size}" kern="1200"><a:solidFill>'
        f'<a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+{prefix}-lt"/><a:ea typeface="+{prefix}-ea"/>'
        f'<a:cs typeface="+{prefix}-cs"/></a:defRPr></a:lvl{level}pPr>'
    )
