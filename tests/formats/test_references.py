"""Files of the rubric's author that an artifact is held against."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import RubricError
from outcomes.formats.markdown import read_markdown
from outcomes.formats.markdown_writer import write_markdown
from outcomes.formats.yaml import read_json, read_yaml
from outcomes.formats.yaml_writer import write_yaml

if TYPE_CHECKING:
    from outcomes.rubric import Rubric

LISTED = "[lease.txt, \"./notes//a b.md\", 'Anl\u00e4ge\\x.csv', lease.txt]"
PATHS = ("lease.txt", "notes/a b.md", "Anl\u00e4ge/x.csv")


def in_markdown(references: str, **variables: str) -> Rubric:
    return read_markdown(f"---\ntitle: T\nreferences: {references}\n---\n- a\n", "r.md", variables)


def in_yaml(references: str, **variables: str) -> Rubric:
    return read_yaml(f"title: T\nreferences: {references}\ncriteria: [a]\n", "r.yaml", variables)


def test_front_matter_yaml_and_json_name_the_same_files() -> None:
    as_json = json.dumps({"title": "T", "references": [*PATHS], "criteria": ["a"]})
    rubrics = [in_markdown(LISTED), in_yaml(LISTED), read_json(as_json, "r.json")]
    assert [rubric.references for rubric in rubrics] == [PATHS] * 3
    assert len({rubric.sha256 for rubric in rubrics}) == 1
    assert rubrics[0].sha256 != in_markdown("lease.txt").sha256 != in_markdown("[]").sha256


@pytest.mark.parametrize("write", [write_markdown, write_yaml])
def test_what_was_written_names_the_same_files(write: object) -> None:
    rubric = in_yaml(LISTED)
    again = (read_markdown if write is write_markdown else read_yaml)(write(rubric), "again")  # type: ignore[operator]
    assert (again.references, again.sha256) == (PATHS, rubric.sha256)


def test_one_file_needs_no_list_and_a_variable_may_stand_in_it() -> None:
    assert in_markdown("lease.txt").references == ("lease.txt",)
    assert in_yaml("'{{ client }}/lease.txt'", client="acme").references == ("acme/lease.txt",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[a.md, /etc/passwd]", ":20: a reference is a path beside the rubric, found '/etc/passwd'; make it relative"),
        ("'C:\\x.md'", ":13: a reference is a path beside the rubric, found 'C:/x.md'; make it relative"),
        ("'\\\\host\\x'", ":13: a reference is a path beside the rubric, found '//host/x'; make it relative"),
        ("../x.md", ":13: a reference stays beside or below the rubric, found '../x.md'; move the file there"),
        ("a\\..\\..\\x", ":13: a reference stays beside or below the rubric, found 'a/../../x'; move the file there"),
        ("'.'", ":13: a reference stays beside or below the rubric, found '.'; move the file there"),
        ("https://x.y/z", ":13: a reference is a file, found 'https://x.y/z'; save what is there beside the rubric"),
        ("[a.md, '']", ":20: references is a list of files, found ''"),
        ("{a: b}", ":13: references is a list of files, found a mapping"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_with_its_place(written: str, expected: str) -> None:
    with pytest.raises(RubricError) as by_markdown:
        in_markdown(written)
    with pytest.raises(RubricError) as by_yaml:
        in_yaml(written)
    assert str(by_markdown.value) == f"r.md:3{expected}"
    assert str(by_yaml.value) == f"r.yaml:2{expected}"


def test_a_value_cannot_lead_elsewhere() -> None:
    with pytest.raises(RubricError, match=r"stays beside or below the rubric, found '[.]{2}/secret/x[.]md'"):
        in_yaml("'{{ client }}/x.md'", client="../secret")
