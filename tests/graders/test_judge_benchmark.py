"""The judge benchmark is tried on stand-ins, and its reports are read by code that does not know how they were made."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from outcomes.api import load_rubric, read_artifact

if TYPE_CHECKING:
    from outcomes.artifact import Artifact

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "judge" / "measure_judge.py"
DATE = re.compile(r"by \d+ [A-Z][a-z]+ \d{4}\.$")
RECOMMENDED = re.compile(r"^\d\. (.*)")


def measured(*more: str) -> str:
    return subprocess.run([sys.executable, str(BENCHMARK), *more], check=True, capture_output=True, text=True).stdout


def texts(artifact: Artifact) -> list[tuple[str, str]]:
    """Each visible paragraph below the heading that it stands under."""
    heading, found = "", []
    for block in artifact.blocks:
        if block.kind == "heading":
            heading = block.text
        elif block.kind == "paragraph" and heading:
            found.append((heading, block.text))
    return found


def truths(artifact: Artifact) -> dict[str, bool]:
    """What holds of a report, by its words alone."""
    said = texts(artifact)
    whole = "\n".join(text for _, text in said)
    first = [text for heading, text in said if heading == said[0][0]]
    steps = [found[1] for _, text in said if (found := RECOMMENDED.match(text))]
    total = next(
        block.text for block in artifact.blocks if block.kind == "cell" and block.row == 5 and block.column == 2
    )
    stated = re.findall(r"together came to EUR ([\d.]+) million", whole)
    return {
        "The main conclusion stands": any("The conclusion:" in text for text in first),
        "The first section names the decision": any("asked to decide" in text for text in first),
        "Every monetary amount names": len(re.findall(r"[\d.]+ million", whole)) == whole.count("EUR "),
        "Every percentage change names": whole.count(" %") == whole.count(" % against the year before"),
        "No number in the running text": stated == [total],
        "Every recommendation names who": not any(step.startswith("It is recommended") for step in steps),
        "Every recommendation has a date": len(steps) == 3 and all(DATE.search(step) for step in steps),
    }


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    measured("--simulated", "exact", "--reports", "40", "--repeat", "1", "--keep", str(folder))
    return folder


def test_what_is_said_of_a_report_is_what_its_words_say(kept: Path) -> None:
    words = {criterion.id: criterion.text for criterion in load_rubric("business-report").criteria}
    lines = [json.loads(line) for line in (kept / "labels.jsonl").read_text().splitlines()]
    good = 0
    for line in lines:
        holds = truths(read_artifact(kept / line["artifact"]))
        labels = {words[name]: label == "pass" for name, label in line["labels"].items()}
        assert len(labels) == len(holds)
        for beginning, held in holds.items():
            (label,) = [label for text, label in labels.items() if text.startswith(beginning)]
            assert label is held, (line["artifact"], beginning)
        good += all(labels.values())
    assert 0.15 < good / len(lines) < 0.5


def test_a_stand_in_that_knows_is_always_right_and_a_careless_one_errs_as_often_as_it_does() -> None:
    exact, careless = (
        json.loads(measured("--simulated", kind, "--reports", "30", "--json"))["rows"][0]
        for kind in ("exact", "careless")
    )
    assert (exact["agreement"]["value"], exact["kappa"], exact["flips"]["value"]) == (1, 1, 0)
    assert (exact["false_accepts"]["value"], exact["false_rejects"]["value"]) == (0, 0)
    assert careless["agreement"]["lower"] < 0.85 < careless["agreement"]["upper"]
    assert careless["flips"]["lower"] < 2 * 0.15 * 0.85 < careless["flips"]["upper"]
    assert careless["false_rejects"]["value"] > 0.2
    assert "SIMULATED" in careless["what"]


def test_each_setting_is_a_row_and_what_no_model_said_is_labelled_so() -> None:
    said = measured("--simulated", "exact", "--reports", "2", "--batch-size", "1", "--batch-size", "8")
    assert said.startswith("SIMULATED; no model was asked")
    assert ("batches of 1" in said, "batches of 8" in said) == (True, True)


def test_it_asks_nobody_unless_it_is_told_whom() -> None:
    done = subprocess.run([sys.executable, str(BENCHMARK)], check=False, capture_output=True, text=True)
    assert (done.returncode, "--model NAME or --simulated KIND" in done.stderr) == (2, True)
