"""Checks of data files: for each one that meets it and one that does not."""

from __future__ import annotations

from tests.checks.example import Example, File

EXAMPLES = (
    Example(
        "csv.columns",
        File("work.csv", "id;name;price\n1;Tea;2,50\n"),
        File("work.csv", "id,price,name,note\n1,2,Tea,x\n,3,Milk,x\n2,3\n"),
        {
            "": 'a column "note" that was not asked for',
            "work.csv:R3C1": '"id" is empty',
            "work.csv:R4C1": "2 cells instead of 4",
        },
        {"names": ["id", "name", "price"], "in_order": True, "only": True, "filled": ["id"]},
    ),
    Example(
        "json.keys",
        File("work.json", '{"title": "A", "items": [{"price": 1}, {"price": 2.5}]}'),
        File("work.json", '{"title": "A", "items": [{"price": "1"}, {"name": "x"}]}'),
        {"": "$.items[1].price is missing"},
        {"paths": ["items.price"], "type": "number"},
    ),
)
