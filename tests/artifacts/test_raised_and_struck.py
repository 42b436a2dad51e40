"""What is raised does not run into what it stands behind, and what is struck out is no longer said: in every format."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped]
from openpyxl.cell.text import InlineFont  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]

from outcomes.artifacts.html.reader import read_html
from outcomes.artifacts.markdown import read_markdown
from outcomes.artifacts.xlsx.reader import read_xlsx
from tests.artifacts import docx_building as word
from tests.artifacts import pptx_building as deck
from tests.artifacts.ooxml_files import part

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.artifact import Artifact

RAISED = '<w:vertAlign w:val="superscript"/>'
LINE = '<w:vertAlign w:val="baseline"/>'
STRUCK = "<w:strike/>"
STYLES = word.STYLES + (
    f'<w:style w:type="character" w:styleId="Mark"><w:rPr>{RAISED}</w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Note"><w:basedOn w:val="Mark"/></w:style>'
    f'<w:style w:type="character" w:styleId="Old"><w:rPr>{STRUCK}</w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Older"><w:basedOn w:val="Old"/></w:style>'
    '<w:style w:type="character" w:styleId="Twice"><w:rPr><w:dstrike/></w:rPr></w:style>'
    f'<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr>{STRUCK}</w:rPr></w:style>'
    f'<w:style w:type="paragraph" w:styleId="High"><w:name w:val="High"/><w:rPr>{RAISED}</w:rPr></w:style>'
)


def document(body: str) -> Artifact:
    return word.read(body, parts={"word/styles.xml": part("w:styles", STYLES)})


def slide(text: str, styles: str = "") -> Artifact:
    return deck.read(deck.Slide(deck.shape("S", text, styles=styles)))


def page(source: str) -> Artifact:
    return read_html(source.encode(), "p.html")


def note(source: str) -> Artifact:
    return read_markdown(source.encode(), "n.md")


def book(**cells: object) -> Artifact:
    """A sheet of these cells; a pair is a value and its font."""
    made = openpyxl.Workbook()
    for place, content in cells.items():
        value, font = content if isinstance(content, tuple) else (content, None)
        made.active[place] = value
        if font is not None:
            made.active[place].font = font
    stream = BytesIO()
    made.save(stream)
    return read_xlsx(stream.getvalue(), "b.xlsx")


def rich(*pieces: str | tuple[str, dict[str, object]]) -> CellRichText:
    return CellRichText(*(one if isinstance(one, str) else TextBlock(InlineFont(**one[1]), one[0]) for one in pieces))


def seen(artifact: Artifact) -> list[str]:
    return [block.text for block in artifact.shown if block.text]


def struck(artifact: Artifact) -> list[str]:
    return [block.text.strip() for block in artifact.hidden if block.reason == "struck-out"]


POWERS = {
    "docx": lambda: document(word.para(word.run("10") + word.run("6", RAISED) + word.run(" pieces"))),
    "docx, by character style": lambda: document(
        word.para(word.run("10") + word.run("6", '<w:rStyle w:val="Note"/>') + word.run(" pieces"))
    ),
    "docx, in several runs": lambda: document(
        word.para(word.run("10") + word.run("-", RAISED) + word.run("1", RAISED) + word.run("2", RAISED))
    ),
    "docx, in a table cell": lambda: document(
        word.table(word.row(word.cell(word.para(word.run("10") + word.run("6", RAISED)))))
    ),
    "docx, beside a link": lambda: document(
        word.para(
            word.run("10")
            + word.run("6", RAISED)
            + '<w:hyperlink w:anchor="x"><w:r><w:t> pieces</w:t></w:r></w:hyperlink>'
        )
    ),
    "docx, beside a deletion": lambda: document(
        word.para(
            word.run("10") + word.run("6", RAISED) + '<w:del w:author="A"><w:r><w:delText>x</w:delText></w:r></w:del>'
        )
    ),
    "pptx": lambda: slide(deck.para("10", deck.run("6", 'baseline="30000"'), " pieces")),
    "pptx, as strict files say it": lambda: slide(deck.para("10", deck.run("6", 'baseline="30%"'))),
    "pptx, by list style": lambda: slide(
        deck.para(deck.run("10", 'baseline="0"'), "6"), styles='<a:lvl1pPr><a:defRPr baseline="30000"/></a:lvl1pPr>'
    ),
    "pptx, coloured": lambda: slide(deck.para("10", deck.run("6", 'baseline="30000"', deck.solid("FF0000")))),
    "pptx, in several runs": lambda: slide(
        deck.para("10", *(deck.run(sign, 'baseline="30000"') for sign in ("\u2212", "1", "2")))
    ),
    "pptx, in a table cell": lambda: deck.read(
        deck.Slide(deck.graphic("T", deck.table((deck.cell(deck.para("10", deck.run("6", 'baseline="30000"'))),))))
    ),
    "xlsx": lambda: book(A1=rich("10", ("6", {"vertAlign": "superscript"}), " pieces")),
    "html": lambda: page("<p>10<sup>6</sup> pieces"),
    "html, by style": lambda: page('<p>10<span style="vertical-align: super">6</span>'),
    "html, by style rule": lambda: page("<style>.e {vertical-align:super}</style><p>10<span class=e>6</span>"),
    "html, raised with other means": lambda: page("<style>sup {vertical-align:baseline}</style><p>10<sup>6</sup>"),
    "html, in several runs": lambda: page("<p>10<sup><b>-</b><i>1</i>2</sup>"),
    "html, in a table cell": lambda: page("<table><tr><td>10<sup>6</sup></table>"),
    "markdown": lambda: note("10<sup>6</sup> pieces"),
    "markdown, in a table cell": lambda: note("| a |\n|---|\n| 10<sup>6</sup> |"),
}


@pytest.mark.parametrize(
    "source",
    [
        "<s><p>The price is 140 EUR.</p></s>",
        "<strike><p>The price is 140 EUR.</p></strike>",
        "<S class=old><p>The price is 140 EUR.</p></S>",
        "<ul><li><s><p>The price is 140 EUR.</p></s></ul>",
        "<s>Until now<p>The price is 140 EUR.</p></s>",
        "<div style='text-decoration-line: line-through'>The price is 140 EUR.</div>",
        "<style>p {text-decoration: none}</style><p style='text-decoration: line-through red'>The price is 140 EUR.",
    ],
)
def test_what_a_browser_strikes_out_is_struck_out_whatever_stands_in_it(source: str) -> None:
    artifact = page(source)
    assert not [text for text in seen(artifact) if "140" in text]
    assert [text for text in struck(artifact) if "140 EUR" in text]
    assert artifact.find("The price is 140 EUR.").check == "not_found"


@pytest.mark.parametrize(
    "source",
    [
        "<p><del style='text-decoration: underline'>The price is 140 EUR.</del>",
        "<p><del style='text-decoration-line: none'>The price is 140 EUR.</del>",
        "<p><del style='text-decoration: none solid'>The price is 140 EUR.</del>",
        "<style>p {text-decoration-line: line-through}</style><p style='text-decoration: none'>The price is 140 EUR.",
        "<p style='text-decoration: var(--none-line-through, none)'>The price is 140 EUR.",
    ],
)
def test_what_a_browser_does_not_strike_out_is_said(source: str) -> None:
    assert seen(page(source)) == ["The price is 140 EUR."]


def test_rules_for_one_tag_that_strikes_are_not_those_for_another() -> None:
    assert seen(page("<style>s {text-decoration: none}</style><p>Costs <s>1000</s> dollars")) == ["Costs 1000 dollars"]
    both = "<style>s {text-decoration: none} del {display: none}</style><p>The <s>total</s> is 5"
    assert seen(page(both)) == ["The total is 5"]


def test_what_only_looks_like_such_a_tag_stays_as_it_is() -> None:
    whole = "<p>use <textarea>use <s>this</s></textarea> <img alt='a <s> b'> <a title='>' href='#'>c</a>"
    artifact = page(f"<!-- <s>x</s> -->{whole}")
    assert "use <s>this</s>" in " ".join(block.text for block in artifact.walk())
    assert any(block.text == "a <s> b" or block.alt == "a <s> b" for block in artifact.walk())
    assert not any("del" in block.text for block in artifact.walk())


PARTED = {
    "docx": lambda: document(word.para(word.run("is") + word.run(" 120 ", STRUCK) + word.run("140"))),
    "pptx": lambda: slide(deck.para("is", deck.run(" 120 ", 'strike="sngStrike"'), "140")),
    "xlsx": lambda: book(A1=rich("is", (" 120 ", {"strike": True}), "140")),
    "html": lambda: page("<p>is<s> 120 </s>140"),
}


@pytest.mark.parametrize("how", PARTED)
def test_a_struck_word_with_its_spaces_leaves_its_neighbours_apart(how: str) -> None:
    artifact = PARTED[how]()
    assert [text for text in seen(artifact) if "is" in text] == ["is 140"]
    assert struck(artifact) == ["120"]


@pytest.mark.parametrize("how", POWERS)
def test_a_raised_exponent_stands_apart_from_its_base(how: str) -> None:
    """Ten to the sixth is found as it is written and as it is typed, and is no 106."""
    artifact = POWERS[how]()
    power = "-12" if "several runs" in how else "6"

    (text,) = (text for text in seen(artifact) if "10" in text)
    assert text.startswith("10\u207b\xb9\xb2" if power == "-12" else "10\u2076")
    assert artifact.find(f"10^{power}").check == "normalised"
    assert artifact.find(text).check == "exact"
    assert artifact.find(f"10{power}").check == "not_found"
    (block,) = (block for block in artifact.shown if block.text == text)
    assert all(run.end <= len(text) for run in block.runs), "one character for one"


MARKS = {
    "docx": lambda mark: document(word.para(word.run("1,234") + word.run(mark, RAISED))),
    "pptx": lambda mark: slide(deck.para("1,234", deck.run(mark, 'baseline="30000"'))),
    "xlsx": lambda mark: book(A1=rich("1,234", (mark, {"vertAlign": "superscript"}))),
    "html": lambda mark: page(f"<p>1,234<sup>{mark}</sup>"),
    "markdown": lambda mark: note(f"1,234<sup>{mark}</sup>"),
}


@pytest.mark.parametrize("kind", MARKS)
@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        ("1", "\xb9"),
        ("1,2", "\xb9,\xb2"),
        ("(3)", "\u207d\xb3\u207e"),
        ("[1]", "[1]"),
        ("st", "st"),
        ("1st", "1st"),
        ("TM", "TM"),
        ("*", "*"),
        ("\xb2", "\xb2"),
    ],
)
def test_a_raised_mark_has_its_own_form_where_there_is_one(kind: str, mark: str, shown: str) -> None:
    assert seen(MARKS[kind](mark)) == [f"1,234{shown}"]


@pytest.mark.parametrize(
    "artifact",
    [
        lambda: document(word.para(word.run("CO") + word.run("2", '<w:vertAlign w:val="subscript"/>'))),
        lambda: document(word.para(word.run("CO") + word.run("2", f'<w:rStyle w:val="Mark"/>{LINE}'))),
        lambda: slide(deck.para("CO", deck.run("2", 'baseline="-25000"'))),
        lambda: slide(deck.para("CO", deck.run("2", 'baseline="high"'))),
        lambda: book(A1=rich("CO", ("2", {"vertAlign": "subscript"}))),
        lambda: page("<p>CO<sub>2</sub>"),
        lambda: page('<p>CO<sup><span style="vertical-align:sub">2</span></sup>'),
        lambda: note("CO<sub>2</sub>"),
    ],
)
def test_what_is_lowered_or_on_the_line_stays_as_it_is(artifact: Callable[[], Artifact]) -> None:
    assert seen(artifact()) == ["CO2"]


def test_a_whole_paragraph_may_be_raised_by_its_style() -> None:
    assert seen(document(word.styled("High", "<w:r><w:t>12</w:t></w:r>") + word.styled("High", "as of 2024"))) == [
        "\xb9\xb2",
        "as of 2024",
    ]


def test_a_reference_to_a_footnote_adds_nothing_to_the_text() -> None:
    reference = f'<w:r><w:rPr>{RAISED}</w:rPr><w:footnoteReference w:id="2"/></w:r>'

    assert seen(document(word.para(word.run("1,234") + reference))) == ["1,234"]


PRICES = {
    "docx": lambda: document(word.para(word.run("The price is ") + word.run("120 ", STRUCK) + word.run("140 EUR"))),
    "docx, twice": lambda: document(
        word.para(word.run("The price is ") + word.run("120 ", "<w:dstrike/>") + word.run("140 EUR"))
    ),
    "docx, by character style": lambda: document(
        word.para(word.run("The price is ") + word.run("120 ", '<w:rStyle w:val="Older"/>') + word.run("140 EUR"))
    ),
    "docx, twice by character style": lambda: document(
        word.para(word.run("The price is ") + word.run("120 ", '<w:rStyle w:val="Twice"/>') + word.run("140 EUR"))
    ),
    "docx, in several runs": lambda: document(
        word.para(
            word.run("The price is ")
            + word.run("1", STRUCK)
            + word.run("20", f"<w:b/>{STRUCK}")
            + word.run(" ", STRUCK)
            + word.run("140 EUR")
        )
    ),
    "docx, in a table cell": lambda: document(
        word.table(
            word.row(word.cell(word.para(word.run("The price is ") + word.run("120 ", STRUCK) + word.run("140 EUR"))))
        )
    ),
    "pptx": lambda: slide(deck.para("The price is ", deck.run("120 ", 'strike="sngStrike"'), "140 EUR")),
    "pptx, twice": lambda: slide(deck.para("The price is ", deck.run("120 ", 'strike="dblStrike"'), "140 EUR")),
    "pptx, by list style": lambda: slide(
        deck.para(deck.run("The price is ", 'strike="noStrike"'), "120 ", deck.run("140 EUR", 'strike="noStrike"')),
        styles='<a:lvl1pPr><a:defRPr strike="sngStrike"/></a:lvl1pPr>',
    ),
    "pptx, in several runs": lambda: slide(
        deck.para(
            "The price is ", deck.run("1", 'strike="sngStrike"'), deck.run("20 ", 'strike="sngStrike" b="1"'), "140 EUR"
        )
    ),
    "pptx, in a table cell": lambda: deck.read(
        deck.Slide(
            deck.graphic(
                "T",
                deck.table((deck.cell(deck.para("The price is ", deck.run("120 ", 'strike="sngStrike"'), "140 EUR")),)),
            )
        )
    ),
    "xlsx": lambda: book(A1=rich("The price is ", ("120 ", {"strike": True}), "140 EUR")),
    "xlsx, against the font of the cell": lambda: book(
        A1=(rich(("The price is ", {"b": True}), "120 ", ("140 EUR", {"b": True})), Font(strike=True))
    ),
    "html, s": lambda: page("<p>The price is <s>120</s> 140 EUR"),
    "html, strike": lambda: page("<p>The price is <strike>120</strike> 140 EUR"),
    "html, del": lambda: page("<p>The price is <del>120</del> <ins>140 EUR</ins>"),
    "html, by style": lambda: page('<p>The price is <i style="text-decoration: red line-through">120</i> 140 EUR'),
    "html, by style rule": lambda: page(
        "<style>.old {text-decoration-line:line-through}</style><p>The price is <i class=old>120</i> 140 EUR"
    ),
    "html, in several runs": lambda: page("<p>The price is <s><b>1</b><i>2</i>0</s> 140 EUR"),
    "html, in a table cell": lambda: page("<table><tr><td>The price is <s>120</s> 140 EUR</table>"),
    "markdown": lambda: note("The price is ~~120~~ 140 EUR"),
    "markdown, in a table cell": lambda: note("| a |\n|---|\n| The price is ~~120~~ 140 EUR |"),
}


@pytest.mark.parametrize("how", PRICES)
def test_what_is_struck_out_leaves_the_sentence_and_stands_beside_it(how: str) -> None:
    """It is no evidence for what a reader is told, and is still found by who looks for what is not said any more."""
    artifact = PRICES[how]()

    assert [" ".join(text.split()) for text in seen(artifact) if "price" in text] == ["The price is 140 EUR"]
    assert struck(artifact) == ["120"]
    assert artifact.find("120").check == "not_found"
    assert artifact.find("120", hidden=True).check == "exact"
    assert artifact.find("The price is 140 EUR").check in {"exact", "normalised"}
    assert artifact.flags == (), "nothing was made unseen"


@pytest.mark.parametrize(
    ("artifact", "lost"),
    [
        (lambda: document(word.para(word.run("gone", STRUCK)) + word.para("kept")), "gone"),
        (lambda: document(word.styled("Gone", "<w:r><w:t>gone</w:t></w:r>") + word.para("kept")), "gone"),
        (lambda: document(word.listed(1, 0, word.run("gone", STRUCK)) + word.para("kept")), "gone"),
        (lambda: slide(deck.para(deck.run("gone", 'strike="sngStrike"')) + deck.para("kept")), "gone"),
        (lambda: book(A1=("gone", Font(strike=True)), A2="kept"), "gone"),
        (lambda: book(A1=(120, Font(strike=True)), A2="kept"), "120"),
        (lambda: page("<del><p>gone</p></del><p>kept"), "gone"),
        (lambda: page("<ul><li><s>gone</s><li>kept</ul>"), "gone"),
        (lambda: note("~~gone~~\n\nkept"), "gone"),
        (lambda: note("# ~~gone~~\n\nkept"), "gone"),
        (lambda: note("- ~~gone~~\n- kept"), "gone"),
    ],
)
def test_a_piece_that_is_struck_out_as_a_whole_is_listed_by_itself(artifact: Callable[[], Artifact], lost: str) -> None:
    assert seen(artifact()) == ["kept"]
    assert struck(artifact()) == [lost]


def test_two_kinds_of_style_that_both_strike_cancel_each_other_out() -> None:
    """As ECMA-376 17.7.3 has it for `w:strike`, but not for `w:dstrike`."""
    artifact = document(word.styled("Gone", word.run("seen", '<w:rStyle w:val="Old"/>') + word.run("not")))

    assert (seen(artifact), struck(artifact)) == (["seen"], ["not"])


@pytest.mark.parametrize(
    "artifact",
    [
        lambda: document(word.para(word.run("kept", '<w:rStyle w:val="Old"/><w:strike w:val="0"/>'))),
        lambda: slide(deck.para(deck.run("kept", 'strike="noStrike"'))),
        lambda: book(A1=("kept", Font(strike=False))),
        lambda: book(A1=(rich(("kept", {"b": True})), Font(strike=True))),
        lambda: page('<p><del style="text-decoration: none">kept</del>'),
        lambda: page('<p style="text-decoration: underline">kept'),
        lambda: page("<p><ins>kept</ins>"),
        lambda: note(r"\~~kept~"),
    ],
)
def test_what_is_not_struck_out_in_the_end_is_seen(artifact: Callable[[], Artifact]) -> None:
    assert struck(artifact()) == []
    assert "kept" in seen(artifact())[0]


def test_a_done_task_does_not_vanish_without_a_trace() -> None:
    artifact = note("- [x] ~~call Ann~~\n- [ ] call Bob")

    assert seen(artifact) == ["[x]", "[ ] call Bob"]
    assert [(block.locator, block.text) for block in artifact.hidden] == [("n.md:L1 / hidden 1", "call Ann")]


def test_what_is_unseen_says_so_however_much_is_struck_out_beside_it() -> None:
    """A reason is told for each stretch, so that a struck word cannot cover up for a concealed one."""
    unseen = {
        "docx": document(
            word.para(word.run("a", STRUCK) + word.run("b", f'{STRUCK}<w:color w:val="FFFFFF"/>') + word.run("c"))
        ),
        "pptx": slide(
            deck.para(
                deck.run("a", 'strike="sngStrike"'), deck.run("b", 'strike="sngStrike"', deck.solid("FFFFFF")), "c"
            )
        ),
        "html": page('<p><s>a</s><b style="color:#fff"><s>b</s></b>c'),
    }

    for kind, artifact in unseen.items():
        assert [(block.text, block.reason) for block in artifact.hidden] == [("a", "struck-out"), ("b", "white")], kind
        assert [flag.code for flag in artifact.flags] == ["hidden-text"], kind


def test_stretches_with_words_between_them_are_listed_apart() -> None:
    artifact = page("<p><s>1 <b>2</b></s> <s>3</s> then <s>4</s><br><s>5</s>")

    assert seen(artifact) == ["then"]
    assert struck(artifact) == ["1 2 3", "4\n5"]


def test_a_picture_is_seen_between_struck_words_and_a_struck_link_keeps_its_target() -> None:
    artifact = page('<p><s>a <img src="x.png" alt="y"> <a href="z">b</a></s> c')

    assert [(b.kind, b.visible) for b in artifact.of_kind("picture")] == [("picture", True)]
    assert [(b.target, b.reason) for b in artifact.walk() if b.target == "z"] == [("z", "struck-out")]


@given(pieces=st.lists(st.tuples(st.sampled_from(["", "s", "sup"]), st.sampled_from(["12", " ", "ab", "-3 "]))))
def test_nothing_is_lost_whatever_is_raised_or_struck_out(pieces: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{text}</{tag}>" if tag else text for tag, text in pieces)
    letters = sorted("".join(text for _, text in pieces).replace(" ", ""))
    words = page(f"<div>{source}</div>")
    plain = "".join(block.text for block in words.walk()).translate(str.maketrans("\xb9\xb2\xb3\u207b", "123-", "\n "))

    assert sorted(plain) == letters
