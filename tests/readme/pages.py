"""What stands in the documentation: its blocks of code, code in the text, links and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

ROOT: Final = Path(__file__).parents[2]
_TARGETS: Final = re.compile(r"^([a-z-]+):.*?(?:## (.*))?$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One page of the documentation, by its path from the root."""

    path: str

    def __str__(self) -> str:
        """Its path."""
        return self.path

    def blocks(self, language: str) -> list[str]:
        """The fenced blocks in a language, in order."""
        return [token.content for token in self._tokens if token.type == "fence" and token.info == language]

    @property
    def spans(self) -> list[str]:
        """Code inside the text."""
        return [token.content for token in self._inline if token.type == "code_inline"]

    @property
    def code(self) -> str:
        """All code: in the text and in blocks."""
        return "\n".join([*self.spans, *(token.content for token in self._tokens if token.type == "fence")])

    @property
    def local_links(self) -> list[str]:
        """Where links and pictures lead, for those that stay inside the repository; without what follows a `#`."""
        targets = [str(token.attrs.get("href") or token.attrs.get("src") or "") for token in self._inline]
        return [target.partition("#")[0] for target in targets if target and not re.match("[a-z]+:|#", target)]

    def table(self, first: str) -> list[list[str]]:
        """The rows, as text, of the table whose first column has this head."""
        rows: list[list[str]] = []
        for token, following in zip(self._tokens, self._tokens[1:], strict=False):
            if token.type == "table_open":
                rows = []
            elif token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(following.content)
            elif token.type == "table_close" and rows[0][0] == first:
                return rows[1:]
        msg = f"{self.path} has no table whose first column is {first!r}"
        raise LookupError(msg)

    @cached_property
    def _tokens(self) -> list[Token]:
        return MarkdownIt().enable("table").parse((ROOT / self.path).read_text(encoding="utf-8"))

    @property
    def _inline(self) -> Iterator[Token]:
        for token in self._tokens:
            yield from token.children or ()


README: Final = Page("README.md")
CONTRIBUTING: Final = Page("CONTRIBUTING.md")
RUBRICS: Final = Page("rubrics/README.md")
PAGES: Final = (README, CONTRIBUTING, RUBRICS, Page("CHANGELOG.md"))


def make_targets() -> dict[str, str]:
    """The targets of the Makefile, and what each says of itself."""
    return dict(_TARGETS.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
