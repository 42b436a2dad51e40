"""What kind of rubric file a text is, and what is not one."""

from __future__ import annotations

import pytest

from outcomes.errors import RubricError
from outcomes.format import MAX_CHARACTERS, clean, detect


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a.md", "markdown"),
        ("A.MD", "markdown"),
        ("dir.yaml/a.markdown", "markdown"),
        ("a.yaml", "yaml"),
        ("a.yml", "yaml"),
        ("a.json", "json"),
    ],
)
def test_the_suffix_names_the_format(source: str, expected: str) -> None:
    assert detect("- anything", source) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Every figure has a source", "markdown"),
        ("# criteria\n\nprose", "markdown"),
        ("- [ ] Every figure has a source", "markdown"),
        ("[ ] Every figure has a source", "markdown"),
        ("---\ntitle: X\n---\n\n- a", "markdown"),
        ("title: X\ncriteria:\n  - a", "yaml"),
        ("---\r\nsections:\r\n  - title: a", "yaml"),
        ("criteria: [a, b]", "yaml"),
        ('\ufeff {"criteria": ["a"]}', "json"),
        ('[\n  "a"\n]', "json"),
        ("", "markdown"),
    ],
)
def test_without_a_telling_suffix_the_content_decides(text: str, expected: str) -> None:
    assert (detect(text, "rubric.txt"), detect(text, "rubric")) == (expected, expected)


def test_a_document_is_not_taken_for_a_rubric() -> None:
    with pytest.raises(RubricError) as caught:
        detect("", "report.docx")
    assert str(caught.value) == (
        "report.docx: a .docx file is not a rubric; write the criteria in markdown (.md), YAML (.yaml) or JSON (.json)"
    )


@pytest.mark.parametrize(
    ("text", "source", "where"),
    [
        ("", "eval.py", "eval.py: a .py file is code"),
        ("\n\nfrom deepeval.metrics import GEval\n", "eval.txt", "eval.txt:3: this is code"),
        ('metric = GEval(\n    name="Correctness",\n)', "eval", "eval:1: this is code"),
    ],
)
def test_code_is_refused_with_a_word_on_how_to_export(text: str, source: str, where: str) -> None:
    with pytest.raises(RubricError) as caught:
        detect(text, source)
    assert str(caught.value) == (
        f"{where}, and code is not run to find a rubric in it; export the criteria as text: "
        '`json.dump({"criteria": [...]}, file)` with the sentences that it passes to its metrics, '
        "or copy them into a markdown list"
    )


def test_byte_order_mark_and_line_ends_make_no_difference() -> None:
    assert clean("\ufeffa\r\nb\rc\n", "r.md") == "a\nb\nc\n"


def test_a_rubric_of_the_longest_length_is_read_and_a_longer_one_refused() -> None:
    assert len(clean("a" * MAX_CHARACTERS, "r.md")) == MAX_CHARACTERS
    with pytest.raises(RubricError) as caught:
        clean("a" * (MAX_CHARACTERS + 1), "r.md")
    assert str(caught.value) == "r.md: 262,145 characters are too many; a rubric has at most 262,144. Split it in two."


def test_line_ends_do_not_count_twice_against_the_limit() -> None:
    assert len(clean("\r\n" * MAX_CHARACTERS, "r.md")) == MAX_CHARACTERS


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_what_is_not_text_is_refused_with_its_line(character: str) -> None:
    with pytest.raises(RubricError) as caught:
        clean(f"a\nb{character}", "r.md")
    assert str(caught.value) == f"r.md:2: the character {character!r} is not text; save the file as UTF-8"
