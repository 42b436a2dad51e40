"""The body of a Word document: paragraphs, headings, lists, tables, tracked changes, fields."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import FileEntry, Flag
from outcomes.artifacts.docx.reader import read_docx
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.view import view
from tests.artifacts.docx_building import cell, lines, listed, para, read, row, run, styled, table
from tests.artifacts.ooxml_files import docx, part


def test_paragraphs_are_numbered_in_document_order_and_empty_ones_count() -> None:
    artifact = read(para("One") + para("") + para("Three"))

    assert lines(artifact) == ["paragraph ¶1: One", "paragraph ¶3: Three"]


def test_an_artifact_carries_its_name_without_a_path_its_hash_and_its_facts() -> None:
    data = docx(para("One") + styled("Heading2", "Two") + table(row(cell("a"))))
    artifact = read_docx(data, "/home/me/out\\report.docx")

    assert (artifact.kind, artifact.name) == ("docx", "report.docx")
    assert artifact.files == (FileEntry("report.docx", artifact.sha256, len(data)),)
    assert artifact.facts == {
        "paragraphs": 1, "headings": 1, "list_items": 0, "tables": 1, "pictures": 0, "charts": 0,
        "footnotes": 0, "endnotes": 0, "comments": 0, "tracked_changes": 0, "empty_paragraphs": 0,
    }  # fmt: skip


def test_a_section_begins_at_each_heading_of_the_highest_rank_used() -> None:
    body = para("Before") + styled("H2", "First") + para("a") + styled("H2", "Second") + para("b")
    artifact = read(body)

    assert [(unit.kind, unit.number, unit.locator, unit.title) for unit in artifact.units] == [
        ("section", 1, "section 1", ""),
        ("section", 2, "section 2", "First"),
        ("section", 3, "section 3", "Second"),
        ("margin", 4, "margins", ""),
    ]
    assert [[block.text for block in unit.blocks] for unit in artifact.units] == [
        ["Before"],
        ["First", "a"],
        ["Second", "b"],
        [],
    ]


def test_a_lower_heading_begins_no_section_and_a_first_heading_leaves_no_empty_one() -> None:
    artifact = read(styled("H1", "Top") + styled("H2", "Below") + styled("Chapter", "Next"))

    assert [unit.title for unit in artifact.units] == ["Top", "Next", ""]


def test_headings_follow_the_outline_level_and_not_the_name_of_the_style() -> None:
    body = (
        styled("Chapter", "By chain")
        + styled("Title", "No heading")
        + styled("Decoy", "Nor this")
        + para("By hand", '<w:outlineLvl w:val="2"/>')
        + para("Switched off", '<w:pStyle w:val="H1"/><w:outlineLvl w:val="9"/>')
    )

    assert [(block.kind, block.level, block.style, block.text) for block in read(body).units[0].blocks] == [
        ("heading", 1, "Chapter", "By chain"),
        ("paragraph", None, "Title", "No heading"),
        ("paragraph", None, "Heading of sorts", "Nor this"),
        ("heading", 3, None, "By hand"),
        ("paragraph", None, "heading 1", "Switched off"),
    ]


def test_a_built_in_heading_that_states_no_level_keeps_the_one_in_its_name() -> None:
    styles = part("w:styles", '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="Heading 2"/></w:style>')
    stated = read(styled("Heading2", "Two"), parts={"word/styles.xml": styles})
    undefined = read(styled("Heading3", "Three"))

    assert [lines(stated), lines(undefined)] == [["heading ¶1 [level=2]: Two"], ["heading ¶1 [level=3]: Three"]]


def test_a_loop_of_styles_ends() -> None:
    assert lines(read(styled("LoopA", "Round"))) == ["paragraph ¶1: Round"]


def test_list_labels_are_the_printed_ones() -> None:
    body = "".join(
        [
            listed(1, 0, "one"), listed(1, 1, "sub"), listed(1, 1, "sub"), listed(1, 0, "two"), listed(1, 1, "again"),
            listed(2, 0, "dot"), listed(3, 0, "roman"), listed(3, 0, "roman"), styled("Bullets", "by style"),
            listed(4, 0, "restarted"), listed(0, 0, "no list"), listed(77, 0, "unknown list"),
        ]
    )  # fmt: skip

    assert [(block.kind, block.label, block.level, block.text) for block in read(body).units[0].blocks] == [
        ("list_item", "1.", 0, "one"),
        ("list_item", "1.a)", 1, "sub"),
        ("list_item", "1.b)", 1, "sub"),
        ("list_item", "2.", 0, "two"),
        ("list_item", "2.a)", 1, "again"),
        ("list_item", "•", 0, "dot"),
        ("list_item", "Part IV", 0, "roman"),
        ("list_item", "Part V", 0, "roman"),
        ("list_item", "\u2013", 1, "by style"),
        ("list_item", "7.", 0, "restarted"),
        ("paragraph", None, None, "no list"),
        ("paragraph", None, None, "unknown list"),
    ]


def test_white_space_symbols_and_hyphens_are_characters() -> None:
    content = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t><w:noBreakHyphen/>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F0FF"/></w:r>'
    )

    assert [block.text for block in read(para(content)).walk()] == ["a\tb\ncd\u2011\u2612\u2022"]


def test_a_merged_cell_stands_once_and_says_how_far_it_reaches() -> None:
    artifact = read(
        table(
            row(cell("Head", '<w:gridSpan w:val="2"/>'), cell("Right"), properties="<w:tblHeader/>"),
            row(cell("Tall", '<w:vMerge w:val="restart"/>'), cell("b"), cell("c")),
            row(cell("", "<w:vMerge/>"), cell("d"), cell("e")),
        )
    )

    assert lines(artifact) == [
        "table Table 1",
        "  cell Table 1 R1C1 [spans=1x2 header=True]: Head",
        "  cell Table 1 R1C3 [header=True]: Right",
        "  cell Table 1 R2C1 [spans=2x1]: Tall",
        "  cell Table 1 R2C2: b",
        "  cell Table 1 R2C3: c",
        "  cell Table 1 R3C2: d",
        "  cell Table 1 R3C3: e",
    ]


def test_text_that_a_vertical_merge_covers_is_hidden_and_not_lost() -> None:
    artifact = read(
        table(row(cell("Seen", '<w:vMerge w:val="restart"/>')), row(cell("Covered", "<w:vMerge/>"))),
    )

    assert lines(artifact) == [
        "table Table 1",
        "  cell Table 1 R1C1 [spans=2x1]: Seen",
        "    cell Table 1 R2C1 [vanish]: Covered",
    ]
    assert artifact.flags == (Flag("hidden-text", "vanish: 'Covered'", "Table 1 R2C1"),)


def test_a_monstrous_span_is_clamped() -> None:
    artifact = read(table(row(cell("a", '<w:gridSpan w:val="20000000"/>'), cell("b"))))

    assert lines(artifact)[1:] == ["  cell Table 1 R1C1 [spans=1x1000]: a", "  cell Table 1 R1C1001: b"]


def test_a_nested_table_stands_in_its_cell() -> None:
    inner = table(row(cell("inner")))
    artifact = read(table(row(cell("a"), cell(para("above") + inner + para("")))))

    assert lines(artifact) == [
        "table Table 1",
        "  cell Table 1 R1C1: a",
        "  cell Table 1 R1C2: above",
        "    table Table 1 R1C2 / Table 1",
        "      cell Table 1 R1C2 / Table 1 R1C1: inner",
    ]


def test_the_paragraphs_of_a_cell_are_its_lines_until_something_else_comes() -> None:
    artifact = read(table(row(cell(para("one") + para("two") + listed(2, 0, "three")))))

    assert lines(artifact)[1:] == [
        "  cell Table 1 R1C1: one\ntwo",
        "    list_item Table 1 R1C1 / ¶3 [level=0 label=•]: three",
    ]


def test_a_table_has_its_caption_and_alternative_text() -> None:
    properties = '<w:tblCaption w:val="Sales"/><w:tblDescription w:val="Sales by region"/>'

    assert lines(read(table(row(cell("a")), properties=properties))) == [
        "table Table 1 [name=Sales alt=Sales by region]",
        "  cell Table 1 R1C1: a",
        "  alt_text Table 1 / alt text [alt-text]: Sales by region",
    ]


def test_content_controls_are_read_wherever_they_stand() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = (
        control(para("block") + control(para("nested")))
        + para(run("in ") + control(run("line")))
        + table(control(row(control(cell("cell")))))
    )

    assert lines(read(body)) == [
        "paragraph ¶1: block",
        "paragraph ¶2: nested",
        "paragraph ¶3: in line",
        "table Table 1",
        "  cell Table 1 R1C1: cell",
    ]


def test_tracked_changes_are_told_apart_and_inserted_words_stay_in_their_sentence() -> None:
    body = (
        para(
            run("It costs ")
            + f'<w:ins w:id="1" w:author="Ann">{run("five")}</w:ins>'
            + '<w:del w:id="2" w:author="Bob"><w:r><w:delText>four</w:delText></w:r></w:del>'
            + run(" dollars.")
        )
        + para(f'<w:ins w:id="3" w:author="Ann">{run("All new.")}</w:ins>')
        + para('<w:moveFrom w:id="4" w:author="Bob"><w:r><w:t>All moved.</w:t></w:r></w:moveFrom>')
    )
    artifact = read(body)

    assert lines(artifact) == [
        "paragraph ¶1: It costs five dollars.",
        "  span ¶1 / inserted 1 [name=five author=Ann change=inserted]",
        "  span ¶1 / deleted 1 [deleted author=Bob change=deleted]: four",
        "paragraph ¶2 [author=Ann change=inserted]: All new.",
        "paragraph ¶3 [deleted author=Bob change=deleted]: All moved.",
    ]
    assert artifact.facts["tracked_changes"] == 4


def test_a_deleted_row_is_markup() -> None:
    artifact = read(table(row(cell("kept")), row(cell("gone"), properties='<w:del w:id="1" w:author="Bob"/>')))

    assert lines(artifact)[1:] == [
        "  cell Table 1 R1C1: kept",
        "  cell Table 1 R2C1 [deleted change=deleted]: gone",
    ]


def test_links_keep_their_words_in_the_text_and_their_target_beside_it() -> None:
    body = (
        para(run("See ") + f'<w:hyperlink r:id="rId9" w:anchor="top">{run("the site")}</w:hyperlink>' + run("."))
        + para(f'<w:hyperlink w:anchor="end">{run("Jump")}</w:hyperlink>')
        + para(f'<w:fldSimple w:instr=" HYPERLINK &quot;https://b.example&quot; ">{run("Field")}</w:fldSimple>')
    )

    assert lines(read(body, rels=(("rId9", "hyperlink", "https://a.example/"),))) == [
        "paragraph ¶1: See the site.",
        "  span ¶1 / link 1 [name=the site target=https://a.example/#top]",
        "paragraph ¶2 [target=#end]: Jump",
        "paragraph ¶3 [target=https://b.example]: Field",
    ]


def field(code: str, result: str) -> str:
    """A complex field."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{result}{marks[2]}"


def test_fields_show_their_results_and_not_their_codes() -> None:
    nested = field("IF </w:instrText></w:r>" + field("PAGE", run("7")) + '<w:r><w:instrText> = 7 "a" "b"', run("a"))
    body = (
        para(run("Page ") + field("PAGE", run("3")))
        + para(field('HYPERLINK \\l "toc1"', run("Chapter")))
        + para(nested)
    )

    assert lines(read(body)) == [
        "paragraph ¶1: Page 3",
        "paragraph ¶2 [target=#toc1]: Chapter",
        "paragraph ¶3: a",
        "  span ¶3 / hidden 1 [field-code]: 7",
    ]


def test_a_field_may_span_paragraphs() -> None:
    begin, end = field("TOC", "|").split("|")

    assert lines(read(para(begin + run("One")) + para("Two") + para(run("Three") + end))) == [
        "paragraph ¶1: One",
        "paragraph ¶2: Two",
        "paragraph ¶3: Three",
    ]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    assert lines(read(para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("still")) + para("here"))) == [
        "paragraph ¶1: still",
        "paragraph ¶2: here",
    ]


def test_a_field_that_fetches_something_is_flagged() -> None:
    artifact = read(para(field("DDEAUTO cmd.exe", run("x"))))

    assert artifact.flags == (Flag("external-link", "a field pulls in something from outside: DDEAUTO cmd.exe", "¶1"),)


def test_equations_stand_on_a_line() -> None:
    formula = (
        "<m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>2a</m:t></m:r></m:den></m:f></m:oMath>"
    )

    assert lines(read(para(f"<m:oMathPara>{formula}</m:oMathPara>") + para(run("so ") + formula))) == [
        "equation ¶1: x=(a+b)/(2a)",
        "paragraph ¶2: so x=(a+b)/(2a)",
    ]


def test_a_damaged_main_part_is_an_error_and_damage_elsewhere_is_reported_in_place() -> None:
    artifact = read(
        para("text"), rels=(("rId9", "footnotes", "footnotes.xml"),), parts={"word/footnotes.xml": "<broken"}
    )

    assert [line.partition(": [")[0] for line in lines(artifact)] == ["paragraph ¶1: text", "unreadable footnotes"]
    assert [(flag.code, flag.locator) for flag in artifact.flags] == [("unreadable", "footnotes")]
    with pytest.raises(ArtifactError) as caught:
        read("<broken")
    assert caught.value.code == "bad-xml"


def test_damaged_styles_and_lists_are_done_without() -> None:
    artifact = read(
        styled("H1", "Top") + listed(1, 0, "one"), parts={"word/styles.xml": "x", "word/numbering.xml": "x"}
    )

    assert [block.kind for block in artifact.walk()] == ["paragraph", "paragraph", "unreadable", "unreadable"]


@pytest.mark.parametrize("level", [10**9, -3])
def test_a_level_that_no_list_has_is_the_nearest_that_it_has(level: int) -> None:
    artifact = read(listed(1, level, "one"))
    (block,) = (block for block in artifact.walk() if block.text == "one")
    assert block.level in (None, 0, 8)
    assert len(view(artifact).text) < 1_000


def test_another_kind_of_office_file_is_refused() -> None:
    slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"

    with pytest.raises(ArtifactError, match="is a pptx file, not a Word document"):
        read_docx(docx(para("x"), main_type=slides), "report.docx")


def test_reading_stops_visibly_at_the_limit_on_blocks() -> None:
    data = docx("".join(para(f"{number}") for number in range(50)))
    artifact = read_docx(data, "report.docx", replace(DEFAULT_LIMITS, blocks=10))

    assert [block.text for block in artifact.walk()] == [
        *(f"{number}" for number in range(10)),
        "[reading stopped after 10 blocks]",
    ]
    assert artifact.flags == (Flag("truncated", "reading stopped after 10 blocks"),)


def test_tables_nested_too_deeply_are_cut_off_visibly() -> None:
    body = para("deep")
    for _ in range(6):
        body = table(row(cell(body)))
    artifact = read_docx(docx(body), "report.docx", replace(DEFAULT_LIMITS, depth=4))

    assert [block.kind for block in artifact.walk()] == ["table", "cell"] * 4 + ["unreadable"]
    assert [flag.code for flag in artifact.flags] == ["unreadable", "too-deep"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<m:sSup><m:e>", "</m:e></m:sSup>"),
        ("<w:ins>", "</w:ins>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:hyperlink>", "</w:hyperlink>"),
    ],
)
def test_the_deepest_nesting_that_xml_allows_is_read_or_refused(before: str, after: str) -> None:
    levels = 250 // before.count("<") - 4
    wrap = ("<m:oMath>", "</m:oMath>") if before.startswith("<m") else ("", "")
    body = para(wrap[0] + before * levels + run("deep") + after * levels + wrap[1])

    assert ending(body) in {"read", "too-deep"}


def ending(body: str) -> str:
    """How reading ends: `read`, or the code of the error."""
    try:
        read(body)
    except ArtifactError as error:
        return error.code
    return "read"


WORDS = st.text(st.characters(exclude_characters="<&", exclude_categories=["C"]), min_size=1)


@given(st.lists(WORDS.filter(lambda text: bool(text.strip())), min_size=1, max_size=5))
def test_every_paragraph_comes_back_under_its_own_locator(texts: list[str]) -> None:
    artifact = read_docx(docx("".join(para(run(text)) for text in texts)), "report.docx")

    assert [block.text for block in artifact.walk()] == [text.strip() for text in texts]
    assert len({block.locator for block in artifact.walk()}) == len(texts)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_an_artifact_error(data: bytes) -> None:
    with pytest.raises(ArtifactError):
        read_docx(b"PK\x03\x04" + data, "report.docx")
