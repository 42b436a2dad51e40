"""A person as a grader: the form in a terminal, the worksheet, and that nothing they wrote is lost."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import Criterion, Look, Rubric
from outcomes.errors import UsageError
from outcomes.evidence import Absence, Quote
from outcomes.graders.human.answers import SPELLINGS, Answer
from outcomes.graders.human.form import StreamTerminal
from outcomes.graders.human.grader import HumanGrader
from outcomes.graders.human.worksheet import LABELS, Sheet, new_sheet
from outcomes.rubric import Level
from outcomes.verdict import Gap
from outcomes.wiring import human_grader, make_grader, read_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.verdict import Grade

TEXT = "# Revenue\n\nRevenue rose by twelve percent.\n\nNobody knows why.\n"
CLEAR = Criterion(id="clear", text="It is clear", section=("Words",))
DEEP = Criterion(
    id="deep",
    text="It goes deep",
    levels=(Level(label="Poor", text="thin", credit=0), Level(label="Deep", text="to the ground", credit=1)),
    applies_when="it is long",
)
TYPOS = Criterion(id="typos", text="Spelling mistakes", points=-1, per_occurrence=True, required=False)
RUBRIC = Rubric(criteria=(CLEAR, DEEP, TYPOS))


@pytest.fixture
def artifact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Artifact:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.md").write_text(TEXT)
    return read_path(tmp_path / "note.md")


def ask(grader: HumanGrader, artifact: Artifact, index: int = 0) -> Grade:
    look = Look(index=index, seed=index, criterion_ids=RUBRIC.ids)
    return asyncio.run(grader.grade(RUBRIC, artifact, look))


def marks(grade: Grade) -> list[str]:
    return [verdict.verdict for verdict in grade.verdicts]


# -- the worksheet


SHEET = """\
## 1. It is clear

> in: Words
> verdicts: pass / fail / cannot judge
Verdict:
Quote:
Searched:
Where:
Missing:
Fix:
Note:

## 2. It goes deep

> applies when: it is long
> Poor: thin
> Deep: to the ground
> verdicts: Poor / Deep / cannot judge / does not apply
Verdict:
Quote:
Searched:
Where:
Missing:
Fix:
Note:

## 3. Spelling mistakes

> it names a fault: it passes where the fault is absent
> verdicts: pass / fail / cannot judge
Verdict:
Count:
Quote:
Searched:
Where:
Missing:
Fix:
Note:

## Places in note.md

> note.md  Revenue
"""


@pytest.fixture
def sheet(artifact: Artifact, tmp_path: Path) -> Path:
    """A sheet as it is first written."""
    path = tmp_path / "sheet.md"
    assert marks(ask(HumanGrader(path), artifact)) == ["cannot_judge"] * 3
    return path


def filled(path: Path, *lines: tuple[int, str, str]) -> None:
    """Write a value behind the label of a criterion, counted from 1, as a person with an editor does."""
    text = path.read_text()
    for number, label, value in lines:
        head, mark, rest = text.partition(f"## {number}. ")
        before, found, after = rest.partition(f"\n{label}:")
        assert mark
        assert found
        text = f"{head}{mark}{before}{found} {value}{after}"
    path.write_text(text)


GOOD = (
    (1, "Verdict", "Pass."),
    (1, "Quote", "Revenue rose by twelve  percent\nNobody knows why"),
    (2, "Verdict", "poor"),
    (2, "Missing", "the reason\nfor it"),
    (2, "Fix", "say it"),
    (2, "Where", "note.md"),
    (3, "Verdict", "pass"),
    (3, "Searched", "every word"),
    (3, "Note", "read twice"),
)


def test_a_sheet_has_a_part_for_each_criterion_and_says_what_to_do(sheet: Path) -> None:
    text = "\n".join(line.rstrip() for line in sheet.read_text().splitlines())
    assert text.endswith(SHEET.rstrip("\n"))
    assert text.startswith("# Worksheet for note.md\n\nWrite after the colons, save the file,")


def test_open_criteria_say_where_to_go_on(sheet: Path, artifact: Artifact) -> None:
    grade = ask(HumanGrader(sheet), artifact)
    assert (grade.result, grade.verdicts[0].rationale) == (
        "undecided",
        "not answered yet: fill in sheet.md, and run the same command again",
    )


def test_a_filled_sheet_is_a_grade(sheet: Path, artifact: Artifact) -> None:
    filled(sheet, *GOOD)
    clear, deep, typos = ask(HumanGrader(sheet), artifact).verdicts
    assert (clear.verdict, clear.evidence) == (
        "pass",
        (Quote(locator="", text="Revenue rose by twelve  percent"), Quote(locator="", text="Nobody knows why")),
    )
    assert (deep.verdict, deep.level, deep.gap) == (
        "fail",
        "Poor",
        Gap(missing="the reason for it", where=("note.md",), smallest_fix="say it"),
    )
    assert (typos.verdict, typos.evidence, typos.rationale) == (
        "pass",
        (Absence(searched="every word"),),
        "read twice",
    )


def test_what_people_say_stands_up_to_the_engine_s_own_look(sheet: Path, artifact: Artifact) -> None:
    filled(sheet, *GOOD)
    look = Look(index=0, seed=0, criterion_ids=RUBRIC.ids)
    grade = asyncio.run(make_grader(HumanGrader(sheet)).grade(RUBRIC, artifact, look))
    assert marks(grade) == ["pass", "fail", "pass"]


def test_reading_a_sheet_changes_not_a_byte_of_it(sheet: Path, artifact: Artifact) -> None:
    filled(sheet, *GOOD)
    text = sheet.read_text().replace("## 2.", "My own thoughts, between two criteria.\n\n## 2.")
    sheet.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    before = sheet.read_bytes()
    assert marks(ask(HumanGrader(sheet), artifact)) == ["pass", "fail", "pass"]
    assert sheet.read_bytes() == before


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([(1, "Verdict", "maybe")], "sheet.md:21: expected pass, fail or cannot judge; found 'maybe'"),
        ([(1, "Verdict", "n/a")], "sheet.md:21: expected pass, fail or cannot judge; found 'n/a'"),
        ([(2, "Verdict", "pass")], "sheet.md:35: expected Poor, Deep, cannot judge or does not apply; found 'pass'"),
        ([(1, "Verdict", "pass")], "sheet.md:22: a pass rests on something: quote words of the file, or say what you"),
        ([(1, "Verdict", "pass"), (1, "Quote", "It fell")], "sheet.md:22: these words are not there"),
        ([(1, "Verdict", "fail")], "sheet.md:25: a fail says what is missing"),
        ([(1, "Verdict", "fail"), (1, "Missing", "x"), (1, "Where", "nite.md")], "sheet.md:24: there is no place"),
        ([(1, "Verdict", "fail"), (1, "Missing", "x"), (1, "Where", "nite.md")], "note.md). Did you mean 'note.md'?"),
        (
            [(3, "Verdict", "pass"), (3, "Searched", "x"), (3, "Count", "two")],
            "expected a whole number up to 1,000,000; found 'two'",
        ),
        (
            [(3, "Verdict", "pass"), (3, "Searched", "x"), (3, "Count", "9" * 5_000)],
            "expected a whole number up to 1,000,000; found '999",
        ),
        ([(1, "Note", "x\nVerdict: pass")], "sheet.md:28: `Verdict:` stands twice for one criterion, on line 21 too"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_with_its_line(
    lines: list[tuple[int, str, str]], said: str, sheet: Path, artifact: Artifact
) -> None:
    filled(sheet, *lines)
    with pytest.raises(UsageError) as wrong:
        ask(HumanGrader(sheet), artifact)
    assert said in str(wrong.value)


def test_everything_wrong_is_said_at_once_in_order(sheet: Path, artifact: Artifact) -> None:
    filled(sheet, (3, "Verdict", "huh"), (1, "Verdict", "fail"))
    with pytest.raises(UsageError) as wrong:
        ask(HumanGrader(sheet), artifact)
    assert [line.partition(": ")[0].rpartition("/")[2] for line in str(wrong.value).splitlines()] == [
        "sheet.md:25",
        "sheet.md:47",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("artifact: ", "artifact: 00"), "the sheet is for another artifact (00"),
        (lambda text: text.replace("rubric: ", "rubric: 00"), "the rubric has changed since"),
        (lambda text: text.replace("look: 0", "look: 1"), "it is for another look"),
        (lambda _: "a shopping list", "this is no worksheet, or its line `artifact:"),
        (lambda text: text.replace("## 2. ", "## 7. "), "criterion 2 ('It goes deep') has no part with `Verdict:`"),
        (lambda text: text.replace("## 2. ", "## 7. "), "there is no criterion 7 to judge here"),
        (lambda text: text.replace("## 2. ", "## 1. "), "criterion 1 stands twice, on line 17 too"),
        (lambda text: text.replace("Verdict:", "Verdikt:"), "has no part with `Verdict:`"),
    ],
)
def test_a_sheet_for_something_else_or_in_pieces_is_refused(
    change: Callable[[str], str], said: str, sheet: Path, artifact: Artifact
) -> None:
    sheet.write_text(change(sheet.read_text()))
    with pytest.raises(UsageError) as wrong:
        ask(HumanGrader(sheet), artifact)
    assert said in str(wrong.value)


def test_a_sheet_for_other_bytes_is_refused(sheet: Path, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(TEXT + "More.\n")
    with pytest.raises(UsageError, match="the file has changed since, or is another"):
        ask(HumanGrader(sheet), read_path(tmp_path / "note.md"))


def test_a_sheet_that_is_no_text_or_cannot_be_written_is_said(artifact: Artifact, tmp_path: Path) -> None:
    (tmp_path / "sheet.docx").write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(UsageError, match="the worksheet is not UTF-8 text"):
        ask(HumanGrader(tmp_path / "sheet.docx"), artifact)
    with pytest.raises(UsageError, match="cannot be written"):
        ask(HumanGrader(tmp_path / "note.md" / "sheet.md"), artifact)


def test_a_second_look_has_a_sheet_of_its_own(sheet: Path, artifact: Artifact) -> None:
    filled(sheet, *GOOD)
    assert marks(ask(HumanGrader(sheet), artifact, index=1)) == ["cannot_judge"] * 3
    assert (sheet.parent / "sheet.look-2.md").exists()


values = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).map(str.strip)


@given(values.filter(lambda text: not text.startswith(">")), st.sampled_from(list(SPELLINGS)), st.text(max_size=40))
def test_filling_in_keeps_every_other_line_and_reads_back_the_same(note: str, word: str, aside: str) -> None:
    text = aside.replace("\r", "\n").replace("#", "").replace(":", "")
    before = Sheet.of(
        f"{text}\n## 1. A\n\n> hint\n" + "\n".join(f"{label}:" for label in LABELS) + f"\n\n## 2. B\n{text}"
    )
    answer = Answer(verdict=word, missing=" ".join(note.split()))
    after = before.filled(1, answer)
    assert dict(after.parts())[1].answer == answer
    rest = [line for line in before.lines if not line.startswith(("Verdict:", "Missing:"))]
    assert [line for line in after.lines if line in set(rest)] == rest or "Verdict" in text


def test_hostile_names_and_criteria_stay_on_their_lines(artifact: Artifact) -> None:
    rubric = Rubric(criteria=(Criterion(id="x", text="Clear\n## 9. \x1b[31mred\nVerdict: pass"),))
    look = Look(index=0, criterion_ids=rubric.ids)
    text = new_sheet(rubric, artifact, look)
    assert [number for number, _ in Sheet.of(text).parts()] == [1]
    assert "\x1b" not in text
    assert dict(Sheet.of(text).parts())[1].answer == Answer()


# -- the form


def terminal(*answers: str) -> tuple[StreamTerminal, io.StringIO]:
    screen = io.StringIO()
    return StreamTerminal(io.StringIO("".join(f"{answer}\n" for answer in answers)), screen), screen


def form(artifact: Artifact, *answers: str) -> tuple[Grade, str]:
    asked, screen = terminal(*answers)
    return ask(HumanGrader(terminal=asked), artifact), screen.getvalue()


ANSWERS = ("p", "twelve percent", "", "Poor", "the reason", "say it", "", "f", "3 typos", "", "", "3")


def test_answers_in_a_terminal_are_a_grade(artifact: Artifact) -> None:
    grade, _ = form(artifact, *ANSWERS)
    assert [(one.verdict, one.level, one.count) for one in grade.verdicts] == [
        ("pass", None, None),
        ("fail", "Poor", None),
        ("fail", None, 3),
    ]


def test_a_quote_is_looked_up_at_once_and_its_place_shown(artifact: Artifact) -> None:
    _, screen = form(artifact, "p", "thirteen percent", "twelve percent", "", "q")
    assert (
        "these words are not there for a reader to see, or say too little: 'thirteen percent'; copy them from the file"
        in screen
    )
    assert "found (exact) at note.md:L3: Revenue rose by twelve percent." in screen


def test_a_pass_that_rests_on_nothing_is_asked_again(artifact: Artifact) -> None:
    grade, screen = form(artifact, "p", "", "", "p", "", "every sentence", "q")
    assert "a pass rests on something" in screen
    assert grade.verdicts[0].evidence == (Absence(searched="every sentence"),)


def test_every_answer_is_kept_and_the_next_call_goes_on(artifact: Artifact, tmp_path: Path) -> None:
    """The one who answers goes away in the middle of the third criterion."""
    first, _ = form(artifact, *ANSWERS[:8])
    assert marks(first) == ["pass", "fail", "cannot_judge"]
    (kept,) = tmp_path.glob("note.*.worksheet.md")
    second, screen = form(artifact, "c", "no time")
    assert marks(second) == ["pass", "fail", "cannot_judge"]
    assert (second.verdicts[2].rationale, "3 of 3  Spelling mistakes" in screen) == ("no time", True)
    assert "1 of 3" not in screen
    third, screen = form(artifact)
    assert (marks(third), screen.count(">")) == (["pass", "fail", "cannot_judge"], 0)
    assert "Quote: twelve percent" in kept.read_text()


def test_one_can_go_back_and_answer_anew_without_losing_a_note(artifact: Artifact, tmp_path: Path) -> None:
    form(artifact, *ANSWERS[:3], "q")
    (kept,) = tmp_path.glob("note.*.worksheet.md")
    kept.write_text(kept.read_text().replace("Note: \n", "Note: mine, \nfrom an editor\n", 1) + "\nand below\n")
    grade, screen = form(artifact, "b", "f", "everything", "", "", "b", "", "q")
    assert marks(grade)[0] == "fail"
    assert grade.verdicts[0].rationale == "mine, from an editor"
    assert screen.count("answered: fail; Enter keeps it") == 1
    text = kept.read_text()
    assert "Missing: everything" in text
    assert text.endswith("\nand below\n")
    assert "mine," in text
    assert "from an editor" in text


def test_one_can_look_for_words_and_places_and_ask_for_help(artifact: Artifact) -> None:
    _, screen = form(artifact, "/nobody", "/dragons", "o", "?", "", "huh", "n", "q")
    assert "  note.md:L5: Nobody knows why." in screen
    assert "'dragons' is nowhere in the file" in screen
    assert "  note.md  Revenue" in screen
    assert screen.count("back to the criterion before") == 2
    assert "'huh' is no verdict here; ? helps" in screen
    assert "'n' is no verdict here (the rubric gives no condition); ? helps" in screen


def test_text_of_the_file_cannot_steer_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where a person's answers are kept
    (tmp_path / "note.txt").write_text("red \x1b[31malert\n")
    _, screen = form(read_path(tmp_path / "note.txt"), "/alert", "p", "alert", "", "q")
    assert "\x1b" not in screen


def test_without_a_terminal_or_a_sheet_nobody_can_be_asked() -> None:
    with pytest.raises(UsageError, match="name a file to fill in: --worksheet FILE"):
        human_grader(None, io.StringIO(), io.StringIO())


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX's")
def test_the_command_line_asks_in_a_real_terminal(artifact: Artifact, tmp_path: Path) -> None:
    (tmp_path / "rubric.md").write_text("- It is clear\n")
    ours, theirs = os.openpty()
    command = [
        sys.executable,
        "-m",
        "outcomes",
        "grade",
        artifact.name,
        "-r",
        "rubric.md",
        "--grader",
        "human",
        "--json",
    ]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        os.close(theirs)
        os.write(ours, b"p\nNobody knows\n\n")
        out, err = process.communicate(timeout=60)
        os.close(ours)
    assert process.returncode == 0, err
    assert b'"result": "satisfied"' in out
    assert b"1 of 1  It is clear" in err


LISTENING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from outcomes.cli import main; main()"
)
"""A child of a job in the background begins with Ctrl-C ignored, as whoever started that job wants it."""


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX's")
def test_ctrl_c_in_the_form_ends_it_and_keeps_what_was_answered(artifact: Artifact, tmp_path: Path) -> None:
    (tmp_path / "rubric.md").write_text("- It is clear\n- It is short\n")
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", LISTENING, "grade", artifact.name, "-r", "rubric.md", "--grader", "human"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        os.close(theirs)
        os.write(ours, b"p\nNobody knows\n\n")
        assert process.stderr is not None
        seen = b""
        while not seen.endswith(b"2 of 2  It is short\npass / fail / cannot judge> "):
            seen += os.read(process.stderr.fileno(), 1_000)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        os.close(ours)
    assert process.returncode == 130
    (kept,) = tmp_path.glob("note.*.worksheet.md")
    assert "Quote: Nobody knows" in kept.read_text()
