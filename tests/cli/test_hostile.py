"""Nothing that a file, a rubric or a program says can steer the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path

ESCAPE = "\x1b[31m\x1b]0;owned\x07\x9b2J"
BIDI = "\u202egpj.exe\u2066\u200b"
MARKUP = "[bold red]loud[/] [link=http://x]x[/link] :smile:"
HOSTILE = f"{ESCAPE}{BIDI} {MARKUP}"
RAW = frozenset("\x1b\x07\x9b\r\u202e\u2066\u200b")


@pytest.fixture
def hostile(here: Path) -> Path:
    """A file with a hostile name and hostile content, and a hostile rubric."""
    (here / "hostile.md").write_text(
        f"---\ntitle: 'T {BIDI} {MARKUP}'\n---\n\n## Section {BIDI} {MARKUP}\n\n"
        f"- No placeholder {BIDI} {MARKUP} `check: no_placeholders`\n- Judged {BIDI}\n"
    )
    path = here / f"evil\x1b[31m{BIDI}[bold].md"
    path.write_text(f"# Title {HOSTILE}\n\nTODO {HOSTILE}\n")
    return path


@pytest.mark.parametrize("columns", ["80", "120"])
def test_a_grade_is_printed_safe(hostile: Path, columns: str) -> None:
    said = outcomes("grade", hostile.name, "-r", "hostile.md", COLUMNS=columns)
    assert said.code == 1
    assert not RAW & set(said.out + said.err)
    assert "[bold red]loud[/]" in said.out


def test_a_draft_is_printed_safe(hostile: Path) -> None:
    said = outcomes("rubric", "from", hostile.name)
    assert (said.code, bool(RAW & set(said.out + said.err))) == (0, False)
    assert "# evil\\x1b[31m" not in said.out
    assert "Drafted from evil\\x1b[31m\\u202egpj.exe" in said.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("rubric", "check", "hostile.md"),
        ("rubric", "show", "hostile.md"),
        ("rubric", "new", "--kind", "docx", "--title", HOSTILE),
        ("rubric", "new", "--kind", "docx", "--output", "no\x1b[31mwhere\u202e/\0"),
        ("rubric", "from", "hostile.md", "--title", HOSTILE),
        ("rubric", "from", "\x1b[31mnowhere\u202e.md"),
        ("grade", "\x1b[31mnowhere\u202e.md", "-r", "hostile.md"),
        ("grade", "note.md", "-r", "\x1b[31mnowhere\u202e.md"),
        ("grade", "note.md", "-r", "hostile.md", "--grader", "\x1b[31m:\u202e"),
        ("run", "-d", "x", "-w", "x", "-r", "\x1b[31m\u202e"),
        ("regrade", "\x1b[31m\u202e", "-r", "hostile.md"),
        ("\x1b[31m\u202e",),
        ("grade", "--\x1b[31m\u202e"),
    ],
)
def test_whatever_is_told_is_printed_safe(hostile: Path, arguments: tuple[str, ...]) -> None:
    assert hostile.exists()
    said = outcomes(*arguments)
    assert not RAW & set(said.out + said.err)


def test_a_shown_file_is_printed_safe(hostile: Path) -> None:
    said = outcomes("show", hostile.name)
    assert said.code == 0
    assert not RAW & set(said.out + said.err)
    assert "\\x1b[31m\\x1b]0;owned\\x07" in said.out


def test_documents_for_programs_are_plain_ascii(hostile: Path) -> None:
    for said in (
        outcomes("grade", hostile.name, "-r", "hostile.md", "--json"),
        outcomes("show", hostile.name, "--json"),
        outcomes("rubric", "check", "hostile.md", "--json"),
    ):
        assert said.out.isascii()
        assert not RAW & set(said.out)
        assert said.document["schema_version"] == 1


def test_what_a_worker_says_and_delivers_is_printed_safe(here: Path) -> None:
    (here / "worker.sh").write_text(
        "if [ $OUTCOMES_ITERATION = 0 ]; then printf 'TODO \\033[31m \\342\\200\\256 [bold]' > outputs/note.md;\n"
        "else printf '\\033[31m broken \\342\\200\\256 [bold]' >&2; exit 1; fi\n"
    )
    said = outcomes("run", "-r", "objective.md", "-w", f"sh {here / 'worker.sh'}", "-d", HOSTILE)
    assert said.code == 3
    assert not RAW & set(said.out + said.err)
    assert "\\x1b[31m broken \\u202e [bold]" in " ".join(said.out.split())
