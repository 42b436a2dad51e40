"""Values told apart by which they are, not by what is in them."""

from __future__ import annotations

from typing import Any


class Same:
    """Equal to another one of the very same object: for remembering by what has no hash, or a slow one.

    It keeps the object alive, so that no other can take its place. What is remembered must not change.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:  # noqa: ANN401 - of any kind
        """Stands for `value`."""
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)
