"""Runs rules over one file: findings in the order of the file, without what its comments switch off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lint.finding import Finding, Hit
from outcomes.lint.registry import BY_CODE, guess, known
from outcomes.lint.suppress import removal, suppressions
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from outcomes.lint.rule import Rule
    from outcomes.lint.subject import Subject
    from outcomes.lint.suppress import Suppression


def lint(subject: Subject, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """What is wrong with a file, by line, column and code. Pure: the same file and rules, the same findings."""
    comments = suppressions(subject)
    covering = _by_line(comments)
    found = [_made(subject, rule, hit) for rule in rules for hit in rule.find(subject)]
    left = [finding for finding in found if not _suppressed(finding, covering)]
    spoken = frozenset(rule.code for rule in rules)
    about = [
        _made(subject, BY_CODE[code], hit) for code, hit in _about_comments(subject, comments, spoken) if code in spoken
    ]
    left += [finding for finding in about if not _suppressed(finding, {0: covering.get(0, [])})]
    return tuple(sorted(left, key=lambda f: (f.line, f.column, f.code)))


def _by_line(comments: Iterable[Suppression]) -> dict[int, list[Suppression]]:
    """Comments by the lines that they are about; those about the whole file below 0."""
    found: dict[int, list[Suppression]] = {}
    for comment in comments:
        for line in (0,) if comment.whole else comment.lines:
            found.setdefault(line, []).append(comment)
    return found


def _suppressed(finding: Finding, covering: dict[int, list[Suppression]]) -> bool:
    """Whether a comment switches it off; each that does is used, so that none is called idle for standing second."""
    about = [*covering.get(0, ()), *covering.get(finding.line, ())]
    covered = [comment.covers(finding) for comment in about]
    return any(covered) and not BY_CODE[finding.code].always


def _made(subject: Subject, rule: Rule, hit: Hit) -> Finding:
    start = hit.start if hit.start is not None else subject.starts[0]
    line, column = subject.place(start)
    end_line, end_column = subject.place(max(hit.end or start, start))
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=hit.message,
        fix=hit.fix or rule.fix,
        file=subject.source,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        criterion_id=hit.criterion_id,
        edits=hit.edits,
    )


def _about_comments(subject: Subject, comments: list[Suppression], spoken: frozenset[str]) -> Iterator[tuple[str, Hit]]:
    """Comments that name no rule, and those that had nothing to switch off."""
    for comment in comments:
        if not comment.codes:
            yield "RB406", Hit(message="names no rule to switch off", start=comment.start, end=comment.end)
        idle = []
        for code, at in comment.codes:
            if not known(code):
                message = f"there is no rule {clip(code, 40)!r}.{guess(code)}"
                yield "RB406", Hit(message=message, start=at, end=at + len(code))
            elif code not in comment.used and subject.rubric is not None and _all_spoken(code, spoken):
                idle.append(code)
        if idle:
            edits = removal(subject, comment) if len(idle) == len(comment.codes) else ()
            message = f"{', '.join(idle)} {'finds' if len(idle) == 1 else 'find'} nothing here"
            yield "RB407", Hit(message=message, start=comment.start, end=comment.end, edits=edits)


def _all_spoken(code: str, spoken: frozenset[str]) -> bool:
    """Whether every rule that a code names has been asked; of the others it is not known what they would find."""
    return all(name in spoken for name in BY_CODE if name.startswith(code))
