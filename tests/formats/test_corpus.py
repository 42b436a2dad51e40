"""Rubric files as they are found in the wild: their counts, their weights and their traps."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import RubricError
from outcomes.format import detect
from outcomes.scoring import AtLeast, Leaf, Weighted, leaves, score
from tests.formats.reading import READERS, notes

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.rubric import Rubric

pytestmark = pytest.mark.corpus


def _read(path: Path) -> Rubric:
    text = path.read_text(encoding="utf-8")
    return READERS[detect(text, path.name)](text, path.name)


@pytest.fixture
def wild(corpus: Path) -> Path:
    return corpus / "rubrics"


def test_every_file_has_as_many_criteria_as_its_manifest_says(wild: Path) -> None:
    with (wild / "expectations.tsv").open(encoding="utf-8", newline="") as file:
        expected = {row["path"]: int(row["criteria"]) for row in csv.DictReader(file, delimiter="\t")}
    counts = {name: sum(c.cap is None for c in _read(wild / name).criteria) for name in expected}
    assert counts == expected


def test_every_file_is_read_or_refused_with_a_reason(wild: Path) -> None:
    refused: dict[str, str] = {}
    for path in sorted(wild.iterdir()):
        try:
            _read(path)
        except RubricError as error:
            refused[path.name] = str(error).removeprefix(path.name)
    assert {name: reason[:59] for name, reason in refused.items() if not name.endswith(".tsv")} == {
        "click-pr-template.md": ": nothing to grade here, no criteria; write one statement a",
        "deepeval-geval-0.py": ": a .py file is code, and code is not run to find a rubric ",
        "deepeval-geval-1.py": ": a .py file is code, and code is not run to find a rubric ",
        "deepeval-geval-2.py": ": a .py file is code, and code is not run to find a rubric ",
        "deepeval-geval-3.py": ": a .py file is code, and code is not run to find a rubric ",
        "oai-mg-fact.yaml": ":21:19: scored answers: the answers have no choice_scores, ",
        "oai-mg-keywords.yaml": ":20:5: the key 'input' stands here and on line 19; keep one",
        "pytest-pr-template.md": ": nothing to grade here, no criteria; write one statement a",
    }


@pytest.mark.parametrize(
    ("name", "weights"),
    [("tac-ds_stock_analysis_slides.md", [1, 5, 2]), ("tac-sde_create_sqlite_database.md", [1] * 8)],
)
def test_checkpoints_keep_their_points(wild: Path, name: str, weights: list[int]) -> None:
    scoring = _read(wild / name).scoring
    assert isinstance(scoring, Weighted)
    assert [branch.weight for branch in scoring.children] == weights


def test_a_checkpoint_is_credited_when_either_of_two_passes(wild: Path) -> None:
    rubric = _read(wild / "tac-sde_create_sqlite_database.md")
    assert isinstance(rubric.scoring, Weighted)
    first = rubric.scoring.children[0].node
    assert isinstance(first, AtLeast)
    assert [leaf.criterion_id for leaf in leaves(first)] == list(rubric.ids[:2])
    only = dict.fromkeys(rubric.ids, 0.0)
    assert score(rubric.tree, only | {rubric.ids[1]: 1.0}) == 2 / 8
    assert score(rubric.tree, only | {rubric.ids[0]: 1.0}) == 1 / 8
    assert "Improved" not in str(rubric.criteria)


def test_points_for_a_part_of_a_sentence_are_levels(wild: Path) -> None:
    first = _read(wild / "tac-admin_make_spreadsheet.md").criteria[0]
    assert [(level.text, level.credit) for level in first.levels] == [
        ("none of these", 0.0),
        ("8 drinks", 0.5),
        ("Identify that there are 9 drinks", 1.0),
    ]


@pytest.mark.parametrize(
    ("name", "credits"),
    [
        ("deepagents-contextbench-rubric.txt", {"1.0": 1.0, "0.0": 0.0, "0.5": 0.5}),
        ("ppteval_style.txt", {"1": 0.2, "2": 0.4, "3": 0.6, "4": 0.8, "5": 1.0}),
        ("azure-coherence.prompty", {"1": 0.2, "2": 0.4, "3": 0.6, "4": 0.8, "5": 1.0}),
        ("writingbench-2.json", {"1-2": 0.2, "3-4": 0.4, "5-6": 0.6, "7-8": 0.8, "9-10": 1.0}),
        ("autoevals-factuality.yaml", {"D": 0.0, "A": 0.4, "B": 0.6, "C": 1.0, "E": 1.0}),
    ],
)
def test_descriptors_are_levels_and_no_criteria(wild: Path, name: str, credits: dict[str, float]) -> None:  # noqa: A002
    assert {level.label: level.credit for level in _read(wild / name).criteria[0].levels} == credits


@pytest.mark.parametrize("name", ["drb-1.json", "drb-31.json"])
def test_a_criterion_weighs_its_share_of_its_dimension(wild: Path, name: str) -> None:
    scoring = _read(wild / name).scoring
    assert isinstance(scoring, Weighted)
    assert len(scoring.children) == 4
    assert sum(branch.weight for branch in scoring.children) == pytest.approx(1)
    for branch in scoring.children:
        assert isinstance(branch.node, Weighted)
        assert sum(child.weight for child in branch.node.children) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "triggers"),
    [
        ("gdpval-clawwork-Lawyers.json", 5),
        ("gdpval-clawwork-Registered_Nurses.json", 5),
        ("gdpval-clawwork-Software_Developers.json", 4),
    ],
)
def test_automatic_low_scores_cap_the_total(wild: Path, name: str, triggers: int) -> None:
    rubric = _read(wild / name)
    assert isinstance(rubric.scoring, Weighted)
    assert [branch.weight for branch in rubric.scoring.children[:4]] == [0.4, 0.3, 0.2, 0.1]
    gates = [criterion for criterion in rubric.criteria if criterion.cap is not None]
    assert [(c.cap, c.fault, c.points, c.required) for c in gates] == [(0.2, True, 0.0, False)] * triggers
    perfect = dict.fromkeys(rubric.ids, 1.0)
    assert score(rubric.tree, perfect) == pytest.approx(1)
    assert score(rubric.tree, perfect | {gates[0].id: 0.0}) == 0.2


@pytest.mark.parametrize(
    ("name", "nodes", "depth"),
    [
        ("paperbench-bam-1021nodes.json", 1021, 9),
        ("paperbench-robust-clip.json", 146, 5),
        ("paperbench-stochastic-interpolants.json", 94, 5),
        ("paperbench-test-time-model-adaptation.json", 236, 5),
        ("pbfixture-hex_flags.json", 6, 1),
    ],
)
def test_a_tree_keeps_every_node_and_its_depth(wild: Path, name: str, nodes: int, depth: int) -> None:
    scoring = _read(wild / name).tree
    assert (_nodes(scoring), _depth(scoring)) == (nodes, depth)


def _nodes(node: object) -> int:
    return 1 + sum(_nodes(branch.node) for branch in node.children) if isinstance(node, Weighted) else 1


def _depth(node: object) -> int:
    return (
        0
        if isinstance(node, Leaf)
        else 1 + max(_depth(b.node) for b in node.children)
        if isinstance(node, Weighted)
        else 0
    )


def test_what_was_left_out_is_told_with_its_line(wild: Path) -> None:
    assert notes(_read(wild / "gdpval-clawwork-Lawyers.json"))[:3] == [
        "read_as the file states no threshold, so every point must be earned; set one for a share that is enough",
        "not_carried_over 3:3: evaluation_prompt",
        "not_carried_over 16:7: scoring_guidance: each criterion passes or fails, and counts alike",
    ]
    assert notes(_read(wild / "ppteval_style.txt"))[-1] == (
        "not_carried_over 20: what follows the levels is a prompt's own text and is not carried over"
    )
