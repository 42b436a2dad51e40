"""The picture in the README is what a run prints today."""

from __future__ import annotations

import re
from html import unescape

from tests.readme.pages import README, ROOT
from tests.readme.picture import COMMAND, PICTURE, draw


def test_the_picture_shows_what_a_run_prints_now() -> None:
    stored = PICTURE.read_text(encoding="utf-8")
    if stored != draw():
        now = (
            "what `outcomes run` prints is no longer what the README's picture shows; run `make picture` and look at it"
        )
        raise AssertionError(now)


def test_the_picture_is_in_the_readme_and_so_is_its_command() -> None:
    assert PICTURE.relative_to(ROOT).as_posix() in README.local_links
    assert COMMAND in README.code


def test_the_picture_tells_the_story() -> None:
    """Gaps with their places and fixes, then all of them fixed, then the end."""
    pieces = re.findall(r">([^<]+)</text>", PICTURE.read_text(encoding="utf-8"))
    words = " ".join(unescape(" ".join(pieces)).split())
    assert words.count("fix:") == words.count("fixed") == 4
    assert re.search(r'slide 2 / shape "TextBox 3".*needs_revision.*satisfied.*satisfied after 2 iterations', words)


def test_the_picture_asks_for_nothing_from_elsewhere() -> None:
    addresses = re.findall(r"https?://[^\"')]+", PICTURE.read_text(encoding="utf-8"))
    assert set(addresses) == {"http://www.w3.org/2000/svg"}
