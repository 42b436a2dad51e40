"""Blocks that would have one locator, told apart: files may say a thing twice that can only be there once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from outcomes.artifact import Block


def told_apart(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, a locator that was there before (also one that only looks the same) numbered: `Sheet1!B7 #2`.

    The first keeps its own, so that links and comments lead to it.
    """
    locators = Locators()
    return [locators.place(block) for block in blocks]


class Locators:
    """Those that are taken; two are one when `alike` makes the same of them."""

    def __init__(self, alike: Callable[[str], str] = fold) -> None:
        """None is taken yet."""
        self._alike = alike
        self._taken: dict[str, int] = {}

    def place(self, block: Block, old: str = "", new: str = "") -> Block:
        """The block and what stands in it under locators of their own, with `new` in front of them instead of `old`."""
        led = new + block.locator[len(old) :] if old != new and block.locator.startswith(old) else block.locator
        locator = self.free(led)
        if locator == block.locator and not block.children:
            return block
        children = tuple(self.place(child, block.locator, locator) for child in block.children)
        if locator == block.locator and all(new is old for new, old in zip(children, block.children, strict=True)):
            return block
        return block._replace(locator=locator, children=children)

    def free(self, locator: str) -> str:
        """Itself, or with the first number behind it that makes it another; each is counted on from the last."""
        key = self._alike(locator)
        number = self._taken.get(key, 0) + 1
        found = locator if number == 1 else f"{locator} #{number}"
        while number > 1 and self._alike(found) in self._taken:
            number += 1
            found = f"{locator} #{number}"
        self._taken[key] = number
        self._taken.setdefault(self._alike(found), 1)
        return found
