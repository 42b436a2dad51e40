"""The page about all rules, as markdown: what each finds, why that grades badly, and an example of each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lint.rule import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.lint.rule import Rule

_LONGEST_EXAMPLE = 8
"""Lines of an example that are printed."""

_HEAD = """\
# Rules

What `outcomes rubric check` finds in a rubric before grading with it costs money. An **error** makes the result wrong
or impossible, a **warning** makes verdicts differ from judge to judge, and **info** is worth knowing.

This page is written by `python -m outcomes.lint`; `outcomes rubric check --explain CODE` prints one of them.

A comment switches a rule off for the line that it stands on, or for the next one if it stands alone; anywhere in a
criterion it is about the whole criterion, and `ignore-file` is about the whole file. It changes no id and no hash.

```markdown
- The wording is clear <!-- outcomes: ignore RB101 -->
<!-- outcomes: ignore-file RB303 -->
```

In YAML the same stands behind `#`. For all files, `outcomes.toml` has a table; a code may be cut short (`RB1`), and of
two that fit the longer one decides. `--select` and `--ignore` do the same for one call.

```toml
[lint]
ignore = ["RB109"]
```
"""


def page(rules: Sequence[Rule]) -> str:
    """All of it: a table of codes, then a section for each family."""
    lines = [_HEAD.rstrip("\n"), "", "| code | name | | finds | mended by `--fix` |", "|---|---|---|---|---|"]
    lines += [
        f"| [{rule.code}](#{_anchor(rule)}) | {rule.name} | {rule.severity} | {rule.what.replace('|', chr(92) + '|')} "
        f"| {'yes' if rule.fixable else ''} |"
        for rule in rules
    ]
    for prefix, title in FAMILIES.items():
        lines += ["", f"## {title}"]
        for rule in rules:
            if rule.code.startswith(prefix):
                lines += ["", *_entry(rule)]
    return "\n".join(lines) + "\n"


def _entry(rule: Rule) -> list[str]:
    return [
        f"### {rule.code} {rule.name}",
        "",
        f"{rule.what}. {rule.why}",
        "",
        *_example("Not so", rule.bad),
        *_example("But so", rule.good),
        f"- what to do: {rule.fix}",
        f"- wrong when: {rule.wrong_when}",
    ]


def _example(label: str, text: str) -> list[str]:
    shown = [line.replace("\u200b", "<U+200B>") for line in text.rstrip("\n").split("\n")]
    if len(shown) > _LONGEST_EXAMPLE:
        shown = [
            *shown[: _LONGEST_EXAMPLE - 2],
            f"... ({len(shown) - _LONGEST_EXAMPLE + 1} more like these)",
            shown[-1],
        ]
    language = "yaml" if text.startswith("criteria:") else "markdown"
    return [f"{label}:", "", f"```{language}", *shown, "```", ""]


def _anchor(rule: Rule) -> str:
    """As the sites that show markdown make it of a heading."""
    return f"{rule.code.lower()}-{rule.name}"
