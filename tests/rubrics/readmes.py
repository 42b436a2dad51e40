"""The readme of a small tool, and its first draft."""

from __future__ import annotations

from typing import Final

README: Final = """\
# tidewatch

tidewatch tells you on the command line when the tide at a harbour will be high enough for your boat.

![A terminal in which tidewatch lists three windows of time for the harbour of Husum](docs/terminal.png)

It computes tides from the harmonic constants of 1,340 stations, which come with it, and so needs no network. For
stations with records it is within 8 minutes and 11 cm of what was measured in 2025:
[how that was compared](docs/accuracy.md).

## Install

You need Python 3.11 or newer, on Linux, macOS or Windows.

```sh
python -m pip install tidewatch
```

## Usage

```sh
tidewatch windows --station husum --depth 2.4 --from 2026-05-01 --days 1
```

```text
2026-05-01  03:12 - 06:40   highest 3.1 m
2026-05-01  15:35 - 19:02   highest 3.0 m
```

Replace `husum` by one of the names that `tidewatch stations` prints. `--depth` is what your boat needs, in metres above
chart datum.

To have the windows in your calendar, write them as an iCalendar file:

```sh
tidewatch windows --station husum --depth 2.4 --days 14 --format ics > tides.ics
```

### As a library

```python
from tidewatch import Station

for window in Station("husum").windows(depth_metres=2.4, days=1):
    print(window.begins, window.highest_metres)
```

This prints two lines, one for each window of the day.

## Not for navigation

The figures leave out wind and air pressure, which move the sea by a metre and more on the coast of the North Sea. They
are for planning a trip; on board use the tables of your hydrographic office.

## Contributing

Report a fault in the [list of issues](https://codeberg.org/tidewatch/tidewatch/issues), with the station and the date.
Changes are welcome; [how to run the tests](docs/contributing.md) takes a minute to read. For more than ten lines, open
an issue first.

## License

[Apache-2.0](LICENSE). The harmonic constants are public domain, from the sources named in [docs/data.md](docs/data.md).
"""

README_DRAFT: Final = f"""\
## Tidewatch 🌊

The blazingly fast, enterprise-ready tide platform, built with Python, NumPy and love!

![terminal.png](docs/terminal.png)

### Getting started

Simply clone this repository and run the setup script. Obviously you need a working environment. See
[here](https://example.com/docs) and [the wiki](#wiki).

##### Configuration

Set MODE and KEY. TODO: explain the modes.

### Features

{" ".join(["It has a modular architecture which scales from a laptop to a fleet of vessels in the cloud."] * 130)}

## Usage

Run it and see for yourself.
"""
