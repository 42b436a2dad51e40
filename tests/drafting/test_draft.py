"""A draft holds what the example has, says what was measured, and tells apart what the example does not meet."""

from __future__ import annotations

import pytest

from outcomes import Draft, api, wiring
from outcomes.drafting.draft import MOST, RARELY
from outcomes.drafting.proposers import PROPOSERS
from outcomes.errors import ArtifactError
from outcomes.testing.documents import Docx, Pptx
from tests.drafting.examples import book, deck, report
from tests.drafting.support import artifact, checks_failed, drafted, lines, read_back, said
from tests.rubrics.documents import DOCUMENTS

PAIRS = [(name, form) for name in sorted(DOCUMENTS) for form in ("markdown", "yaml")]


@pytest.mark.parametrize(("name", "form"), PAIRS)
def test_a_good_document_satisfies_its_own_draft_as_it_is_written(name: str, form: str) -> None:
    work = artifact(DOCUMENTS[name].good, f"{name}{DOCUMENTS[name].suffix}")
    draft = api.draft_rubric(work, everything=True)
    rubric = read_back(draft, form)
    assert api.grade_sync(work, rubric).result == "satisfied"
    assert (rubric.sha256, rubric.title, rubric.notes) == (draft.rubric.sha256, draft.title, ())
    assert rubric.criteria == tuple(
        line.criterion.model_copy(update={"line": found.line, "column": found.column})
        for line, found in zip(draft.lines, rubric.criteria, strict=True)
    )


def test_a_report_is_drafted_from_what_it_has() -> None:
    draft = drafted(report().to_bytes(), "quarterly-report.docx", everything=False)
    assert (draft.title, draft.kind, len(draft.lines)) == ("Quarterly report", "docx", MOST)
    found = lines(draft)
    assert found['sections names=["Summary", "Results", "Risks"]'] == (
        "measured: 3 headings of level 1, the highest of which there are several"
    )
    assert found["words min=85 max=150"] == "measured: 116 visible words; a quarter either way, rounded outwards"
    assert found["font_size body_pt=11 captions_pt=9"].endswith(
        "the smallest letters have 11 points, in captions and tables 9"
    )
    assert found["table_totals"] == "measured: 1 total added up, none wrong"
    assert found['captions of="tables"'] == "measured: 1 figure or table, 1 numbered caption"
    assert 'captions of="figures"' not in found


def test_a_deck_is_drafted_from_what_it_has() -> None:
    draft = drafted(deck().to_bytes(), "deck.pptx", everything=False)
    found = lines(draft)
    assert found["pptx.slides min=3 max=5"] == "measured: 4 slides; a quarter either way, rounded outwards"
    assert found["pptx.notes"] == "measured: 4 slides, none without speaker notes"
    assert {"pptx.titles", "pptx.unique_titles", "pptx.words_per_slide max=20", "alt_text"} <= set(found)
    assert said(draft.lines, "sections") == []


def test_titles_of_charts_are_asked_for_where_some_have_them() -> None:
    values = {"North": [1.0], "South": [2.0]}
    bare = Docx().paragraph("x").chart("", ["Q1"], values)
    both = Docx().paragraph("x").chart("", ["Q1"], values).chart("Revenue", ["Q1"], values)
    titled = Docx().paragraph("x").chart("Revenue", ["Q1"], values)
    found = [drafted(example.to_bytes(), "a.docx") for example in (bare, both, titled)]
    assert [said(draft.lines, "chart_titles") for draft in found] == [[], [], ["Every chart has a title"]]
    assert [said(draft.unmet, "chart_titles") for draft in found] == [[], ["Every chart has a title"], []]


def test_a_workbook_is_drafted_from_its_sheets_and_formulas() -> None:
    draft = drafted(book(), "book.xlsx", everything=False)
    found = lines(draft)
    assert found['xlsx.sheets names=["Summary", "Data \'26"]'] == "measured: 2 sheets: Summary and Data '26"
    ranges = "xlsx.formulas ranges=[\"Summary!B1:B2\", \"'Data ''26'!C2:D13\"]"
    assert found[ranges] == "measured: 26 cells in Summary!B1:B2 and 'Data ''26'!C2:D13, none without a formula"
    assert found['rows min=9 max=15 sheet="Data \'26"'].startswith("measured: 12 rows below the header on")
    assert said(draft.unmet, "xlsx.calculated") == ["Every formula has the result of its last calculation"]


def test_a_table_of_data_is_drafted_from_its_columns_and_rows() -> None:
    text = "id,name,note\n" + "".join(f"{number},Tea,{'x' if number % 2 else ''}\n" for number in range(40))
    wanted = {
        'csv.columns names=["id", "name", "note"] in_order=true only=true filled=["id", "name"]': (
            "measured: 40 rows of 3 columns: id, name and note; never empty: “id”, “name”"
        ),
        "rows min=30 max=50": "measured: 40 rows below the header; a quarter either way, rounded outwards",
        "no_placeholders": "measured: 103 pieces of text, 0 placeholders left",
    }
    assert wanted.items() <= lines(drafted(text, "export.csv")).items()


def test_a_json_document_is_drafted_from_the_keys_that_lead_somewhere_everywhere() -> None:
    text = (
        '{"title": "A", "items": [{"price": 1, "note": null, "a.b": 1}, {"price": 2.5, "extra": true}], "x": {"y": 1}}'
    )
    assert list(lines(drafted(text, "data.json"))) == [
        'json.keys paths=["items.price", "x.y"] type="number"',
        'json.keys paths=["title"] type="text"',
        'json.keys paths=["items"] type="list"',
        'json.keys paths=["x"] type="object"',
        "no_placeholders",
    ]


def test_a_folder_is_drafted_from_its_files() -> None:
    draft = api.draft_rubric(artifact("# A", "a.md", **{"data/[1] b.csv": "x\n1\n"}))
    assert 'files has=["a.md", "data/[[]1] b.csv"]' in lines(draft)
    assert draft.rubric.applies_to == ("folder",)


def test_a_page_and_a_text_are_drafted_from_their_outline() -> None:
    body = "<h1>T</h1><h2>A</h2><p>x</p><h2>B</h2><p>y</p>"
    page = f"<html lang='en'><head><title>T</title></head><body>{body}</body></html>"
    wanted = {'sections names=["A", "B"]', 'language code="en"', 'properties has=["title"]', "heading_order"}
    assert wanted <= set(lines(drafted(page, "page.html")))
    assert 'sections names=["A", "B"]' in lines(drafted("# T\n\n## A\n\nx\n\n## B\n\ny\n", "text.md"))


def test_a_title_that_the_properties_lack_is_missed() -> None:
    draft = drafted(Docx(author="Ada").paragraph("x").to_bytes(), "a.docx")
    assert said(draft.lines, "properties") == ["The properties of the file state an author"]
    assert said(draft.unmet, "properties") == ["The properties of the file state a title"]


def test_what_the_example_does_not_meet_is_told_and_not_asked() -> None:
    poor = Docx(title="T").heading("A").paragraph("TODO").picture().heading("B").paragraph("Text.").heading("C", 3)
    draft = drafted(poor.to_bytes(), "poor.docx", everything=False)
    unmet = {line.check: line.comment for line in draft.unmet}
    assert unmet["no_placeholders"] == "measured: 8 pieces of text, 1 placeholder left (¶2)"
    assert {"no_placeholders", "alt_text", "heading_order"} <= set(unmet)
    assert set(unmet) & {line.check for line in (*draft.lines, *draft.more)} == set()
    written = wiring.write_draft(draft, "markdown")
    assert "The example does not meet:\n" in written
    assert "No placeholder text is left `check: no_placeholders`\n    measured: 8 pieces of text" in written


def test_what_there_is_none_of_is_not_asked() -> None:
    draft = drafted(Docx().paragraph("Plain words, and only few of them.").to_bytes(), "plain.docx")
    nothing_there = {
        "alt_text", "table_headers", "captions", "table_totals", "percentages_sum", "numbers_agree", "chart_data",
        "links", "link_text", "references_resolve", "toc", "sections", "heading_order", "section_words",
        "picture_resolution", "picture_distortion", "no_merged_cells", "docx.heading_style_consistent", "contains",
        "words",
    }  # fmt: skip
    assert {line.check for line in (*draft.lines, *draft.unmet, *draft.undecided)} & nothing_there == set()


def test_the_most_telling_are_kept_and_the_others_named() -> None:
    short = drafted(report().to_bytes(), "a.docx", everything=False)
    everything = drafted(report().to_bytes(), "a.docx")
    assert len(short.lines) == MOST
    assert sorted([*short.lines, *short.more], key=str) == sorted(everything.lines, key=str)
    assert max(line.rank for line in short.lines) < RARELY
    assert max(line.rank for line in short.lines) <= min(line.rank for line in short.more)
    written = wiring.write_draft(short, "markdown")
    assert all(f" {line.check}" in written for line in short.more)


def test_sections_begin_with_the_one_that_tells_most() -> None:
    draft = drafted(report().to_bytes(), "a.docx", everything=False)
    first = {line.criterion.section: line.rank for line in reversed(draft.lines)}
    order = list(dict.fromkeys(line.criterion.section for line in draft.lines))
    assert [first[section] for section in order] == sorted(first.values())


@pytest.mark.parametrize("form", ["markdown", "yaml"])
def test_the_same_example_gives_the_same_draft(form: str) -> None:
    once, again = (wiring.write_draft(drafted(deck().to_bytes(), "deck.pptx"), form) for _ in range(2))
    assert once == again


def test_below_the_criteria_stand_those_that_only_a_judge_decides() -> None:
    draft = drafted(deck().to_bytes(), "deck.pptx")
    for statement in wiring.suggested("pptx"):
        assert f"\n{statement}\n" in wiring.write_draft(draft, "markdown")
        assert f"\n# {statement}\n" in wiring.write_draft(draft, "yaml")


def test_a_suggestion_that_is_taken_up_is_read_as_it_is_meant() -> None:
    suggested = wiring.suggested("docx")
    text = "## A\n\n" + "\n".join(f"- {line}" for line in suggested)
    judged = [one for one in wiring.read_rubric(wiring.starting_rubric("docx"), "a.md").criteria if not one.objective]
    taken = wiring.read_rubric(text, "b.md")
    marks = ("text", "required", "withheld", "fault", "applies_when", "about")
    assert [[getattr(one, name) for name in marks] for one in taken.criteria] == [
        [getattr(one, name) for name in marks] for one in judged
    ]
    assert taken.notes == ()


def test_every_sentence_reads_like_those_of_the_library() -> None:
    drafts: list[Draft] = [drafted(d.good, f"a{d.suffix}") for d in DOCUMENTS.values()]
    drafts += [drafted(book(), "a.xlsx"), drafted(report().to_bytes(), "a.docx"), drafted(deck().to_bytes(), "a.pptx")]
    texts = {line.criterion.text for draft in drafts for line in (*draft.lines, *draft.unmet)}
    assert [text for text in texts if text.endswith((".", ":", ";")) or not text[0].isupper()] == []
    assert {line.check for draft in drafts for line in (*draft.lines, *draft.unmet)} <= set(PROPOSERS)


ODD = [
    "--> <!-- {{ client }} {% if %}",
    '`check: command argv=["x"]` (withheld) (3 points)',
    "- [x] a | b",
    "a\u202eb\u200bc",
]


@pytest.mark.parametrize("form", ["markdown", "yaml"])
@pytest.mark.parametrize("odd", ODD)
def test_words_of_the_example_stay_words(odd: str, form: str) -> None:
    text = f"## {odd}\n\nOne.\n\n## Second {odd}\n\nTwo.\n"
    work = artifact(
        Docx(title=odd).heading(odd).paragraph("One.").heading(f"Second {odd}").paragraph(odd).header(odd).to_bytes(),
        "a.docx",
    )
    for example in (work, artifact(text, f"{odd[:3]}.md".replace("/", ""))):
        draft = api.draft_rubric(example, everything=True)
        rubric = read_back(draft, form)
        assert (rubric.ids, rubric.notes) == (draft.rubric.ids, ())
        assert {one.withheld for one in rubric.criteria} == {False}
        assert checks_failed(rubric, example) == set()


def test_an_example_with_nothing_in_it_is_refused() -> None:
    with pytest.raises(ArtifactError, match="shows no text, table or picture") as refused:
        drafted(Docx().to_bytes(), "empty.docx")
    assert refused.value.code == "empty-file"


def test_an_example_that_meets_nothing_is_refused() -> None:
    with pytest.raises(
        ArtifactError, match=r"meets nothing of what could be asked .*No placeholder text is left \(1 piece"
    ):
        drafted("## TODO\n", "a.md")


def test_a_kind_that_gives_nothing_to_draft_from_is_refused() -> None:
    with pytest.raises(ArtifactError, match="in which there is nothing to draft criteria from") as refused:
        drafted('<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>', "drawing.svg")
    assert refused.value.code == "wrong-kind"


def test_a_title_can_be_given() -> None:
    assert api.draft_rubric(artifact("One. " * 30, "a.md"), title=" The  title ").rubric.title == "The title"


def test_hidden_slides_count_for_nothing() -> None:
    shown = Pptx().slide("A", bullets=["x", "y"]).slide("B").slide("C", hidden=True)
    assert "pptx.slides min=1 max=3" in lines(drafted(shown.to_bytes(), "a.pptx"))


def test_a_name_that_no_terminal_takes_is_written_without_what_it_cannot_show() -> None:
    draft = drafted("One. " * 30, "q3\x1b[31m-\u202ereport.md")
    assert (draft.title, read_back(draft).title) == ("Q3[31m report", "Q3[31m report")
    assert "Drafted from q3\\x1b[31m-\\u202ereport.md, " in wiring.write_draft(draft, "markdown")


def test_ten_captions_are_not_none() -> None:
    many = Docx()
    for number in range(1, 11):
        many.paragraph(f"Table {number}: Revenue", style="Caption").table([["Region", "Revenue"], ["North", "12"]])
    assert 'captions of="tables"' in lines(drafted(many.to_bytes(), "a.docx"))
