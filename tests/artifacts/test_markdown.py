"""Markdown is read as it renders, and every block is located by its line in the source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Artifact, Block, Flag
from outcomes.artifacts.markdown import read_markdown
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """\
---
title: Q3
---
# Results *and* outlook

Revenue rose, see
[the table](#t).

- first
- second
  1. inner

> quoted

| A | B |
|---|---|
| 1 | 2 |

```python
x = 1
```
"""


def report(source: str, **limits: int) -> Artifact:
    return read_markdown(source.encode(), "r.md", replace(DEFAULT_LIMITS, **limits))


def outline(source: str) -> list[tuple[str, str, str]]:
    return [(block.kind, block.locator, block.text) for block in report(source).walk() if block.visible]


def test_every_block_has_its_line() -> None:
    assert outline(REPORT) == [
        ("heading", "r.md:L4", "Results and outlook"),
        ("paragraph", "r.md:L6", "Revenue rose, see the table."),
        ("span", "r.md:L6 / link 1", ""),
        ("list_item", "r.md:L9", "first"),
        ("list_item", "r.md:L10", "second"),
        ("list_item", "r.md:L11", "inner"),
        ("paragraph", "r.md:L13", "quoted"),
        ("table", "r.md:L15", ""),
        ("cell", "r.md:L15 / R1C1", "A"),
        ("cell", "r.md:L15 / R1C2", "B"),
        ("cell", "r.md:L15 / R2C1", "1"),
        ("cell", "r.md:L15 / R2C2", "2"),
        ("code", "r.md:L19", "x = 1"),
    ]


def test_levels_labels_targets_and_headers_are_kept() -> None:
    artifact = report(REPORT)

    assert (artifact.kind, artifact.name, artifact.units[0].title) == ("markdown", "r.md", "Results and outlook")
    assert [(block.level, block.label) for block in artifact.of_kind("heading", "list_item")] == [
        (1, None),
        (0, "•"),
        (0, "•"),
        (1, "1."),
    ]
    assert [(block.name, block.target) for block in artifact.of_kind("span", "code")] == [
        ("the table", "#t"),
        ("python", None),
    ]
    assert [block.header for block in artifact.of_kind("cell")] == [True, True, False, False]


def test_front_matter_is_metadata() -> None:
    assert report(REPORT).units[0].blocks[0] == Block(
        "metadata", "r.md:L2", "title: Q3", visibility="hidden", reason="metadata", name="front matter"
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("---\n---\nx", [("paragraph", "r.md:L3", "x")]),
        ("---\nnever closed", [("paragraph", "r.md:L2", "never closed")]),
        ("--- x\n---", [("heading", "r.md:L1", "--- x")]),
        ("+++\na = 1\n+++\n\nx", [("paragraph", "r.md:L5", "x")]),
    ],
)
def test_only_a_closed_block_at_the_top_is_front_matter(source: str, found: list[tuple[str, str, str]]) -> None:
    assert outline(source) == found


def test_comments_and_concealed_html_are_hidden_where_they_stand() -> None:
    artifact = report(
        "Seen <!-- inline --> text\n\n<!-- block -->\n\n"
        '<div style="display:none">\n\nsecret *paragraph*\n\n</div>\n\n[//]: # (a note)\n\nEnd'
    )

    assert artifact.visible_text == "Seen text\nEnd"
    assert [(block.kind, block.locator, block.text, block.reason) for block in artifact.hidden] == [
        ("comment", "r.md:L1 / comment 1", "inline", "display-none"),
        ("comment", "r.md:L3 / comment 1", "block", "display-none"),
        ("paragraph", "r.md:L7 / hidden 1", "secret paragraph", "display-none"),
        ("comment", "r.md:L11 / definition", "a note", "display-none"),
    ]
    assert {flag.code for flag in artifact.flags} == {"hidden-text"}


def test_the_title_of_an_ordinary_link_definition_is_metadata() -> None:
    artifact = report('See [a].\n\n[a]: http://a "Tooltip"\n')

    assert [(block.kind, block.text, block.reason, block.name) for block in artifact.hidden] == [
        ("metadata", "Tooltip", "metadata", "A")
    ]
    assert artifact.flags == ()


def test_pictures_have_alternative_text_and_target() -> None:
    pictures = report("Look ![A chart](c.png)\n\n![](http://i/x.png)").of_kind("picture")

    assert [(p.locator, p.alt, p.target) for p in pictures] == [
        ("r.md:L1 / img 1", "A chart", "c.png"),
        ("r.md:L3 / img 1", "", "http://i/x.png"),
    ]


def test_html_tables_inside_markdown_are_tables() -> None:
    assert outline("x\n\n<table><tr><td>1</td></tr></table>") == [
        ("paragraph", "r.md:L1", "x"),
        ("table", "r.md:L3", ""),
        ("cell", "r.md:L3 / R1C1", "1"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "a\n" * 20_001,
        "x" * 1_000_001,
        ("|a" * 200 + "\n" + "|-" * 200 + "\n" + "|x\n" * 1_100),
        ">[x]: <y> 'title'\n[a\n" * 1_100,
    ],
    ids=["lines", "characters", "cells", "lazy lines"],
)
def test_what_would_take_the_parser_too_long_is_read_as_text(source: str) -> None:
    artifact = report(source)

    assert [flag.code for flag in artifact.flags] == ["unstructured"]
    assert artifact.visible_text == source.rstrip()


def test_a_long_quote_is_still_a_quote() -> None:
    assert outline("> a\n" * 10_000)[:1] == [("paragraph", "r.md:L1", " ".join("a" * 10_000))]
    assert len(outline("> a\nb\n\n" * 5_000)) == 5_000


def test_a_thicket_of_brackets_is_left_as_it_is() -> None:
    assert outline("![" * 5_000) == [("paragraph", "r.md:L1", "![" * 5_000)]


def test_many_paragraphs_of_brackets_are_left_as_they_are_after_some() -> None:
    paragraph = "[" * 90 + "*a*" + "]" * 90
    texts = [text for _, _, text in outline(f"{paragraph}\n\n" * 700)]

    assert (texts[0], texts[-1]) == (paragraph.replace("*", ""), paragraph)


def test_quotes_and_lists_nested_too_deeply_are_refused() -> None:
    with pytest.raises(ArtifactError) as caught:
        report("> " * 60 + "x")

    assert caught.value.code == "too-deep"
    assert outline("> " * 10 + "x") == [("paragraph", "r.md:L1", "x")]


def test_unsound_bytes_are_flagged() -> None:
    artifact = read_markdown(b"# T\xff", "r.md")

    assert artifact.visible_text == "T\ufffd"
    assert artifact.flags == (
        Flag("encoding", "not valid UTF-8 (byte 3): undecodable bytes are shown as U+FFFD", locator="r.md"),
    )


@given(
    st.lists(
        st.sampled_from(["word", "**", "_", "`", "\n", "\n\n", "- ", "> ", "| ", "#", " ", "[", "](", ")"]), max_size=25
    )
)
def test_no_word_of_any_source_is_lost(pieces: list[str]) -> None:
    artifact = report("".join(pieces))

    everything = " ".join(
        part for b in artifact.walk() for part in (b.text, b.target or "", b.name or "", b.label or "")
    )
    assert everything.count("word") >= pieces.count("word")


@pytest.mark.corpus
def test_the_markdown_of_the_corpus_is_read(corpus: Path) -> None:
    table = read_markdown(next((corpus / "documents/md").glob("*.md")).read_bytes(), "plots.md")
    broken = read_markdown((corpus / "hostile/bytes_bad_utf8.md").read_bytes(), "broken.md")

    assert [block.text for block in table.of_kind("cell")][:3] == ["Release Year", "Title", "Origin/Ethnicity"]
    assert next((block.locator, block.text) for block in broken.walk()) == ("broken.md:L1", "T\ufeffitle")
    assert [flag.code for flag in broken.flags] == ["encoding", "hidden-text"]


def test_headings_have_the_anchors_that_links_lead_to() -> None:
    text = "# Results & risks\n\n## Next steps\n\n## Next steps\n\n<a name=own></a>Text, see [next](#next-steps-1).\n"
    artifact = read_markdown(text.encode(), "a.md")

    assert artifact.bookmarks == {
        "results--risks": "a.md:L1",
        "next-steps": "a.md:L3",
        "next-steps-1": "a.md:L5",
        "own": "a.md:L7",
    }
    assert [block.target for block in artifact.walk() if block.target] == ["#next-steps-1"]


def test_unseen_words_of_a_line_and_an_unseen_paragraph_on_it_are_told_apart() -> None:
    artifact = read_markdown(b"seen <b hidden>one</b><p hidden>two</p>\n", "a.md")

    assert [(block.locator, block.text) for block in artifact.hidden] == [
        ("a.md:L1 / hidden 1", "one"),
        ("a.md:L1 / hidden 1 #2", "two"),
    ]


def test_a_page_that_claims_the_line_of_another_paragraph_does_not_get_its_locator() -> None:
    artifact = read_markdown(b"first\n\n<p data-line=1>second</p>\n", "a.md")

    assert [(block.locator, block.text) for block in artifact.walk()] == [
        ("a.md:L1", "first"),
        ("a.md:L1 / p 1", "second"),
    ]
