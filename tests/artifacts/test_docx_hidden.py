"""Text that is in a Word document and cannot be seen on the page."""

from __future__ import annotations

import pytest

from outcomes.artifact import Flag
from tests.artifacts.docx_building import cell, lines, para, read, row, run, styled, table
from tests.artifacts.ooxml_files import part

WHITE = '<w:color w:val="FFFFFF"/>'


def reasons(body: str) -> list[tuple[str, str | None]]:
    """Text and reason of every block with text."""
    return [(block.text, block.reason) for block in read(body).walk() if block.text]


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ("<w:vanish/>", "vanish"),
        ('<w:vanish w:val="0"/>', None),
        ('<w:vanish w:val="true"/>', "vanish"),
        ("<w:webHidden/>", None),
        ('<w:sz w:val="2"/>', "tiny"),
        ('<w:sz w:val="1.5pt"/>', "tiny"),
        ('<w:sz w:val="4"/>', None),
        ('<w:sz w:val="tall"/>', None),
        (WHITE, "white"),
        ('<w:color w:val="FEFDFE"/>', "white"),
        ('<w:color w:val="000000" w:themeColor="background1"/>', "white"),
        ('<w:color w:val="BFBFBF" w:themeColor="background1" w:themeShade="BF"/>', None),
        ('<w:color w:val="D9D9D9"/>', None),
        ('<w:color w:val="auto"/>', None),
        (WHITE + '<w:shd w:val="clear" w:fill="000000"/>', None),
        (WHITE + '<w:shd w:val="pct25" w:fill="FFFFFF"/>', None),
        (WHITE + '<w:shd w:val="clear" w:fill="FFFFFF"/>', "white"),
        (WHITE + '<w:highlight w:val="blue"/>', None),
        ('<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000"/>', "white"),
        ('<w:rStyle w:val="Pale"/>', "white"),
        ('<w:rStyle w:val="Paler"/>', "white"),
        ('<w:rStyle w:val="Pale"/><w:color w:val="000000"/>', None),
    ],
)
def test_a_run_is_hidden_for_a_reason(properties: str, reason: str | None) -> None:
    assert reasons(para(run("words", properties))) == [("words", reason)]


def test_a_hidden_run_leaves_the_sentence_and_stands_beside_it() -> None:
    artifact = read(para(run("Good ") + run("IGNORE ", WHITE) + run("RULES", WHITE) + run("morning")))

    assert lines(artifact) == [
        "paragraph ¶1: Good morning",
        "  span ¶1 / hidden 1 [white]: IGNORE RULES",
    ]
    assert artifact.flags == (Flag("hidden-text", "white: 'IGNORE RULES'", "¶1 / hidden 1"),)


def test_a_paragraph_may_be_hidden_by_its_style() -> None:
    assert lines(read(styled("Ghost", "unseen"))) == ["paragraph ¶1 [vanish]: unseen"]


def test_a_hidden_heading_begins_no_section() -> None:
    artifact = read(styled("H1", "Seen") + styled("H1", run("Unseen", "<w:vanish/>")))

    assert [unit.title for unit in artifact.units] == ["Seen", ""]


def test_white_text_is_seen_on_a_shaded_paragraph_cell_or_table_style() -> None:
    dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
    body = (
        para(run("a", WHITE), dark)
        + table(row(cell(para(run("b", WHITE)), dark), cell(para(run("c", WHITE)))))
        + table(row(cell(para(run("d", WHITE)))), properties='<w:tblStyle w:val="Dark"/>')
        + table(row(cell(para(run("e", WHITE)))), properties=dark)
    )

    assert reasons(body) == [("a", None), ("b", None), ("c", "white"), ("d", None), ("e", None)]


def test_white_text_is_seen_on_a_coloured_page() -> None:
    page = '<w:background w:color="203040"/><w:body>' + para(run("a", WHITE)) + "</w:body>"
    switch = part("w:settings", "<w:displayBackgroundShape/>")

    def reason(settings: str) -> str | None:
        parts: dict[str, str | bytes] = {"word/document.xml": part("w:document", page), "word/settings.xml": settings}
        artifact = read("", parts=parts, rels=(("rId9", "settings", "settings.xml"),))
        return artifact.units[0].blocks[0].reason

    assert [reason(switch), reason(part("w:settings", ""))] == [None, "white"]


def test_a_hidden_row_is_hidden() -> None:
    assert lines(read(table(row(cell("a"), properties="<w:hidden/>"))))[1:] == ["  cell Table 1 R1C1 [vanish]: a"]


def test_hidden_white_space_is_ordinary_white_space() -> None:
    assert lines(read(para(run("a") + run(" ", WHITE) + run("b")))) == ["paragraph ¶1: a b"]


def test_invisible_characters_are_flagged_and_ordinary_joiners_are_not() -> None:
    artifact = read(para("tag \U000e0041 and \u202e") + para("soft\u00adhyphen, \U0001f468\u200d\U0001f33e"))

    assert artifact.flags == (Flag("hidden-text", "invisible characters: U+202E, U+E0041", "¶1"),)


def test_many_hidden_places_become_a_few_flags() -> None:
    flags = read("".join(para(run(f"w{number}", WHITE)) for number in range(60))).flags

    assert len(flags) == 51
    assert flags[-1] == Flag("hidden-text", "and 10 more places")
