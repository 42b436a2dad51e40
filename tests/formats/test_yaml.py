"""Rubrics in YAML and JSON."""

# ruff: noqa: E501  (a case of input and error is read on one line)

from __future__ import annotations

import json

import pytest

from outcomes.rubric import CheckCall, Level, criterion_id
from outcomes.scoring import Branch, Leaf, Weighted
from tests.formats.reading import Row, markdown, refusal, rows, stated, texts, yaml

FULL = """\
title: Board deck
threshold: 80 %
applies_to: [pptx, docx]
criteria:
  - "Every slide has a title (2 points) `check: pptx.titles`"
  - text: >
      Every figure
      has a source
    id: sources
    section: [Numbers, Sources]
    points: 3
    required: true
    withheld: true
    applies_when: there are figures
    about: hidden
    needs: reference
    levels:
      - {label: none, text: no figure, credit: 0}
      - {label: 2, text: every figure, credit: 1}
  - text: 2024
    section: Numbers
    points: -1
    per_occurrence: true
  - {text: Short, check: words min=5 max=12}
  - {text: Whole, check: {name: sections, args: {names: [a, 'b: c'], in_order: false}}}
"""


def test_a_criterion_is_text_with_marks_or_a_mapping_of_its_fields() -> None:
    rubric = yaml(FULL)
    assert (rubric.title, rubric.threshold, rubric.applies_to) == ("Board deck", 0.8, ("pptx", "docx"))
    assert rows(rubric) == [
        Row("Every slide has a title", (), required=False, points=2),
        Row("Every figure has a source", ("Numbers", "Sources"), required=True, points=3),
        Row("2024", ("Numbers",), required=False, points=-1),
        Row("Short"),
        Row("Whole"),
    ]
    assert [stated(criterion) for criterion in rubric.criteria[1:3]] == [
        {
            "section": ("Numbers", "Sources"),
            "points": 3,
            "withheld": True,
            "applies_when": "there are figures",
            "about": "hidden",
            "needs": "reference",
            "levels": (
                {"label": "none", "text": "no figure", "credit": 0},
                {"label": "2", "text": "every figure", "credit": 1},
            ),
        },
        {"section": ("Numbers",), "required": False, "points": -1, "per_occurrence": True},
    ]
    assert [criterion.check for criterion in rubric.criteria] == [
        CheckCall(name="pptx.titles"),
        None,
        None,
        CheckCall(name="words", args={"min": 5, "max": 12}),
        CheckCall(name="sections", args={"names": ["a", "b: c"], "in_order": False}),
    ]


def test_ids_and_lines_are_those_of_the_file() -> None:
    rubric = yaml(FULL)
    assert rubric.ids[:2] == (criterion_id((), "Every slide has a title"), "sources")
    assert [criterion.line for criterion in rubric.criteria] == [5, 6, 20, 24, 25]
    assert rubric.source == "r.yaml"


def test_the_same_in_json_is_the_same_rubric() -> None:
    tabbed = json.dumps(
        {
            "title": "T",
            "criteria": [
                {"text": "Caf\u00e9 \U0001f600 / a", "required": False, "points": None, "levels": None},
                "b",
            ],
        },
        indent="\t",
    ).replace("/", "\\/")
    assert rows(yaml(tabbed)) == [Row("Caf\u00e9 \U0001f600 / a", required=False), Row("b")]


def test_a_bare_list_is_a_list_of_criteria() -> None:
    assert rows(yaml('["a", {"text": "b", "points": 2}]')) == [Row("a"), Row("b", required=False, points=2)]


def test_line_ends_and_byte_order_mark_make_no_difference() -> None:
    assert yaml("\ufeff" + FULL.replace("\n", "\r\n")) == yaml(FULL)


def test_words_that_older_yaml_takes_for_values_are_text() -> None:
    assert texts(yaml("- no\n- 12:30\n- 2024-01-01\n- 1_000\n- 'true'\n- '5'")) == [
        "no", "12:30", "2024-01-01", "1_000", "true", "5",
    ]  # fmt: skip


def test_sections_nest_and_say_what_their_criteria_are() -> None:
    assert rows(
        yaml(
            "criteria: [a]\n"
            "sections:\n"
            "- title: 'B:'\n"
            "  required: false\n"
            "  criteria: [b, {text: c, required: true}]\n"
            "  sections:\n"
            "  - {title: D, criteria: [{text: d, section: E}]}\n"
        )
    ) == [
        Row("a"),
        Row("b", ("B",), required=False),
        Row("c", ("B",)),
        Row("d", ("B", "D", "E"), required=False),
    ]


def test_section_weights_make_a_scoring_tree() -> None:
    rubric = yaml(
        "sections:\n"
        "- {title: A, weight: 2, criteria: [{text: a, id: a, points: 3}, {text: b, id: b}]}\n"
        "- {title: C, weight: 1.5, criteria: [{text: c, id: c, required: true}]}\n"
    )
    assert rows(rubric) == [
        Row("a", ("A",), required=False, points=3),
        Row("b", ("A",), required=False),
        Row("c", ("C",)),
    ]
    a, b, c = (Leaf(criterion_id=name) for name in "abc")
    first = Weighted(children=(Branch(weight=3, node=a), Branch(weight=1, node=b)))
    second = Weighted(children=(Branch(weight=1, node=c),))
    assert rubric.scoring == Weighted(children=(Branch(weight=2, node=first), Branch(weight=1.5, node=second)))


def test_the_same_weights_in_markdown_make_the_same_tree() -> None:
    in_yaml = yaml("sections:\n- {title: A, weight: 2, criteria: [a]}\n- {title: B, weight: 3, criteria: [b]}")
    in_markdown = markdown("## A [weight: 2]\n- a\n## B (3 points)\n- b")
    assert in_yaml.sha256 == in_markdown.sha256


def test_a_scoring_tree_may_be_spelled_out_by_ids() -> None:
    rubric = yaml(
        "criteria: ['a (id: a)', 'b (2 points) (id: b)', 'c (id: c)']\n"
        "scoring:\n"
        "  criteria: [c]\n"
        "  children:\n"
        "  - weight: 3\n"
        "    children:\n"
        "    - criteria: [a, b]\n"
    )
    a, b, c = (Leaf(criterion_id=name) for name in "abc")
    inner = Weighted(children=(Branch(weight=1, node=a), Branch(weight=2, node=b)))
    outer = Weighted(children=(Branch(weight=1, node=inner),))
    assert rubric.scoring == Weighted(children=(Branch(weight=1, node=c), Branch(weight=3, node=outer)))


def test_levels_are_values_of_the_criterion() -> None:
    rubric = yaml("- {text: a, levels: [{label: low, credit: 0.5}, {label: high, credit: 1}]}")
    assert rubric.criteria[0].levels == (Level(label="low", credit=0.5), Level(label="high", credit=1))


KNOWN = "Known: text, section, check, levels, id, applies_when, about, needs, required, points, per_occurrence, withheld, fault, cap"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "r.yaml: expected a list of criteria below `criteria:`, found nothing"),
        ("# nothing", "r.yaml: expected a list of criteria below `criteria:`, found nothing"),
        ("\nhello", "r.yaml:2:1: expected a list of criteria below `criteria:`, found 'hello'"),
        ("title: x", "r.yaml:1:1: the rubric has no criteria; write a list of criteria below `criteria:`"),
        ("[]", "r.yaml: the rubric has no criteria; write at least one list item, for example `- Every figure has a source`"),
        ("criterias: [a]", "r.yaml:1:1: unknown key 'criterias' in the rubric. Did you mean 'criteria'? Known: $schema, schema_version, title, threshold, applies_to, references, defaults, variables, criteria, sections, scoring, floors, levels"),
        ("criteria: a", "r.yaml:1:11: criteria is a list, found 'a'"),
        ("criteria: [a]\nthreshold: 0", "r.yaml:2:12: threshold is a share above 0 and up to 1 (`0.8`) or a percentage (`80 %`), found 0"),
        ("criteria: [a]\nthreshold: -.inf", "r.yaml:2:12: threshold is a share above 0 and up to 1 (`0.8`) or a percentage (`80 %`), found -inf"),
        ("- a\n- 5", "r.yaml:2:3: a criterion is text or a mapping with `text`, found 5"),
        ("- a\n-\n", "r.yaml:2:2: a criterion is text or a mapping with `text`, found nothing"),
        ("- ''", "r.yaml:1:3: a criterion needs `text` that says what must hold"),
        ("- [a]", "r.yaml:1:3: a criterion is text or a mapping with `text`, found a list"),
        ("- {points: 2}", "r.yaml:1:3: a criterion needs `text` that says what must hold"),
        ("- {text: [a]}", "r.yaml:1:10: text is text, found a list"),
        ("- Sources: all", f"r.yaml:1:3: unknown key 'Sources' in a criterion. Put text that contains `: ` in quotes. {KNOWN}"),
        ("- text: a\n  requierd: false", f"r.yaml:2:3: unknown key 'requierd' in a criterion. Did you mean 'required'? {KNOWN}"),
        ("- text: a\n  required: no", "r.yaml:2:13: required is true or false, found 'no'"),
        ("- text: a\n  points: '5'", "r.yaml:2:11: points is a number, found '5'"),
        ("- text: a\n  points: true", "r.yaml:2:11: points is a number, found True"),
        ("- text: a\n  points: .nan", "r.yaml:2:11: points: input should be a finite number, found 'nan'"),
        ("- text: a\n  points: -.inf", "r.yaml:2:11: points: input should be a finite number, found '-inf'"),
        ("- text: a\n  points: 1e999", "r.yaml:2:11: points: input should be a finite number, found 'inf'"),
        (f"- text: a\n  points: {'9' * 5000}", "r.yaml:2:11: the number is too long"),
        ("- text: a\n  about: secret", "r.yaml:2:10: about: input should be 'visible', 'hidden' or 'looks', found 'secret'"),
        ("- text: a\n  id: a b", "r.yaml:2:7: an id is one word without brackets, commas or quotes, found 'a b'"),
        (f"- text: a\n  id: {'x' * 201}", f"r.yaml:2:7: id: string should have at most 200 characters, found '{'x' * 39}\u2026'"),
        ("- text: a\n  levels: 5", "r.yaml:2:11: levels is a list of label, text and credit, found 5"),
        ("- text: a\n  levels: [5]", "r.yaml:2:12: a level has a label, a text and a credit from 0 to 1, found 5"),
        ("- text: a\n  levels:\n  - {label: x, credit: 3}", "r.yaml:3:24: levels.0.credit: input should be less than or equal to 1, found '3'"),
        ("- text: a\n  levels:\n  - {label: x}", "r.yaml:3:5: levels.0.credit: field required"),
        ("- text: a\n  levels:\n  - {lable: x}", "r.yaml:3:6: unknown key 'lable' in a level. Did you mean 'label'? Known: label, text, credit, points"),
        ("- text: a\n  levels:\n  - {label: x, credit: 0.5}", "r.yaml:1: criterion 'a-ca9781': no level earns full credit, so it could never pass"),
        ("- text: a\n  check: words min=", "r.yaml:2:10: argument 'min' needs a value; text stands in straight double quotes: min=\"...\""),
        ("- text: a\n  check: [words]", "r.yaml:2:10: a check is text such as `pptx.slides min=5`, found a list"),
        ("- text: a\n  check: {args: {}}", "r.yaml:2:10: a check needs a name"),
        ("- text: a\n  check: {name: x, arg: {}}", "r.yaml:2:20: unknown key 'arg' in a check. Did you mean 'args'? Known: name, args"),
        ("- text: a\n  check: {name: x, args: [1]}", "r.yaml:2:26: args is a mapping such as {min: 5}, found a list"),
        ("- text: a\n  check: {name: x, args: {a: {b: c}}}", "r.yaml:2:30: argument 'a' must be text, a number, true, false or a list of these"),
        ("- a [weigth 2, required]", "r.yaml:1:3: 'weigth 2' is not a mark; keep marks and other words in brackets of their own. To keep it as text, put a backslash before the bracket."),
        ("- a\n- a", "r.yaml:2: the same criterion twice in one section (lines 1 and 2): 'a'; delete one"),
        ("sections: [a]", "r.yaml:1:12: a section has a title and criteria, found 'a'"),
        ("sections:\n- criteria: [a]", "r.yaml:2:3: a section needs a title"),
        ("sections:\n- title: A", "r.yaml:2:3: section 'A' has no criteria; write a list of criteria below `criteria:`, or delete it"),
        ("sections:\n- {title: A, weigth: 2}", "r.yaml:2:14: unknown key 'weigth' in a section. Did you mean 'weight'? Known: title, weight, required, at_least, floor, applies_when, withheld, about, needs, fault, criteria, sections"),
        ("sections:\n- {title: A, weight: -2, criteria: [a]}", "r.yaml:2:22: a section's weight is a number above 0, found -2"),
        ("sections:\n- {title: A, weight: .inf, criteria: [a]}", "r.yaml:2:22: a section's weight is a number above 0, found inf"),
        ("sections:\n- {title: A, weight: heavy, criteria: [a]}", "r.yaml:2:22: a section's weight is a number above 0, found 'heavy'"),
        ("sections:\n- {title: A, required: 1, criteria: [a]}", "r.yaml:2:24: required is true or false, found 1"),
        ("criteria: ['a (id: one)']\nscoring: {criteria: [on]}", "r.yaml:2:22: no criterion has the id 'on'. Did you mean 'one'?"),
        ("criteria: ['a (id: a)', 'b (id: b)']\nscoring: {criteria: [a]}", "r.yaml: the scoring tree must hold each criterion once: missing ['b'], unknown [], twice []"),
        ("criteria: [a]\nscoring: {weight: 2}", "r.yaml:2:11: unknown key 'weight' in scoring. Known: at_least, caps, children, criteria"),
        ("criteria: [a]\nscoring: {children: [{weight: 2}]}", "r.yaml:2:22: a group in scoring needs `criteria`, a list of ids, or `children`"),
        ("criteria: ['a (id: a)']\nscoring: {children: [{weight: x, criteria: [a]}]}", "r.yaml:2:31: a weight is a finite number, found 'x'"),
        ("criteria: [a]\nscoring: {criteria: a}", "r.yaml:2:21: criteria is a list, found 'a'"),
        ("criteria: [a]\nscoring: [a]", "r.yaml:2:10: scoring is a mapping of weights and criterion ids, found a list"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_its_place(text: str, expected: str) -> None:
    assert refusal(text, form="yaml") == expected


ANCHORS = "anchors and aliases (`&name`, `*name`) are not read; write the value out, or quote it"
TAGS = "tags (`!name`) are not read; delete it, or put the text in quotes"
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\ncriteria: [*b, *b]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOMB, f"r.yaml:1:4: {ANCHORS}"),
        ("criteria: [*a]", f"r.yaml:1:12: {ANCHORS}"),
        ("- !!python/object:os.system x", f"r.yaml:1:3: {TAGS}"),
        ("- ! x", f"r.yaml:1:3: {TAGS}"),
        ("a: 1\na: 2", "r.yaml:2:1: the key 'a' stands here and on line 1; keep one"),
        ('{"a": 1, "a": 2}', "r.yaml:1:10: the key 'a' stands here and on line 1; keep one"),
        ("? [a]\n: b", "r.yaml:1:3: a key must be a word, found a list"),
        ("- a\n---\n- b", "r.yaml:2:1: a second document begins here; one is read, delete this `---`"),
        ("[" * 33, "r.yaml:1:33: nested deeper than 32 levels; flatten it"),
        ("[" * 200_000, "r.yaml:1:33: nested deeper than 32 levels; flatten it"),
        ("- " * 100_000, "r.yaml:1:65: nested deeper than 32 levels; flatten it"),
        ("criteria:\n\t- a", "r.yaml:2:1: not valid YAML: found character '\\t' that cannot start any token; indent with spaces, not tabs"),
        ("title: a: b", "r.yaml:1:9: not valid YAML: mapping values are not allowed here; put text that contains `: ` in quotes"),
        ('{"criteria": ["a"', "r.yaml:1:18: not valid YAML: expected ',' or ']', but got '<stream end>'"),
        ("- a\n- b\x01", "r.yaml:2:4: the character '\\x01' is not allowed in YAML; delete it"),
        ('["\\ud800"]', "r.yaml:1:2: half of a surrogate pair is not text; write the character itself"),
        ('- a\n- "\\UFFFFFFFF"', "r.yaml:1: not valid YAML: an escape that cannot be understood"),
        ("%YAML 3.0\n---\n- a", "r.yaml:1:1: the directive '%YAML 3.0' is not read; delete it, or write `%YAML 1.2`"),
    ],
)  # fmt: skip
def test_what_makes_yaml_dangerous_or_ambiguous_is_refused(text: str, expected: str) -> None:
    assert refusal(text, form="yaml") == expected


def test_nesting_to_the_limit_is_read() -> None:
    deep = "sections: [{title: a, " * 15 + "criteria: [b]" + "}]" * 15
    assert rows(yaml("{" + deep + "}")) == [Row("b", ("a",) * 15)]
