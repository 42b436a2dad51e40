"""The document builders: real packages, whole and deterministic, with everything where Office looks for it."""

from __future__ import annotations

import io
import zipfile
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from outcomes.errors import UsageError
from outcomes.testing.documents import Docx, Pptx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "[Content_Types].xml"
NAMED = ("wordprocessingDrawing}docPr", "presentationml/2006/main}cNvPr")
DATA: dict[str, list[float]] = {"2025": [1, 2.5], "2026": [3, 4]}


def full_docx() -> Docx:
    """A document with everything in it."""
    return (
        Docx(title="Quarterly report", author="Ann & Bo")
        .paragraph("Quarterly <report>", style="Title")
        .heading("Summary")
        .paragraph("Revenue rose 12 %.\nA second line\twith a tab.")
        .comment("please check", author="Bo", on="Revenue rose")
        .heading("Detail", level=2)
        .bullets("one", ("below", 1))
        .numbered("first", "second")
        .numbered("again first")
        .table([["Region", "Revenue"], ["North", "12"]])
        .table([["a"], ["b"]], header=False)
        .picture(alt='Bar "chart" of\nrevenue')
        .picture(alt="")
        .picture()
        .chart("Revenue", ["North", "South"], DATA, alt="Bars")
        .paragraph("Base ")
        .insertion("added", author="Ann")
        .deletion("old")
        .footnote("source")
        .link("site", "https://example.com/?a=1&b=2")
        .comment("on all of it")
        .hidden("secret")
        .white("white")
        .text_box("boxed")
        .header("head")
        .footer("foot")
    )


def full_pptx() -> Pptx:
    """A deck with everything in it."""
    return (
        Pptx(title="Board deck", author="Ann & Bo")
        .slide("Board deck", bullets=["2026"], layout="Title Slide")
        .slide("Q3 results", bullets=["Revenue up", ("by 12 %", 1)], notes="Say it.\nSay why.")
        .slide(None)
        .picture(alt="A bridge")
        .picture(alt="")
        .table([["Region", "Revenue"], ["North", "12\n13"]])
        .shape("over\nthe edge", 12, 1, 3, 1, name="Box", colour="ffffff")
        .shape("off", hidden=True)
        .slide("Chart")
        .chart("Revenue", ["North", "South"], DATA, alt="Bars")
        .comment("look", author="Bo")
        .comment("again", author="Ann")
        .slide(layout="Blank", hidden=True)
    )


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(document: Docx | Pptx, part: str) -> etree._Element:
    return etree.fromstring(parts_of(document.to_bytes())[part])


def body(document: Docx) -> etree._Element:
    return tree(document, "word/document.xml")


def text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def words(element: etree._Element, tag: str) -> list[str]:
    return [text(found) for found in element.iter(tag)]


DOCUMENTS = pytest.mark.parametrize(
    "build", [full_docx, full_pptx, Docx, Pptx], ids=["docx", "pptx", "empty docx", "empty pptx"]
)


@DOCUMENTS
def test_every_part_is_well_formed_declared_and_every_relationship_leads_somewhere(
    build: Callable[[], Docx | Pptx],
) -> None:
    parts = parts_of(build().to_bytes())
    trees = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    declared = {element.get("PartName") for element in trees[TYPES] if element.tag.endswith("}Override")}
    endings = {element.get("Extension") for element in trees[TYPES] if element.tag.endswith("}Default")}
    assert declared == {f"/{name}" for name in trees if name != TYPES and not name.endswith(".rels")}
    assert {name.rpartition(".")[2] for name in parts} == endings
    reached = set()
    for name, relationships in trees.items():
        if not name.endswith(".rels"):
            continue
        source = name.replace("_rels/", "").removesuffix(".rels")
        used = (
            {value for item in trees[source].iter() for key, value in item.items() if str(key).startswith(R)}
            if source
            else set()
        )
        assert used <= {item.get("Id") for item in relationships}
        for item in relationships:
            if item.get("TargetMode") != "External":
                reached.add(normpath(join(dirname(source), item.get("Target", ""))))
    assert reached == {name for name in parts if name != TYPES and not name.endswith(".rels")}


@DOCUMENTS
def test_the_same_calls_give_the_same_bytes(build: Callable[[], Docx | Pptx]) -> None:
    document = build()
    data = document.to_bytes()
    assert data == document.to_bytes() == build().to_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        marks = {(entry.date_time, entry.compress_type, entry.create_system) for entry in archive.infolist()}
    assert marks == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 3)}


@DOCUMENTS
def test_ids_that_must_be_unique_are(build: Callable[[], Docx | Pptx]) -> None:
    for name, data in parts_of(build().to_bytes()).items():
        if name.startswith(("word/document", "ppt/slides/slide")):
            named = [element for element in etree.fromstring(data).iter() if str(element.tag).endswith(NAMED)]
            ids = [element.get("id") for element in named]
            assert len(ids) == len(set(ids)), name


def test_saving_writes_the_same_bytes_and_returns_the_path(tmp_path: Path) -> None:
    for document, name in ((full_docx(), "report.docx"), (full_pptx(), "deck.pptx")):
        path = document.save(tmp_path / name)
        assert (path, path.read_bytes()) == (tmp_path / name, document.to_bytes())


def test_saving_into_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot write '.*report.docx': No such file or directory; name a file"):
        Docx().save(tmp_path / "nowhere" / "report.docx")


def test_headings_have_their_outline_level_in_the_style() -> None:
    styles = tree(Docx(), "word/styles.xml")
    levels = {
        style.get(f"{W}styleId"): level.get(f"{W}val")
        for style in styles.iter(f"{W}style")
        for level in style.iter(f"{W}outlineLvl")
    }
    assert levels == {f"Heading{level}": str(level - 1) for level in range(1, 10)}
    (style,) = body(Docx().heading("Deep", level=9)).iter(f"{W}pStyle")
    assert style.get(f"{W}val") == "Heading9"


def test_every_numbered_list_begins_at_one() -> None:
    document = Docx().bullets("x").numbered("a", "b").numbered("c")
    used = [number.get(f"{W}val") for number in body(document).iter(f"{W}numId")]
    assert used == ["1", "2", "2", "3"]
    defined = tree(document, "word/numbering.xml").findall(f"{W}num")
    assert [(num.get(f"{W}numId"), len(num.findall(f"{W}lvlOverride"))) for num in defined] == [
        ("1", 0),
        ("2", 1),
        ("3", 1),
    ]


def test_a_table_says_which_row_is_its_header_and_does_not_touch_the_next() -> None:
    document = body(Docx().table([["a", "b"], ["c", "d"]]).table([["e"]], header=False))
    rows = [(words(row, f"{W}t"), row.find(f"{W}trPr") is not None) for row in document.iter(f"{W}tr")]
    assert rows == [(["a", "b"], True), (["c", "d"], False), (["e"], False)]
    assert [child.tag.removeprefix(W) for child in document[0]] == ["tbl", "p", "tbl", "sectPr"]


def test_a_picture_without_alternative_text_one_with_and_a_decorative_one_differ() -> None:
    document = body(Docx().picture().picture(alt='say "this"').picture(alt=""))
    properties = [found for found in document.iter() if str(found.tag).endswith("}docPr")]
    decorative = ["decorative" in etree.tostring(found).decode() for found in properties]
    assert [found.get("descr") for found in properties] == [None, 'say "this"', None]
    assert decorative == [False, False, True]


def test_tracked_changes_continue_the_last_paragraph() -> None:
    (paragraph,) = body(Docx().paragraph("Base ").insertion("new", author="Ann").deletion("old")).iter(f"{W}p")
    inserted, deleted = paragraph.find(f"{W}ins"), paragraph.find(f"{W}del")
    assert inserted is not None
    assert deleted is not None
    assert (inserted.get(f"{W}author"), words(inserted, f"{W}t")) == ("Ann", ["new"])
    assert (deleted.get(f"{W}author"), words(deleted, f"{W}delText")) == ("Reviewer", ["old"])


def test_a_tracked_change_after_a_table_begins_a_paragraph() -> None:
    document = body(Docx().table([["a"]]).insertion("new"))
    assert [child.tag.removeprefix(W) for child in document[0]] == ["tbl", "p", "sectPr"]


def test_a_comment_stands_around_the_words_that_it_is_on() -> None:
    (paragraph,) = body(Docx().paragraph("Revenue rose, they say").comment("why?", on="rose")).iter(f"{W}p")
    pieces = [text(child) or str(child.tag).removeprefix(W) for child in paragraph]
    assert pieces == ["Revenue ", "commentRangeStart", "rose", "commentRangeEnd", "r", ", they say"]


def test_two_comments_may_stand_in_one_paragraph() -> None:
    document = Docx().paragraph("one two").comment("1", on="one").comment("2", on="two").comment("3")
    ids = [found.get(f"{W}id") for found in tree(document, "word/comments.xml")]
    assert ids == ["0", "1", "2"]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(found.get(f"{W}id", "") for found in body(document).iter(f"{W}{tag}")) == ids


def test_a_slide_has_the_placeholders_of_its_layout_and_no_others() -> None:
    deck = (
        Pptx()
        .slide("A", bullets=["x"], layout="Title Slide")
        .slide("B", bullets=["x"])
        .slide()
        .slide(layout="Title and Content")
        .slide(layout="Blank")
    )
    found = [
        [(mark.get("type"), mark.get("idx")) for mark in tree(deck, f"ppt/slides/slide{number}.xml").iter(f"{P}ph")]
        for number in range(1, 6)
    ]
    assert found == [
        [("ctrTitle", None), ("subTitle", "1")],
        [("title", None), (None, "1")],
        [("title", None)],
        [("title", None), (None, "1")],
        [],
    ]


def test_bullets_have_levels_and_an_empty_placeholder_has_no_words() -> None:
    deck = Pptx().slide("B", bullets=["up", ("by 12 %", 1)]).slide(None)
    first, second = (tree(deck, f"ppt/slides/slide{number}.xml") for number in (1, 2))
    lines = [(text(line), [place.get("lvl") for place in line.iter(f"{A}pPr")]) for line in first.iter(f"{A}p")]
    assert lines == [("B", []), ("up", []), ("by 12 %", ["1"])]
    assert words(second, f"{A}t") == []


def test_shapes_stand_where_they_were_put_in_inches() -> None:
    slide = tree(Pptx().slide(layout="Blank").shape("x", 12.5, 1, 2, 0.5), "ppt/slides/slide1.xml")
    shape = next(slide.iter(f"{P}sp"))
    offset, extent = next(shape.iter(f"{A}off")), next(shape.iter(f"{A}ext"))
    assert [offset.get("x"), offset.get("y"), extent.get("cx"), extent.get("cy")] == [
        "11430000",
        "914400",
        "1828800",
        "457200",
    ]


def test_hidden_slides_and_shapes_are_switched_off() -> None:
    deck = Pptx().slide(layout="Blank", hidden=True).shape("x").shape("y", hidden=True)
    slide = tree(deck, "ppt/slides/slide1.xml")
    hidden = [found.get("hidden") for found in slide.iter(f"{P}cNvPr")]
    assert (slide.get("show"), hidden) == ("0", [None, None, "1"])


def test_a_chart_holds_its_values() -> None:
    for document, part in (
        (Docx().chart("Revenue", ["N", "S"], DATA), "word/charts/chart1.xml"),
        (Pptx().slide("A").chart("Revenue", ["N", "S"], DATA), "ppt/charts/chart1_1.xml"),
    ):
        chart = tree(document, part)
        values = [found.text for found in chart.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}v")]
        assert words(chart, f"{A}t") == ["Revenue"]
        assert values == ["2025", "N", "S", "1", "2.5", "2026", "N", "S", "3", "4"]


def test_the_picture_is_a_real_one() -> None:
    data = parts_of(Docx().picture().to_bytes())["word/media/image1.png"]
    assert (data[:8], data[12:16], data[-8:-4]) == (b"\x89PNG\r\n\x1a\n", b"IHDR", b"IEND")
    assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (96, 64)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Docx().heading("x", level=0), "a heading has a level from 1 to 9, found 0"),
        (lambda: Docx().heading("x", level=10), "a heading has a level from 1 to 9, found 10"),
        (
            lambda: Docx().paragraph("x", style="Subtitel"),
            "unknown style 'Subtitel'. Did you mean 'Subtitle'? There are",
        ),
        (lambda: Docx().bullets(("x", 9)), "a list item has a level from 0 to 8, found 9 for 'x'"),
        (lambda: Docx().table([]), "a table needs rows of one length, found rows of [] cells"),
        (lambda: Docx().table([["a", "b"], ["c"]]), "a table needs rows of one length, found rows of [2, 1] cells"),
        (lambda: Docx().paragraph("a").comment("c", on="b"), "no paragraph so far has the words 'b' to comment on"),
        (lambda: Docx().paragraph("a\x0bb").to_bytes(), "a document cannot hold the character U+000B, found in"),
        (
            lambda: Docx().chart("t", ["a"], {"s": [1, 2]}),
            "series 's' has 2 values for 1 categories; give one for each",
        ),
        (lambda: Pptx().shape("x"), "there is no slide yet to put this on; call `slide(...)` first"),
        (
            lambda: Pptx().slide("x", layout="Titles only"),
            "unknown layout 'Titles only'. Did you mean 'Title Only'? There are: ",
        ),
        (
            lambda: Pptx().slide("x", layout="Blank"),
            "a slide of the layout 'Blank' has no place for a title, found ['x']",
        ),
        (
            lambda: Pptx().slide("x", bullets=["y"], layout="Title Only"),
            "a slide of the layout 'Title Only' has no place for a content, found ['y']; choose another layout",
        ),
        (lambda: Pptx().slide("x", bullets=[("y", 9)]), "a bullet has a level from 0 to 8, found ('y', 9)"),
        (lambda: Pptx().slide("x").shape("y", colour="white"), "a colour is six hex digits like 2F5496, found 'white'"),
        (lambda: Pptx().slide("x").table([[]]), "a table needs rows of one length, found rows of [0] cells"),
    ],
)
def test_what_cannot_be_built_is_refused_with_what_to_do(build: Callable[[], object], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        build()
    assert str(caught.value).startswith(message)


XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"))


def _a_docx(text: str) -> Docx:
    return Docx(title=text).paragraph(text).footnote(text)


def _a_pptx(text: str) -> Pptx:
    return Pptx(title=text).slide(text, notes=text).shape(text)


@given(text=XML_TEXT)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    document = body(Docx().paragraph(text))
    assert "".join(words(document, f"{W}t")) == text
    slide = tree(Pptx().slide(layout="Blank").shape("", name=text or None).picture(alt=text), "ppt/slides/slide1.xml")
    *_, shape, picture = slide.iter(f"{P}cNvPr")
    assert (shape.get("name"), picture.get("descr", "")) == (text or "TextBox 1", text)


@pytest.mark.parametrize("build", [_a_docx, _a_pptx])
@given(text=st.text())
def test_any_text_at_all_gives_a_document_or_a_usage_error(build: Callable[[str], Docx | Pptx], text: str) -> None:
    try:
        parts = parts_of(build(text).to_bytes())
    except UsageError:
        return
    for name, data in parts.items():
        if name.endswith(("document.xml", "slide1.xml", "Slide1.xml", "core.xml", "footnotes.xml")):
            etree.fromstring(data)
