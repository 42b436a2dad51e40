"""A PDF is its pages: what stands on them and where, how it looks, where it leads, and what nobody sees."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from outcomes.appearance import EMU_PER_POINT, Box, Font, Image
from outcomes.artifacts.pdf.reader import read_pdf
from outcomes.errors import ArtifactError
from outcomes.reader import Limits
from tests.artifacts.block_lines import block_lines
from tests.artifacts.pdf_building import Canvas, by_hand, lines, pdf, picture, said

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.artifact import Artifact

PROSE = (
    "The board met in March and agreed",
    "to close two plants before summer.",
    "Savings are put at four million a",
    "year, most of them in logistics as",
    "the works council was told before.",
)
MORE_PROSE = (
    "Sales rose by nine per cent in the",
    "same months, chiefly in the north.",
    "Prices were held, and no discount",
    "was given to any of the accounts.",
    "The outlook for autumn is unclear.",
)


def read(data: bytes, **limits: int) -> Artifact:
    return read_pdf(data, "a.pdf", Limits(**limits))


def page_lines(data: bytes) -> list[str]:
    """Kind, place and text of the blocks of all pages, without the properties."""
    return [line for line in block_lines(read(data), ("level", "label", "target", "author")) if "metadata" not in line]


def refusal(data: bytes, **limits: int) -> ArtifactError:
    with pytest.raises(ArtifactError) as caught:
        read(data, **limits)
    return caught.value


def flags(data: bytes) -> list[tuple[str, str]]:
    return [(flag.code, flag.locator) for flag in read(data).flags]


# -- text and its order --------------------------------------------------------------------------------------------


def test_a_page_is_a_unit_and_a_paragraph_a_block_with_its_box() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ("A paragraph that goes on over two", "lines of its own."))
        lines(canvas, ("Another one.",), y=480)

    artifact = read(pdf(draw))
    page = artifact.units[0]

    assert [(unit.kind, unit.number, unit.locator) for unit in artifact.units] == [
        ("page", 1, "p. 1"),
        ("margin", 2, "properties"),
    ]
    assert (page.width, page.height) == (400 * EMU_PER_POINT, 600 * EMU_PER_POINT)
    assert [(block.locator, block.text) for block in page.blocks] == [
        ("p. 1 / ¶1", "A paragraph that goes on over two lines of its own."),
        ("p. 1 / ¶2", "Another one."),
    ]
    box = page.blocks[1].box
    assert box is not None
    assert box.x == pytest.approx(40 * EMU_PER_POINT, abs=EMU_PER_POINT)
    assert box.overlap(Box(0, round(109 * EMU_PER_POINT), 400 * EMU_PER_POINT, 12 * EMU_PER_POINT)) > 0.7 * box.area
    assert artifact.facts == {"pages": 1, "images": 0, "tagged": 0}


def test_columns_of_prose_are_read_one_after_the_other_between_what_crosses_them() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 570, "A heading that stands above both of the columns here")
        canvas.setFont("Helvetica", 9)
        for left, right, y in zip(PROSE, MORE_PROSE, range(540, 480, -12), strict=True):
            canvas.drawString(40, y, left)  # line by line, as some programs write
            canvas.drawString(210, y, right)
        canvas.drawString(40, 460, "And a caption which again reaches over the whole of the page")

    assert [block.text for block in read(pdf(draw)).units[0].blocks] == [
        "A heading that stands above both of the columns here",
        " ".join(PROSE),
        " ".join(MORE_PROSE),
        "And a caption which again reaches over the whole of the page",
    ]


def test_the_cells_of_a_row_are_one_line() -> None:
    def draw(canvas: Canvas) -> None:
        for y, row in enumerate((("Region", "Q1", "Q2"), ("North", "12", "15"), ("South", "7", "9"))):
            for x, text in enumerate(row):
                canvas.drawString(40 + 100 * x, 550 - 16 * y, text)

    assert [block.text for block in read(pdf(draw)).units[0].blocks] == [
        "Region\tQ1\tQ2",
        "North\t12\t15",
        "South\t7\t9",
    ]


def test_a_bullet_is_a_label_and_begins_an_item() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ("\u2022 Cut the costs of every plant we run", "\u2022 Raise prices"))

    assert page_lines(pdf(draw)) == [
        "list_item p. 1 / ¶1 [level=0 label=\u2022]: Cut the costs of every plant we run",
        "list_item p. 1 / ¶2 [level=0 label=\u2022]: Raise prices",
    ]


def test_a_line_that_ends_where_a_word_would_have_fitted_ends_its_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ("A full line which reaches the right edge", "short", "Another line which begins a paragraph"))

    assert [block.text for block in read(pdf(draw)).units[0].blocks] == [
        "A full line which reaches the right edge short",
        "Another line which begins a paragraph",
    ]


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.drawString(50, -100, "First line as shown, on its side in the file")
        canvas.drawString(50, -300, "Second")

    page = read(pdf(draw)).units[0]
    boxes = [block.box for block in page.blocks]

    assert [block.text for block in page.blocks] == ["First line as shown, on its side in the file", "Second"]
    assert (page.width, page.height) == (400 * EMU_PER_POINT, 600 * EMU_PER_POINT)
    assert [box and (round(box.x / EMU_PER_POINT), box.width > box.height) for box in boxes] == [(50, True)] * 2


# -- how it looks --------------------------------------------------------------------------------------------------


def test_runs_tell_family_size_weight_colour_and_what_lies_behind() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0, 0.4)
        canvas.rect(30, 480, 300, 40, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 0)
        canvas.setFont("Times-Bold", 14)
        canvas.drawString(40, 495, "loud ")
        canvas.setFont("Courier", 10)
        canvas.drawString(40 + canvas.stringWidth("loud ", "Times-Bold", 14), 495, "and plain")

    (block,) = read(pdf(draw)).units[0].blocks

    assert block.text == "loud and plain"
    assert [(run.start, run.end, run.font) for run in block.runs] == [
        (0, 5, Font("Times", 14.0, bold=True, italic=False, colour="FFFF00", background="000066")),
        (5, 14, Font("Courier", 10.0, bold=False, italic=False, colour="FFFF00", background="000066")),
    ]


def test_letters_that_are_scaled_have_the_size_that_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.scale(2, 2)
        canvas.drawString(20, 200, "twice as large")

    (block,) = read(pdf(draw)).units[0].blocks

    assert [font.size_pt for font in block.fonts] == [24.0]


def test_over_a_picture_or_a_gradient_nobody_knows_what_lies_behind() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 30, 480, 300, 60)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(40, 500, "on a picture")

    page = read(pdf(draw)).units[0]

    assert [(b.kind, b.text, b.visibility, [f.background for f in b.fonts]) for b in page.blocks] == [
        ("paragraph", "on a picture", "visible", [None]),
        ("picture", "", "visible", []),
    ]


def test_a_picture_has_its_pixels_its_drawn_size_and_its_place() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 550, "A page of more than twenty letters, with a small picture.")
        canvas.drawImage(picture(size=(40, 20)), 100, 400, 80, 60)

    picture_block = read(pdf(draw)).units[0].blocks[-1]
    unit = EMU_PER_POINT

    assert picture_block.locator == "p. 1 / picture 1"
    assert picture_block.image == Image("", 40, 20, 80 * unit, 60 * unit)
    assert picture_block.box == Box(100 * unit, 140 * unit, 80 * unit, 60 * unit)


# -- what nobody sees ----------------------------------------------------------------------------------------------


def _invisible(canvas: Canvas) -> None:
    canvas.drawString(40, 400, "secret words", mode=3)


def _tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(40, 400, "secret words")


def _white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(40, 400, "secret words")


def _off_page(canvas: Canvas) -> None:
    canvas.drawString(900, 400, "secret words")


def _covered(canvas: Canvas) -> None:
    canvas.drawString(40, 400, "secret words")
    canvas.rect(30, 390, 200, 30, stroke=0, fill=1)


def _same_as_its_box(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.2, 0.4, 0.1)
    canvas.rect(30, 390, 200, 30, stroke=0, fill=1)
    canvas.drawString(40, 400, "secret words")


def _clear(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(40, 400, "secret words")


def _buried(canvas: Canvas) -> None:
    canvas.drawString(40, 400, "secret words")
    canvas.drawImage(picture(), 30, 390, 100, 30)


HIDINGS = {
    "invisible": _invisible, "tiny": _tiny, "white": _white, "off-page": _off_page, "covered": _covered,
}  # fmt: skip
OTHER_HIDINGS = [("white", _same_as_its_box), ("invisible", _clear), ("covered", _buried)]


@pytest.mark.parametrize(("reason", "hide"), [*HIDINGS.items(), *OTHER_HIDINGS])
def test_text_that_was_made_unseen_is_hidden_with_its_reason(reason: str, hide: object) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 550, "What everybody reads.")
        hide(canvas)  # type: ignore[operator]

    artifact = read(pdf(draw))

    assert artifact.visible_text == "What everybody reads."
    assert [(b.locator, b.reason, b.text) for b in artifact.hidden if b.kind != "metadata"] == [
        ("p. 1 / hidden 1", reason, "secret words")
    ]
    assert [(f.code, f.locator, f.detail) for f in artifact.flags] == [
        ("hidden-text", "p. 1 / hidden 1", f"{reason}: 'secret words'")
    ]


def test_a_picture_that_lets_through_what_is_below_it_hides_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 400, "seen through the glass")
        canvas.drawImage(picture("#ff000000", mode="RGBA"), 30, 390, 200, 30, mask="auto")

    assert read(pdf(draw)).visible_text == "seen through the glass"


def test_a_scanned_page_is_flagged_and_its_text_layer_is_not_what_a_reader_sees() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture("gray", (400, 600)), 0, 0, 400, 600)
        canvas.drawString(40, 400, "what was recognised", mode=3)

    artifact = read(pdf(draw))

    assert [(b.reason, b.concealed, b.text) for b in artifact.hidden if b.kind != "metadata"] == [
        ("text-layer", False, "what was recognised")
    ]
    assert [(flag.code, flag.locator) for flag in artifact.flags] == [("scanned-page", "p. 1")]
    assert artifact.visible_text == ""


# -- what leads somewhere ------------------------------------------------------------------------------------------


def test_links_lead_to_addresses_and_pages() -> None:
    def first(canvas: Canvas) -> None:
        canvas.drawString(40, 500, "See the results for more.")
        left, right = (canvas.stringWidth(text, "Helvetica", 12) for text in ("See ", "See the results"))
        canvas.linkRect("", "results", (40 + left, 498, 40 + right, 512))
        canvas.drawString(40, 400, "Home")
        canvas.linkURL("https://example.org/a", (38, 396, 75, 412))

    def second(canvas: Canvas) -> None:
        canvas.bookmarkPage("results")
        canvas.addOutlineEntry("Results", "results", level=0)
        canvas.drawString(40, 500, "Results")

    data = pdf(first, second)

    assert page_lines(data) == [
        "paragraph p. 1 / ¶1: See the results for more.",
        "  span p. 1 / ¶1 / link 1 [target=p. 2]",
        "paragraph p. 1 / ¶2 [target=https://example.org/a]: Home",
        "heading p. 2 / ¶1 [level=1]: Results",
    ]
    assert read(data).bookmarks == {"Results": "p. 2"}
    assert [unit.title for unit in read(data).units] == ["", "Results", ""]


def test_named_places_are_bookmarks() -> None:
    data = by_hand(said(b"Here"), catalogue=b"/Dests << /results [3 0 R /Fit] /nowhere [99 0 R /Fit] >>")

    assert read(data).bookmarks == {"results": "p. 1"}


def test_the_outline_is_listed_in_order_with_its_levels_and_places() -> None:
    def draw(canvas: Canvas) -> None:
        for name, level in (("One", 0), ("Two", 1), ("Three", 0)):
            canvas.bookmarkPage(name)
            canvas.addOutlineEntry(name, name, level=level)

    outline = [block for block in read(pdf(draw)).walk() if block.name == "outline"]

    assert [(b.locator, b.text, b.level, b.target) for b in outline] == [
        ("outline / 1", "One", 1, "p. 1"),
        ("outline / 2", "Two", 2, "p. 1"),
        ("outline / 3", "Three", 1, "p. 1"),
    ]


def test_what_the_file_says_about_itself_is_metadata_and_its_language_a_fact() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Board report")
        canvas.setAuthor("Ada")

    artifact = read(pdf(draw, language="en-GB"))
    said_of_it = {block.name: block.text for block in artifact.of_kind("metadata")}

    assert (said_of_it["Title"], said_of_it["Author"]) == ("Board report", "Ada")
    assert said_of_it["CreationDate"] == "2000-01-01T00:00:00+00:00"
    assert artifact.facts["language"] == "en-GB"


# -- tags ----------------------------------------------------------------------------------------------------------


def test_a_tagged_page_is_read_in_the_order_of_its_tags_with_headings_items_and_rows() -> None:
    content = b"\n".join(
        b"/%s << /MCID %d >> BDC %s EMC" % (tag, mark, said(text, x, y))
        for tag, mark, text, x, y in (
            (b"P", 1, b"Below the heading.", 40, 100),
            (b"H2", 0, b"Results", 40, 60),
            (b"TD", 3, b"12", 200, 500),
            (b"TD", 2, b"North", 40, 500),
            (b"LBody", 4, b"An item", 40, 300),
        )
    )
    kids = (b"/H2 7", b"/P 8", b"/Table 9", b"/LI 13")
    tree = [
        b"<< /Type /StructTreeRoot /K [%s] /ParentTree 15 0 R >>" % b" ".join(k.split()[1] + b" 0 R" for k in kids),
        b"<< /S /H2 /P 6 0 R /Pg 3 0 R /K 0 >>",
        b"<< /S /P /P 6 0 R /Pg 3 0 R /K 1 >>",
        b"<< /S /Table /P 6 0 R /K [10 0 R] >>",
        b"<< /S /TR /P 9 0 R /K [11 0 R 12 0 R] >>",
        b"<< /S /TD /P 10 0 R /Pg 3 0 R /K 2 >>",
        b"<< /S /TD /P 10 0 R /Pg 3 0 R /K 3 >>",
        b"<< /S /LI /P 6 0 R /K [14 0 R] >>",
        b"<< /S /LBody /P 13 0 R /Pg 3 0 R /K 4 >>",
        b"<< /Nums [0 [7 0 R 8 0 R 11 0 R 12 0 R 14 0 R]] >>",
    ]
    data = by_hand(
        content,
        page=b"/StructParents 0",
        catalogue=b"/StructTreeRoot 6 0 R /MarkInfo << /Marked true >> /Lang (de)",
        objects=tree,
    )

    assert page_lines(data) == [
        "heading p. 1 / ¶1 [level=2]: Results",
        "paragraph p. 1 / ¶2: Below the heading.",
        "paragraph p. 1 / ¶3: North\t12",
        "list_item p. 1 / ¶4 [level=0]: An item",
    ]
    assert read(data).facts == {"pages": 1, "images": 0, "tagged": 1, "language": "de"}


# -- notes and fields ----------------------------------------------------------------------------------------------


def test_comments_have_their_author_and_text_typed_onto_a_page_is_seen() -> None:
    annotations = (
        b"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (Check this) /T (Ada) >>",
        b"<< /Type /Annot /Subtype /FreeText /Rect [10 40 90 60] /Contents (Approved) /DA (/F1 12 Tf) >>",
        b"<< /Type /Annot /Subtype /FreeText /Rect [10 70 90 90] /Contents (Not shown) /F 2 /DA (/F1 12 Tf) >>",
    )
    data = by_hand(said(b"Body"), page=b"/Annots [6 0 R 7 0 R 8 0 R]", objects=annotations)

    assert page_lines(data) == [
        "paragraph p. 1 / ¶1: Body",
        "comment p. 1 / comment 1 [comment target=p. 1 author=Ada]: Check this",
        "text_box p. 1 / text box 1: Approved",
        "text_box p. 1 / text box 2 [display-none]: Not shown",
    ]


def test_form_fields_are_read_with_what_they_hold() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="city", tooltip="Where", value="Oslo", x=40, y=500, width=100, height=20)
        canvas.acroForm.checkbox(name="agree", checked=True, x=40, y=450)

    fields = [b for b in read(pdf(draw)).walk() if "field" in b.locator]

    assert [(b.locator, b.name, b.style, b.alt, b.text, b.visible) for b in fields] == [
        ("p. 1 / field 1", "city", "text field", "Where", "Oslo", True),
        ("p. 1 / field 2", "agree", "checkbox", None, "\u2611", True),
    ]


# -- what would act ------------------------------------------------------------------------------------------------


def test_scripts_programs_and_attached_files_are_flagged_and_left_alone() -> None:
    objects = (
        b"<< /Type /Annot /Subtype /Link /Rect [40 498 90 512] /A << /S /Launch /F (calc.exe) >> >>",
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"<< /Type /Filespec /F (data.xlsx) /UF (data.xlsx) /EF << /F 9 0 R >> >>",
        b"<< /Type /EmbeddedFile /Length 3 >>\nstream\nabc\nendstream",
    )
    names = b"/Names << /JavaScript << /Names [(a) 7 0 R] >> /EmbeddedFiles << /Names [(data.xlsx) 8 0 R] >> >>"
    data = by_hand(said(b"Start here"), page=b"/Annots [6 0 R]", catalogue=names, objects=objects)

    assert flags(data) == [
        ("launch", "p. 1"),
        ("embedded-object", "a.pdf"),
        ("script", "a.pdf"),
    ]


# -- what cannot be read -------------------------------------------------------------------------------------------


def test_a_password_is_named_and_a_file_that_opens_without_one_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 500, "Locked away")

    assert refusal(pdf(draw, encrypt="secret")).code == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\ntrailer << >>", by_hand(said(b"x"))[:200]])
def test_what_has_no_page_to_read_is_corrupt(data: bytes) -> None:
    assert refusal(data).code == "corrupt-pdf"


def test_pages_beyond_the_limit_are_left_out_with_a_word() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 500, "A page")

    artifact = read(pdf(draw, draw, draw), pages=2)

    assert [unit.locator for unit in artifact.units] == ["p. 1", "p. 2", "properties"]
    assert [(flag.code, flag.detail) for flag in artifact.flags] == [
        ("truncated", "only the first 2 pages of 3 were read; the rest was left out")
    ]


def test_a_page_that_takes_too_long_is_marked_in_its_place_and_the_others_are_read() -> None:
    """A form that shows itself ten times over, nine deep, is a thousand million forms."""
    forms = [
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length 60 >>\n"
        b"stream\n%s\nendstream" % (i + 1, b"/X Do " * 10)
        for i in range(9, 18)
    ]
    del forms[-1]
    last = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 20 >>\nstream\n0 0 1 1 re f 0 0 1 1\nendstream"
    pages = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 7 0 R /Resources << /XObject << /X 9 0 R >> >> >>",
        b"<< /Length 6 >>\nstream\n/X Do \nendstream",
        b"<< /Unused true >>",
    )
    data = by_hand(said(b"Read all the same"), objects=(*pages, *forms, last))
    data = data.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [6 0 R 3 0 R] /Count 2")
    artifact = read(data)

    assert [(b.kind, b.locator) for b in artifact.walk()] == [
        ("unreadable", "p. 1 / unreadable"),
        ("paragraph", "p. 2 / ¶1"),
    ]
    assert flags(data) == [("unreadable", "p. 1 / unreadable")]


def test_what_cannot_be_decoded_is_said_to_be_unknown() -> None:
    """A font whose letters map to a private area, as some exports make them."""
    to_unicode = b"1 beginbfrange <00> <FF> <E000> endbfrange"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Odd /ToUnicode 7 0 R >>"
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode)
    data = by_hand(said(b"What does it say"), objects=(font, stream)).replace(b"/F1 5 0 R", b"/F1 6 0 R")

    assert flags(data) == [("encoding", "p. 1")]


def test_without_the_extra_the_error_says_what_to_install() -> None:
    code = """
import sys
sys.modules["pypdfium2_raw"] = None  # as if it were not installed
from outcomes.errors import ArtifactError
from outcomes.wiring import read_bytes
try:
    read_bytes(b"%PDF-1.7", "a.pdf")
except ArtifactError as error:
    print(error.code, error.fix)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)

    assert (done.stdout, done.stderr) == ("missing-extra Install it: pip install 'outcome-engine[pdf]'\n", "")


def test_reading_starts_from_a_folder_that_is_not_ours_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """A module of the same name in the working folder is not what the reading process runs."""
    (tmp_path / "statistics.py").write_text("raise SystemExit('mine')", encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(by_hand(said(b"Here")))
    code = (
        "from pathlib import Path; from outcomes.wiring import read_path; print(read_path(Path('a.pdf')).visible_text)"
    )
    code = f"import json, outcomes.wiring, lxml; {code}"  # so that only the reading process could run into it
    command = [
        sys.executable,
        "-P",
        "-c",
        code.replace("import json, ", "import sys, json; sys.path.insert(0, ''); import "),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert (done.stdout, done.stderr) == ("Here\n", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "statistics.py"]


@pytest.mark.slow
def test_two_thousand_pages_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, [*PROSE, *MORE_PROSE])

    artifact = read(pdf(*[draw] * 2_000))

    assert artifact.facts["pages"] == 2_000
    assert artifact.flags == ()
    assert artifact.units[1_999].blocks[0].locator == "p. 2000 / ¶1"
