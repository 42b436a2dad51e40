"""Everything that a deck can hold comes out once: a deck with one word of its own for each kind of thing."""

from __future__ import annotations

from collections import Counter

from tests.artifacts.ooxml_files import PACKAGE, part, relationships
from tests.artifacts.pptx_building import (
    IMAGE,
    Slide,
    Template,
    cell,
    graphic,
    group,
    notes,
    para,
    picture,
    read,
    run,
    scaled,
    shape,
    solid,
    table,
    title,
)

MODERN = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
P188 = f'xmlns:x="{MODERN}"'


def said(text: str) -> str:
    return f"<x:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></x:txBody>"


def points(*values: str) -> str:
    return "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values))


CHART = part(
    "c:chartSpace",
    "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>tok-chart-title</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    f"<c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache>{points('tok-series')}</c:strCache></c:strRef></c:tx>"
    f"<c:cat><c:strRef><c:strCache>{points('tok-category')}</c:strCache></c:strRef></c:cat>"
    f"<c:val><c:numRef><c:f>Sheet1!$B$2</c:f><c:numCache>{points('4711')}</c:numCache></c:numRef></c:val></c:ser>"
    "</c:barChart></c:plotArea></c:chart>",
)
POINT = '<dgm:pt modelId="1"><dgm:t><a:bodyPr/><a:p><a:r><a:t>tok-smartart</a:t></a:r></a:p></dgm:t></dgm:pt>'
FORMULA = "<a14:m><m:oMath><m:r><m:t>tok-formula</m:t></m:r></m:oMath></a14:m>"
CHOICE = f'<mc:AlternateContent><mc:Choice Requires="a14">{shape("Eq", para(FORMULA))}</mc:Choice>'
FALLBACK = f"<mc:Fallback>{shape('Eq', 'lost')}</mc:Fallback></mc:AlternateContent>"
CORE = '<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">tok-property</dc:title>'
CUSTOM = f'<property xmlns="{PACKAGE}" name="Client"><value>tok-custom</value></property>'
TOP = relationships(("rId1", "officeDocument", "ppt/presentation.xml")).replace(
    "</Relationships>",
    f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    '<Relationship Id="rId3" Type="x/custom-properties" Target="docProps/custom.xml"/></Relationships>',
)
LINK = '<a:hlinkClick r:id="rIdWeb"/>'
FIRST = Slide(
    title("tok-title")
    + shape(
        "Body", para("tok-bullet") + para("tok-deeper", properties='<a:pPr lvl="1"/>'), ph='idx="1"', at=(1, 1, 4, 2)
    )
    + shape("Linked", para("see ", run("tok-link", inside=LINK)), at=(1, 3, 4, 1))
    + group(
        "Outer", group("Inner", shape("Leaf", "tok-nested", at=(6, 3, 1, 1)), frame=scaled((0, 0, 9, 9), (0, 0, 9, 9)))
    )
    + graphic("Table", table((cell("tok-merged", 'gridSpan="2"'), cell("", 'hMerge="1"')), ("tok-cell", "")))
    + graphic("Chart", '<c:chart r:id="rIdChart"/>')
    + graphic("Art", '<dgm:relIds r:dm="rIdArt"/>')
    + CHOICE
    + FALLBACK
    + picture("Photo", alt="tok-alt")
    + shape("Off", "tok-off-slide", at=(11, 1, 1, 1))
    + shape("White", para(run("tok-white", inside=solid("FFFFFF"))), at=(1, 4, 1, 0.5))
    + shape("Switched", "tok-switched-off", hidden='hidden="1"'),
    rels=(
        *IMAGE,
        ("rIdWeb", "hyperlink", "https://a.example"),
        ("rIdChart", "chart", "../charts/chart1.xml"),
        ("rIdArt", "diagramData", "../diagrams/data1.xml"),
        ("rIdNotes", "notesSlide", "../notesSlides/notesSlide1.xml"),
        ("rIdOld", "comments", "../comments/old.xml"),
        ("rIdNew", "comments", "../comments/new.xml"),
    ),
    after="<p:transition><p:fade/></p:transition>",
)
PARTS: dict[str, str | bytes] = {
    "_rels/.rels": TOP,
    "docProps/core.xml": part("w:coreProperties", CORE),
    "docProps/custom.xml": part("w:Properties", CUSTOM),
    "ppt/charts/chart1.xml": CHART,
    "ppt/charts/_rels/chart1.xml.rels": relationships(("rId1", "package", "../embeddings/book.xlsx")),
    "ppt/embeddings/book.xlsx": b"PK",
    "ppt/diagrams/data1.xml": part("dgm:dataModel", f"<dgm:ptLst>{POINT}</dgm:ptLst>"),
    "ppt/notesSlides/notesSlide1.xml": notes("tok-notes"),
    "ppt/commentAuthors.xml": part("p:cmAuthorLst", '<p:cmAuthor id="0" name="tok-author"/>'),
    "ppt/comments/old.xml": part("p:cmLst", '<p:cm authorId="0"><p:text>tok-comment</p:text></p:cm>'),
    "ppt/comments/new.xml": part(
        "x:cmLst",
        f"<x:cm><x:replyLst><x:reply>{said('tok-reply')}</x:reply></x:replyLst>{said('tok-thread')}</x:cm>",
        P188,
    ),
}
DECK = read(
    FIRST,
    Slide(title("tok-hidden-slide"), attributes='show="0"'),
    template=Template(layout=shape("Stamp", "tok-layout"), master=shape("Brand", "tok-master")),
    parts=PARTS,
    rels=(("rIdA", "commentAuthors", "commentAuthors.xml"),),
)


def test_every_word_of_a_deck_stands_in_the_block_that_it_belongs_to() -> None:
    seen = {(block.text.split(":")[0], block.kind, block.reason) for block in DECK.walk() if "tok-" in block.text}
    assert seen == {
        ("tok-title", "heading", None),
        ("tok-bullet", "paragraph", None),
        ("tok-deeper", "paragraph", None),
        ("see tok-link", "shape", None),
        ("tok-nested", "shape", None),
        ("tok-merged", "cell", None),
        ("tok-cell", "cell", None),
        ("tok-chart-title", "chart", None),
        ("tok-series", "span", None),
        ("tok-smartart", "list_item", None),
        ("tok-formula", "equation", None),
        ("tok-alt", "alt_text", "alt-text"),
        ("tok-off-slide", "shape", "off-slide"),
        ("tok-white", "shape", "white"),
        ("tok-switched-off", "shape", "hidden-shape"),
        ("tok-notes", "note", "note"),
        ("tok-comment", "comment", "comment"),
        ("tok-thread", "comment", "comment"),
        ("tok-reply", "comment", "comment"),
        ("tok-hidden-slide", "heading", "hidden-slide"),
        ("tok-layout", "shape", None),
        ("tok-master", "shape", None),
        ("tok-property", "metadata", "metadata"),
        ("tok-custom", "metadata", "metadata"),
    }


def test_no_word_is_said_twice_and_the_rest_is_in_its_field() -> None:
    words = Counter(word for block in DECK.walk() for word in block.text.split() if "tok-" in word)
    assert set(words.values()) == {1}
    assert [block.author for block in DECK.walk() if block.text == "tok-comment"] == ["tok-author"]
    assert [block.target for block in DECK.walk() if block.name == "tok-link"] == ["https://a.example"]
    (chart,) = [block.chart for block in DECK.walk() if block.chart is not None]
    (series,) = chart.series
    assert (chart.type, chart.workbook) == ("bar", "ppt/embeddings/book.xlsx")
    assert (series.name, series.categories, series.values) == ("tok-series", ("tok-category",), (4711.0,))
    assert series.values_ref == "Sheet1!$B$2"
    assert {flag.code for flag in DECK.flags} == {"hidden-text"}
