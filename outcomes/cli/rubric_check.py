"""`outcomes rubric check`: what is wrong with rubrics, before grading with them costs money."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options
from outcomes.cli.ending import WORK, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from outcomes.cli.rubric_looks import Checked
    from outcomes.lint.finding import Finding
    from outcomes.lint.rule import Rule

FORMATS: Final = ("full", "concise", "json", "github", "sarif")
_FOR_PEOPLE: Final = ("full", "concise")


@click.command(short_help="Find out what is wrong with rubrics, and mend what can be mended.")
@click.argument("files", nargs=-1, metavar="FILE...")
@options.variables
@click.option(
    "--select", multiple=True, metavar="CODES", help="Only these rules (RB101, or RB1 for all that begin so)."
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these rules, besides those in outcomes.toml.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="full", show_default=True, help="How it is told.")
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report there, not to standard output.",
)
@click.option("--statistics", is_flag=True, help="How often each rule spoke, instead of each finding.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option("--strict", "fail_on", flag_value="warning", help="The same as --fail-on warning.")
@click.option("--fix", "change", flag_value="fix", help="Mend what can be mended without changing what is meant.")
@click.option(
    "--diff",
    "change",
    flag_value="diff",
    help="Show what --fix would change, and change nothing; exit with 1 if anything.",
)
@click.option("--stdin-name", default="stdin", metavar="NAME", help="What - is called; its ending says the format.")
@click.option("--explain", multiple=True, metavar="CODES", help="Say all about these rules, and look at no file.")
@click.option("--list", "list_rules", is_flag=True, help="List every rule, and look at no file.")
def check(
    *,
    files: tuple[str, ...],
    variables: dict[str, str],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    output: Path | None,
    statistics: bool,
    fail_on: str,
    change: str | None,
    stdin_name: str,
    explain: tuple[str, ...],
    list_rules: bool,
) -> int:
    """Find out what is wrong with rubrics: wording that judges read in different ways, weights that do not add up, ...

    FILE is a file, a folder, the name of a rubric that comes with outcomes, or - for standard input. What each code
    means is told by --explain CODE; a comment `<!-- outcomes: ignore CODE -->` switches a rule off on
    its line.

    \b
    Exit codes
      0  nothing as bad as --fail-on
      1  errors, or what --fail-on asks for
      2  wrong usage, or no such file
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes.cli.rubric_files import rubric_files
    from outcomes.cli.rubric_looks import Looker
    from outcomes.cli.written import refuse_source
    from outcomes.errors import UsageError
    from outcomes.lint import report

    if explain or list_rules:
        return _explained(_codes(explain), form)
    if not files:
        raise UsageError("name a file, a folder, a rubric that comes with outcomes, or - for standard input")
    rules = _rules(select, ignore)
    found = rubric_files(files, stdin_name)
    refuse_source(output, [file.path for file in found if file.path is not None])
    if change == "fix" and any(file.path is None for file in found):
        raise UsageError("--fix writes files; with - use --diff, which shows the change")
    looker = Looker(rules, variables)
    if change == "diff":
        changes = sum([looker.show_change(file) for file in found])
        say("" if changes else "--fix would change nothing\n", sys.stderr)
        return WORK if changes else 0
    checked = [looker.mended(file) if change == "fix" else looker.checked(file) for file in found]
    findings = [finding for one in checked for finding in one.findings]
    text = (
        report.statistics(findings) if statistics and form in _FOR_PEOPLE else _report(checked, findings, rules, form)
    )
    said = report.summary(findings, len(checked), sum(one.fixed for one in checked))
    _tell(checked, text, said, form=form, output=output)
    return _code(findings, fail_on)


def _explained(codes: Sequence[str], form: str) -> int:
    from outcomes.cli.rubric_rule_cards import tell_rules
    from outcomes.lint.registry import RULES, rule_named

    tell_rules([rule_named(code) for code in codes] or RULES, in_full=bool(codes), as_json=form == "json")
    return 0


def _rules(select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The flags over the file: what is selected replaces what it selects, what is ignored adds to it."""
    from outcomes.errors import UsageError
    from outcomes.lint.registry import chosen
    from outcomes.settings import FILE, load_settings

    settings = load_settings(os.environ, Path.cwd()).lint
    try:
        chosen(settings.select, settings.ignore)
    except UsageError as error:
        msg = f"[lint] in {FILE}: {error}"
        raise UsageError(msg) from None
    return chosen(_codes(select) or settings.select, (*settings.ignore, *_codes(ignore)))


def _codes(given: Sequence[str]) -> tuple[str, ...]:
    """`RB101,RB2` as two."""
    return tuple(code.strip() for codes in given for code in codes.split(",") if code.strip())


def _code(findings: Sequence[Finding], fail_on: str) -> int:
    from outcomes.lint.finding import SEVERITIES

    worst = SEVERITIES[: [str(name) for name in SEVERITIES].index(fail_on) + 1]
    return WORK if any(finding.severity in worst for finding in findings) else 0


def _tell(checked: Sequence[Checked], text: str | None, said: str, *, form: str, output: Path | None) -> None:
    """The report to standard output or a file; the sum below it for people, and on standard error otherwise."""
    if output is not None:
        _write(output, text if text is not None else "\n".join(card.plain for card in _cards(checked)))
    elif text is not None:
        say(text, sys.stdout)
    else:
        from outcomes.cli.output import Output

        results = Output().results
        for card in _cards(checked):
            if results.encoding.startswith("utf"):
                results.print(card, soft_wrap=True)
            else:
                say(f"{card.plain}\n", sys.stdout)
    say(f"{said}\n", sys.stdout if output is None and form in _FOR_PEOPLE else sys.stderr)


def _cards(checked: Sequence[Checked]) -> Iterator[Text]:
    from outcomes.cli.rubric_findings import cards

    return cards([(finding, one.subject.lines) for one in checked for finding in one.findings])


def _report(checked: Sequence[Checked], findings: Sequence[Finding], rules: tuple[Rule, ...], form: str) -> str | None:
    """What is printed as it is; `None` for the format that has colours."""
    from outcomes.lint import report

    if form == "json":
        return report.as_json(findings, [one.file.label for one in checked])
    if form == "sarif":
        from outcomes.lint.sarif import sarif

        return sarif(findings, rules)
    if form == "github":
        return report.github(findings)
    return report.concise(findings) if form == "concise" else None


def _write(path: Path, text: str) -> None:
    from outcomes.errors import UsageError
    from outcomes.system import write_whole

    try:
        write_whole(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}"
        raise UsageError(msg) from None
