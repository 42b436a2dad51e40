"""Text that a command makes: to standard output, or into a new file, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outcomes.errors import UsageError
from outcomes.system import write_whole
from outcomes.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outcomes.cli.output import Output

_FORMS: Final = {".md": "markdown", ".markdown": "markdown", ".yaml": "yaml", ".yml": "yaml"}
"""What a rubric file's ending says of the form that it is read in."""


def refuse_taken(output: Path | None, *, force: bool) -> None:
    """Refuse a file that is there already, before any work is done; `force` lets it be replaced."""
    if output is None:
        return
    if output.is_dir():
        msg = f"{output} is a folder; name the file to write in it: --output {output / 'my-rubric.md'}"
        raise UsageError(msg)
    if not force and (output.exists() or output.is_symlink()):
        msg = f"{output} is there already, and was left as it is; name another file, or replace it with --force"
        raise UsageError(msg)


def form_of(output: Path | None, asked: str | None, forms: Sequence[str]) -> str:
    """The form of a rubric that is written: what is asked for, or what the file's ending says; the first of `forms`.

    Raises:
        UsageError: the file's ending says another form, or one that nothing is written in.
    """
    ending = output.suffix.lower() if output is not None else ""
    said = _FORMS.get(ending)
    form = asked or (said if said in forms else None) or forms[0]
    if ending and said != form:
        names = " or ".join(f"*{each}" for each, of in _FORMS.items() if of == form)
        msg = f"what is written is {form}, which {ending} files are not; name it {names}"
        raise UsageError(msg)
    return form


def refuse_source(output: Path | None, sources: Iterable[str | Path]) -> None:
    """Refuse to write a report over a file that it is about, before any work is done."""
    if output is None or not output.exists():
        return
    for source in sources:
        if Path(source).exists() and output.samefile(source):
            msg = f"--output {output} is a file that this command reads, and was left as it is; name another one"
            raise UsageError(msg)


def hand_over(text: str, output: Path | None, out: Output, *, force: bool) -> None:
    """Write the text into `output`, and say so; without one, print it, safe to look at."""
    refuse_taken(output, force=force)
    if output is None:
        click.echo(shown(text), nl=False)
        return
    try:
        write_whole(output, text.encode())
    except OSError as error:
        msg = f"{output} cannot be written: {error.strerror}"
        raise UsageError(msg) from None
    out.note(f"written to {output}")
