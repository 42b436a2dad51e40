"""A calibration for people: each criterion with what to do about it, the rules that accept, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from outcomes.cli.tables import plain_table, section_row
from outcomes.sinks.terminal import safe
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from outcomes.calibration.report import Acceptance, Calibration, Errors, Judgement, Measures
    from outcomes.cli.output import Output
    from outcomes.statistics.correction import Estimate
    from outcomes.statistics.rates import Rate

STYLES: Final[dict[Judgement, str]] = {"rewrite": "bold red", "watch": "yellow", "keep": "green", "unknown": "dim"}
SIGNS: Final[dict[Judgement, str]] = {"rewrite": "✗", "watch": "!", "keep": "✓", "unknown": "?"}
CONFIRM: Final = {0: "first look", 1: "one confirms", "strict": "no dissent"}


def tell(out: Output, found: Calibration) -> None:
    """The whole report; what is left out, and why it ended early, beside it."""
    out.result(_head(found), "", _criteria(found), "", _measures_of("all criteria", found.overall))
    for section in found.sections:
        out.result(_measures_of(" / ".join(section.section) or "without a section", section.measures))
    out.result("", _acceptance(found.acceptance), "", _conclusion(found))
    for left in found.left_out:
        out.note(f"left out: {left.artifact}: {left.reason}")
    if found.ended != "complete":
        out.note(f"partial, {found.ended}: {found.reason}")


def _head(found: Calibration) -> Text:
    cost = "cost unknown" if found.usage is None or found.usage.cost_usd is None else f"${found.usage.cost_usd:.2f}"
    line = Text.assemble("graded by ", safe(found.grader, "bold"), f": {count(found.artifacts, 'artifact')}, ")
    line.append(f"{found.labelled} labelled, {count(found.looks, 'look')}, {cost}")
    return line.append("\nshares with 95 % intervals, which allow for several verdicts on one artifact", "dim")


def _criteria(found: Calibration) -> Table:
    table = plain_table("advice", "criterion")
    table.columns[0].no_wrap = True
    section: tuple[str, ...] = ()
    for criterion in found.criteria:
        section = section_row(table, section, criterion.section)
        judgement = criterion.advice.judgement
        said = [safe(criterion.text), *(safe(reason, STYLES[judgement]) for reason in criterion.advice.reasons)]
        said += [Text(line, style="dim") for line in _lines(criterion.measures)]
        table.add_row(Text(f"{SIGNS[judgement]} {judgement}", style=STYLES[judgement]), Text("\n").join(said))
    return table


def _measures_of(name: str, measures: Measures) -> Text:
    return Text("\n").join([safe(name, "bold"), *(Text(f"  {line}") for line in _lines(measures))])


def _lines(measures: Measures) -> Iterator[str]:
    """What is known, in a few lines; what is not is left out."""
    labels = count(measures.labels, "label")
    yield ", ".join([labels, *_named(measures)])
    if measures.labels:
        yield _confusion(measures)
    if measures.people is not None:
        alpha = "" if measures.people_alpha is None else f", alpha {measures.people_alpha:.2f}"
        disputed = f"; {measures.disputed} disputed" if measures.disputed else ""
        yield f"people agree with each other {_share(measures.people)}{alpha}{disputed}"
    rates = measures.pass_rates
    if rates.judge is not None:
        yield f"passes among the unlabelled: {_share(rates.judge)} by the judge"
        yield f"  corrected: {_estimate(rates.rogan_gladen)} Rogan-Gladen, {_estimate(rates.prediction_powered)} PPI"


def _named(measures: Measures) -> Iterator[str]:
    shares = (
        ("agree", measures.agreement),
        ("flips", measures.flips),
        ("quotes found", measures.quotes),
        ("judged", measures.coverage),
    )
    for name, share in shares:
        if share is not None:
            yield f"{name} {_share(share)}"
        if name == "agree" and measures.labels:
            yield f"kappa {_number(measures.kappa)}, MCC {_number(measures.mcc)}"


def _confusion(measures: Measures) -> str:
    cells = measures.confusion
    line = (
        f"verdicts on a labelled pass: {cells.label_pass_verdict_pass} pass, {cells.label_pass_verdict_fail} fail; "
        f"on a labelled fail: {cells.label_fail_verdict_pass} pass, {cells.label_fail_verdict_fail} fail"
    )
    if cells.cannot_judge:
        line += f"; {cells.cannot_judge} not judged"
    if cells.applicability_agreed or cells.applicability_disputed:
        line += f"; does not apply: {cells.applicability_agreed} agreed, {cells.applicability_disputed} disputed"
    return line


def _acceptance(found: Acceptance) -> Text | Table:
    if not found.good and not found.bad:
        why = f"labels settle for none of {count(found.open, 'artifact')} whether it is satisfied"
        return Text(f"{why}: label every criterion that counts", style="dim")
    table = plain_table("confirm", "bad ones accepted", "good ones sent back")
    table.columns[0].no_wrap = True
    table.title = Text(f"accepting {found.good} good and {found.bad} bad artifacts ({found.open} open)", style="bold")
    table.title_justify = "left"
    for rule in found.rules:
        wrong, right = rule.false_accepts, rule.false_rejects
        rounds = f"{_percent(wrong.over_rounds)} in {found.rounds} rounds"
        table.add_row(
            f"{rule.confirm} {CONFIRM[rule.confirm]}",
            Text.assemble(_measured(wrong), (f"\n{_percent(wrong.independent)} computed, {rounds}", "dim")),
            Text.assemble(_measured(right), (f"\n{_percent(right.independent)} computed", "dim")),
        )
    table.caption = Text("computed: if looks, and rounds, are independent of each other", style="dim")
    table.caption_justify = "left"
    return table


def _measured(errors: Errors) -> str:
    return "?" if errors.measured is None else _share(errors.measured)


def _conclusion(found: Calibration) -> Text:
    judgements = [criterion.advice.judgement for criterion in found.criteria]
    wording: dict[Judgement, str] = {
        "rewrite": "to rewrite",
        "watch": "to watch",
        "keep": "without a finding",
        "unknown": "with too few labels to tell",
    }
    parts = [f"{judgements.count(name)} {words}" for name, words in wording.items() if name in judgements]
    style = "bold red" if "rewrite" in judgements else ""
    return Text(
        f"of {count(len(judgements), 'criterion', 'criteria')}: {', '.join(parts) or 'none graded'}", style=style
    )


def _share(rate: Rate) -> str:
    return f"{rate.value:.0%} ({rate.lower:.0%}-{rate.upper:.0%})"


def _estimate(found: Estimate | None) -> str:
    return "?" if found is None else f"{found.value:.0%} ({found.lower:.0%}-{found.upper:.0%})"


def _percent(value: float | None) -> str:
    return "?" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:.2f}"
