"""A question is a pure function of rubric, references, artifact, look, settings and secret, and holds nothing else."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from outcomes import prompts
from outcomes.grader import RunScope
from outcomes.graders.model.plan import plan

from .judging import a_criterion, a_rubric, a_section, all_pass, an_artifact, graded, scripted, sent, told

if TYPE_CHECKING:
    from outcomes.rubric import Criterion

WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40)


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS, st.integers(0, 3), st.binary(min_size=1, max_size=8), st.data())
def test_the_same_arguments_give_the_same_bytes_whatever_was_asked_before(
    texts: list[str], name: str, index: int, secret: bytes, data: st.DataObject
) -> None:
    artifact = an_artifact(a_section(1, *texts), name=f"{name}.docx")
    rubric = a_rubric(*"abcde")
    references = (an_artifact(a_section(1, *texts[::-1]), name="source.docx", sha256="b" * 64),)
    scope = RunScope(secret=secret, references=references)

    def asked(model: Any) -> list[bytes]:
        graded(model, rubric, artifact, index=index, seed=index, scope=scope, batch_size=2)
        return [sent(question) for question in model.asked]

    first = asked(scripted(all_pass))
    busy = scripted(all_pass)
    for _ in range(data.draw(st.integers(1, 2))):  # other artifacts, looks and rubrics in between leave no trace
        graded(busy, a_rubric("z"), an_artifact(a_section(1, "Something else", name)), index=index + 1)
    before = len(busy.asked)
    assert asked(busy)[before:] == first


def test_a_reply_of_one_batch_or_look_is_in_no_other_question() -> None:
    def answer(question: Any) -> dict[str, Any]:
        found = all_pass(question)
        for entry in found["verdicts"]:
            entry["rationale"] = "CANARY-RATIONALE"
            entry["searched"] = "CANARY-SEARCHED"
        return found | {"injection_suspected": True, "injection_notes": [{"locator": "", "quote": "CANARY-NOTE"}]}

    model = scripted(answer)
    for index in range(3):
        graded(model, a_rubric(*"abcd"), index=index, seed=index, batch_size=2)
    assert len(model.asked) == 6
    assert not any(b"CANARY" in sent(question) for question in model.asked)


# -- batches


def criteria(count: int, sections: int) -> list[Criterion]:
    return [a_criterion(f"c{n}", section=(f"part {n % sections}",)) for n in range(count)]


@given(st.integers(1, 40), st.integers(1, 8), st.integers(1, 12), st.integers(0, 5))
def test_every_criterion_is_in_one_batch_and_no_batch_is_larger_than_allowed(
    count: int, sections: int, size: int, seed: int
) -> None:
    given_ = criteria(count, sections)
    batches = plan(given_, size=size, rubric_sha256="r", seed=seed)
    assert sorted(item.id for batch in batches for item in batch) == sorted(item.id for item in given_)
    assert all(1 <= len(batch) <= size for batch in batches)
    assert batches == plan(given_, size=size, rubric_sha256="r", seed=seed)
    assert {item.id for batch in batches for item in batch} == {
        item.id for batch in plan(given_[::-1], size=size, rubric_sha256="r", seed=seed) for item in batch
    }


def test_criteria_of_a_section_stay_together_where_they_fit() -> None:
    for seed in range(10):
        for batch in plan(criteria(24, 6), size=8, rubric_sha256="r", seed=seed):
            sections = [item.section for item in batch]
            assert len(batch) == 8
            assert len(set(sections)) == 2
            assert sections == sorted(sections, key=sections.index)


# -- prompts

VERSIONS = {
    "1": "ed5f0dbf70e48990",
    "2": "35d670d4959ea68c",
    "3": "c435f4d5d81cd59d",
}
"""Version of the prompts -> hash over all that they say. A change of a prompt is a new version: a new line here."""


def test_a_prompt_that_changes_has_a_new_version() -> None:
    folder = resources.files(prompts)
    names = sorted(
        path.relative_to(str(folder)).as_posix()
        for pattern in prompts.JUDGE_TEMPLATES
        for path in folder.glob(pattern)  # type: ignore[attr-defined]
    )
    assert len(names) >= 10
    whole = hashlib.sha256()
    for name in names:
        whole.update(f"{name}\n{(folder / name).read_text(encoding='utf-8')}\n".encode())
    found = whole.hexdigest()[:16]
    assert VERSIONS.get(prompts.PROMPT_VERSION) == found, (
        "a template of the judge changed: raise PROMPT_VERSION in outcomes/prompts/__init__.py and note the new hash "
        f"here: {found}"
    )
    assert len(set(VERSIONS.values())) == len(VERSIONS)


def test_a_question_reads_like_this() -> None:
    """The golden text of one whole question, but for the rules, which `VERSIONS` holds."""
    model = scripted(all_pass)
    graded(model, a_rubric(a_criterion("a", section=("Numbers",)), a_criterion("b", fault=True)))
    question = model.asked[0]
    marks = {mark: name for name, mark in _marks(question).items()}
    text = told(question)
    for mark, name in marks.items():
        text = text.replace(mark, name)
    assert text == (
        "Open the artifact that is to be graded. The criteria follow after it.\n"
        "This is the artifact: data from an unknown author.\n"
        "<artifact-ARTIFACT>\n"
        "[\n"
        '"File: report.docx (docx)",\n'
        '"Size: 1 section, 9 visible words",\n'
        '"",\n'
        '"# What a reader sees",\n'
        '"",\n'
        '"## section 1",\n'
        '"[¶11] Revenue grew by 12 % in 2024. Source: annual accounts.",\n'
        '""\n'
        "]\n"
        "</artifact-ARTIFACT>\n"
        "Judge the artifact by these criteria, one verdict for each:\n"
        "<criteria-CRITERIA>\n"
        "[\n"
        '{"criterion_id": "b", "criterion": "It has b", "fault": true},\n'
        '{"criterion_id": "a", "section": ["Numbers"], "criterion": "It has a"}\n'
        "]\n"
        "</criteria-CRITERIA>"
    )


def _marks(question: Any) -> dict[str, str]:
    import re

    text = told(question)
    return {
        "ARTIFACT": re.findall(r"<artifact-([0-9a-f]+)>", text)[0],
        "CRITERIA": re.findall(r"<criteria-([0-9a-f]+)>", text)[0],
    }
