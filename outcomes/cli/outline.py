"""An artifact laid out for people, and as data: what is visible by locator, what is not and why, and what is odd."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from outcomes.artifact import Block
from outcomes.sinks.terminal import INDENT, safe
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from outcomes.appearance import Font
    from outcomes.artifact import Artifact, Unit
    from outcomes.cli.pages import Saved

SCHEMA_VERSION: Final = 1
WORTH_A_LINE: Final = frozenset(
    {"table", "group", "shape", "text_box", "picture", "chart", "diagram", "object", "header", "footer", "unreadable"}
)
"""Kinds that are shown although they have no text of their own."""
LONGEST_DETAIL: Final = 240

_APPEARANCE: Final = ("box", "paragraph", "shape", "image", "cell", "chart")
_ELSEWHERE: Final = frozenset({"children", "runs", *_APPEARANCE})
_DEFAULTS: Final = {name: Block._field_defaults.get(name, ()) for name in Block._fields if name not in _ELSEWHERE}


def facts(artifact: Artifact) -> RenderableType:
    """Name, kind, size, hash, and what the reader counted."""
    line = safe(artifact.name, "bold").append(f"  {artifact.kind}, {artifact.size_bytes:,} bytes", "")
    line.append(f"\nsha256 {artifact.sha256}", "dim")
    # Sizes in EMU are for programs.
    told = {name.replace("_", " "): value for name, value in artifact.facts.items() if value and name[-4:] != "_emu"}
    counted = ", ".join(f"{name} {value}" for name, value in told.items())
    return line.append("\n").append_text(safe(counted, "dim")) if counted else line


def outline(artifact: Artifact) -> Iterator[RenderableType]:
    """Unit by unit, every visible block: its place, its kind and its text, indented as it is nested."""
    for unit in artifact.units:
        table = _grid()
        for block in unit.blocks:
            _add(table, block, unit, 0)
        if table.row_count or unit.hidden:
            yield Group(_unit_head(unit), Padding(table, (0, 0, 0, INDENT)))


def unseen(artifact: Artifact) -> RenderableType | None:
    """What a reader does not see in the normal view, with the reason; `None` when there is nothing."""
    table = _grid()
    for block in artifact.walk():
        said = block.text or (block.name or "" if block.change == "deleted" else "")
        if block.visible or not said:
            continue
        name = f"{block.name}: " if block.kind == "metadata" and block.name else ""
        why = Text(block.reason or block.visibility, "yellow")
        table.add_row(safe(block.locator, "dim"), why, safe(name + said))
    return _titled("not visible in the normal view", table)


def flags(artifact: Artifact) -> RenderableType | None:
    """What whoever grades the file should know about it; `None` when there is nothing."""
    table = _grid()
    for flag in artifact.flags:
        style = "red" if flag.severity == "warning" else "dim"
        table.add_row(safe(flag.locator, "dim"), Text(flag.code, style), safe(flag.detail, most=LONGEST_DETAIL))
    return _titled("flags", table)


def drawn(saved: Sequence[Saved]) -> RenderableType | None:
    """The pictures that were written, and what each would cost a model to look at; `None` when there is none."""
    table = _grid()
    for file, image in saved:
        size = Text(f"{image.width} x {image.height}", "cyan")
        table.add_row(safe(image.locator, "dim"), size, safe(f"{file}  ({count(image.tokens, 'token')})"))
    return _titled("pictures", table)


def as_data(artifact: Artifact) -> dict[str, object]:
    """Everything that was read; fields that say nothing are left out of blocks."""
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": artifact.kind,
        "name": artifact.name,
        "sha256": artifact.sha256,
        "content_sha256": artifact.content_sha256,
        "files": [asdict(entry) for entry in artifact.files],
        "facts": artifact.facts,
        "units": [_unit_data(unit) for unit in artifact.units],
        "flags": [asdict(flag) for flag in artifact.flags],
    }


def _unit_data(unit: Unit) -> dict[str, object]:
    return {
        "kind": unit.kind,
        "number": unit.number,
        "locator": unit.locator,
        "title": unit.title,
        "hidden": unit.hidden,
        "layout": unit.layout,
        "blocks": [_block_data(block) for block in unit.blocks],
    }


def _block_data(block: Block) -> dict[str, object]:
    data = {name: getattr(block, name) for name, default in _DEFAULTS.items() if getattr(block, name) != default}
    data["visibility"] = block.visibility
    for name in _APPEARANCE:
        value = getattr(block, name)
        if value is not None:
            data[name] = _named(value)
    if block.runs:
        data["runs"] = [{"start": run.start, "end": run.end, **_font(run.font)} for run in block.runs]
    if block.children:
        data["children"] = [_block_data(child) for child in block.children]
    return data


def _font(font: Font) -> dict[str, object]:
    """What is not known says so, so that nobody takes a missing size for a default one."""
    return {name: "unknown" if value is None else value for name, value in font._asdict().items()}


def _named(value: object) -> object:
    """A named tuple as an object, without the fields of which nothing is known."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _named(part) for name, part in value._asdict().items() if part is not None}
    return [_named(part) for part in value] if isinstance(value, tuple) else value


def _grid() -> Table:
    """Place, kind, text."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=38, overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _unit_head(unit: Unit) -> Text:
    line = Text.assemble("\n", safe(unit.locator, "bold"))
    if unit.title and not unit.hidden:  # what a reader does not see stands below, and there alone
        line.append("  ").append_text(safe(unit.title))
    notes = [note for note in (unit.layout, "hidden" if unit.hidden else None) if note]
    return line.append("  ").append_text(safe(f"({', '.join(notes)})", "dim")) if notes else line


def _add(table: Table, block: Block, unit: Unit, depth: int) -> None:
    below = depth
    if block.visible and (block.text or block.kind in WORTH_A_LINE):
        place = block.locator.removeprefix(f"{unit.locator} / ")
        kind = f"{block.kind} {block.level}" if block.kind == "heading" and block.level else block.kind
        table.add_row(safe(place, "dim"), Text(kind.replace("_", " "), style="cyan"), _words(block, depth))
        below = depth + 1
    for child in block.children:
        _add(table, child, unit, below)


def _words(block: Block, depth: int) -> Padding:
    label = f"{block.label} " if block.label else ""
    line = safe(label + block.text, "bold" if block.kind == "heading" else "")
    note = _pictorial_note(block) if block.kind in ("picture", "chart", "diagram") else ""
    if not block.text and not block.children:
        note = note or "no text"
    if note:
        line.append(f" ({note})" if block.text else note, "dim")
    level = 0 if block.kind == "heading" else block.level or 0
    return Padding(line, (0, 0, 0, INDENT * (depth + level)))


def _pictorial_note(block: Block) -> str:
    if block.alt is None:
        return "no alternative text"
    return "has alternative text" if block.alt else "marked decorative"


def _titled(title: str, table: Table) -> RenderableType | None:
    if not table.row_count:
        return None
    return Group(Text(f"\n{title}", style="bold"), Padding(table, (0, 0, 0, INDENT)))
