"""Summaries of an article and of a study, and the first draft of each."""

from __future__ import annotations

from typing import Final

SUMMARY: Final = """\
# Street trees and summer heat

Streets with a closed canopy of trees are about four degrees cooler on summer afternoons than streets without trees, and
most of that difference is there only when the crowns touch. The authors measured air temperature at 62 street corners
in three cities on 41 days between June and September.

- Below 30 % canopy cover, each further tree lowered the afternoon temperature by less than 0.1 degrees.
- Above 40 % cover, the same tree lowered it by 0.3 degrees.
- At night the difference vanished: stone gives off its heat under trees as it does elsewhere.

The authors recommend planting in rows that will close rather than spreading single trees over a district. They note
that all three cities lie on rivers, and that drier places may differ.
"""

SUMMARY_DRAFT: Final = """\
# Street trees and summer heat

This summary looks at an article about street trees, temperature and planting in three cities.

TODO: add the numbers for canopy cover.
"""

STUDY: Final = """\
# Does a shorter meeting decide more?

The authors watched 214 planning meetings in 19 companies for a year. Half of the teams, drawn by lot, were asked to
end after 25 minutes; the others went on as before. The main outcome was the number of decisions that were written down
and still stood a month later.

Teams with short meetings took 3.1 lasting decisions a meeting, the others 2.6: a difference of 0.5, with a 95 %
interval from 0.2 to 0.8. The effect was larger in teams of more than eight people, and it faded after seven months.

The authors recommend short meetings for standing agendas, and leave open what happens where people have never met.
The finding matters for those who plan the calendars of large teams. They name two limits: all companies had asked to
take part, and nobody counted the decisions that were taken outside of meetings during the same weeks.
"""

STUDY_DRAFT: Final = """\
# Does a shorter meeting decide more?

The authors watched planning meetings. TODO: numbers.
"""
