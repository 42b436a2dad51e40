"""Variables in a rubric: values are words, and what has no value is named with its line."""

# ruff: noqa: E501  (a case of input and error is read on one line)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.errors import RubricError
from outcomes.formats.markdown import read_markdown
from outcomes.formats.yaml import read_json, read_yaml
from outcomes.rubric import CheckCall
from outcomes.text import squash

PAGE = """\
---
title: For {{ client }}
variables:
  client: nobody
  most: 800
---
## What {{client}} asked for

- The text names {{ client }} `check: contains text="{{ client }}"`
- It has at most {{ most }} words (applies when: {{ client }} wants it short)
"""


def test_values_stand_wherever_words_stand() -> None:
    rubric = read_markdown(PAGE, "r.md", {"client": "Acme & Sons"})
    assert rubric.title == "For Acme & Sons"
    assert [(c.section, c.text, c.check, c.applies_when) for c in rubric.criteria] == [
        (
            ("What Acme & Sons asked for",),
            "The text names Acme & Sons",
            CheckCall(name="contains", args={"text": "Acme & Sons"}),
            None,
        ),
        (("What Acme & Sons asked for",), "It has at most 800 words", None, "Acme & Sons wants it short"),
    ]


def test_an_id_does_not_change_with_the_values() -> None:
    assert read_markdown(PAGE, "r.md").ids == read_markdown(PAGE, "r.md", {"client": "Acme"}).ids


def test_the_same_in_yaml_and_json() -> None:
    page = (
        "criteria:\n  - {{ a }} is named\n  - text: It names {{ a }}\n    check: contains text={{ a }}\n    levels: ~\n"
    )
    assert [c.text for c in read_yaml(page, "r.yaml", {"a": "x: [y]"}).criteria] == [
        "x: [y] is named",
        "It names x: [y]",
    ]
    assert read_json('["It names {{ a }}"]', "r.json", {"a": '"'}).criteria[0].text == 'It names "'


@given(st.text(st.sampled_from("ab {}[]()*`#-:|<!>\\\n%\"'"), min_size=1).filter(lambda value: bool(squash(value))))
def test_a_value_is_words_and_never_structure(value: str) -> None:
    for read, page in [
        (read_markdown, "## S\n\n- It names {{ a }}\n- b (2 points)\n"),
        (read_yaml, "sections:\n- title: S\n  criteria:\n  - It names {{ a }}\n  - b (2 points)\n"),
        (read_json, '{"sections": [{"title": "S", "criteria": ["It names {{ a }}", "b (2 points)"]}]}'),
    ]:
        rubric = read(page, "r", {"a": value})
        assert [(c.text, c.section, c.points) for c in rubric.criteria] == [
            (squash(f"It names {value}"), ("S",), 1),
            ("b", ("S",), 2),
        ]


def test_braces_that_are_meant_have_a_backslash() -> None:
    assert read_markdown(r"- It holds \{{ name }} as it is", "r.md").criteria[0].text == "It holds {{ name }} as it is"


def test_variables_in_what_explains_need_no_value() -> None:
    assert len(read_markdown("Text about {{ x }}.\n\n<!-- {{ y }} -->\n\n- a\n", "r.md").criteria) == 1


@pytest.mark.parametrize(
    ("page", "values", "expected"),
    [
        ("- a\n- It names {{ client }}", {}, "r.md:2:12: no value for the variable 'client'. Give one (`--var client=...`), or a default in `variables:`"),
        ("- It names {{ clinet }}", {"client": "x"}, "r.md:1:12: no value for the variable 'clinet'. Did you mean 'client'? Give one (`--var clinet=...`), or a default in `variables:`"),
        ("- It names {{ client | upper }}", {"client": "x"}, "r.md:1:12: only a name stands between {{ and }}, found '{{ client | upper }}'; for braces that are meant write \\{{"),
        ("- It names {{ client }}", {"client": "x", "clinet": "y"}, "r.md: the rubric has no variable 'clinet'. Did you mean 'client'? It has client"),
        ("- a", {"x": "y"}, "r.md: the rubric has no variable 'x'. It has none"),
        ("- a", {"x y": "y"}, "r.md: a variable is named by letters, digits, - and _, found 'x y'"),
        ("---\nvariables: [a]\n---\n- a", {}, "r.md:2:12: variables is a mapping of names and values, found a list"),
        ("---\nvariables: {a: }\n---\n- a", {}, "r.md:2:13: the value of a variable is text, found nothing"),
        ("- a \ufdd0", {}, "r.md:1: the character '\\ufdd0' is not text; delete it"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_in_is_refused_with_its_place(page: str, values: dict[str, str], expected: str) -> None:
    with pytest.raises(RubricError) as caught:
        read_markdown(page, "r.md", values)
    assert str(caught.value) == expected
