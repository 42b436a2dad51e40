"""Under a table of verdicts: who judged, what it used, what it did not see, and what it reports besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from outcomes.cli.evidence import evidence_line
from outcomes.sinks.terminal import safe
from outcomes.sinks.words import dollars
from outcomes.text import count
from outcomes.verdict import total_usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from outcomes.rubric import Rubric
    from outcomes.usage import Usage
    from outcomes.verdict import Grade, LookInfo

LONGEST: Final = 400
MOST_LISTED: Final = 6


def judged_table(rubric: Rubric, grade: Grade) -> Table:
    """A row for each thing that there is to say; none where no model was asked."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in _rows(rubric, grade):
        table.add_row(label, text)
    return table


def _rows(rubric: Rubric, grade: Grade) -> Iterator[tuple[str, Text]]:
    looks = [look for look in grade.looks if look.models or look.prompt_version is not None]
    if looks:
        yield "judged by", safe(_who(looks), most=LONGEST)
        agreement = _agreement(grade)
        if agreement:
            yield "agreement", Text(agreement)
        yield "used", Text(used_in_words(looks))
    unseen = _unique(place for look in looks for batch in look.batches for place in batch.unseen)
    if unseen:
        yield "not seen", safe(_listed(unseen), "yellow", most=LONGEST)
    for reference in grade.references:
        yield "reference", safe(f"{reference.name} (sha256 {reference.sha256[:12]})", most=LONGEST)
    for number, note in enumerate(grade.injection_notes[:MOST_LISTED]):
        yield "" if number else "suspected", evidence_line(note)
    neutralised = _unique(mark for look in looks for mark in look.neutralised)
    if neutralised:
        yield "made harmless", safe(_listed(neutralised), "dim", most=LONGEST)
    for problem in grade.rubric_problems[:MOST_LISTED]:
        words = f"{rubric[problem.criterion_id].text}: {problem.problem}"
        yield "rubric", safe(words, "yellow", most=LONGEST)
    for said in _unique(note for look in looks for note in look.notes)[:MOST_LISTED]:
        yield "note", safe(said, "dim", most=LONGEST)


def _who(looks: Sequence[LookInfo]) -> str:
    """`claude-sonnet-5, prompt 1, 2 looks, batches of up to 8`."""
    models = _unique(model for look in looks for model in look.models) or ["nobody, nothing was asked"]
    prompts = _unique(look.prompt_version for look in looks if look.prompt_version is not None)
    sizes = _unique(str(look.batch_size) for look in looks if look.batch_size is not None)
    numbers = len({look.index for look in looks})
    kept = sum(look.from_cache for look in looks)
    parts = [
        ", ".join(models),
        *([f"prompt {', '.join(prompts)}"] if prompts else []),
        count(numbers, "look") + (f" ({kept} kept from before)" if kept else ""),
        *([f"batches of up to {', '.join(sizes)}"] if sizes else []),
    ]
    return ", ".join(parts)


def _agreement(grade: Grade) -> str:
    """`3 looks agree on 7 of 8 criteria`, or nothing where there was one look."""
    several = [verdict.votes for verdict in grade.verdicts if len(verdict.votes) > 1]
    if not several:
        return ""
    same = sum(len(set(votes)) == 1 for votes in several)
    return f"the looks agree on {same} of {count(len(several), 'criterion', 'criteria')} seen more than once"


def used_in_words(looks: Sequence[LookInfo]) -> str:
    """`12,345 tokens in (10,000 from the cache), 678 out, $0.02`; `?` for what is not known."""
    usage: Usage | None = total_usage(look.usage for look in looks)
    if usage is None:
        return "? tokens, $? (the endpoint did not say)"
    read, written = usage.cache_read_input_tokens, usage.cache_creation_input_tokens
    sizes = usage.input_tokens + read + written
    kept = f" ({read:,} read from the cache, {written:,} written to it)" if read or written else ""
    cost = "$?" if usage.cost_usd is None else dollars(usage.cost_usd)
    return f"{sizes:,} tokens in{kept}, {usage.output_tokens:,} out, {cost}"


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _listed(items: Sequence[str]) -> str:
    more = f" and {len(items) - MOST_LISTED:,} more" if len(items) > MOST_LISTED else ""
    return ", ".join(items[:MOST_LISTED]) + more
