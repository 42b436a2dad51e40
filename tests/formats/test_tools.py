"""Other tools' rubric files, and what of each cannot be carried over."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outcomes.errors import RubricError
from outcomes.formats.yaml import read_json, read_yaml
from outcomes.rubric import CheckCall, Rubric
from outcomes.scoring import AtLeast, Weighted, score
from tests.formats.reading import Row, notes, rows, texts


def foreign(document: object, **variables: object) -> Rubric:
    return read_json(json.dumps(document, indent=1), "r.json", variables)


def refused(document: object) -> str:
    with pytest.raises(RubricError) as caught:
        foreign(document)
    return str(caught.value)


def node(text: str, weight: float, *children: dict[str, Any], **more: object) -> dict[str, Any]:
    """A node of a weighted tree."""
    return {"id": text, "requirements": text, "weight": weight, "sub_tasks": list(children), **more}


# -- weighted trees ----------------------------------------------------------------------------------------------------


def test_a_tree_weighs_siblings_against_each_other_all_the_way_up() -> None:
    rubric = foreign(
        node("all", 1, node("code", 3, node("a", 1), node("b", 3)), node("c", 1, task_category="Result Analysis"))
    )
    assert rubric.title == "all"
    assert rows(rubric) == [
        Row("a", ("code",), required=False),
        Row("b", ("code",), required=False, points=3),
        Row("c", (), required=False),
    ]
    assert rubric.ids == ("a", "b", "c")
    assert score(rubric.tree, {"a": 1.0, "b": 0.0, "c": 1.0}) == (3 * 0.25 + 1) / 4
    assert notes(rubric)[1:] == ["not_carried_over 1:1: task_category of 1 leaf: Result Analysis (1)"]


def test_a_tree_of_one_leaf_is_a_rubric_of_one_criterion() -> None:
    assert rows(foreign(node("only", 1))) == [Row("only", required=False)]


def test_a_node_without_weight_counts_nothing_and_stays() -> None:
    rubric = foreign(node("all", 1, node("a", 0), node("b", 2)))
    assert score(rubric.tree, {"a": 0.0, "b": 1.0}) == 1.0


def test_siblings_of_one_name_are_told_apart() -> None:
    rubric = foreign(node("all", 1, node("x", 1, node("a", 1)), {**node("x", 1, node("a", 1)), "id": "y"}))
    assert [criterion.section for criterion in rubric.criteria] == [("x",), ("x (2)",)]


def test_a_tree_with_a_wrong_weight_is_refused_at_its_place() -> None:
    assert refused(node("all", 1, node("a", -1))) == "r.json:9:14: weighted tree: a weight is 0 or more, found -1"
    assert refused({**node("all", 1), "sub_tasks": 5}).endswith("weighted tree: sub_tasks is a list, found 5")


# -- items with points -------------------------------------------------------------------------------------------------

HEALTH = {
    "prompt_id": "x",
    "prompt": [{"role": "user", "content": "my chest hurts"}],
    "rubrics": [
        {"criterion": "Advises to call an ambulance", "points": 7, "tags": ["level:example", "axis:accuracy"]},
        {"criterion": "Names two causes", "points": 3, "tags": ["axis:context_awareness", "theme:hedging"]},
        {"criterion": "Recommends waiting until tomorrow", "points": -8, "tags": ["axis:accuracy"]},
    ],
}


def test_points_are_earned_of_the_positive_ones_and_faults_take_theirs_away() -> None:
    rubric = foreign(HEALTH)
    assert rows(rubric) == [
        Row("Advises to call an ambulance", ("accuracy",), required=False, points=7),
        Row("Names two causes", ("context awareness",), required=False, points=3),
        Row("Recommends waiting until tomorrow", ("accuracy",), required=False, points=-8),
    ]
    a, b, fault = rubric.ids
    assert rubric[fault].names_fault
    assert score(rubric.tree, {a: 1.0, b: 0.0, fault: 1.0}) == 0.7
    assert score(rubric.tree, {a: 1.0, b: 1.0, fault: 0.0}) == pytest.approx(0.2)
    assert score(rubric.tree, {a: 0.0, b: 1.0, fault: 0.0}) == 0.0
    assert notes(rubric)[1:] == [
        "not_carried_over 2:2: prompt_id",
        "not_carried_over 3:2: prompt (1 entry)",
        "not_carried_over 21:12: tags: theme:hedging",
    ]


def test_a_bare_list_of_requirements_with_weights_is_read_alike() -> None:
    found = foreign([{"weight": 10.0, "requirement": "a"}, {"weight": -15.0, "requirement": "b"}])
    assert rows(found) == [Row("a", required=False, points=10), Row("b", required=False, points=-15)]


def test_the_same_item_twice_counts_once_and_is_told() -> None:
    rubric = foreign({"rubrics": [{"criterion": "a", "points": 1}, {"criterion": "A ", "points": 1}]})
    assert texts(rubric) == ["a"]
    assert notes(rubric)[1:] == ["not_carried_over 7:3: the same as on line 3, counted once: 'A'"]


def test_one_document_a_line_is_refused_with_what_to_do() -> None:
    with pytest.raises(RubricError) as caught:
        read_json(f"{json.dumps(HEALTH)}\n{json.dumps(HEALTH)}\n", "r.jsonl")
    assert str(caught.value) == (
        "r.jsonl:2:1: a second document begins here; a rubric is one document. Of a file with one document a line, "
        "save the line that is wanted"
    )


# -- level descriptors -------------------------------------------------------------------------------------------------

PROMETHEUS = {"criteria": "Is the tone right?", **{f"score{n}_description": f"level {n}" for n in range(1, 6)}}


@pytest.mark.parametrize(
    "document",
    [
        PROMETHEUS,
        [PROMETHEUS],
        {"rubric": PROMETHEUS},
        {f"orig_{key}": value for key, value in PROMETHEUS.items()},
    ],
)
def test_descriptors_are_the_levels_of_one_criterion(document: object) -> None:
    rubric = foreign(document)
    assert texts(rubric) == ["Is the tone right?"]
    assert [(level.label, level.text, level.credit) for level in rubric.criteria[0].levels] == [
        (str(n), f"level {n}", n / 5) for n in range(1, 6)
    ]


def test_a_reference_answer_is_told_and_left_out() -> None:
    rubric = foreign({**PROMETHEUS, "reference_answer": "x"})
    assert notes(rubric)[-1] == "not_carried_over 8:2: reference_answer"


def test_descriptors_of_nothing_are_refused() -> None:
    assert refused({"score1_description": "a", "score2_description": "b"}) == (
        "r.json:1:1: level descriptors: the descriptors belong to no `criteria`, a sentence that says what is rated"
    )


# -- promptfoo ---------------------------------------------------------------------------------------------------------

PROMPTFOO = """\
description: Support answers
prompts: [prompt.txt]
tests:
  - vars:
      city: Basel
    assert:
      - type: llm-rubric
        value: Names {{city}} and gives a reason
      - type: not-llm-rubric
        value: Apologises
        weight: 2
      - type: icontains
        value: Rhine
      - type: contains-any
        value: [tram, train]
      - type: python
        value: file://grade.py
      - type: assert-set
        threshold: 0.5
        assert:
          - {type: llm-rubric, value: Is short}
          - {type: llm-rubric, value: Is friendly, metric: Tone}
"""


def test_rubric_asserts_are_criteria_and_words_to_contain_are_checks() -> None:
    rubric = read_yaml(PROMPTFOO, "r.yaml")
    assert rubric.title == "Support answers"
    assert [(c.text, c.required, c.points, c.fault, c.line) for c in rubric.criteria] == [
        ("Names Basel and gives a reason", True, 1, False, 8),
        ("Apologises", True, 2, True, 10),
        ('The text contains "Rhine"', True, 1, False, 13),
        ('The text contains "tram"', False, 1, False, 15),
        ('The text contains "train"', False, 1, False, 15),
        ("Is short", False, 1, False, 21),
        ("Is friendly", False, 1, False, 22),
    ]
    assert [c.check for c in rubric.criteria[2:4]] == [
        CheckCall(name="contains", args={"text": "Rhine"}),
        CheckCall(name="contains", args={"text": "tram", "ignore_case": False}),
    ]
    assert isinstance(rubric.scoring, Weighted)
    assert isinstance(rubric.scoring.children[3].node, AtLeast)
    assert [(floor.label, floor.least) for floor in rubric.floors] == [("any of these words", 1.0), ("assert-set", 0.5)]
    assert notes(rubric) == [
        "not_carried_over 2:1: prompts (1 entry)",
        "not_carried_over 16:9: asserts of type 'python': code is never run",
    ]


def test_given_values_win_over_those_of_the_test() -> None:
    assert read_yaml(PROMPTFOO, "r.yaml", {"city": "Bern"}).criteria[0].text == "Names Bern and gives a reason"


def test_a_config_without_anything_to_carry_over_is_refused() -> None:
    assert refused({"tests": [{"assert": [{"type": "javascript", "value": "output.length < 9"}]}]}) == (
        "r.json:1:1: promptfoo: no assert can be carried over: there is no `llm-rubric` and no `contains`; "
        "write its criteria as one"
    )


# -- others ------------------------------------------------------------------------------------------------------------


def test_a_trigger_without_a_stated_range_caps_at_two_of_ten() -> None:
    rubric = foreign(
        {
            "category": "Nurses",
            "evaluation_rubric": {"quality": {"weight": 1, "criteria": ["It is clear"]}},
            "scoring_guidelines": {"automatic_low_score_triggers": ["A file is missing"]},
        }
    )
    assert [(c.text, c.cap, c.fault) for c in rubric.criteria] == [
        ("It is clear", None, False),
        ("A file is missing", 0.2, True),
    ]


def test_a_dimension_without_a_weight_is_refused() -> None:
    assert refused({"dimension_weight": {}, "criterions": {"depth": []}}) == (
        "r.json:4:12: dimensions: the dimension 'depth' has no weight in dimension_weight"
    )


def test_a_question_that_is_passed_by_no_is_a_fault() -> None:
    question = {"type": "question", "text": "Is it boring?", "pass_answer": "NO", "weight": 2, "id": "q"}
    rubric = foreign(
        {"module_id": "m", "title": "T", "tree": [{"type": "group", "title": "G", "children": [question]}]}
    )
    assert [(c.id, c.text, c.fault, c.section) for c in rubric.criteria] == [("q", "Is it boring?", True, ("G",))]


def test_answers_that_are_numbers_are_worth_their_share_of_the_highest() -> None:
    entry = {"prompt": "Rate {completion}.", "choice_strings": "012", "choice_scores": "from_strings"}
    rubric = foreign({"fun": entry})
    assert [(c.text, c.section, [level.credit for level in c.levels]) for c in rubric.criteria] == [
        ("Rate .", ("fun",), [0.0, 0.5, 1.0])
    ]


def test_braces_of_other_tools_are_no_variables() -> None:
    assert texts(foreign(node("all", 1, node("prove $x^{{2}}$ and {{ y }}", 1)))) == ["prove $x^{{2}}$ and {{ y }}"]
