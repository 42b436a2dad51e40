"""Long artifacts: the model looks up what it needs, in the artifact alone, and what it did not see it cannot pass."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.appearance import Font, TextRun
from outcomes.artifact import Block, Unit
from outcomes.errors import GraderError, RenderError
from outcomes.evidence import Absence, Quote, Region
from outcomes.grader import RunScope
from outcomes.model import Picture, ToolResult, ToolUse, Words
from outcomes.renderer import Page, PageImage, Pictures

from .judging import (
    SECRET,
    a_criterion,
    a_rubric,
    a_section,
    an_artifact,
    entry,
    graded,
    pieces,
    quoted,
    reply,
    scripted,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.evidence import AnyEvidence
    from outcomes.verdict import Verdict

LONG = an_artifact(
    *(a_section(number, f"This is part number {number}. " + "Many words follow here. " * 60) for number in range(1, 31))
)
"""About 13,000 tokens in 30 sections."""
LOOKS = a_criterion("a", about="looks")
SMALL: dict[str, Any] = {"artifact_tokens": 3_000}


def use(name: str, what: str = "", number: int = 1) -> ToolUse:
    argument = {"find_text": "text", "open_artifact": ""}.get(name, "place")
    return ToolUse(f"toolu_{number}", name, {argument: what} if argument else {})


def after(*uses: ToolUse, then: Any) -> list[Any]:
    """A script that looks things up, then answers."""
    return [*([one] for one in uses), then]


def last_result(model: Any, number: int = -1) -> ToolResult:
    found = [piece for piece in pieces(model.asked[number]) if isinstance(piece, ToolResult)]
    return found[-1]


def words_of(result: ToolResult) -> str:
    return "\n".join(piece.text for piece in result.content if isinstance(piece, Words))


def found(grade_evidence: Sequence[AnyEvidence]) -> list[tuple[str, object]]:
    return [
        (item.locator, item.seen) if isinstance(item, Quote) else ("absence", item.confirmed)
        for item in grade_evidence
        if isinstance(item, Quote | Absence)
    ]


def test_a_long_artifact_is_shown_in_part_with_the_rest_named() -> None:
    model = scripted([reply(entry("a", "cannot_judge"))])
    batch = graded(model, a_rubric("a"), LONG, **SMALL).looks[0].batches[0]
    text = told(model.asked[0])
    assert "- section 30" in text
    assert "part number 30" not in text
    assert "section 30" in batch.unseen
    assert "section 1" not in batch.unseen


def test_a_pass_on_words_in_a_part_that_was_not_shown_is_no_pass() -> None:
    lucky = [quoted("This is part number 30.", "¶301")]
    verdict = graded(scripted([reply(entry("a", evidence=lucky))]), a_rubric("a"), LONG, **SMALL).by_id["a"]
    assert verdict.verdict == "cannot_judge"
    assert verdict.rationale.startswith("judged a pass on ¶301, which the grader was not shown in full")
    assert found(verdict.evidence) == [("¶301", False)]


def test_the_same_words_count_once_the_part_was_read() -> None:
    lucky = [quoted("This is part number 30.", "¶301")]
    model = scripted(after(use("read_part", "section 30"), then=reply(entry("a", evidence=lucky))))
    grade = graded(model, a_rubric("a"), LONG, **SMALL)
    assert grade.by_id["a"].verdict == "pass"
    assert "This is part number 30." in words_of(last_result(model))
    assert "section 30" not in grade.looks[0].batches[0].unseen
    assert grade.looks[0].batches[0].questions == 2


@pytest.mark.parametrize("place", ["¶301", "[section 30]", "¶299-301", "section 29 to 30"])
def test_a_part_may_be_named_by_anything_in_it(place: str) -> None:
    model = scripted(after(use("read_part", place), then=reply(entry("a", "cannot_judge"))))
    graded(model, a_rubric("a"), LONG, **SMALL)
    assert "This is part number 30." in words_of(last_result(model))


def test_absence_over_parts_that_were_not_shown_is_not_confirmed() -> None:
    everywhere = {"source": "", "locator": "", "quote": "promises of returns", "kind": "absence"}
    here = everywhere | {"locator": "section 1"}
    far = everywhere | {"locator": "section 30"}
    script = [reply(entry("a", evidence=[everywhere]), entry("b", evidence=[here]), entry("c", evidence=[far]))]
    grade = graded(scripted(script), a_rubric("a", "b", "c"), LONG, **SMALL)
    assert {name: verdict.verdict for name, verdict in grade.by_id.items()} == {
        "a": "cannot_judge",
        "b": "pass",
        "c": "cannot_judge",
    }


def test_words_that_a_search_showed_may_be_quoted_and_prove_no_absence() -> None:
    here = [quoted("This is part number 30.", "¶301")]
    absent = [{"source": "", "locator": "section 30", "quote": "promises", "kind": "absence"}]
    script = reply(entry("a", evidence=here), entry("b", evidence=absent))
    model = scripted(after(use("find_text", "PART number 30"), then=script))
    grade = graded(model, a_rubric("a", "b"), LONG, **SMALL)
    assert "[¶301] This is part number 30." in words_of(last_result(model))
    assert (grade.by_id["a"].verdict, grade.by_id["b"].verdict) == ("pass", "cannot_judge")
    assert grade.looks[0].batches[0].glimpsed == ("¶301",)


def test_a_search_that_finds_nothing_says_so_and_one_that_finds_much_is_cut() -> None:
    script = after(use("find_text", "unicorn"), use("find_text", "part number"), then=reply(entry("a", "cannot_judge")))
    model = scripted(script)
    graded(model, a_rubric("a"), LONG, **SMALL)
    assert "nowhere in the visible text" in words_of(last_result(model, 1))
    assert "and 18 more pieces, not shown" in words_of(last_result(model, 2))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (use("open_artifact"), "open already"),
        (use("read_part", "section 99"), "there is no section 99"),
        (use("read_part", "/etc/passwd"), "there is no /etc/passwd"),
        (use("read_part", "../../secrets"), "there is no"),
        (use("read_part", ""), "Say in words"),
        (use("find_text", "\u200b"), "Say in words"),
        (use("run", "ls"), "no such tool"),
        (use("show_page", "p. 1"), "No pictures"),
        (ToolUse("toolu_1", "read_part", {"place": ["section 30"]}), "Say in words"),
        (ToolUse("toolu_1", "read_part", {}), "Say in words"),
    ],
)
def test_a_look_up_that_gives_nothing_says_why(asked: ToolUse, said: str) -> None:
    model = scripted(after(asked, then=reply(entry("a", "cannot_judge"))))
    grade = graded(model, a_rubric("a"), LONG, **SMALL)
    assert said in words_of(last_result(model))
    assert last_result(model).tool_use_id == asked.id
    assert grade.by_id["a"].verdict == "cannot_judge"


def test_several_look_ups_in_one_turn_each_get_their_result() -> None:
    uses = [use("read_part", f"section {number}", number) for number in range(20, 30)]
    model = scripted([uses, reply(entry("a", "cannot_judge"))])
    graded(model, a_rubric("a"), LONG, **SMALL)
    results = model.asked[1].turns[-1].pieces
    assert [piece.tool_use_id for piece in results] == [item.id for item in uses]  # type: ignore[union-attr]
    assert [piece.failed for piece in results] == [False] * 8 + [True] * 2  # type: ignore[union-attr]
    assert model.asked[1].turns[-2].pieces == tuple(uses)


def test_what_was_looked_up_stays_in_the_cache_with_never_more_than_four_breakpoints() -> None:
    places = [use("read_part", f"section {n}") for n in (28, 29, 30)]
    model = scripted(after(*places, then=reply(entry("b", "cannot_judge"))))
    source = an_artifact(name="source.docx", sha256="b" * 64)
    scope = RunScope(secret=SECRET, references=(source,))
    graded(model, a_rubric(LOOKS, "b"), drawn(Drawer(), LONG), ids=("b",), scope=scope, **SMALL)
    marked = [
        [number for number, piece in enumerate(pieces(it)) if getattr(piece, "cached", False)] for it in model.asked
    ]
    assert [len(places) for places in marked] == [3, 4, 4, 4]
    assert all(places[:3] == marked[0] for places in marked)
    for before, it in pairwise(model.asked):
        assert [_bare(turn) for turn in it.turns[: len(before.turns)]] == [_bare(turn) for turn in before.turns]


def _bare(turn: Any) -> str:
    return repr(turn).replace("cached=True", "cached=False")


def test_a_judge_that_only_looks_things_up_is_told_to_answer_and_then_refused() -> None:
    model = scripted([[use("read_part", "section 20")]])
    with pytest.raises(GraderError, match="went on looking things up after 2 rounds"):
        graded(model, a_rubric("a"), LONG, most_turns=2, **SMALL)
    assert "Nothing more can be looked up. Answer now" in words_of(last_result(model))
    assert len(model.asked) == 3


def test_what_may_be_looked_up_is_limited_in_tokens() -> None:
    script = after(*(use("read_part", f"section {n}") for n in (28, 29, 30)), then=reply(entry("a", "cannot_judge")))
    model = scripted(script)
    batch = graded(model, a_rubric("a"), LONG, tool_tokens=500, **SMALL).looks[0].batches[0]
    assert "section 28" not in batch.unseen
    assert {"section 29", "section 30"} <= set(batch.unseen)


def test_each_batch_answers_for_what_it_was_shown_itself() -> None:
    def answer(question: Any) -> object:
        name = "a" if '"criterion_id": "a"' in told(question) else "b"
        if name == "a" and len(question.turns) == 3:
            return [use("read_part", "section 30")]
        return reply(entry(name, evidence=[quoted("This is part number 30.", "¶301")]))

    grade = graded(scripted(answer), a_rubric("a", "b"), LONG, batch_size=1, **SMALL)
    assert (grade.by_id["a"].verdict, grade.by_id["b"].verdict) == ("pass", "cannot_judge")


def test_text_that_is_too_long_for_one_piece_can_be_quoted_and_proves_no_absence() -> None:
    artifact = an_artifact(a_section(1, "It begins. " + "word " * 6_000))
    absent = {"source": "", "locator": "", "quote": "promises", "kind": "absence"}
    script = reply(entry("a", evidence=[quoted("It begins.")]), entry("b", evidence=[absent]))
    grade = graded(scripted([script]), a_rubric("a", "b"), artifact)
    assert (grade.by_id["a"].verdict, grade.by_id["b"].verdict) == ("pass", "cannot_judge")


def test_places_mean_the_same_when_fonts_are_shown() -> None:
    """With fonts the parts of a long unit are cut elsewhere; what counts is where they were cut for the judge."""
    fonts = (Font(family="Calibri", size_pt=11), Font(family="Consolas", size_pt=28, bold=True, colour="1F3864"))
    blocks = tuple(
        Block("paragraph", f"¶{n}", f"Piece number {n} of the text.", runs=(TextRun(0, 10, fonts[n % 2]),))
        for n in range(1, 1_501)
    )
    artifact = an_artifact(Unit("section", 1, "section 1", blocks=blocks))
    rubric = a_rubric(LOOKS, "b")
    model = scripted([reply(entry("b", "cannot_judge"))])
    unseen = graded(model, rubric, artifact, **SMALL).looks[0].batches[0].unseen
    shown = told(model.asked[0])
    for n in range(1, 1_501, 7):
        line = f"[¶{n}] Piece number {n} of the text."
        script = [reply(entry("b", evidence=[quoted(f"Piece number {n} of the text.", f"¶{n}")]))]
        verdict = graded(scripted(script), rubric, artifact, ids=("b",), **SMALL).by_id["b"]
        assert (verdict.verdict == "pass") == (line in shown), n
    assert unseen
    assert "Consolas" in shown


# -- pictures


class Drawer:
    """Draws every page as one and the same small picture, or cannot."""

    def __init__(self, pages: int = 3, *, error: RenderError | None = None) -> None:
        self._pages = pages
        self._error = error
        self.asked: list[tuple[str, ...]] = []

    def list(self) -> tuple[Page, ...]:
        return tuple(Page(n, f"p. {n}", n, 100, 100) for n in range(1, self._pages + 1))

    def draw(self, places: Sequence[str] = (), *, long_edge: int = 768, most_tokens: int | None = None) -> Pictures:
        self.asked.append(tuple(places))
        if self._error is not None:
            raise self._error
        wanted = [page for page in self.list() if not places or page.locator in places]
        size = long_edge // 10
        images = [
            PageImage(
                page.locator,
                page.number,
                size,
                size,
                b"\x89PNG",
            )
            for page in wanted
        ]
        fitting = images[: (most_tokens or 0) // images[0].tokens] if images else []
        return Pictures(tuple(fitting), tuple(image.locator for image in images[len(fitting) :]))


def drawn(drawer: Drawer, artifact: Artifact | None = None) -> Artifact:
    return replace(artifact if artifact is not None else an_artifact(), pages_of=lambda _artifact: drawer)  # type: ignore[arg-type,return-value]


def seen_on(page: str) -> dict[str, str]:
    return {"source": "", "locator": page, "quote": "", "kind": "image"}


def judged_on(page: str, *, artifact: Artifact, criterion: Any = LOOKS, **settings: Any) -> Verdict:
    script = [reply(entry("a", evidence=[seen_on(page)]))]
    return graded(scripted(script), a_rubric(criterion), artifact, **settings).by_id["a"]


def test_a_criterion_about_looks_is_judged_by_pictures_of_the_pages() -> None:
    model = scripted([reply(entry("a", evidence=[seen_on("p. 2")]))])
    grade = graded(model, a_rubric(LOOKS), drawn(Drawer()))
    verdict = grade.by_id["a"]
    assert (verdict.verdict, verdict.evidence) == ("pass", (Region(locator="p. 2", box=(0, 0, 1, 1), shown=True),))
    assert [piece.label for piece in pieces(model.asked[0]) if isinstance(piece, Picture)] == [
        "the page at p. 1",
        "the page at p. 2",
        "the page at p. 3",
    ]
    assert [piece.cached for piece in pieces(model.asked[0]) if isinstance(piece, Picture)] == [False, False, True]
    assert grade.looks[0].batches[0].pages == ("p. 1", "p. 2", "p. 3")
    assert '>\n[\n"p. 1",\n"p. 2",\n"p. 3"\n]\n</artifact-' in told(model.asked[0])


def test_a_page_whose_picture_was_left_out_supports_nothing() -> None:
    artifact = drawn(Drawer())
    one_page: dict[str, Any] = {"picture_tokens": 12, "page_long_edge": 768}
    assert judged_on("p. 1", artifact=artifact, **one_page).verdict == "pass"
    assert judged_on("p. 3", artifact=artifact, **one_page).verdict == "cannot_judge"
    assert judged_on("p. 9", artifact=artifact).verdict == "cannot_judge"
    grade = graded(scripted([reply(entry("a", evidence=[seen_on("p. 1")]))]), a_rubric(LOOKS), artifact, **one_page)
    assert grade.looks[0].notes == ("no picture of p. 2, p. 3 was shown",)


def test_a_picture_supports_no_criterion_about_words() -> None:
    script = [reply(entry("a", evidence=[seen_on("p. 1")]), entry("b", evidence=[seen_on("p. 1")]))]
    grade = graded(scripted(script), a_rubric(LOOKS, "b"), drawn(Drawer()))
    assert (grade.by_id["a"].verdict, grade.by_id["b"].verdict) == ("pass", "cannot_judge")
    assert "supports only criteria about looks" in grade.by_id["b"].rationale
    assert (grade.by_id["a"].repaired, grade.by_id["b"].repaired) == (False, True)  # words were asked for, in vain


@pytest.mark.parametrize(
    ("artifact", "why"),
    [
        (an_artifact(), "no pictures of them can be drawn here"),
        (
            drawn(Drawer(error=RenderError("renderer-missing", "No soffice.", fix="Install it."))),
            "No soffice. Install it.",
        ),
        (drawn(Drawer(pages=0)), "no pictures of them can be drawn here"),
    ],
)
def test_without_pictures_such_a_criterion_is_not_even_asked_and_the_reason_is_said(
    artifact: Artifact, why: str
) -> None:
    model = scripted([reply(entry("b"))])
    grade = graded(model, a_rubric(LOOKS, "b"), artifact)
    assert (grade.by_id["a"].verdict, grade.by_id["b"].verdict) == ("cannot_judge", "pass")
    assert why in grade.by_id["a"].rationale
    assert '"criterion_id": "a"' not in told(model.asked[0])


def test_nothing_is_asked_where_everything_is_about_looks_that_cannot_be_seen() -> None:
    model = scripted([reply()])
    grade = graded(model, a_rubric(LOOKS))
    assert grade.by_id["a"].verdict == "cannot_judge"
    assert model.asked == []
    assert grade.usage is not None
    assert grade.usage.tokens == 0


def test_no_page_is_drawn_for_a_rubric_about_words_until_the_model_asks_for_one() -> None:
    drawer = Drawer()
    model = scripted(after(use("show_page", "p. 2"), use("show_page", "p. 7"), then=reply(entry("a"))))
    grade = graded(model, a_rubric("a"), drawn(drawer))
    assert drawer.asked == [("p. 2",), ("p. 7",)]
    assert [piece.label for piece in pieces(model.asked[1]) if isinstance(piece, Picture)] == ["the page at p. 2"]
    assert "There is no such page" in words_of(last_result(model))
    assert grade.looks[0].batches[0].pages == ("p. 2",)


def test_looks_at_a_few_criteria_begin_with_the_same_pictures() -> None:
    model = scripted(lambda question: reply(*(entry(name) for name in _ids(question))))
    rubric = a_rubric(LOOKS, "b")
    for ids in ((), ("b",)):
        graded(model, rubric, drawn(Drawer()), ids=ids)
    one, two = (question.turns[2].pieces[0] for question in model.asked[::1] if not _repairs(question))
    assert one == two


def _ids(question: Any) -> list[str]:
    from .judging import asked_ids

    return asked_ids(question)


def _repairs(question: Any) -> bool:
    from .judging import is_repair

    return is_repair(question)
