"""What DrawingML does to colours: tints, shades and shifts of hue, saturation and luminance (ECMA-376 20.1.2.3).

Tint and shade mix with white and black in *linear* light (sRGB transfer curve), as PowerPoint does: of the grey 3B3B3B,
40 % shade is 242424 and 83 % tint 7D7D7D. Luminance, saturation and hue are those of HSL over the sRGB values: 4472C4
with luminance 60 % + 40 % ("Lighter 40%") is 8FAADC. Channels are floats from 0 to 1, and nothing is rounded between
one transformation and the next.
"""

from __future__ import annotations

from collections.abc import Callable
from colorsys import hls_to_rgb, rgb_to_hls
from math import ceil
from typing import NamedTuple

from outcomes.artifacts.ooxml.contrast import is_rgb

_FULL_TURN = 360.0


class Rgb(NamedTuple):
    """sRGB channels, each from 0 to 1."""

    red: float
    green: float
    blue: float

    @property
    def hex(self) -> str:
        """`RRGGBB`; a half is rounded down, as Office does: half as light as FFFFFF is 7F7F7F."""
        return "".join(f"{ceil(round(_unit(channel) * 255, 6) - 0.5):02X}" for channel in self)


Change = Callable[[Rgb, float], Rgb]


def from_hex(text: str) -> Rgb:
    """Read `RRGGBB`."""
    return Rgb(*(int(text[at : at + 2], 16) / 255 for at in (0, 2, 4)))


def plain_hex(text: str | None) -> str | None:
    """`RRGGBB` of a colour attribute, with or without `#`; `None` for `auto` and whatever else is no colour."""
    plain = (text or "").lstrip("#").upper()
    return plain if is_rgb(plain) else None


def from_linear(red: float, green: float, blue: float) -> Rgb:
    """The sRGB colour of linear channels, as `a:scrgbClr` gives them."""
    return Rgb(_encoded(red), _encoded(green), _encoded(blue))


def from_hsl(hue: float, saturation: float, luminance: float) -> Rgb:
    """Hue in degrees, the others from 0 to 1."""
    return Rgb(*hls_to_rgb(hue % _FULL_TURN / _FULL_TURN, _unit(luminance), _unit(saturation)))


def relit(colour: Rgb, factor: float, offset: float) -> Rgb:
    """The colour whose HSL luminance is `factor` times its own, plus `offset`."""
    hue, luminance, saturation = rgb_to_hls(*colour)
    return Rgb(*hls_to_rgb(hue, _unit(luminance * factor + offset), saturation))


def change(colour: Rgb, name: str, value: float) -> Rgb | None:
    """Apply one transformation by its tag; `value` is a share, or degrees for `hue` and `hueOff`. `None`: unknown."""
    known = _CHANGES.get(name)
    return known(colour, value) if known is not None else None


def mixed(colour: str, behind: str, share: float) -> str:
    """What is seen of a translucent `RRGGBB` that covers `share` of what lies behind it, in sRGB values."""
    pairs = zip(from_hex(colour), from_hex(behind), strict=True)
    return Rgb(*(over * share + under * (1 - share) for over, under in pairs)).hex


def _unit(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _decoded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _encoded(light: float) -> float:
    light = _unit(light)
    return light * 12.92 if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def _in_light(work: Callable[[float, float], float]) -> Change:
    """The same work on each linear channel."""
    return lambda colour, value: Rgb(*(_encoded(work(_decoded(channel), value)) for channel in colour))


def _on_channel(at: int, work: Callable[[float, float], float]) -> Change:
    """Work on one linear channel."""

    def changed(colour: Rgb, value: float) -> Rgb:
        light = [_decoded(channel) for channel in colour]
        light[at] = work(light[at], value)
        return from_linear(*light)

    return changed


def _on_hsl(at: int, work: Callable[[float, float], float]) -> Change:
    """Work on hue (as a share of the circle), luminance or saturation."""

    def changed(colour: Rgb, value: float) -> Rgb:
        hls = list(rgb_to_hls(*colour))
        hls[at] = work(hls[at], value)
        hls[0] %= 1.0
        return Rgb(*hls_to_rgb(hls[0], _unit(hls[1]), _unit(hls[2])))

    return changed


def _grey(colour: Rgb, _value: float) -> Rgb:
    """Weighted as the eye sees it: 22 % red, 72 % green, 6 % blue."""
    return Rgb(*[0.22 * colour.red + 0.72 * colour.green + 0.06 * colour.blue] * 3)


def _set(_old: float, value: float) -> float:
    return value


def _scale(old: float, value: float) -> float:
    return old * value


def _shift(old: float, value: float) -> float:
    return old + value


_CHANGES: dict[str, Change] = {
    "tint": _in_light(lambda light, value: 1 - (1 - light) * value),
    "shade": _in_light(_scale),
    "inv": _in_light(lambda light, _: 1 - light),
    "gamma": _in_light(lambda light, _: _encoded(light)),
    "invGamma": _in_light(lambda light, _: _decoded(light)),
    "gray": _grey,
    "comp": _on_hsl(0, lambda hue, _: hue + 0.5),
    "hue": _on_hsl(0, lambda _, value: value / _FULL_TURN),
    "hueMod": _on_hsl(0, _scale),
    "hueOff": _on_hsl(0, lambda hue, value: hue + value / _FULL_TURN),
    **{
        f"{name}{suffix}": made(at, work)
        for made, names in ((_on_hsl, {1: "lum", 2: "sat"}), (_on_channel, {0: "red", 1: "green", 2: "blue"}))
        for at, name in names.items()
        for suffix, work in (("", _set), ("Mod", _scale), ("Off", _shift))
    },
}
