"""Checks of data files: for each one that meets it and one that does not."""

from __future__ import annotations

from openpyxl import Workbook  # type: ignore[import-untyped]

from tests.checks.example import Example, File


def _book(*rows: list[object]) -> Workbook:
    """A workbook whose first sheet is a cover, and whose second holds the rows."""
    book = Workbook()
    book.active.title = "Cover"
    book.active["A1"] = "Prices"
    data = book.create_sheet("Data")
    for row in rows:
        data.append(row)
    return book


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
        "csv.columns",
        File("work.csv", "id,name\nA1,Tea\na1,Tea\n,Milk\n,Salt\n"),
        File("work.csv", "id,name\nA1,Tea\nA2,Milk\nA1 ,Salt\nA1,Rice\n"),
        {
            "work.csv:R4C1": '"A1" stands in work.csv:R2C1 already',
            "work.csv:R5C1": '"A1" stands in work.csv:R2C1 already',
        },
        {"names": ["id"], "unique": ["id"]},
    ),
    Example(
        "csv.columns",
        File("work.csv", "id,name\n1,Tea\n"),
        File("work.csv", "name\nTea\n"),
        {"": 'no column "id"'},
        {"names": ["name"], "unique": ["id"], "filled": ["name"]},
    ),
    Example(
        "csv.types",
        File(
            "work.csv",
            "house,paid,price,day,note,at\n12,true,2,2026-03-31,ok,2026-03-31T09:00:00Z\n14,false,2.5,2026-04-01,12,\n"
            "16a,TRUE,-3,2026-04-02,x,2026-04-01 10:30\n18b,true,1e,,,2026-04-02T11:00+02:00\n",
        ),
        File(
            "work.csv",
            "price,day,paid\n2.5,2026-03-31,yes\n3,2026-04-01,no\n1.25,2026-04-02,yes\n,,\n4.5,2026-04-03,no\n"
            '2.75,2026-04-04,yes\n1.5,31/04/2026,maybe\n"1,75",2026-04-05,no\n',
        ),
        {
            "work.csv:R9C1": '"1,75" in "price" is no number with a point',
            "work.csv:R8C2": '"31/04/2026" in "day" is no date like 2026-03-31',
            "work.csv:R8C3": '"maybe" in "paid" is no yes or no',
        },
        unclear=File("work.csv", "price,day\n"),
        why="no rows below a header",
    ),
    Example(
        "csv.types",
        File("work.csv", "code,n\n1,1\n2,2\n3,3\nx,4\n"),
        File("work.csv", "code,n\n1,1\n2,2\n3,3\n4,n/a\n5,5\n"),
        {"work.csv:R5C2": '"n/a" in "n" is no whole number'},
        {"share": 0.79},
    ),
    Example(
        "json.keys",
        File("work.json", '{"title": "A", "items": [{"price": 1}, {"price": 2.5}]}'),
        File("work.json", '{"title": "A", "items": [{"price": "1"}, {"name": "x"}]}'),
        {"": "$.items[1].price is missing"},
        {"paths": ["items.price"], "type": "number"},
    ),
    Example(
        "rows",
        File("work.csv", "id;name\n1;Tea\n2;Milk\n;\n"),
        File("work.csv", "id;name\n1;Tea\n;\n"),
        {"": "1 row, asked for between 2 and 3"},
        {"min": 2, "max": 3},
    ),
    Example(
        "rows",
        _book(["id", "name"], [1, "Tea"], [None, None], [2, "Milk"]),
        _book(["id", "name"], [1, "Tea"], [2, "Milk"], [3, "Salt"]),
        {"Data": "3 rows, asked for at most 2"},
        {"max": 2, "sheet": "data"},
    ),
)
