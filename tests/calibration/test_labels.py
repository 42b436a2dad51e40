"""Reading labels: what is taken, and what each error says."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.calibration.labels import SPELLINGS, Label, read_labels
from outcomes.errors import UsageError
from outcomes.rubric import Criterion, Level, Rubric

LEVELS = (Level(label="Poor", credit=0), Level(label="Deep", credit=1))
RUBRIC = Rubric(
    criteria=(
        Criterion(id="clear-words-1", text="It is clear"),
        Criterion(id="clear-title-2", text="The title is clear"),
        Criterion(id="sources", text="Figures have sources", applies_when="it has figures"),
        Criterion(id="depth", text="It goes deep", levels=LEVELS),
    )
)


def read(*lines: object, name: str = "labels.jsonl") -> dict[str, dict[str, dict[str, str]]]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return {
        one.path: {
            criterion: {rater: label.level or label.verdict for rater, label in votes.items()}
            for criterion, votes in one.by_criterion.items()
        }
        for one in read_labels(text, name, RUBRIC)
    }


def refused(*lines: object, name: str = "labels.jsonl") -> str:
    with pytest.raises(UsageError) as raised:
        read(*lines, name=name)
    return str(raised.value)


def test_criteria_are_named_by_id_by_its_beginning_or_by_their_words() -> None:
    labels = {"clear-words-1": "pass", "clear-t": "fail", "figures have SOURCES": "n/a", "depth": "deep"}
    assert read({"artifact": "a.md", "labels": labels}) == {
        "a.md": {
            "clear-words-1": {"": "pass"},
            "clear-title-2": {"": "fail"},
            "sources": {"": "not_applicable"},
            "depth": {"": "Deep"},
        }
    }


def test_one_line_for_each_verdict_says_the_same() -> None:
    apart = [
        {"artifact": "a.md", "criterion": "sources", "verdict": "pass", "rater": "x"},
        "",
        {"artifact": "a.md", "criterion": "sources", "verdict": False, "rater": "y"},
        {"artifact": "a.md", "criterion": "depth", "verdict": "Poor", "rater": 7},
    ]
    assert read(*apart) == {"a.md": {"sources": {"x": "pass", "y": "fail"}, "depth": {"7": "Poor"}}}


def test_csv_with_a_line_for_each_verdict_says_the_same() -> None:
    rows = 'Artifact,criterion,verdict,rater,remark\na.md,sources,pass,x,\na.md,sources,no,y,"not, quite"\nb.md,,,x,'
    assert read(rows, name="labels.CSV") == {"a.md": {"sources": {"x": "pass", "y": "fail"}}, "b.md": {}}


def test_csv_with_a_column_for_each_criterion_says_the_same() -> None:
    assert read("artifact,sources,It goes deep\na.md,pass,\nb.md,,deep", name="labels.csv") == {
        "a.md": {"sources": {"": "pass"}},
        "b.md": {"depth": {"": "Deep"}},
    }


def test_an_artifact_without_labels_is_kept() -> None:
    assert read({"artifact": "a.md"}, {"artifact": "b.md", "labels": {"sources": None}}) == {"a.md": {}, "b.md": {}}


def test_a_line_may_name_what_its_artifact_is_held_against() -> None:
    lines = [{"artifact": "a.md", "references": ["x.md", "y.md"]}, {"artifact": "a.md", "references": ["x.md"]}]
    (found,) = read_labels("\n".join(map(json.dumps, lines)), "l.jsonl", RUBRIC)
    assert found.references == ("x.md", "y.md")
    wrong = refused(lines[0] | {"references": "x.md"})
    assert "1:22: 'x.md' are no references; \"references\" is a list of paths" in wrong


def test_most_raters_are_right_and_a_tie_is_nobody_s() -> None:
    lines = [{"artifact": "a.md", "criterion": "sources", "verdict": v, "rater": r} for r, v in enumerate("pfp")]
    spelled = [line | {"verdict": {"p": "pass", "f": "fail"}[str(line["verdict"])]} for line in lines]
    (three,) = read_labels("\n".join(map(json.dumps, spelled)), "l.jsonl", RUBRIC)
    (two,) = read_labels("\n".join(map(json.dumps, spelled[:2])), "l.jsonl", RUBRIC)
    assert (three.truth("sources"), two.truth("sources"), two.truth("depth")) == (Label("pass"), None, None)


@pytest.mark.parametrize("word", SPELLINGS)
def test_every_spelling_is_taken_in_any_case(word: str) -> None:
    found = read({"artifact": "a.md", "labels": {"sources": f" {word.upper()} "}})
    assert found == {"a.md": {"sources": {"": SPELLINGS[word]}}}


GOOD = {"artifact": "a.md", "labels": {"sources": "pass"}}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["", ""], "labels.jsonl:1:1: there are no labels in it"),
        ([GOOD, "{nope"], "labels.jsonl:2:2: this is no JSON (Expecting property name"),
        ([GOOD, "[1]"], "labels.jsonl:2:1: a line is one JSON object"),
        (["[" * 100_000], "labels.jsonl:1:1: "),
        ([{"labels": {}}], "labels.jsonl:1:1: the line does not name its artifact"),
        ([GOOD | {"lables": 1}], "labels.jsonl:1:53: unknown key 'lables'"),
        ([GOOD | {"labels": []}], "labels.jsonl:1:22: labels are an object, not list"),
        ([GOOD | {"rater": True}], "labels.jsonl:1:53: True is no rater"),
        ([GOOD | {"criterion": "depth"}], "the line holds a part of one label"),
        ([GOOD | {"labels": {"surces": "pass"}}], "1:33: the rubric has no criterion 'surces'; name one by"),
        ([GOOD | {"labels": {"surces": "pass"}}], "Did you mean 'sources'? Ids: clear-words-1, clear-title-2"),
        ([GOOD | {"labels": {"clear": "pass"}}], "1:33: 'clear' is the beginning of clear-words-1, clear-title-2"),
        ([GOOD | {"labels": {"": "pass"}}], "the rubric has no criterion ''"),
        ([GOOD | {"labels": {"depth": "maybe"}}], "1:42: 'maybe' is no verdict on 'depth'; expected pass, fail or"),
        ([GOOD | {"labels": {"depth": "maybe"}}], "not_applicable, or a level: Poor, Deep"),
        ([GOOD | {"labels": {"depth": ["pass"]}}], "is no verdict on 'depth'"),
        ([GOOD | {"labels": {"depth": "na"}}], "'depth' always applies"),
        ([GOOD, GOOD | {"labels": {"sources": "fail"}}], "2:33: one rater says 'pass' and 'fail' of 'sources'"),
        (['{"artifact": "a", "artifact": "b"}'], "labels.jsonl:1:1: the key 'artifact' stands twice in one object"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named_with_its_place(lines: list[object], said: str) -> None:
    assert said in refused(*lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,verdict\na,b", "labels.csv:1:1: the first line of a CSV file names its columns"),
        ("artifact,Artifact\na,b", "labels.csv:1:1: two columns have the same name"),
        ("artifact,sources\na.md,pass,fail", "labels.csv:2:1: 3 cells under 2 columns"),
        ("artifact,sources\n,pass", "labels.csv:2:1: the line does not name its artifact"),
        ('artifact,sources\na.md,"pass', "labels.csv:2:1: this is no CSV"),
        ("artifact,sources\na.md,perhaps", "labels.csv:2:6: 'perhaps' is no verdict on 'sources'"),
        ('artifact,sources\n"a\nb",pass\nc,huh', "labels.csv:4:3: 'huh' is no verdict"),
    ],
)
def test_so_is_it_in_csv(text: str, said: str) -> None:
    assert said in refused(text, name="labels.csv")


@given(st.text(max_size=60) | st.recursive(st.none() | st.booleans() | st.text(max_size=5), st.lists).map(json.dumps))
def test_no_line_whatever_it_holds_ends_in_anything_but_a_reading_or_a_usage_error(text: str) -> None:
    for name in ("l.jsonl", "l.csv"):
        with contextlib.suppress(UsageError):
            read_labels(text, name, RUBRIC)
