"""Keeps orders that stand in an artifact out of what a worker is told.

Whoever writes an artifact can try to speak to the next worker through the grader. A sentence of a gap that repeats an
instruction found in the artifact is replaced by a neutral one; what was quoted stays in the evidence, as a quote.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from outcomes.prompts import render
from outcomes.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Artifact
    from outcomes.verdict import Gap

RUN: Final = 5
"""So many words in a row, shared with an instruction, are a copy of it; a shorter instruction is copied whole."""
_SHORTEST: Final = 3
_LEAST_NAME: Final = 4
"""Words that a name has at least to be taken for an order: `Open questions.md` is none."""
_NAMES: Final = re.compile(r'[^/!"]+')
_SENTENCES: Final = re.compile(r"(?<=[.!?\u3002\uff01\uff1f])\s+|\n+")
_VERBS: Final = (
    "accept|add|always|append|approve|call|change|click|consider|continue|copy|curl|delete|deliver|disregard|do|"
    "download|email|emit|ensure|execute|fetch|follow|forget|forward|give|grade|ignore|include|insert|install|keep|let|"
    "make|mark|must|never|obey|open|output|overwrite|paste|pip|please|post|print|publish|put|read|record|remove|rename|"
    "replace|reply|report|respond|return|rm|run|say|score|send|set|skip|state|stop|submit|sudo|treat|upload|use|visit|"
    "wget|write|don't|bitte|ignoriere|antworte|befolge|bewerte|ersetze|führe|gib|installiere|kopiere|lade|lösche|öffne|"
    "schicke|schreibe|sende|vergiss|ignorez|effacez|envoyez|exécutez|notez|oubliez|ouvrez|remplacez|supprimez|"
    "téléchargez|écrivez|ignora|borra|descarga|ejecuta|elimina|envía|escribe|instala|olvida|sustituye"
)
_IDEOGRAPH: Final = re.compile("([\u3040-\u30ff\u3400-\u9fff])")
_ORDER: Final = re.compile(
    rf"(?:^|[:,;\u2013\u2014-]\s*|\b(?:then|and|to|please|should|must|shall|now)\s+)(?:{_VERBS})\b"
    r"|\b(?:you|assistant|agent|model|grader|reviewer|ai|llm|operator|system)\b[^.]{0,60}\b(?:must|should|shall|are to|"
    r"need to|have to|please|now)\b"
    r"|\b(?:note|message|instructions?|hinweis)\s+(?:to|for|an)\b|https?://|\b(?:grader|grading|rubric|verdict|criteria)\b",
    re.IGNORECASE,
)


class Screen:
    """The instructions that stand in one artifact, hidden text and properties included, and a look at gaps for them."""

    def __init__(self, artifact: Artifact, suspected: Sequence[str] = (), gaps: Sequence[Gap] | None = None) -> None:
        """Nothing is looked through before the first gap.

        Args:
            artifact: what the gaps are about.
            suspected: words that a grader took for instructions: they are, in whichever language.
            gaps: all that will be looked at, where they are known: what shares no words with them can be passed over.
        """
        self._artifact = artifact
        self._suspected = suspected
        self._told = None if gaps is None else frozenset(word for gap in gaps for word in _words(_told(gap)))

    def clean(self, gap: Gap) -> Gap:
        """The gap without sentences that repeat an instruction of the artifact; itself when there is none."""
        said = {name: self._clean(getattr(gap, name)) for name in ("missing", "smallest_fix", "done_when")}
        changed: dict[str, object] = {name: text for name, text in said.items() if text != getattr(gap, name)}
        where = tuple(dict.fromkeys(place for each in gap.where if (place := self._place(each))))
        if where != gap.where:
            changed["where"] = where
        return gap.model_copy(update=changed) if changed else gap

    def _place(self, place: str) -> str:
        """A place, or the page, slide or section that it lies in, where its own name is an order; else nothing."""
        if not _speaks(place):
            return place
        unit = self._artifact.unit_of(place)
        return unit.locator if unit is not None and not _speaks(unit.locator) else ""

    def _clean(self, text: str) -> str:
        if not text or not self._runs or not self._copies(text):
            return text
        sentences = _SENTENCES.split(text)
        kept = [sentence for sentence in sentences if not self._copies(sentence)]
        if len(kept) == len(sentences):  # a copy that runs over the end of a sentence
            kept = []
        return " ".join([*kept, render("screened.md.j2")])

    def _copies(self, text: str) -> bool:
        spoken = _words(text)
        return any(not kept.isdisjoint(_runs(spoken, size)) for size, kept in self._runs.items())

    @cached_property
    def _runs(self) -> dict[int, set[int]]:
        """Hashes of the runs of words of the artifact's instructions, by length: small, however many there are."""
        found: dict[int, set[int]] = {}
        for sentence in self._orders():
            spoken = _words(sentence)
            size = min(len(spoken), RUN)
            if size >= _SHORTEST:
                found.setdefault(size, set()).update(_runs(spoken, size))
        return found

    def _orders(self) -> Iterator[str]:
        for text in self._suspected:
            yield from _SENTENCES.split(text)
        for block in self._artifact.blocks:
            if len(block.text) >= _SHORTEST and self._may_be_copied(block.text):
                yield from (said for said in _SENTENCES.split(block.text) if _ORDER.search(fold(said)))

    def _may_be_copied(self, text: str) -> bool:
        """Whether a gap shares so many words with it that it may repeat a run of them."""
        if self._told is None or _IDEOGRAPH.search(text):
            return True
        return len(self._told.intersection(words(fold(text).casefold()))) >= _SHORTEST


def _told(gap: Gap) -> str:
    return f"{gap.missing} {gap.smallest_fix} {gap.done_when}"


def _speaks(place: str) -> bool:
    """Whether a name in a locator is an order: shapes, sheets and files are called as their author likes."""
    names = (name for name in _NAMES.findall(place) if len(_words(name)) >= _LEAST_NAME)
    return any(_ORDER.search(fold(name)) for name in names)


def _words(text: str) -> list[str]:
    """Its words; of scripts that are written without spaces, its characters."""
    return words(_IDEOGRAPH.sub(r" \1 ", fold(text).casefold()))


def _runs(spoken: list[str], size: int) -> Iterator[int]:
    for start in range(len(spoken) - size + 1):
        yield hash(tuple(spoken[start : start + size]))
