"""What stands outside the body of a Word document: headers, footers, notes, comments, properties."""

from __future__ import annotations

from outcomes.artifacts.docx.reader import read_docx
from tests.artifacts.docx_building import lines, para, read, run
from tests.artifacts.ooxml_files import PACKAGE, docx, part, relationships

MARKS = '<w:r><w:{0}Reference w:id="{1}"/></w:r>'


def margins(body: str, names: dict[str, str], extra: str = "") -> list[str]:
    """The lines of the margin unit, for parts given by relationship type."""
    rels = tuple((f"rId{kind}", kind.rstrip("0123456789"), f"{kind}.xml") for kind in names)
    parts: dict[str, str | bytes] = {f"word/{kind}.xml": content for kind, content in names.items()}
    artifact = read(body + extra, rels=rels, parts=parts)
    inside = len([line for line in lines(artifact) if line.lstrip().startswith("paragraph ¶")])
    return lines(artifact)[inside:]


def section(*references: str, switches: str = "") -> str:
    """Section properties that name headers and footers: `header1:default`."""
    nodes = (reference.split(":") for reference in references)
    inner = "".join(f'<w:{name.rstrip("123")}Reference r:id="rId{name}" w:type="{kind}"/>' for name, kind in nodes)
    return f"<w:sectPr>{inner}{switches}</w:sectPr>"


def test_headers_and_footers_are_visible_and_numbered_in_the_order_of_the_sections() -> None:
    found = margins(
        para("x"),
        {
            "header1": part("w:hdr", para("Last named")),
            "header2": part("w:hdr", para("First named")),
            "footer1": part("w:ftr", para("Page") + para("")),
        },
        section("header2:default", "header1:default", "footer1:default"),
    )

    assert found == [
        "header header 1",
        "  paragraph header 1 / ¶1: First named",
        "header header 2",
        "  paragraph header 2 / ¶1: Last named",
        "footer footer 1",
        "  paragraph footer 1 / ¶1: Page",
    ]


def test_a_header_that_no_page_shows_is_hidden_as_unused() -> None:
    names = {"header1": part("w:hdr", para("cover")), "header2": part("w:hdr", para("left over"))}
    switched = section("header1:first", switches="<w:titlePg/>")

    assert margins(para("x"), names, section("header1:first")) == [
        "header header 1 [unused]",
        "  paragraph header 1 / ¶1 [unused]: cover",
        "header header 2 [unused]",
        "  paragraph header 2 / ¶1 [unused]: left over",
    ]
    assert margins(para("x"), names, switched)[:2] == ["header header 1", "  paragraph header 1 / ¶1: cover"]


def test_notes_carry_their_printed_number_and_where_it_stands() -> None:
    body = para(run("a") + MARKS.format("footnote", 9)) + para(run("b") + MARKS.format("footnote", 4))
    notes = part(
        "w:footnotes",
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="4">{para("second")}</w:footnote>'
        f'<w:footnote w:id="9">{para("first")}{para("and more")}</w:footnote>'
        f'<w:footnote w:id="5">{para("orphan")}</w:footnote>',
    )

    assert margins(body, {"footnotes": notes}) == [
        "footnote footnote 1 [name=1 target=¶1]: first\nand more",
        "footnote footnote 2 [name=2 target=¶2]: second",
        "footnote footnote id 5 [unused name=id 5]: orphan",
    ]


def test_endnotes_count_apart_from_footnotes() -> None:
    body = para(run("a") + MARKS.format("footnote", 1) + MARKS.format("endnote", 1))
    notes = {
        "footnotes": part("w:footnotes", f'<w:footnote w:id="1">{para("below")}</w:footnote>'),
        "endnotes": part("w:endnotes", f'<w:endnote w:id="1">{para("at the end")}</w:endnote>'),
    }

    assert margins(body, notes) == [
        "footnote footnote 1 [name=1 target=¶1]: below",
        "endnote endnote 1 [name=i target=¶1]: at the end",
    ]


def test_a_comment_says_who_wrote_it_and_what_it_is_about() -> None:
    body = (
        para(
            '<w:commentRangeStart w:id="0"/>'
            + run("these ")
            + run("words")
            + '<w:commentRangeEnd w:id="0"/>'
            + run("!")
        )
        + para(run("point") + MARKS.format("comment", 1))
        + '<w:commentRangeStart w:id="2"/>'
        + para("whole")
        + '<w:commentRangeEnd w:id="2"/>'
    )
    comments = part(
        "w:comments",
        f'<w:comment w:id="0" w:author="Ann">{para("Are they?")}</w:comment>'
        f'<w:comment w:id="1" w:author="Bob">{para("Which?")}</w:comment>'
        f'<w:comment w:id="2">{para(run("No") + run("pe", "<w:vanish/>"))}</w:comment>'
        f'<w:comment w:id="2">{para("Twin")}</w:comment>',
    )

    assert margins(body, {"comments": comments}) == [
        "comment comment 0 [comment name=these words author=Ann target=¶1]: Are they?",
        "comment comment 1 [comment author=Bob target=¶2]: Which?",
        "comment comment 2 [comment name=whole target=¶3]: No",
        "  span comment 2 / ¶1 / hidden 1 [vanish]: pe",
        "comment comment 2 #2 [comment name=whole target=¶3]: Twin",
    ]


def test_properties_are_metadata_and_what_the_file_states_about_itself_is_a_fact() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Plan</dc:title><dc:creator> Ann </dc:creator>'
        "<dc:subject/></cp:coreProperties>"
    )
    app = "<Properties><Pages>12</Pages><Words>x</Words><Company>ACME</Company><Lines>9</Lines></Properties>"
    custom = '<Properties><property name="Client"><vt>Bob</vt></property></Properties>'
    package_rels = relationships(
        ("rId1", "officeDocument", "word/document.xml"),
        ("rId2", "extended-properties", "docProps/app.xml"),
        ("rId3", "custom-properties", "docProps/custom.xml"),
        ("rId4", "core-properties", "docProps/core.xml"),
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": package_rels.replace("core-properties", f"{PACKAGE}/relationships/metadata/core-properties"),
        "docProps/core.xml": core,
        "docProps/app.xml": app,
        "docProps/custom.xml": custom,
    }
    artifact = read_docx(docx(para("x"), parts=parts), "report.docx")

    assert lines(artifact)[1:] == [
        "metadata metadata / title [metadata name=title]: Plan",
        "metadata metadata / creator [metadata name=creator]: Ann",
        "metadata metadata / Company [metadata name=Company]: ACME",
        "metadata metadata / custom / Client [metadata name=custom / Client]: Bob",
    ]
    assert {key: artifact.facts[key] for key in artifact.facts if key.endswith("stated")} == {"pages_stated": 12}
    assert artifact.flags == ()


def test_damaged_properties_are_reported() -> None:
    rels = relationships(("rId1", "officeDocument", "word/document.xml"), ("rId2", "core-properties", "core.xml"))
    artifact = read_docx(docx(para("x"), parts={"_rels/.rels": rels, "core.xml": "<a"}), "report.docx")

    assert [block.locator for block in artifact.walk()] == ["¶1", "metadata / core-properties"]
    assert [(flag.code, flag.locator) for flag in artifact.flags] == [("unreadable", "metadata / core-properties")]


def test_a_field_in_a_footer_does_not_hide_what_follows() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    found = margins(para("x"), {"footer1": part("w:ftr", para(begin + run("kept")))}, section("footer1:default"))

    assert found == ["footer footer 1", "  paragraph footer 1 / ¶1: kept"]
