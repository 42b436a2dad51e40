"""A page is read as a person sees it; what is not seen is listed apart, and nothing is fetched."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.appearance import Font, TextRun
from outcomes.artifact import Artifact, Block, FileEntry, Flag, Unit
from outcomes.artifacts.html.reader import read_html
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS

if TYPE_CHECKING:
    from pathlib import Path


def page(source: str) -> Artifact:
    return read_html(source.encode(), "p.html")


def seen(source: str) -> list[tuple[str, str, str]]:
    """Kind, locator without the file's name, and text of everything visible."""
    return [(b.kind, b.locator.removeprefix("p.html / "), b.text) for b in page(source).walk() if b.visible]


def concealed(source: str) -> list[tuple[str | None, str]]:
    return [(block.reason, block.text) for block in page(source).hidden if block.concealed]


def refusal(data: bytes, **limits: int) -> str:
    with pytest.raises(ArtifactError) as caught:
        read_html(data, "p.html", replace(DEFAULT_LIMITS, **limits))
    return caught.value.code


def test_a_page_is_one_unit_titled_by_its_title() -> None:
    data = b"<title>A  page</title><h1>Hello</h1><p>World"

    assert read_html(data, "p.html") == Artifact(
        kind="html",
        name="p.html",
        files=(FileEntry("p.html", sha256(data).hexdigest(), len(data)),),
        units=(
            Unit(
                "file",
                1,
                "p.html",
                "A page",
                blocks=(
                    Block("metadata", "p.html / title", "A page", visibility="hidden", reason="metadata", name="title"),
                    Block("heading", "p.html / h1 1", "Hello", level=1, runs=(TextRun(0, 5, Font(bold=True)),)),
                    Block("paragraph", "p.html / p 1", "World"),
                ),
            ),
        ),
    )


def test_without_a_title_the_first_heading_is_the_title() -> None:
    assert page("<p>x<h2>Second <i>rank</i></h2>").units[0].title == "Second rank"


def test_paragraphs_are_tidied_and_preformatted_text_is_not() -> None:
    assert seen("loose\n text<p> a\n  b <b>c</b>d<br>e &amp; f<div>g</div><pre>\n x\n   y\n</pre>") == [
        ("paragraph", "text 1", "loose text"),
        ("paragraph", "p 1", "a b cd\ne & f"),
        ("paragraph", "text 2", "g"),
        ("code", "pre 1", " x\n   y"),
    ]


def test_code_keeps_its_language() -> None:
    assert page('<pre><code class="language-python">pass</code></pre>').units[0].blocks == (
        Block("code", "p.html / pre 1", "pass", name="python"),
    )


def test_list_items_have_level_and_printed_label() -> None:
    source = "<ul><li>a<ol start=3><li><p>b</p><p>more</p><li>c</ol></ul><li>stray"

    assert [(b.kind, b.level, b.label, b.text) for b in page(source).walk()] == [
        ("list_item", 0, "•", "a"),
        ("list_item", 1, "3.", "b"),
        ("paragraph", None, None, "more"),
        ("list_item", 1, "4.", "c"),
        ("list_item", 0, "•", "stray"),
    ]


def test_table_cells_know_their_place_even_below_a_row_span() -> None:
    table = page(
        "<table><thead><tr><th rowspan=2>A<th colspan=2>B</thead><tr><td>1<td>2<tr><td><p>x</p>y<td>z</table>"
    ).units[0].blocks[0]  # fmt: skip

    assert [(c.locator, c.text, c.row_span, c.column_span, c.header) for c in table.children] == [
        ("p.html / table 1 R1C1", "A", 2, 1, True),
        ("p.html / table 1 R1C2", "B", 1, 2, True),
        ("p.html / table 1 R2C2", "1", 1, 1, False),
        ("p.html / table 1 R2C3", "2", 1, 1, False),
        ("p.html / table 1 R3C1", "x\ny", 1, 1, False),
        ("p.html / table 1 R3C2", "z", 1, 1, False),
    ]


def test_a_cell_that_holds_more_than_text_has_children() -> None:
    assert seen("<table><caption>Costs</caption><tr><td>a<h3>b</h3>c<table><tr><td>d</table></table>") == [
        ("table", "table 1", ""),
        ("paragraph", "caption 1", "Costs"),
        ("cell", "table 1 R1C1", "a"),
        ("heading", "h3 1", "b"),
        ("paragraph", "text 1", "c"),
        ("table", "table 2", ""),
        ("cell", "table 2 R1C1", "d"),
    ]


def test_pictures_keep_their_alternative_text_apart() -> None:
    artifact = page('<p>See <img src="a.png" alt="A chart"> and <img src="data:image/png;base64,AA"><img alt="">')

    assert artifact.units[0].blocks == (
        Block("paragraph", "p.html / p 1", "See and"),
        Block(
            "picture",
            "p.html / img 1",
            alt="A chart",
            target="a.png",
            children=(
                Block("alt_text", "p.html / img 1 / alt text", "A chart", visibility="hidden", reason="alt-text"),
            ),
        ),
        Block("picture", "p.html / img 2"),
        Block("picture", "p.html / img 3", alt=""),
    )


def test_a_link_is_the_target_of_its_text_or_a_span_inside_it() -> None:
    artifact = page("<p><a href=/all>All of it</a><p>Read <a href=#x>this</a> and <a href=y>that</a><td>")

    assert artifact.units[0].blocks == (
        Block("paragraph", "p.html / p 1", "All of it", target="/all"),
        Block(
            "paragraph",
            "p.html / p 2",
            "Read this and that",
            children=(
                Block("span", "p.html / p 2 / link 1", name="this", target="#x"),
                Block("span", "p.html / p 2 / link 2", name="that", target="y"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('<p style="display:none">x', "display-none"),
        ('<p style="Visibility : Hidden !important">x', "display-none"),
        ("<p hidden>x", "display-none"),
        ('<p style="opacity:0">x', "display-none"),
        ('<p style="position:absolute; left:-9999px">x', "display-none"),
        ('<p style="height:0;overflow:hidden">x', "display-none"),
        ("<template><p>x</template>", "display-none"),
        ("<noscript>x</noscript>", "display-none"),
        ("<dialog>x</dialog>", "display-none"),
        ("<p><!-- x -->", "display-none"),
        ("<!-- x --><html><p></html>", "display-none"),
        ("<p></p></body></html><!--x-->", "display-none"),
        ('<p style="font-size:0">x', "tiny"),
        ('<p style="font-size:1pt">x', "tiny"),
        ('<div style="font-size:1px"><p style="font-size:2em">x</div>', "tiny"),
        ('<p style="color:#fff">x', "white"),
        ('<p style="color: rgb(250, 250, 250)">x', "white"),
        ('<p style="color:rgba(0,0,0,0)">x', "white"),
        ('<p style="color:transparent">x', "white"),
        ('<font color="White">x</font>', "white"),
        ('<p style="background:rgba(0,0,0,0);color:white">x', "white"),
        ('<div style="background:#123"><p style="color:#112334">x</div>', "white"),
        ("<style>.a, b.c { display: none }</style><p class='z A'>x", "display-none"),
        ("<style>/* } */ #i{color:#fff}</style><p id=i>x", "white"),
    ],
)
def test_text_that_was_made_unseen_is_hidden_with_its_reason(source: str, reason: str) -> None:
    assert concealed(source) == [(reason, "x")]
    assert seen(source) == []
    assert [flag.code for flag in page(source).flags] == ["hidden-text"]


@pytest.mark.parametrize(
    "source",
    [
        '<p style="display:block">x',
        '<p style="color:#fff;background:#000">x',
        '<div style="background:url(a.png)"><p style="color:#fff">x</div>',
        '<div style="font-size:0"><p style="font-size:16px">x</div>',
        '<p style="height:5%;overflow:hidden">x',
        '<p style="color:var(--ink)">x',
        '<table bgcolor="#000"><tr><td style="color:white">x</table>',
        "<style>@media print { p { display: none } } div p { display: none }</style><p>x",
        "<dialog open>x</dialog>",
        "<?xml version='1.0'?><html><p>x</html>",
    ],
)
def test_text_that_a_person_sees_is_not_taken_for_hidden(source: str) -> None:
    assert concealed(source) == []
    assert page(source).visible_text == "x"


def test_unseen_words_inside_a_sentence_do_not_break_it() -> None:
    paragraph = page('<p>Seen <span style="display:none">not this</span> whole').units[0].blocks[0]

    assert paragraph == Block(
        "paragraph",
        "p.html / p 1",
        "Seen whole",
        children=(Block("span", "p.html / p 1 / hidden 1", "not this", visibility="hidden", reason="display-none"),),
    )


def test_scripts_are_dropped_and_everything_outside_is_flagged() -> None:
    artifact = page(
        '<base href="http://b/"><meta http-equiv=refresh content="0; url=http://r/"><script>var x</script>'
        '<p style="background:url(\'https://s/\')">x<img src="//i/"><iframe src="file:///etc/passwd"></iframe>'
        '<a href="http://fine/">y</a>'
    )

    assert artifact.visible_text == "x\ny"
    assert artifact.flags == (
        Flag("script", "holds 1 script; none was run, so what scripts would show was not read", locator="p.html"),
        *(
            Flag("external-link", f"{what}; nothing was fetched", locator="p.html")
            for what in (
                "base href refers to http://b/",
                "the page sends its reader on to http://r/",
                "a style refers to https://s/",
                "img src refers to //i/",
                "iframe src refers to file:///etc/passwd",
            )
        ),
    )


def test_many_outside_addresses_are_counted_after_the_first_twenty() -> None:
    artifact = page("".join(f'<img src="http://i/{number}">' for number in range(25)))

    assert len(artifact.flags) == 21
    assert artifact.flags[-1] == Flag("external-link", "and 5 more like these", locator="p.html")


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        (b'<meta charset="latin-1"><p>caf\xe9', "café", []),
        (b'<meta charset="shift_jis"><p>\x93\xfa\x96{', "日本", []),
        ("<meta charset='latin-1'><p>café".encode(), "café", []),
        (b'<meta charset="zlib"><p>caf\xe9', "caf\u00e9", ["encoding"]),
        (b"<p>a\0b", "a\ufffdb", ["encoding"]),
        ("<p>wide".encode("utf-16"), "wide", []),
        (b" ", "", []),
    ],
)
def test_character_sets_are_respected_where_they_are_known(data: bytes, text: str, codes: list[str]) -> None:
    artifact = read_html(data, "p.html")

    assert (artifact.visible_text, [flag.code for flag in artifact.flags]) == (text, codes)


def test_too_many_blocks_are_left_out_visibly() -> None:
    artifact = read_html(b"<p>a<p>b<p>c", "p.html", replace(DEFAULT_LIMITS, blocks=2))

    assert artifact.visible_text == "a\nb\n[only the first 2 blocks were read; the rest was left out]"
    assert [flag.code for flag in artifact.flags] == ["truncated"]


def test_a_table_that_is_cut_short_keeps_the_cells_read_so_far() -> None:
    artifact = read_html(b"<table><tr><td>a<td>b<td>c<td>d</table>", "p.html", replace(DEFAULT_LIMITS, blocks=3))

    assert [block.text for block in artifact.of_kind("cell")] == ["a", "b", "c"]
    assert [flag.code for flag in artifact.flags] == ["truncated"]


def test_what_is_too_large_or_too_deep_is_refused() -> None:
    assert refusal(b"<p>" * 100, blocks=9) == "too-large"
    assert refusal(b"<p>hello", part_bytes=7) == "too-large"
    assert refusal(b"<p>" + b"x " * 6_000_000) == "too-large"
    assert refusal(b"<div>" * 400) == "too-deep"
    assert refusal(b"<table><tr><td>" * 4, depth=3) == "too-deep"


def test_comments_take_time_in_proportion_to_their_number() -> None:
    artifact = read_html(b"<!--x-->" * 30_000 + b"<p>end", "p.html", replace(DEFAULT_LIMITS, blocks=40_000))

    assert len(artifact.of_kind("comment")) == 30_000


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<ul>", "</ul>", "<li>", "<table>", "</table>", "<tr>", "<td rowspan=2>", "</td>", "<thead>",
         "x", "<a href=u>", "</a>", "<img alt=y>", "<!--c-->", "<div hidden>", "</div>", "<pre>", "</pre>", "<br>",
         "<h1>"]
    ),
    max_size=30,
)  # fmt: skip


@given(MARKUP)
def test_any_nesting_is_read_and_no_word_is_lost(pieces: list[str]) -> None:
    artifact = page("".join(pieces))

    words = "".join(block.text for block in artifact.walk() if block.kind not in {"comment", "alt_text"})
    assert words.count("x") == pieces.count("x")


@pytest.mark.corpus
def test_the_hostile_page_is_read_without_its_hidden_order(corpus: Path) -> None:
    artifact = read_html((corpus / "hostile/script.html").read_bytes(), "script.html")

    assert artifact.visible_text == "visible"
    assert {flag.code for flag in artifact.flags} == {"script", "external-link", "hidden-text"}


@pytest.mark.corpus
def test_pages_of_the_corpus_are_read(corpus: Path) -> None:
    found = {path.name: read_html(path.read_bytes(), path.name) for path in (corpus / "documents/html").glob("*")}

    assert {name: (artifact.units[0].title, artifact.word_count > 40) for name, artifact in found.items()} == {
        "docling__formatting.html": ("HTML Formatting Tags Demo", True),
        "markitdown__test_serp.html": ("Microsoft wikipedia - Search", True),
        "python-docx__layout.html": ("", True),
    }


# -- how it looks, what it is called -------------------------------------------------------------------------------


def test_runs_tell_what_styles_and_tags_say_of_the_letters_and_nothing_more() -> None:
    page = (
        "<style>p {font: x; font-family: 'Open Sans', serif; font-size: 12pt; color: #333}"
        " .loud {background: navy; color: white; font-weight: 700}</style>"
        "<p>Plain   and <b>bold</b> <span class=loud>loud</span></p><div>nothing said</div>"
        "<h2 style='font-size: 2em'>Of an unknown size</h2>"
    )
    plain, quiet, heading = [b for b in read_html(page.encode(), "p.html").walk() if b.visible]
    base = Font("Open Sans", 12.0, colour="333333")

    assert plain.text == "Plain and bold loud"
    assert plain.runs == (
        TextRun(0, 10, base),
        TextRun(10, 15, base._replace(bold=True)),
        TextRun(15, 19, Font("Open Sans", 12.0, bold=True, colour="FFFFFF", background="000080")),
    )
    assert quiet.runs == ()
    assert heading.runs == (TextRun(0, 18, Font(bold=True)),)


def test_runs_cover_a_text_of_several_lines_in_a_cell() -> None:
    (cell,) = read_html(b"<table><td><p>one</p><p><b>two</b></p></table>", "p.html").of_kind("cell")

    assert cell.text == "one\ntwo"
    assert [(run.start, run.end, run.font.bold) for run in cell.runs] == [(0, 4, None), (4, 7, True)]


def test_ids_are_bookmarks_of_the_block_in_or_before_which_they_stand() -> None:
    page = (
        "<h1 id=top>Title</h1><div id=part><p>Text <a name=here>here</a></p></div>"
        "<table id=t><td>1</table><p id=end></p>"
    )

    assert read_html(page.encode(), "p.html").bookmarks == {
        "top": "p.html / h1 1",
        "part": "p.html / p 1",
        "here": "p.html / p 1",
        "t": "p.html / table 1",
        "end": "p.html / table 1",
    }


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("<html lang=en-GB><p>x", {"language": "en-GB"}),
        ("<html><body lang='de'><p>x", {"language": "de"}),
        ("<p>x", {}),
        ("<html lang='???'><p>x", {}),
    ],
)
def test_the_language_of_a_page_is_what_it_says(page: str, facts: dict[str, str]) -> None:
    assert read_html(page.encode(), "p.html").facts == facts


def test_a_second_title_and_a_second_value_of_one_name_are_told_apart() -> None:
    source = "<title>One</title><meta property=og:image content=a><meta property=og:image content=b><title>Two</title>"

    found = [(block.locator, block.text) for block in page(f"{source}<p>text").of_kind("metadata")]
    assert found == [
        ("p.html / title", "One"),
        ("p.html / title #2", "Two"),
        ("p.html / meta og:image", "a"),
        ("p.html / meta og:image #2", "b"),
    ]


def test_a_link_without_words_is_kept_with_its_target_though_nobody_sees_it() -> None:
    artifact = page('<p><a href="a">x</a> <a href="b"></a><a href="c"><img src="c.png" alt="C"></a></p>')
    assert [(block.locator, block.target, block.reason) for block in artifact.walk() if block.target] == [
        ("p.html / p 1", "a", None),
        ("p.html / empty link 1", "b", "unused"),
        ("p.html / img 1", "c.png", None),
    ]


def test_a_tag_of_attributes_without_number_is_refused_and_text_that_looks_like_one_is_read() -> None:
    names = " ".join(f"a{number}" for number in range(25_000))
    quoted = f"<p title='{names}'>seen {names}</p>".encode()

    with pytest.raises(ArtifactError) as refused:
        read_html(f"<p {names}>seen</p>".encode(), "page.html")

    assert refused.value.code == "too-large"
    assert next(read_html(quoted, "page.html").walk()).text == f"seen {names}"
