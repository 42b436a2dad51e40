"""Fields of a JSON body, read as the API reads them: `where.name: what is wrong with it`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_NAMES: Final[dict[type, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "list",
    dict: "dictionary",
}


def wrong(where: str, what: str) -> Refusal:
    """A 400 that says where."""
    return Refusal(400, f"{where}: {what}" if where else what)


def at(where: str, name: str | int) -> str:
    """`messages.0.content` in `messages.0.content.1`."""
    return f"{where}.{name}" if where else str(name)


def mapping(value: object, where: str) -> Mapping[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise wrong(where, "Input should be an object")
    return value


def listed(value: object, where: str) -> Sequence[Any]:
    """A list."""
    if not isinstance(value, list):
        raise wrong(where, "Input should be a valid list")
    return value


def known(body: Mapping[str, Any], where: str, names: Collection[str]) -> None:
    """Refuse a field that nobody knows."""
    for name in body:
        if name not in names:
            raise wrong(at(where, name), "Extra inputs are not permitted")


def need(body: Mapping[str, Any], where: str, name: str, kind: type) -> Any:  # noqa: ANN401 - of that kind
    """A field that has to be there, of that kind."""
    if name not in body:
        raise wrong(at(where, name), "Field required")
    return of_kind(body[name], at(where, name), kind)


def may(body: Mapping[str, Any], where: str, name: str, kind: type) -> Any:  # noqa: ANN401 - of that kind, or None
    """A field that may be there, or be null."""
    return None if body.get(name) is None else of_kind(body[name], at(where, name), kind)


def of_kind(value: object, where: str, kind: type) -> Any:  # noqa: ANN401 - of that kind
    """The value, if it is of that kind; `true` is no number."""
    accepted = (int, float) if kind is float else (kind,)
    if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
        raise wrong(where, f"Input should be a valid {_NAMES[kind]}")
    return value


def one_of(value: object, where: str, names: Collection[str]) -> str:
    """One of some strings."""
    if not isinstance(value, str) or value not in names:
        choices = [repr(name) for name in names]
        raise wrong(where, f"Input should be {', '.join(choices[:-1])}{' or ' * (len(choices) > 1)}{choices[-1]}")
    return value


def tag(body: Mapping[str, Any], where: str, names: Collection[str]) -> str:
    """The `type` of a union."""
    value = body.get("type")
    if not isinstance(value, str) or value not in names:
        expected = ", ".join(repr(name) for name in names)
        found = repr(value) if "type" in body else "nothing"
        raise wrong(
            where, f"Input tag found using 'type' is {found} and does not match any of the expected tags: {expected}"
        )
    return value
