"""The sentences by the check that decides them. A space stands for any white space; capitals make no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.lint.sentence_parts import (
    ALL,
    ANY,
    CALLED,
    EDGE,
    HAS,
    NAMES,
    PICTURE,
    PT,
    QUOTE,
    SLIDES,
    TEXT,
    WHERE_IT_IS_FIRST,
    captions,
    cell,
    code,
    colours,
    columns,
    in_order,
    keys,
    limits,
    limits_said,
    listed,
    most,
    none,
    quoted,
    section_words,
    value,
)
from outcomes.lint.words import NUMBER

if TYPE_CHECKING:
    from outcomes.lint.sentence_parts import Arguments


class Forms(NamedTuple):
    """How a check is said."""

    words: tuple[str, ...]
    """Any of these, in small letters, stands in each of the sentences."""
    sentences: tuple[tuple[str, Arguments], ...]
    """Each as a pattern for the whole of it, with what makes the check's arguments of it."""


# fmt: off
FORMS: dict[str, Forms] = {
    "opens_in_libreoffice": Forms(("libreoffice",), (
        (rf"{ANY} opens in libreoffice", none),
    )),
    "opens": Forms(("opens",), (
        (rf"{ANY} opens(?: (?:without|with no) (?:an? )?(?:repair message|errors?|problems?|warnings?))?", none),
    )),
    "words": Forms(("words",), (
        (rf"(?:{TEXT} {HAS} )?{limits('words')}", limits_said),
        (rf"(?:the )?(?:length|word count) (?:of .{{1,30}} )?is {limits('words')}", limits_said),
    )),
    "pages": Forms(("page",), (
        (rf"(?:{ANY} {HAS} )?{limits('pages?')}", limits_said),
    )),
    "pptx.slides": Forms(("slide",), (
        (rf"(?:{ANY} {HAS} )?{limits('slides?')}", limits_said),
    )),
    "pptx.words_per_slide": Forms(("slide",), (
        (rf"no slide (?:has|contains) more than (?P<value>{NUMBER}) words", value("max")),
        (rf"(?:every|each) slide {HAS} {limits('words')}", most),
    )),
    "pptx.bullets_per_slide": Forms(("bullet",), (
        (rf"no slide (?:has|contains) more than (?P<value>{NUMBER}) bullets?(?: points?)?", value("max")),
        (rf"(?:every|each) slide {HAS} {limits('bullets?(?: points?)?')}", most),
    )),
    "pptx.titles": Forms(("title",), (
        (
            f"{ALL} slides? (?:has|have) (?:a|its own|their own) titles?|no slide (?:is )?(?:without|lacks) a title",
            none,
        ),
    )),
    "pptx.unique_titles": Forms(("title",), (
        (
            ("no two slides (?:have the same|share a|share the same) title|(?:all |every )?slide titles? "
            "(?:is|are) unique|(?:every|each) slide has (?:a unique|its own) title"),
            none,
        ),
    )),
    "pptx.notes": Forms(("notes",), (
        (rf"{ALL} slides? (?:has|have) speaker notes", none),
        (
            rf"{ALL} slides? (?:has|have) speaker notes (?:of|with) at least (?P<value>{NUMBER}) words",
            value("min_words"),
        ),
    )),
    "pptx.on_slide": Forms(("slide",), (
        (
            (f"(?:nothing|no (?:text|content|element|shape|object|picture|image)s?) {EDGE} (?:the "
            f")?(?:edges? of )?{SLIDES}(?: edges?)?"),
            none,
        ),
        (rf"(?:the )?content (?:on|of) (?:each|every) slide does not {EDGE} the edges? of {SLIDES}", none),
    )),
    "pptx.no_overlap": Forms(("overlap",), (
        (
            ("(?:nothing overlaps|no (?:two )?(?:text|elements?|shapes?|objects?|boxes|text boxes) (?:on "
            "a slide )?overlaps?(?: (?:each other|another|one another))?)(?: on (?:a|any) slide)?"),
            none,
        ),
    )),
    "pptx.reading_order": Forms(("reading order",), (
        (
            ("(?:the )?reading order (?:of (?:every|each) slide )?(?:follows|fits|matches) (?:the|its) "
            "(?:visual order|layout|looks)"),
            none,
        ),
    )),
    "pptx.alignment": Forms(("aligned", "line up"), (
        (r"(?:elements|shapes|boxes|things) (?:on (?:a|every|each) slide )?(?:are aligned|line up)", none),
    )),
    "pptx.margins": Forms(("inch",), (
        (
            (f"(?:the )?(?:content|text) (?:of every slide )?keeps (?:at least )?(?P<value>{NUMBER}) "
            "inch(?:es)? from the edges? of (?:the|every|each) slides?"),
            value("inches"),
        ),
    )),
    "pptx.consistent_titles": Forms(("titles",), (
        ("(?:slide )?titles stand in the same place(?: and (?:have the same )?size)? on (?:all|every) slides?", none),
    )),
    "text_overflow": Forms(("no text",), (
        (
            ("no text (?:overflows|runs over|runs out of|spills out of|is cut off by) (?:its|the|a) "
            "(?:text )?(?:box|frame|shape|placeholder)(?:es)?"),
            none,
        ),
    )),
    "alt_text": Forms(("alt",), (
        (f"{ALL} {PICTURE}(?:,? (?:and|or) {PICTURE})* (?:has|have) (?:an? )?(?:alt|alternative)[ -]text(?:s)?", none),
        (rf"no {PICTURE} (?:is )?(?:without|lacks) (?:alt|alternative)[ -]text", none),
    )),
    "table_headers": Forms(("header",), (
        (rf"{ALL} tables? (?:of two or more rows )?(?:has|have) (?:a )?header rows?", none),
    )),
    "no_merged_cells": Forms(("merged",), (
        (r"(?:no table has|tables have no|there are no) merged cells", none),
    )),
    "heading_order": Forms(("level",), (
        (
            ("(?:headings?|heading levels?) (?:begin at (?:level )?1 without skipping (?:a|one) level|"
            "begin at (?:level )?1 without skipping one|skip no levels?|do not skip levels?|are not "
            "skipped)|no heading levels? (?:is|are) skipped"),
            none,
        ),
    )),
    "real_headings": Forms(("headings",), (
        (
            ("(?:all |every )?headings? (?:use|uses|are made with|is made with) (?:a )?heading styles?|"
            "headings are headings,? (?:and )?not bold (?:lines|text)"),
            none,
        ),
    )),
    "docx.heading_style_consistent": Forms(("headings",), (
        (
            "headings of (?:the same|one) level (?:look alike|look the same|have the same (?:style|format(?:ting)?))",
            none,
        ),
    )),
    "docx.margins": Forms(("margins",), (
        (rf"(?:all |the )?(?:page )?margins are at least (?P<value>{NUMBER}) inch(?:es)?(?: wide)?", value("inches")),
    )),
    "sections": Forms(("section", "heading"), (
        (
            rf"(?:there is|{ANY} (?:has|contains|includes)) an? (?:section|heading) {CALLED}{QUOTE}",
            lambda f: {"names": [f.group("quoted").strip()]},
        ),
        (
            (f"(?:there are|{ANY} (?:has|contains|includes)) (?:the )?sections? "
            f"{CALLED}{NAMES}(?P<order>,? in (?:this|that) order)?"),
            listed,
        ),
        (rf"the sections {NAMES} stand in this order(?P<order>)", in_order),
    )),
    "section_words": Forms(("section",), (
        (rf"the (?P<name>[A-Z][\w ]{{2,30}}?) section {HAS} {limits('words')}", section_words),
    )),
    "captions": Forms(("caption",), (
        (
            (f"{ALL} (?P<of>figures?|tables?|figures? and tables?|tables? and figures?|figures? or "
            "tables?) (?:has|have) (?:an?|its own|their own)? ?(?:numbered )?captions?"),
            captions,
        ),
    )),
    "references_resolve": Forms(("in the text", "reference"), (
        (
            ("(?:every|each) (?:figure|table|figure and table|figure or table) (?:is|are) (?:referred to|"
            "referenced|mentioned) in the text|(?:every|each|all) cross[- ]references? (?:leads? "
            "somewhere|resolves?|works?)"),
            none,
        ),
    )),
    "toc": Forms(("table of contents",), (
        (rf"(?:there is|{TEXT} (?:has|contains|includes)) a table of contents", none),
    )),
    "links": Forms(("link",), (
        (
            ("(?:no internal link is broken|there are no broken internal links|(?:every|each|all) "
            "(?:internal )?links? inside the (?:file|document) leads? somewhere|(?:every|each|all) "
            "internal links? (?:works?|leads? somewhere))"),
            none,
        ),
    )),
    "link_text": Forms(("link",), (
        (
            (r"no link (?:text )?(?:is|says|is called|reads) [\"\u201c'\u2018`]?(?:click "
            r")?here[\"\u201d'\u2019`]?(?: or (?:by )?(?:its|a) bare address)?|(?:every )?links? (?:text "
            ")?says? where (?:it|they|the link) leads?"),
            none,
        ),
    )),
    "table_totals": Forms(("total",), (
        (
            ("(?:every|each|all(?: the)?) totals? (?:in (?:a|the|every) tables? )?(?:adds? up|is the sum "
            "of (?:its|the) (?:parts|rows|column|row|figures above it))|(?:the )?totals in (?:the |all "
            ")?tables add up"),
            none,
        ),
    )),
    "percentages_sum": Forms(("100",), (
        (
            "(?:all )?(?:the )?(?:percentages|shares)(?: of (?:a|the) whole)? (?:add up|sum) to 100 ?(?:%|percent)?",
            none,
        ),
    )),
    "numbers_agree": Forms(("agree", "figure"), (
        (
            ("(?:whatever is said twice is said with the same figure|(?:the )?(?:numbers|figures) agree "
            "(?:across|in|between) (?:the )?(?:tables|charts|text)(?:,? (?:and )?(?:the )?(?:tables|"
            "charts|text))*)"),
            none,
        ),
    )),
    "chart_titles": Forms(("chart",), (
        (r"(?:every|each) chart has a title", none),
    )),
    "chart_data": Forms(("chart",), (
        (("every chart draws the (?:figures|data|numbers) (?:of the workbook inside it|in its "
         "workbook|of its workbook)"), none),
    )),
    "no_placeholders": Forms(("placeholder", "lorem", "template"), (
        (
            ("no (?:placeholders?|placeholder (?:text|or to-do note)|lorem ipsum|template text)(?: text)? "
            "(?:is left|are left|remains?)(?: (?:over|in the (?:text|document|deck|file)))?"),
            none,
        ),
    )),
    "no_tracked_changes": Forms(("track",), (
        (
            ("(?:no tracked changes?|no change tracking)(?: (?:is|are) left| remains?)?(?: in the (?:text|"
            "document))?|(?:all|every) tracked changes? (?:is|are|has been|have been) accepted(?: or "
            "rejected)?"),
            none,
        ),
    )),
    "no_comments": Forms(("comment",), (
        (
            "no (?:review )?comments?(?: (?:is|are) left| remains?)?(?: in the (?:margin|text|document|file|deck))?",
            none,
        ),
    )),
    "no_empty_paragraphs": Forms(("empty",), (
        (r"no empty (?:paragraphs?|lines?) (?:is|are) used (?:for spacing|to make space|as spacing)", none),
    )),
    "no_manual_bullets": Forms(("list",), (
        (
            ("(?:lists are (?:real )?lists|(?:every|each) (?:enumeration|list) is a (?:real )?list(?: of "
            "list items)?,? (?:and )?not (?:lines|paragraphs)(?: that begin)? with (?:a )?typed (?:dash|"
            "dashes|bullets?|numbers?)(?: or (?:dash|dashes|bullets?|numbers?))?)"),
            none,
        ),
    )),
    "no_hidden_text": Forms(("hidden",), (
        (r"(?:no text is hidden|there is no hidden text|it has no hidden text)", none),
    )),
    "no_metadata": Forms(("properties",), (
        (
            ("(?:the )?(?:document |file )?properties name no (?:author|person|persons or companies|"
            "person, company or folder|person or company)"),
            none,
        ),
    )),
    "no_macros": Forms(("macros",), (
        (rf"(?:{ANY}|the workbook) (?:contains|has|holds) no macros|there are no macros", none),
    )),
    "no_external_links": Forms(("fetched",), (
        (r"nothing is fetched from elsewhere when (?:the file|it) is opened", none),
    )),
    "no_repeated_words": Forms(("in a row",), (
        (r"no word is (?:written twice|repeated) in a row(?: by mistake)?", none),
    )),
    "language": Forms(("language",), (
        (r"the language of the (?:text|document|deck|file) is set to (?P<code>[a-z]{2,3}(?:-[A-Z]{2})?)", code),
    )),
    "language_set": Forms(("language",), (
        (r"the language of the (?:text|document|deck|file) is set", none),
    )),
    "reading_level": Forms(("reading level", "readability"), (
        (
            ("(?:the )?(?:reading level|readability)(?: of the text)? is (?:at most|no higher than) "
            f"(?:grade )?(?P<value>{NUMBER})(?: years of school)?"),
            value("max"),
        ),
    )),
    "defined_abbreviations": Forms(("abbreviation", "acronym"), (
        (
            (f"{ALL} (?:abbreviations?|acronyms?)(?: (?:or|and) (?:abbreviations?|acronyms?))? (?:is|are) "
            f"(?:spelled out|spelt out|written out|defined|explained|expanded)(?: {WHERE_IT_IS_FIRST})"),
            none,
        ),
    )),
    "contrast": Forms(("contrast", "stands out"), (
        (
            ("(?:all )?text (?:stands out from (?:what lies behind it|its background),? by|has a "
            f"contrast(?: ratio)? of)(?: at least)? (?P<value>{NUMBER})(?: ?: ?1| to 1)(?:,? or 3 to 1 "
            "where it is large)?"),
            value("ratio"),
        ),
    )),
    "font_size": Forms(("text",), (
        (rf"no (?:body |running )?text is (?:smaller|less) than (?P<value>{NUMBER}){PT}", value("body_pt")),
        (
            f"(?:all )?(?:body |running )?text is (?:at least|no smaller than) (?P<value>{NUMBER}){PT}(?: in size)?",
            value("body_pt"),
        ),
    )),
    "fonts": Forms(("font", "typeface"), (
        (
            (f"(?:{ANY} (?:uses|has) )?(?:at most|no more than|up to) (?P<value>{NUMBER}) (?:typefaces?|"
            "fonts?|font families)(?: (?:is|are) used)?"),
            value("max"),
        ),
    )),
    "font_sizes": Forms(("size",), (
        (
            (f"(?:{ANY} (?:uses|has) )?(?:at most|no more than|up to) (?P<value>{NUMBER}) (?:font|type|"
            "text) sizes?(?: (?:is|are) used)?"),
            value("max"),
        ),
    )),
    "palette": Forms(("colour", "color"), (
        (r"only the colou?rs (?P<names>#?[0-9A-F]{6}(?:(?:, | and |, and )#?[0-9A-F]{6})*) are used", colours),
    )),
    "picture_resolution": Forms(("dpi", "ppi", "pixel"), (
        (
            (f"(?:all |every |each )?{PICTURE} (?:is|are|has|have) (?:drawn with )?at least "
            f"(?P<value>{NUMBER}) ?(?:dpi|ppi|pixels (?:to the|per) inch)"),
            value("dpi"),
        ),
    )),
    "picture_distortion": Forms(("stretched", "distorted", "squashed"), (
        (rf"no {PICTURE} is (?:stretched|distorted|squashed)(?: or (?:stretched|distorted|squashed))?", none),
    )),
    "contains": Forms(("the word", "the phrase", "the text", "the sentence", "the term"), (
        (rf"{ANY} (?:contains|includes|mentions|has) the (?:words?|phrase|text|sentence|term) {QUOTE}", quoted),
        (
            (f"the (?:words?|phrase|sentence|term) {QUOTE} (?:appears?|occurs?|stands?)(?: in (?:the "
            ")?(?:text|document|report|deck))?"),
            quoted,
        ),
    )),
    "not_contains": Forms(("does not",), (
        (f"{ANY} does not (?:contain|include|mention|use) the (?:words?|phrase|text|sentence|term) {QUOTE}", quoted),
        (
            (f"the (?:words?|phrase|sentence|term) {QUOTE} does not (?:appear|occur)(?: in (?:the "
            ")?(?:text|document|report|deck))?"),
            quoted,
        ),
    )),
    "xlsx.no_errors": Forms(("cell",), (
        (r"no cell (?:shows|has|contains|holds) an? (?:formula )?error(?: (?:value|such as .{1,40}))?", none),
    )),
    "xlsx.sheets": Forms(("sheet",), (
        (
            rf"(?:there is|the workbook (?:has|contains)) a (?:work)?sheet {CALLED}{QUOTE}",
            lambda f: {"names": [f.group("quoted").strip()]},
        ),
        (
            f"the workbook (?:has|contains) the (?:work)?sheets {CALLED}{NAMES}(?P<order>,? in (?:this|that) order)?",
            listed,
        ),
    )),
    "xlsx.cell": Forms(("cell",), (
        ((rf"cell (?P<at>(?:[\w ]+!)?[A-Z]{{1,3}}[0-9]{{1,7}}) (?:is|holds|contains|equals|"
         f"shows) (?P<value>{NUMBER})"), cell),
    )),
    "xlsx.no_constants": Forms(("formula",), (
        (r"no formula has a number typed into it", none),
    )),
    "xlsx.consistent_rows": Forms(("formula",), (
        (r"(?:a|every|each) row has one formula(?:,? copied across)?", none),
    )),
    "xlsx.no_hidden": Forms(("hidden",), (
        (r"no (?:sheet|sheet, row or column) is hidden", none),
    )),
    "xlsx.calculated": Forms(("formula",), (
        (r"every formula has (?:its|the) result (?:stored )?beside it", none),
    )),
    "files": Forms(("file",), (
        (
            rf"(?:there is a|the folder (?:has|contains) a) file {CALLED}{QUOTE}",
            lambda f: {"has": [f.group("quoted").strip()]},
        ),
    )),
    "rows": Forms(("rows",), (
        (rf"(?:(?:the )?(?:table|file|csv|data|sheet) {HAS} )?{limits('rows')}", limits_said),
    )),
    "csv.types": Forms(("one kind",), (
        (r"(?:every|each) column holds values of one kind", none),
    )),
    "json.keys": Forms(("the key",), (
        (r"(?:it|the (?:json|document|file|object)) has the keys? (?P<names>[\w .,\"'`\u201c\u201d]+?)", keys),
    )),
    "csv.columns": Forms(("column",), (
        (
            (rf"the (?:table|file|csv|data) has (?:the |a )?columns? {CALLED}(?P<names>[\w "
            r",\"'`\u201c\u201d]+?)"),
            columns,
        ),
    )),
}
# fmt: on
