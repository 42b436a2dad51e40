"""Formulas are written on one line, with just enough parentheses."""

from __future__ import annotations

import pytest
from lxml import etree

from outcomes.artifacts.ooxml.equations import linear
from tests.artifacts.ooxml_files import part


def r(text: str) -> str:
    """A piece of a formula."""
    return f"<m:r><m:t>{text}</m:t></m:r>"


def e(text: str, tag: str = "e") -> str:
    """An argument of a formula."""
    return f"<m:{tag}>{r(text)}</m:{tag}>"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (r("x=1"), "x=1"),
        (f"<m:f>{e('1', 'num')}{e('a+b', 'den')}</m:f>", "1/(a+b)"),
        (f"<m:f>{e('(a)+(b)', 'num')}{e('(a+b)', 'den')}</m:f>", "((a)+(b))/(a+b)"),
        (f"<m:sSup>{e('x')}{e('2', 'sup')}</m:sSup>", "x^2"),
        (f"<m:sSub>{e('x')}{e('max', 'sub')}</m:sSub>", "x_max"),
        (f"<m:sSubSup>{e('x')}{e('i+1', 'sub')}{e('2', 'sup')}</m:sSubSup>", "x_(i+1)^2"),
        (f"<m:sPre>{e('6', 'sub')}{e('14', 'sup')}{e('C')}</m:sPre>", "_6^14 C"),
        (f"<m:rad><m:deg/>{e('2')}</m:rad>", "\u221a(2)"),
        (f"<m:rad>{e('3', 'deg')}{e('x')}</m:rad>", "\u221b(x)"),
        (f"<m:rad>{e('n', 'deg')}{e('x')}</m:rad>", "n\u221a(x)"),
        (
            f"<m:nary><m:naryPr><m:chr m:val='\u2211'/></m:naryPr>{e('i=1', 'sub')}{e('n', 'sup')}{e('i')}</m:nary>",
            "\u2211_(i=1)^n i",
        ),
        (f"<m:nary>{e('f')}</m:nary>", "\u222b f"),
        (f"<m:d>{e('a')}{e('b')}</m:d>", "(a|b)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=''/></m:dPr>{e('a')}</m:d>", "[a"),
        (f"<m:func><m:fName>{r('sin')}</m:fName>{e('x')}</m:func>", "sin x"),
        (f"<m:func><m:fName>{r('sin')}</m:fName><m:e><m:d>{e('x')}</m:d></m:e></m:func>", "sin(x)"),
        (f"<m:m><m:mr>{e('1')}{e('0')}</m:mr><m:mr>{e('0')}{e('1')}</m:mr></m:m>", "[1, 0; 0, 1]"),
        (f"<m:eqArr>{e('a=b')}{e('c=d')}</m:eqArr>", "a=b; c=d"),
        (f"<m:acc><m:accPr><m:chr m:val='\u0304'/></m:accPr>{e('x')}</m:acc>", "x\u0304"),
        (f"<m:limLow>{e('lim')}{e('n=0', 'lim')}</m:limLow>", "lim_(n=0)"),
        (f"<m:limUpp>{e('A')}{e('def', 'lim')}</m:limUpp>", "A^def"),
        (f"<m:box><m:boxPr/>{e('kept')}</m:box>", "kept"),
        (r("f\u2061(x)"), "f(x)"),
    ],
)
def test_a_formula_reads_as_a_line(formula: str, line: str) -> None:
    assert linear(etree.fromstring(part("m:oMath", formula).encode())) == line
