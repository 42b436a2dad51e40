"""YAML by two parsers that must agree, as YAML 1.2 means it."""

# ruff: noqa: E501  (a text and what it means are read on one line)

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from yaml.error import YAMLError

from outcomes.errors import RubricError
from outcomes.formats.nodes import Listing, Mapping, Node, Scalar, plain
from outcomes.formats.yaml_events import fast_parser, parser, readable
from outcomes.formats.yaml_nodes import Composer, compose

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "r.yaml"


def values(text: str) -> object:
    root = compose(text, SOURCE)
    return None if root is None else plain(root)


def refusal(text: str) -> str:
    with pytest.raises(RubricError) as caught:
        compose(text, SOURCE)
    return str(caught.value)


# -- what scalars mean -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[(word, word) for word in ("yes", "no", "on", "off", "y", "n", "No", "OFF")],
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[(word, None) for word in ("null", "Null", "NULL", "~", "")],
        *[(word, word) for word in ("tRUE", "nULL", "none", "1_000", "12:30", "1:2:3", "2024-01-01", "0b1", "0o8", "0xG", "+0x1", ".e3", "1e", "+", "--", ".", "..", "1.2.3", "=", "+.nan")],
        *[(word, number) for word, number in {"0": 0, "-0": 0, "+12": 12, "0777": 777, "0o17": 15, "0x1F": 31, "0xff": 255}.items()],
        *[(word, number) for word, number in {"1.": 1.0, ".5": 0.5, "-1.5e3": -1500.0, "1E3": 1000.0, "+.INF": float("inf"), "-.inf": float("-inf")}.items()],
        *[(quoted, "5") for quoted in ("'5'", '"5"', "|-\n  5", ">-\n  5")],
    ],
)  # fmt: skip
def test_a_scalar_means_what_the_core_schema_of_yaml_1_2_says(written: str, meant: object) -> None:
    found = values(f"- {written}")
    assert (found, [type(value) for value in found]) == ([meant], [type(meant)])  # type: ignore[attr-defined]


def test_not_a_number_is_a_number() -> None:
    assert repr(values("[.nan, .NaN, .NAN]")) == "[nan, nan, nan]"


# -- what the scanners do ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a:b, c: d}", {"a:b": None, "c": "d"}),
        ('{"a":b}', {"a": "b"}),
        ('["a":b]', [{"a": "b"}]),
        ("[http://x.y, {see: http://x.y/z?q=1}]", ["http://x.y", {"see": "http://x.y/z?q=1"}]),
        ("[Is it clear?, a?b, a ?b]", ["Is it clear?", "a?b", "a ?b"]),
        ("[a:, b]", [{"a": None}, "b"]),
        ("[? a]", [{"a": None}]),
        ("- a#b #c", ["a#b"]),
        ("a:\tb\t#c", {"a": "b"}),
        ("- a\tb\t\n- c", ["a\tb", "c"]),
        ("[\ta,\n\tb\t]", ["a", "b"]),
        ("- a\n  \tb", ["a b"]),
        ("- |\t#c\n  a\n-\n", ["a\n", None]),
        ("'a\n\tb'", "a b"),
        ("a: >\n  b\n  \tc", {"a": "b\n\tc"}),
        ("- a\x85b\n- c\u2028d\n- e\u2029\n- '\ufefff'", ["a\x85b", "c\u2028d", "e\u2029", "\ufefff"]),
        ("- |\n  a\u2028\n  b", ["a\u2028\nb"]),
        ('- "\\N\\L\\P\\_"', ["\x85\u2028\u2029\xa0"]),
        ("#\u2028- a", None),
        ('["\\ud83d\\ude00", "\\U0001F600", "\\x41\\/"]', ["\U0001f600", "\U0001f600", "A/"]),
        ("# first\n%YAML 1.2 # second\n---\n- a", ["a"]),
        ("%YAML 1.1\n---\n- no", ["no"]),
        ("---\n- a\n...\n", ["a"]),
        ("---\n", None),
        ("a\n%b", "a %b"),
        ("x" * 1024 + ": a", {"x" * 1024: "a"}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
    ],
)  # fmt: skip
def test_a_text_is_read_as_yaml_1_2_means_it(text: str, expected: object) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\t- b", "r.yaml:2:1: not valid YAML: found character '\\t' that cannot start any token; indent with spaces, not tabs"),
        ("- a\n\tb", "r.yaml:2:1: not valid YAML: found a tab character that violates indentation; indent with spaces, not tabs"),
        ("[::a]", "r.yaml:1:2: not valid YAML: expected the node content, but found ':'"),
        ("x" * 1025 + ": a", "r.yaml:1:1026: not valid YAML: mapping values are not allowed here; put text that contains `: ` in quotes"),
        ("- \x07", "r.yaml:1:3: the character '\\x07' is not allowed in YAML; delete it"),
        ("- a\r- b", "r.yaml:1:4: the character '\\r' is not allowed in YAML; delete it"),
        ("- \ufdd3", "r.yaml:1:3: the character '\\ufdd3' is not allowed in YAML; delete it"),
        ("%TAG ! a\n---\n- a", "r.yaml:1:1: the directive '%TAG ! a' is not read; delete it, or write `%YAML 1.2`"),
        ("\n%", "r.yaml:2:1: the directive '%' is not read; delete it, or write `%YAML 1.2`"),
        ('- "a\\q\u2028"', "r.yaml:1:6: not valid YAML: found unknown escape character 'q'"),
        ('- "\\\u2028"', "r.yaml:1:5: not valid YAML: found unknown escape character '\\u2028'"),
        (f"- {'9' * 5000}", "r.yaml:1:3: the number is too long"),
    ],
)  # fmt: skip
def test_an_error_says_where_and_what(text: str, expected: str) -> None:
    assert refusal(text) == expected


# -- two parsers -------------------------------------------------------------------------------------------------------

PIECES = [
    "- ", "-", "a", "b", "key", "a: ", ": ", ":", "\n", "\n ", "\n  ", "\n    ", " ", "\t", "[", "]", "{", "}", ",",
    ", ", "'", '"', "|", "|-", "|2", ">", ">+", "#", " # x", "?", "? ", "&a", "*a", "!t", "!", "%", "@", "`", "\\",
    "\\n", "---", "...", "\n---\n", "\n- ", "\n  - ", "\na: ", "\n  b: ", "1", "true", "~", "0x1", ".", "\u00e9",
    "\u2028", "\x85", "\ufeff", "''", "'x'", '"y"', '"a": ', "<<", '"\\x41"', "http://x.y", "%YAML 1.2\n", "\ud800",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def placed(node: Node | None) -> object:
    """Everything that is known of a node."""
    if isinstance(node, Scalar):
        return (node.text, repr(node.value), node.line, node.column)
    if isinstance(node, Listing):
        return [node.line, node.column, *map(placed, node.items)]
    if isinstance(node, Mapping):
        return {"at": (node.line, node.column)} | {placed(node.keys[k]): placed(v) for k, v in node.fields.items()}
    return None


@pytest.mark.skipif(fast_parser is None, reason="PyYAML was built without libyaml")
@settings(max_examples=400)
@given(texts)
@example("{a: , ? b}")
@example("- |#x\n  a\n- >-\n\n  \tb")
@example("? \n")
def test_what_libyaml_reads_the_parser_in_python_reads_alike(text: str) -> None:
    assert fast_parser is not None
    try:
        fast = Composer(SOURCE).compose(fast_parser(readable(text, SOURCE)))
    except (RubricError, YAMLError):
        return  # such a text is given to the other parser, whose word then counts
    assert placed(fast) == placed(Composer(SOURCE).compose(parser(readable(text, SOURCE))))


WITHOUT_LIBYAML = """
import sys
sys.modules["yaml._yaml"] = None
from outcomes.formats.yaml_events import fast_parser
from outcomes.formats.yaml import read_yaml
assert fast_parser is None
print(repr(read_yaml(sys.stdin.read(), "r.yaml")))
"""


def test_without_libyaml_a_rubric_is_the_same() -> None:
    text = "title: Z\u00fcrich\ncriteria:\n- Is it clear?\t# yes\n- {text: 'b', points: 2, check: words min=5}\n- text: >\n    c\n    d\n"
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WITHOUT_LIBYAML], input=text, capture_output=True, text=True, check=True, encoding="utf-8"
    )  # fmt: skip
    from outcomes.formats.yaml import read_yaml

    assert ran.stdout.strip() == repr(read_yaml(text, SOURCE))


# -- beside another reader ---------------------------------------------------------------------------------------------

WORDS = ["a", "no", "yes", "0777", "12:30", "it's", "80 %", "a:b", "a #b", "x, y", "Is it?", "[x]", "- a", "", "~", "5", "1.5", "true", "\u00e9\U0001f600", "a\nb", " a ", "&a", "*", "!", "%", "`", "@", "'", '"', "\\", "|", ">", "? a", "{}", "null", "a\tb"]  # fmt: skip
PLAIN = ["a", "no", "yes", "0777", "it's", "80 %", "a:b", "x y", "5", "-5", "1.5", "1e3", "true", "~", "null", "Is it?", "\u00e9"]  # fmt: skip
scalars = (
    st.sampled_from(PLAIN)
    | st.sampled_from(WORDS).map(lambda word: "'" + word.replace("\n", "\n\n    ").replace("'", "''") + "'")
    | st.sampled_from(WORDS).map(
        lambda word: '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    )
)
keys = st.sampled_from(["a", "b c", "'d'", '"e"', "f:g", "h?"])
flows: st.SearchStrategy[str] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(keys, inner, max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        )
    ),
    max_leaves=4,
)
block_scalars = st.tuples(
    st.sampled_from(["|", ">", "|-", ">+", "|2"]),
    st.lists(st.sampled_from(["a", "b: c", "- d", "  e", "", "# f"]), min_size=1, max_size=3),
)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """The lines of a block collection, with comments and empty lines among them."""
    lines: list[str] = []
    names = draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    listed = draw(st.booleans())
    for name in names:
        lead = "-" if listed else f"{name}:"
        kind = draw(st.sampled_from(["flow", "block", "below", "note"] if depth < 3 else ["flow"]))
        if kind == "flow":
            lines.append(f"{lead} {draw(flows)}")
        elif kind == "block":
            head, text = draw(block_scalars)
            lines += [f"{lead} {head}", *(f"  {line}".rstrip() for line in ["a", *text])]
        elif kind == "below":
            lines += [lead, *(f"  {line}" if line else "" for line in draw(blocks(depth=depth + 1)))]
        else:
            lines += ["# note", "", f"{lead} # none"]
    return lines


def by_ruamel(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(StringIO(text))


@settings(max_examples=200)
@given(blocks())
def test_generated_documents_have_the_values_that_another_reader_finds(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert values(text) == by_ruamel(text)


@pytest.mark.corpus
def test_yaml_files_have_the_values_that_another_reader_finds(corpus: Path) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in sorted((corpus / "rubrics").glob("*.yaml"))}
    assert refusal(written.pop("oai-mg-keywords.yaml")).endswith("the key 'input' stands here and on line 19; keep one")
    assert len(written) > 5
    assert {name: values(text) for name, text in written.items()} == {
        name: by_ruamel(text) for name, text in written.items()
    }
