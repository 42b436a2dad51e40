"""The rubric to start from, for each kind of file."""

from __future__ import annotations

import pytest

from outcomes import wiring
from outcomes.errors import UsageError
from tests.drafting.support import artifact, checks_failed
from tests.rubrics.documents import DOCUMENTS

KINDS = wiring.starting_kinds()
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_it_is_understood_to_the_last_line(kind: str) -> None:
    rubric = wiring.read_rubric(wiring.starting_rubric(kind), f"{kind}.md")
    assert (rubric.notes, rubric.applies_to, rubric.threshold) == ((), (kind,), None)


@every_kind
def test_it_shows_each_mark_once(kind: str) -> None:
    criteria = wiring.read_rubric(wiring.starting_rubric(kind), f"{kind}.md").criteria
    assert sum(not one.required for one in criteria) == 1
    assert sum(one.withheld for one in criteria) == 1
    assert sum(one.fault for one in criteria) == 1
    assert sum(one.applies_when is not None for one in criteria) >= 1


@every_kind
def test_every_mark_and_every_argument_is_explained_below_its_line(kind: str) -> None:
    text = wiring.starting_rubric(kind)
    lines = text.splitlines()
    for criterion in wiring.read_rubric(text, f"{kind}.md").criteria:
        arguments = [] if criterion.check is None else [*criterion.check.args]
        below = "\n".join(lines[criterion.line or 0 : (criterion.line or 0) + 2])
        assert [name for name in arguments if name not in below] == []
        assert not criterion.withheld or "<!-- (withheld): " in below
        assert not criterion.fault or "<!-- (fault): " in below
        assert criterion.required or "<!-- (should): " in below


@every_kind
def test_it_says_where_to_look_further(kind: str) -> None:
    text = wiring.starting_rubric(kind)
    for words in ("# threshold: 80 %", "rubrics/README.md", f"outcomes checks --kind {kind}", "outcomes rubric from"):
        assert words in text


@every_kind
def test_its_checks_look_at_this_kind_of_file(kind: str) -> None:
    rubric = wiring.read_rubric(wiring.starting_rubric(kind), f"{kind}.md")
    specs = [wiring.checks()[one.check.name] for one in rubric.criteria if one.check is not None]
    assert [spec.name for spec in specs if spec.kinds and kind not in spec.kinds] == []


@pytest.mark.parametrize(
    ("name", "kind"), [("business-report", "docx"), ("board-deck", "pptx"), ("summary", "markdown")]
)
def test_good_work_passes_what_code_decides_of_it(name: str, kind: str) -> None:
    rubric = wiring.read_rubric(wiring.starting_rubric(kind), f"{kind}.md")
    work = artifact(DOCUMENTS[name].good, f"work{DOCUMENTS[name].suffix}")
    assert checks_failed(rubric.only_objective(), work) == set()


@pytest.mark.parametrize("title", ["Q3: the {{ client }} report", "true", "# A 'b' \"c\"", "- x", "Übersicht"])
def test_any_title_is_a_title(title: str) -> None:
    assert wiring.read_rubric(wiring.starting_rubric("docx", title), "a.md").title == title


def test_for_another_kind_there_is_none() -> None:
    with pytest.raises(UsageError, match=r"no rubric to start from for 'docs'. Did you mean 'docx'\? Kinds: docx, "):
        wiring.starting_rubric("docs")
