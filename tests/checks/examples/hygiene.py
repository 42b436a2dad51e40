"""Checks of what is left over, hidden or private: for each one work that meets it and one that does not."""

from __future__ import annotations

from outcomes.artifact import Block, Flag
from outcomes.testing.documents import Docx, Pptx
from tests.checks.example import Example, Work
from tests.checks.support import artifact, workbook

PLAIN: tuple[tuple[str, Work], ...] = (
    ("docx", Docx().paragraph("Text").link("a", "https://a.org")),
    ("pptx", Pptx().slide("A")),
    ("xlsx", workbook([["a"]])),
)
"""Files with nothing in them that goes out or runs."""


def _property(name: str, text: str) -> Block:
    return Block("metadata", f"metadata / {name}", text, visibility="hidden", reason="metadata", name=name)


EXAMPLES = (
    Example(
        "no_placeholders",
        Docx(title="Report").heading("Todo list").paragraph("Done.").footer("Page").comment("TODO: nothing"),
        Docx(title="[Your title]").paragraph("Revenue: TBD").picture(alt="lorem ipsum").footer("XXXX"),
        {
            "¶1": '"TBD" in "Revenue: TBD"',
            "¶2 / picture 1 / alt text": '"lorem ipsum" in "lorem ipsum"',
            "footer 1 / ¶1": '"XXXX" in "XXXX"',
            "metadata / title": '"[Your title]" in "[Your title]"',
        },
    ),
    Example(
        "no_placeholders",
        Pptx(title="Deck").slide("A", bullets=["x"], notes="Say it").slide("B").slide(None, hidden=True),
        Pptx(title="Deck").slide("A", notes="TODO: say why").slide(None).slide("C", layout="Title and Content"),
        {
            "slide 1 / notes": '"TODO" in "TODO: say why"',
            'slide 2 / shape "Title 1"': "an empty placeholder",
            'slide 3 / shape "Content Placeholder 2"': "an empty placeholder",
        },
    ),
    Example(
        "no_tracked_changes",
        Docx().paragraph("Text"),
        Docx().paragraph("Text").insertion(" added", author="Ann").deletion(" gone", author="Bo"),
        {"¶1 / inserted 1": 'an insertion by "Ann"', "¶1 / deleted 1": 'a deletion by "Bo": "gone"'},
    ),
    Example(
        "no_comments",
        Docx().paragraph("Text"),
        Docx().paragraph("Text").comment("why?", author="Ann"),
        {"comment 0": 'a comment by "Ann": "why?"'},
    ),
    Example(
        "no_comments",
        Pptx().slide("A"),
        Pptx().slide("A", hidden=True).comment("why?", author="Ann"),
        {"slide 1 / comment 1": 'a comment by "Ann": "why?"'},
    ),
    Example(
        "no_comments",
        workbook([["a", 1]]),
        workbook([["a", 1]], comments={"B1": "why?"}),
        {"Data!B1 / comment": 'a comment by "Ann": "why?"'},
    ),
    Example(
        "no_empty_paragraphs",
        artifact("docx", facts={"empty_paragraphs": 2}),
        artifact(
            "docx",
            flags=[Flag("empty-paragraphs", "4 empty paragraphs in a row", "¶7", "info")],
            facts={"empty_paragraphs": 4},
        ),
        {"¶7": "4 empty paragraphs in a row"},
    ),
    Example(
        "no_manual_bullets",
        Docx()
        .bullets("one", "two")
        .numbered("first")
        .paragraph("- a dash by itself")
        .paragraph("Text")
        .paragraph("2. x"),
        Docx()
        .paragraph("• one")
        .paragraph("Text")
        .paragraph("- a")
        .paragraph("- b")
        .paragraph("1. c")
        .paragraph("2. d"),
        {
            "¶1": 'a typed bullet or number: "• one"',
            "¶3": 'a typed bullet or number: "- a"',
            "¶4": 'a typed bullet or number: "- b"',
            "¶5": 'a typed bullet or number: "1. c"',
            "¶6": 'a typed bullet or number: "2. d"',
        },
    ),
    Example(
        "no_manual_bullets",
        Pptx().slide("A", bullets=["one", "two"]),
        Pptx().slide("A", bullets=["➢ one"]).shape("1) one\n2) two"),
        {
            'slide 1 / shape "TextBox 3" / ¶1': 'a typed bullet or number: "1) one"',
            'slide 1 / shape "TextBox 3" / ¶2': 'a typed bullet or number: "2) two"',
        },
    ),
    Example(
        "no_hidden_text",
        Docx().paragraph("Text").comment("why?").deletion("gone"),
        Docx().paragraph("Text").hidden("secret").white("white"),
        {"¶2": 'vanish: "secret"', "¶3": 'white: "white"'},
    ),
    Example(
        "no_hidden_text",
        Pptx().slide("A", notes="Say it").slide("B", hidden=True),
        Pptx().slide("A").shape("secret", x=20).shape("B", hidden=True),
        {'slide 1 / shape "TextBox 2"': 'off-slide: "secret"', 'slide 1 / shape "TextBox 3"': 'hidden-shape: "B"'},
        {"allow": ["hidden-slide"]},
    ),
    Example(
        "no_hidden_text", workbook([["a"]]), workbook([["a"], ["b"]], hidden_rows=[2]), {"Data!A2": 'hidden-row: "b"'}
    ),
    Example(
        "no_hidden_text",
        "<p>a</p><!-- note -->",
        '<p>a</p><p style="display:none">b</p>',
        {"work.html / hidden 1": 'display-none: "b"'},
    ),
    Example(
        "no_metadata",
        Docx(title="Report"),
        artifact(
            "docx",
            _property("creator", "Ann Example"),
            _property("Template", "Acme_Letter.dotx"),
            _property("title", "C:\\Users\\ann\\report.docx"),
            _property("custom / Project", "Blue"),
            _property("custom / Order", "1"),
            flags=[
                Flag("external-link", "attachedTemplate is to be fetched from file:///x", "word/settings.xml", "info")
            ],
        ),
        {
            "metadata / creator": 'names "Ann Example"',
            "metadata / Template": 'names the template "Acme_Letter.dotx"',
            "metadata / title": 'names a place on a computer: "C:\\Users\\ann\\report.docx"',
            "metadata / custom / Project": 'a custom property: "Blue"',
            "word/settings.xml": "attachedTemplate is to be fetched from file:///x",
        },
        {"allow": ["custom / O*"]},
    ),
    Example(
        "no_metadata",
        Pptx(title="Deck").slide("A"),
        artifact("pptx", _property("Company", "Acme"), unit="slide"),
        {"metadata / Company": 'names "Acme"'},
    ),
    Example(
        "no_metadata",
        workbook([["a"]]),
        artifact("xlsx", _property("lastModifiedBy", "Bo"), unit="sheet"),
        {"metadata / lastModifiedBy": 'names "Bo"'},
    ),
    *(
        Example(
            "no_macros",
            good,
            artifact(good_kind, flags=[Flag("macros", "holds macros (vbaProject.bin); they were not run")]),
            {"": "holds macros (vbaProject.bin); they were not run"},
        )
        for good_kind, good in PLAIN
    ),
    *(
        Example(
            "no_external_links",
            good,
            artifact(
                kind,
                flags=[
                    Flag("external-link", "image is to be fetched from http://a.org/x.png", "part"),
                    Flag("external-link", "attachedTemplate is to be fetched from file:///x", "settings", "info"),
                ],
            ),
            {"part": "image is to be fetched from http://a.org/x.png"},
        )
        for kind, good in (*PLAIN, ("html", "<p><a href='https://a.org'>a</a></p>"))
    ),
)
