"""Hostile Word documents: long, deep, looping, and full of numbers that are none."""

# ruff: noqa: E501 - markup is read best where a tag is not broken
from __future__ import annotations

from typing import Final

from tests.artifacts.ooxml_files import part, relationships
from tests.fuzz.odd import NUMBERS
from tests.hostile.building import ANY, OK, Files, document, with_part

FILES = Files()
_P: Final = "<w:p><w:r><w:t>seen</w:t></w:r></w:p>"
_BOUNDED: Final = "ok|ok+flag:truncated|error:too-large|error:too-deep"


@FILES.add(".docx", _BOUNDED, slow=True)
def a_million_runs() -> bytes:
    return document(f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * 980_000}</w:p>")


@FILES.add(".docx", _BOUNDED, slow=True)
def a_quarter_of_a_million_runs_each_in_other_letters() -> bytes:
    runs = "".join(
        f'<w:r><w:rPr><w:sz w:val="{n % 3000 + 2}"/><w:color w:val="{n:06X}"/></w:rPr><w:t>x</w:t></w:r>'
        for n in range(250_000)
    )
    return document(f"<w:p>{runs}</w:p>")


@FILES.add(".docx", OK, slow=True)
def styles_based_on_each_other_ten_thousand_deep() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:name w:val="S{n}"/><w:basedOn w:val="S{n + 1}"/><w:rPr><w:b/></w:rPr></w:style>'
        for n in range(10_000)
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="S{n}"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>' for n in range(0, 10_000, 5)
    )
    return with_part("styles", styles, body)


@FILES.add(".docx", OK, slow=True)
def styles_in_rings() -> bytes:
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{kind}{n}"><w:basedOn w:val="{kind}{(n + 1) % 500}"/><w:link w:val="{kind}{n}"/>'
        f'<w:next w:val="{kind}{n}"/></w:style>'
        for kind in ("paragraph", "character", "table", "numbering")
        for n in range(500)
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="paragraph{n}"/></w:pPr><w:r><w:rPr><w:rStyle w:val="character{n}"/></w:rPr><w:t>x</w:t></w:r></w:p>'
        f'<w:tbl><w:tblPr><w:tblStyle w:val="table{n}"/></w:tblPr><w:tr><w:tc>{_P}</w:tc></w:tr></w:tbl>'
        for n in range(500)
    )
    return with_part("styles", styles, body)


@FILES.add(".docx", OK, slow=True)
def ten_thousand_lists_of_ten_thousand_levels() -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%{n}."/></w:lvl>' for n in range(10_000)
    )
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(10_000))
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="{n}"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
        for n in range(10_000)
    )
    return with_part("numbering", f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}', body)


@FILES.add(".docx", OK)
def lists_that_begin_at_the_end_of_all_numbers() -> bytes:
    formats = (
        "upperRoman",
        "lowerLetter",
        "decimalZero",
        "ordinalText",
        "cardinalText",
        "chicago",
        "hex",
        "aiueo",
        "x" * 1000,
    )
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{"%1" * 500}"/></w:lvl></w:abstractNum><w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n, (form, start) in enumerate(
            (form, start) for form in formats for start in ("999999999", "-5", "1e300", "9" * 4400)
        )
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:numId w:val="{n}"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
        for n in range(36)
        for _ in "ab"
    )
    return with_part("numbering", made, body)


@FILES.add(".docx", OK)
def list_styles_that_lead_to_each_other() -> bytes:
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:numStyleLink w:val="L{(n + 1) % 9}"/><w:styleLink w:val="L{n}"/></w:abstractNum>'
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(9)
    )
    styles = "".join(
        f'<w:style w:type="numbering" w:styleId="L{n}"><w:pPr><w:numPr><w:numId w:val="{n}"/></w:numPr></w:pPr></w:style>'
        for n in range(9)
    )
    parts = {"word/styles.xml": part("w:styles", styles), "word/numbering.xml": part("w:numbering", made)}
    body = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    return document(body, parts=parts, rels=(("rS", "styles", "styles.xml"), ("rN", "numbering", "numbering.xml")))


@FILES.add(".docx", OK)
def cells_that_span_the_world_both_ways() -> bytes:
    cells = "".join(
        f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/><w:vMerge w:val="{merge}"/></w:tcPr>{_P}</w:tc>'
        for span in ("20000000", "2147483648", "-7", "0", "1e9", "x")
        for merge in ("restart", "continue")
    )
    row = f'<w:tr><w:trPr><w:gridBefore w:val="999999999"/><w:gridAfter w:val="999999999"/></w:trPr>{cells}</w:tr>'
    return document(f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * 500}</w:tblGrid>{row * 50}</w:tbl>")


@FILES.add(".docx", _BOUNDED, slow=True)
def a_column_merged_down_a_hundred_thousand_rows() -> bytes:
    row = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{_P}</w:tc></w:tr>"
    return document(
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{_P}</w:tc></w:tr>{row * 60_000}</w:tbl>'
    )


@FILES.add(".docx", _BOUNDED)
def tables_inside_tables() -> bytes:
    return document("<w:tbl><w:tr><w:tc>" * 60 + _P + "</w:tc></w:tr></w:tbl>" * 60)


@FILES.add(".docx", _BOUNDED, slow=True)
def fields_that_never_end() -> bytes:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" HYPERLINK "x" </w:instrText></w:r>'
    return document(f"<w:p>{field * 60_000}</w:p>{_P}")


@FILES.add(".docx", _BOUNDED)
def fields_that_end_and_never_begin() -> bytes:
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return document(f"<w:p>{end * 10_000}</w:p>{_P}")


@FILES.add(".docx", _BOUNDED, slow=True)
def a_hundred_thousand_bookmarks_of_one_name() -> bytes:
    marks = "".join(f'<w:bookmarkStart w:id="{n}" w:name="same"/>' for n in range(100_000))
    return document(f'<w:p>{marks}<w:hyperlink w:anchor="same"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>')


@FILES.add(".docx", _BOUNDED, slow=True)
def fifty_thousand_comments_on_one_word() -> bytes:
    made = "".join(f'<w:comment w:id="{n}" w:author="A">{_P}</w:comment>' for n in range(50_000))
    starts = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(50_000))
    return with_part("comments", made, f"<w:p>{starts}<w:r><w:t>x</w:t></w:r></w:p>")


@FILES.add(".docx", _BOUNDED)
def notes_that_refer_to_themselves() -> bytes:
    note = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>x</w:t></w:r></w:p>'
    return with_part("footnotes", f'<w:footnote w:id="1">{note}</w:footnote>', note * 2_000)


@FILES.add(".docx", _BOUNDED)
def alternatives_within_alternatives() -> bytes:
    """Whoever reads both the choice and the fallback reads a million of them."""
    inner = _P
    for _ in range(14):
        inner = f"<mc:AlternateContent><mc:Choice Requires='wps'>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent>"
    return document(inner)


@FILES.add(".docx", _BOUNDED)
def boxes_within_boxes() -> bytes:
    start = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    return document(start * 30 + _P + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>" * 30)


@FILES.add(".docx", _BOUNDED, slow=True)
def a_long_header_in_two_thousand_sections() -> bytes:
    header = part("w:hdr", f"<w:p><w:r><w:t>{'words and ' * 20_000}</w:t></w:r></w:p>" * 3)
    section = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rH"/></w:sectPr></w:pPr></w:p>'
    return document(section * 2_000, parts={"word/header1.xml": header}, rels=(("rH", "header", "header1.xml"),))


@FILES.add(".docx", _BOUNDED)
def a_formula_two_hundred_deep() -> bytes:
    return document(
        f"<w:p><m:oMath>{'<m:f><m:num>' * 110}<m:r><m:t>x</m:t></m:r>{'</m:num></m:f>' * 110}</m:oMath></w:p>"
    )


@FILES.add(".docx", _BOUNDED, slow=True)
def a_formula_of_a_hundred_thousand_fractions() -> bytes:
    one = "<m:f><m:num><m:r><m:t>x</m:t></m:r></m:num><m:den><m:r><m:t>y</m:t></m:r></m:den></m:f>"
    return document(f"<w:p><m:oMath>{one * 100_000}</m:oMath></w:p>")


@FILES.add(".docx", _BOUNDED)
def a_chart_that_claims_ten_million_points() -> bytes:
    points = '<c:ptCount val="10000000"/><c:pt idx="0"><c:v>1</c:v></c:pt><c:pt idx="9999999"><c:v>NaN</c:v></c:pt><c:pt idx="4294967295"><c:v>1e999</c:v></c:pt>'
    series = f'<c:ser><c:idx val="0"/><c:cat><c:strRef><c:strCache>{points}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>{points}</c:numCache></c:numRef></c:val></c:ser>'
    chart = part("c:chartSpace", f"<c:chart><c:plotArea><c:barChart>{series * 50}</c:barChart></c:plotArea></c:chart>")
    frame = '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="x/chart"><c:chart r:id="rC"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    return document(frame * 20, parts={"word/charts/chart1.xml": chart}, rels=(("rC", "chart", "charts/chart1.xml"),))


@FILES.add(".docx", OK)
def every_number_that_is_none() -> bytes:
    odd = [number.replace("&", "") for number in NUMBERS]
    runs = "".join(
        f'<w:p><w:pPr><w:spacing w:before="{n}" w:line="{n}"/><w:ind w:left="{n}" w:hanging="{n}"/><w:outlineLvl w:val="{n}"/></w:pPr>'
        f'<w:r><w:rPr><w:sz w:val="{n}"/><w:color w:val="{n}"/><w:w w:val="{n}"/><w:spacing w:val="{n}"/><w:vanish w:val="{n}"/></w:rPr><w:t>x</w:t></w:r>'
        f'<w:r><w:sym w:char="{n}" w:font="Symbol"/></w:r></w:p>'
        for n in odd
    )
    pages = "".join(
        f'<w:p><w:pPr><w:sectPr><w:pgSz w:w="{n}" w:h="{n}"/><w:pgMar w:top="{n}" w:left="{n}"/></w:sectPr></w:pPr></w:p>'
        for n in odd
    )
    return document(runs + pages)


@FILES.add(".docx", OK)
def symbols_that_are_half_characters() -> bytes:
    return document(
        "".join(
            f'<w:p><w:r><w:sym w:char="{code}" w:font="x"/></w:r></w:p>'
            for code in ("D800", "DFFF", "110000", "-1", "0", "FFFFFFFFFF", "FFFE", "0008")
        )
    )


@FILES.add(".docx", ANY)
def pictures_of_impossible_size() -> bytes:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9223372036854775808" cy="-1"/><wp:docPr id="1" name="x"/><a:graphic><a:graphicData>'
        '<pic:pic><pic:blipFill><a:blip r:embed="rI"/><a:srcRect l="-2147483648" r="999999999999"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\2\0\0\0"
    return document(drawing, parts={"word/media/a.png": png}, rels=(("rI", "image", "media/a.png"),))


@FILES.add(".docx", "ok+flag:altchunk|ok+flag:alt-chunk|ok+flag:imported-content")
def a_document_that_imports_itself() -> bytes:
    return document(f'{_P}<w:altChunk r:id="rA"/>', rels=(("rA", "aFChunk", "document.xml"),))


@FILES.add(".docx", _BOUNDED, slow=True)
def changes_within_changes() -> bytes:
    inner = (
        "<w:ins w:author='a'><w:del w:author='b'>" * 60
        + "<w:r><w:delText>x</w:delText></w:r>"
        + "</w:del></w:ins>" * 60
    )
    return document(f"<w:p>{inner}</w:p>" * 200)


@FILES.add(".docx", _BOUNDED, slow=True)
def a_hundred_thousand_empty_paragraphs() -> bytes:
    return document("<w:p/>" * 190_000 + _P)


@FILES.add(".docx", _BOUNDED, slow=True)
def thirty_thousand_headings_and_a_table_of_contents() -> bytes:
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    headings = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Heading {n}</w:t></w:r></w:p>' for n in range(30_000)
    )
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    toc = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr>{begin if not n else ""}<w:r><w:t>Heding {n}\t{n}</w:t></w:r></w:p>'
        for n in range(30_000)
    )
    return with_part("styles", styles, toc + headings)


@FILES.add(".docx", _BOUNDED, slow=True)
def a_million_marks_on_one_letter() -> bytes:
    """Putting marks of two classes in order takes the square of their number."""
    return document(
        f"<w:p><w:r><w:t>a{chr(0x315) + chr(0x300)}</w:t></w:r></w:p>".replace(
            chr(0x315) + chr(0x300), (chr(0x315) + chr(0x300)) * 200_000
        )
    )


@FILES.add(".docx", OK)
def relationships_of_the_document_that_are_damaged() -> bytes:
    return document(
        '<w:p><w:hyperlink r:id="r1"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>',
        parts={"word/_rels/document.xml.rels": relationships()[:-9]},
    )


@FILES.add(".docx", _BOUNDED, slow=True)
def a_hundred_thousand_paragraphs_each_set_in_another_way() -> bytes:
    return document(
        "".join(
            f'<w:p><w:pPr><w:spacing w:before="{n}"/><w:ind w:left="{n}"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
            for n in range(100_000)
        )
    )
