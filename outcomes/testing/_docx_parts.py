"""The parts that every Word file of ours has: styles, numbering, settings."""

from __future__ import annotations

from typing import Final

from outcomes.testing._docx_body import Paragraph, Run
from outcomes.testing._ooxml import xmlns

BULLETS: Final = 1
"""The `w:num` of every bullet list; numbered lists follow, one each, so that each begins at 1."""
LEVELS: Final = 9
"""Word knows as many heading and list levels."""

_SIZES: Final = (32, 26, 24, 22, 22, 22, 22, 22, 22)
_FONTS: Final = (
    '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" '
    'w:cstheme="minorBidi"/>'
)
_HEADING_FONTS: Final = _FONTS.replace("minor", "major")
_GRID: Final = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_CELL_MARGINS: Final = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)

PARAGRAPH_STYLES: Final = {
    "Title": ("Title", '<w:spacing w:after="120"/>', f'{_HEADING_FONTS}<w:sz w:val="56"/>'),
    "Subtitle": ("Subtitle", '<w:spacing w:after="160"/>', '<w:color w:val="595959"/><w:sz w:val="28"/>'),
    "Quote": ("Quote", '<w:ind w:left="720" w:right="720"/>', "<w:i/>"),
    "Caption": ("caption", '<w:spacing w:after="200"/>', '<w:i/><w:sz w:val="18"/>'),
    "ListParagraph": ("List Paragraph", '<w:ind w:left="720"/><w:contextualSpacing/>', ""),
    "Header": ("header", "", ""),
    "Footer": ("footer", "", ""),
    "FootnoteText": ("footnote text", '<w:spacing w:after="0"/>', '<w:sz w:val="20"/>'),
    "CommentText": ("annotation text", "", '<w:sz w:val="20"/>'),
}
"""Style id -> the name that Word shows, paragraph properties, run properties."""


def styles() -> str:
    """The style part: `Normal`, nine headings with their outline levels, and what the builder refers to."""
    headings = "".join(_heading(level) for level in range(1, LEVELS + 1))
    others = "".join(_paragraph_style(key, *value) for key, value in PARAGRAPH_STYLES.items())
    return (
        f"<w:styles {xmlns('w')}><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}"
        '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        f"{headings}{others}{_OTHER_STYLES}</w:styles>"
    )


def numbering(numbered_lists: int) -> str:
    """One bullet list and as many numbered ones as the document has."""
    bullets = "".join(_level(level, "bullet", "\u2022" if level % 2 == 0 else "\u2013") for level in range(LEVELS))
    decimals = "".join(_level(level, "decimal", f"%{level + 1}.") for level in range(LEVELS))
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = "".join(
        f'<w:num w:numId="{BULLETS + 1 + at}"><w:abstractNumId w:val="1"/>{restart}</w:num>'
        for at in range(numbered_lists)
    )
    return (
        f"<w:numbering {xmlns('w')}>"
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{bullets}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{decimals}</w:abstractNum>'
        f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="0"/></w:num>{numbers}</w:numbering>'
    )


def settings(*, footnotes: bool) -> str:
    """The settings part; notes need their two separators named here."""
    separators = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if footnotes else ""
    return (
        f'<w:settings {xmlns("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>{separators}'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat></w:settings>'
    )


def footnotes(texts: list[str]) -> str:
    """The footnote part: two separators, then the notes, numbered from 1."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    style = '<w:pStyle w:val="FootnoteText"/>'
    notes = "".join(
        f'<w:footnote w:id="{number}">{Paragraph(style, [Run(raw=mark), Run(" " + text)]).xml()}</w:footnote>'
        for number, text in enumerate(texts, start=1)
    )
    return f"<w:footnotes {xmlns('w')}>{separators}{notes}</w:footnotes>"


def _heading(level: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>'
        f'</w:pPr><w:rPr>{_HEADING_FONTS}<w:color w:val="2F5496"/><w:sz w:val="{_SIZES[level - 1]}"/></w:rPr></w:style>'
    )


def _paragraph_style(identifier: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _level(level: int, number_format: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
    )


_OTHER_STYLES: Final = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    f'<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_CELL_MARGINS}</w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_GRID}</w:tblBorders></w:tblPr></w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
)
