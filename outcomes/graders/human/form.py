"""The form in a terminal: one criterion after another, each quote looked up at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, Protocol, TextIO

from outcomes.evidence import look_up
from outcomes.graders.human.answers import SPELLINGS, WORDS, Answer, choices, not_there, problems, rests, status_of
from outcomes.graders.human.worksheet import hints
from outcomes.text import clip, shown, squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from outcomes.artifact import Artifact
    from outcomes.rubric import Criterion

Step = Literal["next", "back", "quit"]

HELP: Final = """\
  p, f, c   pass, fail, cannot judge; n: does not apply, where that is offered; or the name of a level
  /words    look for words in the file, and show where they are
  o         the places in the file
  b         back to the criterion before
  q         stop here: what you answered is kept, and the same command goes on
  ?         this help"""
MOST_PLACES: Final = 40
AROUND: Final = 200
"""Characters of a place that are shown."""


class Terminal(Protocol):
    """Where somebody sits."""

    def ask(self, prompt: str) -> str | None:
        """What they answer, on one line; `None` when they have gone."""

    def tell(self, text: str) -> None:
        """Show them something."""


class StreamTerminal:
    """Two streams: one is read line by line, the other written to."""

    def __init__(self, answers: TextIO, screen: TextIO) -> None:
        """Takes the streams as they are."""
        self._answers = answers
        self._screen = screen

    def ask(self, prompt: str) -> str | None:
        """Write the prompt, and read a line."""
        self._screen.write(prompt)
        self._screen.flush()
        line = self._answers.readline()
        return line.rstrip("\n") if line else None

    def tell(self, text: str) -> None:
        """Write some lines."""
        self._screen.write(f"{text}\n")
        self._screen.flush()


class _Gone(Exception):  # noqa: N818 - it is no error: the one who answers has stopped
    pass


class Form:
    """Asks for what is open, in rubric order; `save` is called after every answer."""

    def __init__(
        self,
        terminal: Terminal,
        artifact: Artifact,
        criteria: Sequence[Criterion],
        save: Callable[[Criterion, Answer], None],
    ) -> None:
        """Nothing is asked yet."""
        self._terminal = terminal
        self._artifact = artifact
        self._criteria = criteria
        self._save = save

    def fill(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """The answers, with those added that were given now; fewer than all when somebody stopped."""
        found = dict(answers)
        place = self._first_open(found)
        self._terminal.tell(f"{shown(squash(self._artifact.name))}: {len(self._criteria)} criteria; ? helps, q stops")
        while place < len(self._criteria):
            try:
                step = self._criterion(place, found)
            except _Gone:
                step = "quit"
            if step == "quit":
                break
            place = max(place - 1, 0) if step == "back" else place + 1
        return found

    def _first_open(self, found: Mapping[str, Answer]) -> int:
        opened = [place for place, one in enumerate(self._criteria) if found.get(one.id, Answer()).open]
        return opened[0] if opened else len(self._criteria)

    def _criterion(self, place: int, found: dict[str, Answer]) -> Step:
        """Ask about one criterion until there is an answer that can be taken."""
        criterion = self._criteria[place]
        before = found.get(criterion.id, Answer())
        self._show(place, criterion, before)
        while True:
            word = self._ask(f"{' / '.join(choices(criterion))}> ").strip()
            if word in ("b", "back"):
                return "back"
            if word in ("q", "quit"):
                return "quit"
            if not word and not before.open:
                return "next"
            if self._served(word) or not self._taken(word, criterion):
                continue
            answer = Answer(verdict=_in_full(word, criterion), note=before.note, where=before.where)
            answer = self._answer(answer, criterion)
            wrong = list(problems(answer, criterion, self._artifact))
            if not wrong:
                found[criterion.id] = answer
                self._save(criterion, answer)
                return "next"
            for problem in wrong:
                self._terminal.tell(f"  {shown(problem.what)}")

    def _show(self, place: int, criterion: Criterion, before: Answer) -> None:
        lines = ["", f"{place + 1} of {len(self._criteria)}  {shown(squash(criterion.text))}"]
        lines += [f"  {hint}" for hint in hints(criterion)]
        if not before.open:
            lines.append(f"  answered: {before.verdict}; Enter keeps it")
        self._terminal.tell("\n".join(lines))

    def _served(self, word: str) -> bool:
        """Whether it asked for something to be shown."""
        if word.startswith("/"):
            self._terminal.tell("\n".join(self._search(word[1:].strip())))
        elif word == "o":
            places = [f"  {shown(one.locator)}  {shown(clip(one.title))}".rstrip() for one in self._artifact.units]
            more = [f"  and {len(places) - MOST_PLACES:,} more"] if len(places) > MOST_PLACES else []
            self._terminal.tell("\n".join(places[:MOST_PLACES] + more))
        elif word in ("", "?"):
            self._terminal.tell(HELP)
        else:
            return False
        return True

    def _taken(self, word: str, criterion: Criterion) -> bool:
        """Whether it is a verdict on this criterion."""
        if status_of(Answer(verdict=word), criterion) is not None:
            return True
        why = " (the rubric gives no condition)" if SPELLINGS.get(word) == "not_applicable" else ""
        self._terminal.tell(f"  {shown(clip(word))!r} is no verdict here{why}; ? helps")
        return False

    # -- what a verdict rests on

    def _answer(self, answer: Answer, criterion: Criterion) -> Answer:
        """The same answer with what its verdict needs."""
        meant = status_of(answer, criterion)
        status = meant[0] if meant is not None else "cannot_judge"
        if rests(answer, criterion):
            quotes = tuple(self._quotes(criterion, "words that show it, copied from the file; Enter when done> "))
            searched = "" if quotes else self._ask("nothing to quote: what did you look for, and where?> ").strip()
            answer = replace(answer, quotes=quotes, searched=searched)
        if status == "fail":
            missing = self._ask("what is missing?> ").strip()
            fix = self._ask("the smallest fix (Enter: none)> ").strip()
            answer = replace(answer, missing=missing, fix=fix)
            if not rests(answer, criterion):
                quotes = tuple(self._quotes(criterion, "words that show it, if there are any; Enter when done> "))
                answer = replace(answer, quotes=quotes)
            if criterion.per_occurrence:
                answer = replace(answer, count=self._ask("how often?> ").strip())
        elif status != "pass":
            answer = replace(answer, note=self._ask("why (Enter: no reason)> ").strip() or answer.note)
        return answer

    def _quotes(self, criterion: Criterion, prompt: str) -> Iterator[str]:
        """Quotes that are in the artifact; others are asked for again."""
        while quote := self._ask(prompt).strip():
            found = look_up(quote, "", self._artifact, hidden=criterion.about == "hidden")
            if found.check == "not_found":
                self._terminal.tell(f"  {shown(not_there(quote))}")
                continue
            place = found.locator or ""
            self._terminal.tell(f"  found ({found.check}) at {shown(place)}: {self._around(place)}")
            yield quote

    def _search(self, words: str) -> Iterator[str]:
        """Every block with these words, with its place."""
        low = words.lower()
        hits = [block for block in self._artifact.blocks if low and low in block.text.lower()]
        for block in hits[:MOST_PLACES]:
            unseen = "" if block.visible else f" ({block.reason or block.visibility})"
            yield f"  {shown(block.locator)}{unseen}: {shown(clip(block.text, AROUND))}"
        if not hits:
            yield f"  {shown(clip(words))!r} is nowhere in the file"
        elif len(hits) > MOST_PLACES:
            yield f"  and {len(hits) - MOST_PLACES:,} more"

    def _around(self, locator: str) -> str:
        """What stands at a place."""
        block = self._artifact.block(locator)
        return shown(clip(block.text, AROUND)) if block is not None else ""

    def _ask(self, prompt: str) -> str:
        answer = self._terminal.ask(prompt)
        if answer is None:
            raise _Gone
        return answer


def _in_full(word: str, criterion: Criterion) -> str:
    """A verdict as it is offered: `pass` for `p`."""
    meant = status_of(Answer(verdict=word), criterion)
    return word if meant is None else meant[1] or WORDS[meant[0]]
