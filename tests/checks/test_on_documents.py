"""Every check on real files, one that meets it and one that does not: built, read, checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.artifacts.docx.reader import read_docx
from outcomes.artifacts.html.reader import read_html
from outcomes.artifacts.markdown import read_markdown
from outcomes.artifacts.pptx.reader import read_pptx
from outcomes.blobs import Files
from outcomes.checks import ALL
from outcomes.stores.memory import MemoryBlobs
from outcomes.testing.documents import Docx, Pptx
from tests.checks.support import run, where

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.check import CheckResult


def read(work: Docx | Pptx | str) -> Artifact:
    """What was built, as a reader hands it on; a text is markdown, or html when it begins with a tag."""
    if isinstance(work, str):
        data, reader, name = work.encode(), read_markdown, "work.md"
        if work.startswith("<"):
            reader, name = read_html, "work.html"
    else:
        data = work.to_bytes()
        reader, name = (read_docx, "work.docx") if isinstance(work, Docx) else (read_pptx, "work.pptx")
    artifact = reader(data, name)
    blobs = MemoryBlobs()
    blobs.put(data)
    return replace(artifact, contents=Files(artifact.files, blobs))


@dataclass(frozen=True)
class Case:
    """A check, a document that meets it, one that does not, and what is found in that one."""

    check: str
    good: Docx | Pptx | str
    bad: Docx | Pptx | str
    found: dict[str, str]
    args: dict[str, Any] = field(default_factory=dict)


CASES = [
    Case(
        "pptx.titles",
        Pptx().slide("A").slide("B", bullets=["x"]).slide(None, hidden=True),
        Pptx().slide("A").slide(None).slide(layout="Blank").shape("Large", size_points=40),
        {"slide 2": "the title placeholder is empty", "slide 3": "no title"},
    ),
    Case(
        "pptx.unique_titles",
        Pptx().slide("Costs").slide("Revenue"),
        Pptx().slide("Costs").slide("COSTS (cont.)"),
        {"slide 2": 'the title "COSTS (cont.)" is already that of slide 1'},
    ),
    Case(
        "pptx.slides",
        Pptx().slide("A").slide("B"),
        Pptx().slide("A").slide("B", hidden=True),
        {"": "1 slide, asked for at least 2"},
        {"min": 2},
    ),
    Case(
        "pptx.words_per_slide",
        Pptx()
        .slide("Two words", bullets=["and three more"], notes="a lot of words that nobody sees")
        .comment("a b c d"),
        Pptx().slide("Two words", bullets=["and three more"]).table([["six", "seven"]]),
        {"slide 1": "7 words, at most 5 asked for"},
        {"max": 5},
    ),
    Case(
        "pptx.on_slide",
        Pptx().slide("A").shape("x", 12.3, 1, 1, 1).picture(alt="", x=0, y=0, width=13.333, height=7.5),
        Pptx().slide("A").shape("x", 12.333, 1, 2, 1).shape("out", -5, 1, 2, 1),
        {
            'slide 1 / shape "TextBox 2"': "reaches 1.0 in over the right edge; 50% of it is outside",
            'slide 1 / shape "TextBox 3"': "lies outside the slide, beyond its left edge",
        },
    ),
    Case(
        "pptx.notes",
        Pptx().slide("A", notes="Say\nthis").slide("B", notes="And that"),
        Pptx().slide("A", notes="Say").slide("B"),
        {"slide 1": "notes of 1 word, at least 2 asked for", "slide 2": "no speaker notes"},
        {"min_words": 2},
    ),
    Case(
        "heading_order",
        Docx().paragraph("A title", style="Title").heading("A").heading("B", level=2).heading("C"),
        Docx().heading("A").heading("B", level=3),
        {"¶2": '"B" is of level 3 after level 1'},
    ),
    Case(
        "heading_order",
        "# A\n\n## B\n\n# C\n",
        "## A\n\n#### B\n",
        {
            "work.md:L1": '"A" is of level 2 as the first heading; the first is of level 1',
            "work.md:L3": '"B" is of level 4 after level 2',
        },
    ),
    Case(
        "heading_order",
        "<h1>A</h1><h2>B</h2>",
        "<h1>A</h1><h3>B</h3>",
        {"work.html / h3 1": '"B" is of level 3 after level 1'},
    ),
    Case(
        "sections",
        Docx().heading("1. Summary").paragraph("x").heading("2. Risks").paragraph("y"),
        Docx().heading("Risks").heading("Summary"),
        {"¶1": '"Risks" stands before "Summary"'},
        {"names": ["Summary", "Risks"]},
    ),
    Case(
        "sections",
        Pptx().slide("Summary").slide("Risks"),
        Pptx().slide("Summary").slide("Costs"),
        {"": 'no heading "Risks"'},
        {"names": ["Summary", "Risks"]},
    ),
    Case(
        "sections",
        "# Report\n\n## Summary\n\nText.\n\n## Risks\n",
        "# Report\n\n**Summary**\n\n## Risks\n",
        {"": 'no heading "Summary"'},
        {"names": ["Summary", "Risks"]},
    ),
    Case(
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
    Case(
        "no_placeholders",
        Pptx(title="Deck").slide("A", bullets=["x"], notes="Say it").slide("B").slide(None, hidden=True),
        Pptx(title="Deck").slide("A", notes="TODO: say why").slide(None).slide("C", layout="Title and Content"),
        {
            "slide 1 / notes": '"TODO" in "TODO: say why"',
            'slide 2 / shape "Title 1"': "an empty placeholder",
            'slide 3 / shape "Content Placeholder 2"': "an empty placeholder",
        },
    ),
    Case(
        "words",
        Docx().paragraph("One two three").hidden("four five").white("six").footnote("seven"),
        Docx().paragraph("One two three four five"),
        {"": "5 words, asked for at most 4"},
        {"max": 4},
    ),
    Case(
        "alt_text",
        Docx().picture(alt="A bridge at night").picture(alt="").chart("T", ["a"], {"s": [1]}, alt="Bar: 1"),
        Docx().picture().picture(alt="image1.png").chart("T", ["a"], {"s": [1]}),
        {
            "¶1 / picture 1": "no alternative text",
            "¶2 / picture 1": 'a file name for alternative text: "image1.png"',
            "¶3 / chart 1": "no alternative text",
        },
    ),
    Case(
        "alt_text",
        Pptx().slide("A").picture(alt="A bridge").chart("T", ["a"], {"s": [1]}, alt="Bar: 1"),
        Pptx().slide("A").picture().chart("T", ["a"], {"s": [1]}, alt="Chart 3"),
        {
            'slide 1 / shape "Picture 2"': "no alternative text",
            'slide 1 / shape "Chart 3"': 'alternative text that says nothing: "Chart 3"',
        },
    ),
    Case(
        "alt_text",
        "![A bridge](bridge.png)\n",
        "![bridge.png](bridge.png)\n",
        {"work.md:L1 / img 1": 'a file name for alternative text: "bridge.png"'},
    ),
    Case(
        "table_headers",
        Docx().table([["a", "b"], ["1", "2"]]).table([["one row"]], header=False),
        Docx().table([["a", "b"], ["1", "2"]], header=False),
        {"Table 1": "no row is marked as a header"},
    ),
    Case(
        "table_headers",
        Pptx().slide("A").table([["a"], ["1"]]),
        Pptx().slide("A").table([["a"], ["1"]], header=False),
        {'slide 1 / shape "Table 2"': "no row is marked as a header"},
    ),
    Case(
        "contains",
        Docx().paragraph("Strictly ").insertion("confidential"),
        Docx().paragraph("Open").comment("strictly confidential"),
        {"comment 0": '"strictly confidential" stands here, but cannot be seen'},
        {"text": "strictly confidential"},
    ),
    Case(
        "not_contains",
        Docx().paragraph("We promise ").deletion("a guarantee").paragraph("it."),
        Docx().table([["Terms"], ["A guarantee"]]),
        {"Table 1 R2C1": '"guarantee" in "A guarantee"'},
        {"text": "guarantee"},
    ),
    Case(
        "no_tracked_changes",
        Docx().paragraph("Text"),
        Docx().paragraph("Text").insertion(" added", author="Ann").deletion(" gone", author="Bo"),
        {"¶1 / inserted 1": 'an insertion by "Ann"', "¶1 / deleted 1": 'a deletion by "Bo": "gone"'},
    ),
    Case(
        "no_comments",
        Docx().paragraph("Text"),
        Docx().paragraph("Text").comment("why?", author="Ann"),
        {"comment 0": 'a comment by "Ann": "why?"'},
    ),
    Case(
        "no_comments",
        Pptx().slide("A"),
        Pptx().slide("A", hidden=True).comment("why?", author="Ann"),
        {"slide 1 / comment 1": 'a comment by "Ann": "why?"'},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.check} {type(case.bad).__name__}" for case in CASES])
def test_a_good_document_passes_and_a_bad_one_is_told_what_is_wrong_and_where(case: Case) -> None:
    spec = ALL[case.check]
    good = run(spec, read(case.good), **case.args)
    assert (good.passed, good.findings) == (True, ())
    artifact = read(case.bad)
    bad = run(spec, artifact, **case.args)
    assert (bad.passed, where(bad)) == (False, case.found)
    assert bad.smallest_fix
    locators = [locator for locator in case.found if locator]
    assert [locator for locator in locators if artifact.unit_of(locator) is None] == []


def test_every_check_is_tried_on_documents() -> None:
    assert {case.check for case in CASES} | {"opens", "command"} == set(ALL)


@pytest.mark.parametrize("work", [Docx().picture().footnote("x").header("y"), Pptx().slide("A", notes="x").picture()])
def test_what_the_builders_make_opens(work: Docx | Pptx) -> None:
    result = run(ALL["opens"], read(work))
    assert (result.passed, result.findings) == (True, ())


def test_a_full_document_passes_every_check_that_takes_no_arguments() -> None:
    report = (
        Docx(title="Report")
        .heading("Summary")
        .paragraph("Revenue rose.")
        .table([["Region", "Revenue"], ["North", "12"]])
        .picture(alt="A bridge")
    )
    deck = (
        Pptx(title="Deck")
        .slide("Results", bullets=["Up"], notes="Say why")
        .slide("Next", notes="Say what")
        .picture(alt="A road")
    )
    results: dict[tuple[str, str], CheckResult] = {}
    for artifact in (read(report), read(deck)):
        for name, spec in ALL.items():
            free = not any(value.is_required() for value in spec.args.model_fields.values())
            if free and name not in ("words", "pptx.slides") and artifact.kind in (spec.kinds or (artifact.kind,)):
                results[artifact.kind, name] = run(spec, artifact)
    assert len(results) > 10
    assert {name: result for name, result in results.items() if not result.passed} == {}
