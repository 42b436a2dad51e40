"""Hostile pages: HTML and Markdown that nest, repeat and refer until a careless parser gives up."""

# ruff: noqa: E501 - markup is read best where a tag is not broken
from __future__ import annotations

from typing import Final

from tests.fuzz.odd import CANARY_PATH, ENEMY
from tests.hostile.building import OK, Files

FILES = Files()
_BOUNDED: Final = "ok|ok+flag:truncated|error:too-deep|error:too-large"
_MARKDOWN: Final = "ok|ok+flag:unstructured|ok+flag:truncated|error:too-deep|error:too-large"


def _page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}<p>seen</p></body></html>".encode(
        "utf-8", "surrogatepass"
    )


@FILES.add(".html", _BOUNDED, slow=True)
def a_hundred_thousand_boxes_in_each_other() -> bytes:
    return _page("<div>" * 100_000 + "x" + "</div>" * 100_000)


@FILES.add(".html", _BOUNDED)
def boxes_just_deep_enough() -> bytes:
    return _page("<div>" * 240 + "x" + "</div>" * 240)


@FILES.add(".html", _BOUNDED)
def one_cell_of_twenty_thousand_lines() -> bytes:
    return _page(f"<table><tr><td>{'<b>x</b>y<p>' * 20_000}</td></tr></table>")


@FILES.add(".html", _BOUNDED, slow=True)
def letters_that_are_never_closed() -> bytes:
    return _page("<p><b><i><u><a href=x><font>" * 20_000 + "x")


@FILES.add(".html", _BOUNDED, slow=True)
def a_million_attributes() -> bytes:
    return _page(f"<p {' '.join(f'a{n}=1' for n in range(1_000_000))}>x</p>")


@FILES.add(".html", _BOUNDED, slow=True)
def ten_thousand_rules_for_ten_thousand_boxes() -> bytes:
    rules = "".join(f".c{n} .d{n} > p:not(.e{n}) ~ * {{color:#{n:06x};display:block}}" for n in range(10_000))
    boxes = "".join(f"<p class='c{n} d{n} e{n + 1}'>x</p>" for n in range(10_000))
    return _page(boxes, f"<style>{rules}</style>")


@FILES.add(".html", _BOUNDED, slow=True)
def a_rule_that_every_box_must_try_at_length() -> bytes:
    rule = " ".join(["*"] * 200) + " p{display:none}" + ("div " * 200 + ".x{display:none}") * 200
    return _page("<div>" * 100 + "<p>x</p>" * 20_000 + "</div>" * 100, f"<style>{rule}</style>")


@FILES.add(".html", _BOUNDED, slow=True)
def one_style_of_five_megabytes() -> bytes:
    return _page(
        f"<p style='{'color:red;' * 300_000}display:none'>x</p>", f"<style>{'{' * 1_000_000}{'/*' * 500_000}</style>"
    )


@FILES.add(".html", _BOUNDED)
def variables_that_double_each_time() -> bytes:
    names = "".join(f"--v{n}:var(--v{n - 1})var(--v{n - 1});" for n in range(1, 60))
    return _page(
        "<p style='color:var(--v59);width:calc(calc(calc(1px*9e99)))'>x</p>", f"<style>:root{{--v0:x;{names}}}</style>"
    )


@FILES.add(".html", "ok+flag:hidden-text")
def text_hidden_in_eleven_ways() -> bytes:
    ways = (
        "display:none", "display:none!important", "DISPLAY : NONE ;", "visibility:hidden", "opacity:0", "font-size:0", "font-size:0.1px",
        "position:absolute;left:-9999px", "color:#fff;background-color:#fff", "color:white;background:#ffffff", "clip:rect(0,0,0,0);position:absolute",
    )  # fmt: skip
    return _page("".join(f"<p style='{way}'>unseen {n}</p>" for n, way in enumerate(ways)))


@FILES.add(".html", _BOUNDED)
def cells_that_span_the_world_both_ways() -> bytes:
    cells = "".join(
        f"<td colspan={span} rowspan={span}>x</td>"
        for span in ("1000000000", "65534", "-1", "0", "x", "1e9", "9" * 5_000)
    )
    return _page(f"<table><colgroup span=999999999><tr>{cells}</tr>{'<tr><td>y</td></tr>' * 500}</table>")


@FILES.add(".html", _BOUNDED, slow=True)
def a_table_of_half_a_million_cells() -> bytes:
    return _page(
        f"<table>{'<tr>' + '<td>x' * 500}</table><table>" + ("<tr>" + "<td rowspan=60000 colspan=2>x" * 100) * 1_000
    )


@FILES.add(".html", _BOUNDED)
def lists_in_lists_numbered_to_the_end() -> bytes:
    inner = (
        "".join(
            f"<ol start={start} type={kind}><li value={start}>x"
            for start in ("999999999", "-5", "1e99", "x", "9" * 5_000)
            for kind in "1aAiI"
        )
        + "</ol>" * 25
    )
    return _page("<ul><li>" * 110 + "x" + "</ul>" * 110 + inner)


@FILES.add(".html", _BOUNDED, slow=True)
def a_hundred_thousand_places_of_one_name() -> bytes:
    return _page("<p id=same>x</p><a name=same></a><a href=#same>y</a>" * 40_000)


@FILES.add(".html", _BOUNDED)
def characters_that_are_none() -> bytes:
    return _page(
        "<p>&#0; &#xD800; &#xDFFF; &#x110000; &#99999999999999; &#-1; &#x; &nope; &amp;&#x202e;&#xFFFF; \ud800 \x00 \x08</p>"
    )


@FILES.add(".html", OK)
def titles_without_number() -> bytes:
    return _page(
        "<svg><title>drawn</title></svg><title>in the body</title>" * 20,
        "<title>one</title><title>two</title><meta name=title content=x>",
    )


@FILES.add(".html", OK)
def a_page_that_says_it_is_utf_7() -> bytes:
    return b"<html><head><meta charset=utf-7></head><body>+ADw-script+AD4- <p>seen</p></body></html>"


@FILES.add(".html", OK)
def a_page_in_utf_16() -> bytes:
    return "<!doctype html><html><head><meta charset=utf-8></head><body><p>seen</p></body></html>".encode("utf-16")


@FILES.add(".html", "ok|ok+flag:encoding|error:unsupported-kind")
def a_page_in_utf_32() -> bytes:
    return "<!doctype html><html><body><p>seen</p></body></html>".encode("utf-32")


@FILES.add(".html", OK)
def a_page_that_pulls_in_whatever_it_can() -> bytes:
    reach = f"file://{CANARY_PATH}"
    return _page(
        f"<base href={ENEMY}/><link rel=stylesheet href={ENEMY}/a.css><script src={ENEMY}/a.js></script><iframe src={reach}></iframe><object data={reach}>"
        f"</object><embed src={reach}><img srcset='{ENEMY}/b.png 2x'><video src={ENEMY}/c poster={ENEMY}/d></video><meta http-equiv=refresh content='0;url={ENEMY}'>"
        f"<svg><image href={ENEMY}/e.svg /><use href='{ENEMY}/f.svg#g'/></svg><style>@import url({ENEMY}/h.css);@font-face{{src:url({reach})}}</style><form action={ENEMY}><input></form>",
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "{reach}">]><?xml-stylesheet href="{ENEMY}/x.xsl"?>',
    )  # fmt: skip


@FILES.add(".xhtml", OK)
def a_page_with_entities_of_its_own() -> bytes:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">{laughs}<!ENTITY x SYSTEM "file://{CANARY_PATH}">]><html><body><p>&a9;&x;seen</p></body></html>'.encode()


@FILES.add(".html", _BOUNDED, slow=True)
def a_picture_written_out_in_the_page() -> bytes:
    return _page(f"<img alt=x src='data:image/png;base64,{'A' * 8_000_000}'><p>{'&amp;' * 1_000_000}</p>")


@FILES.add(".html", _BOUNDED)
def comments_and_quotes_that_never_end() -> bytes:
    return _page(
        "<p>seen</p><p title='"
        + "x>" * 10_000
        + "<!--" * 10_000
        + "<![CDATA[" * 1_000
        + "<textarea><title><xmp><plaintext>"
    )


@FILES.add(".html", _BOUNDED, slow=True)
def tags_that_have_no_name() -> bytes:
    return _page("<" * 300_000 + "</" * 300_000 + "<!" * 100_000 + "<?" * 100_000)


# -- Markdown ------------------------------------------------------------------------------------------------------


def _many(name: str, text: str, *, slow: bool = True) -> None:
    """A Markdown file of one thing over and over, after a first line that says what is seen."""

    def build() -> bytes:
        return f"seen\n\n{text}".encode()

    build.__name__ = name
    FILES.add(".md", _MARKDOWN, slow=slow)(build)


_many("emphasis_in_emphasis", "*a **a " * 50_000)
_many("emphasis_that_never_matches", "a**b" * 100_000 + "c* " * 50_000)
_many("underscores_between_words", "_a __b ___c" * 30_000)
_many("opening_brackets", "[" * 200_000)
_many("pictures_that_are_never_closed", "![" * 100_000)
_many("links_that_are_never_closed", "[a](" * 100_000)
_many("links_in_links", "[" * 95 + "a" + "](b)" * 95, slow=False)
_many("brackets_on_many_lines", "[a\n" * 19_000)
_many("paragraphs_just_below_the_limit_of_brackets", ("[" * 99 + "a" + "]" * 99 + "\n\n") * 3_000)
_many("parentheses_in_a_link", "[a](" + "(" * 50_000 + ")" * 50_000)
_many("backticks_of_every_length", " ".join("`" * length for length in range(1, 1_300)))
_many("angles", "<" * 200_000)
_many("addresses_that_are_never_closed", "<http://a" * 50_000)
_many("html_that_is_never_closed", "<!-- a " * 50_000 + "<? b " * 50_000 + "<![CDATA[ " * 50_000)
_many("quotes_ten_thousand_deep", "> " * 10_000 + "a")
_many("quotes_and_lists_by_turns", "> - " * 5_000 + "a")
_many("quotes_of_many_lines_deep", ("> " * 40 + "a\n") * 2_000)
_many("definitions_in_quotes_that_go_on_outside", ">[x]: <y> 'title'\n[a\n" * 9_000)
_many("definitions_in_deep_quotes_that_go_on_further_out", "> > [x]: y\n> [a\n" * 9_000)
_many("definitions_in_quoted_lists", "- >[x]: y\n  [a\n" * 9_000)
_many("lists_by_indentation", "".join(f"{'  ' * depth}- a\n" for depth in range(1_000)))
_many("a_list_of_nineteen_thousand", "- a\n" * 19_000)
_many("definitions_of_links", "".join(f"[r{n}]: /u 'title'\n" for n in range(19_000)) + "[r1][r2]" * 9)
_many("definitions_that_are_never_ended", "[a]: <" * 50_000 + "[b]: (" * 9)
_many("uses_of_one_long_definition", f"[a]: /{'u' * 5_000}\n\n" + "[a] x\n\n" * 9_000)
_many("a_table_of_a_hundred_thousand_columns", "|a" * 100_000 + "|\n" + "|-" * 100_000 + "|\n")
_many("a_table_of_short_rows", "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|b|\n" * 15_000)
_many("entities", "&" * 100_000 + "&#x" * 50_000 + "&amp;" * 50_000)
_many("backslashes", "\\" * 300_000)
_many("headings_of_signs", "# " * 100_000 + "\n" + "#" * 100_000)
_many("underlines", "a\n" + "=" * 300_000 + "\n" + "-" * 100_000 + "\n" + "_ " * 100_000)
_many("fences_that_are_never_closed", "```\n~~~\n" * 9_000)
_many("strikes", "~~a~" * 50_000)
_many("tabs_and_spaces", "\t" * 300_000 + "a" + " " * 300_000 + "b")
_many("raw_boxes_in_each_other", "<div>\n\n" * 9_000 + "a")
_many("one_word_of_a_million", "a" * 999_000)
