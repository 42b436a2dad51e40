"""Tokens that mean something in a kind of text, from which nonsense of the right sort is made."""

# ruff: noqa: E501 - markup is read best where a tag is not broken
from __future__ import annotations

from typing import Final

from tests.fuzz.odd import CANARY_PATH, ENEMY

_ENEMY: Final = ENEMY.encode()
HTML: Final = (
    *(b"<%s>" % name for name in (
        b"p", b"div", b"span", b"b", b"i", b"a", b"h1", b"h6", b"ul", b"ol", b"li", b"dl", b"dt", b"dd", b"table", b"tr",
        b"td", b"th", b"thead", b"tbody", b"caption", b"colgroup", b"col", b"blockquote", b"pre", b"code", b"br", b"hr",
        b"img", b"svg", b"math", b"text", b"title", b"style", b"script", b"noscript", b"template", b"details", b"summary",
        b"select", b"option", b"textarea", b"input", b"button", b"form", b"label", b"iframe", b"object", b"embed",
        b"video", b"canvas", b"dialog", b"slot", b"html", b"head", b"body", b"frameset", b"plaintext", b"xmp", b"base",
        b"meta charset=utf-16", b"link rel=stylesheet href=" + _ENEMY + b"/x.css", b"sup", b"sub", b"del", b"ins", b"q",
        b"abbr title=x", b"ruby", b"rt", b"figure", b"figcaption", b"main", b"nav", b"foreignObject", b"desc", b"x-y",
    )),
    *(b"</%s>" % name for name in (
        b"p", b"div", b"span", b"b", b"table", b"tr", b"td", b"ul", b"li", b"style", b"script", b"template", b"svg",
        b"body", b"html", b"title", b"textarea", b"select", b"nope",
    )),
    b"<td colspan=1000000000 rowspan=1000000000>", b"<td colspan=-1>", b"<td colspan=x rowspan=0>", b"<ol start=99999999999>",
    b"<ol reversed type=i>", b"<li value=-1>", b"<p hidden>", b"<p aria-hidden=true>", b"<p style='display:none'>",
    b"<p style='font-size:0'>", b"<p style='color:#fff;background:white'>", b"<p style='position:absolute;left:-9999px'>",
    b"<p style='opacity:0;visibility:hidden;clip:rect(0 0 0 0)'>", b"<p style='font:0/0 a'>", b"<p style='x:(((((((('>",
    b"<style>p{display:none}</style>", b"<style>* * * * * * * p{color:red}</style>", b"<style>p:not(:not(:not(p)))", b"{", b"}",
    b"<style>@import '" + _ENEMY + b"/x'; @media{p{}}", b"/*", b"*/", b"<!--", b"-->", b"<!", b"<?", b"<![CDATA[", b"]]>",
    b"<!doctype html>", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file://" + CANARY_PATH.encode() + b"'>]>", b"&a;", b"&amp;", b"&#0;",
    b"&#xD800;", b"&#x110000;", b"&#99999999999;", b"&nope;", b"&lt", b"<img src=" + _ENEMY + b"/x.png alt=''>",
    b"<img src=data:image/png;base64,x>", b'<img alt="x" width=1e9>', b"<a href=#x>", b"<a name=x>", b"<a id=x id=y>",
    b"<a href='javascript:x'>", b" class='a b c'", b" id=x", b" lang=de", b" dir=rtl", b"=", b"'", b'"', b">", b"<", b"/>", b"text",
    b"<base href=" + _ENEMY + b"/>", b"<meta http-equiv=refresh content='0;url=" + _ENEMY + b"'>",
)  # fmt: skip
SVG: Final = (
    b"<svg>", b"<svg xmlns='http://www.w3.org/2000/svg'>", b"</svg>", b"<text>", b"<text/>", b"</text>", b"<tspan>", b"</tspan>", b"<g>", b"</g>",
    b"<defs>", b"</defs>", b"<symbol>", b"<title>", b"</title>", b"<desc>", b"<style>", b"</style>", b"<a href='#x'>", b"<x:a xmlns:x='y'>",
    b"<use href='" + _ENEMY + b"/x.svg#y'/>", b"<image href='" + _ENEMY + b"/x.png'/>", b"<image xlink:href='file://" + CANARY_PATH.encode() + b"'/>",
    b"<foreignObject><p>text</p></foreignObject>", b"<script>", b"</script>", b" display='none'", b" visibility='hidden'", b" opacity='0'",
    b" style='display:none;;:;opacity'", b" fill-opacity='0%'", b" width='1e9'", b" height='-1'", b" width='999999.999999px'", b" width='100%'", b" id='x'",
    b"<!DOCTYPE svg>", b"<!DOCTYPE svg [<!ENTITY a 'b'>]>", b"<!DOCTYPE svg SYSTEM '" + _ENEMY + b"/x.dtd'>", b"<!ENTITY", b"&a;", b"&lt;", b"&#0;",
    b"&#x110000;", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml version='1.0'?>", b"<?xml-stylesheet href='" + _ENEMY + b"/x.css'?>", b" xml:space='preserve'",
    b"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file://" + CANARY_PATH.encode() + b"' parse='text'/>", b"<", b">", b"'", b'"', b"=", b"/>", b"text", b"\0",
)  # fmt: skip
MARKDOWN: Final = (
    b"# ", b"###### ", b"####### ", b"\n", b"\n\n", b"> ", b">", b"- ", b"* ", b"+ ", b"1. ", b"1) ", b"999999999. ", b"    ", b"\t",
    b"*", b"**", b"***", b"_", b"__", b"~~", b"`", b"``", b"```", b"```x\n", b"~~~\n", b"[", b"]", b"![", b"](", b"](<", b")", b"[x](y)",
    b"[x]: y\n", b"[x]: <y> 'title'\n", b"[x][x]", b"[//]: # (note)\n", b"[^1]", b"[^1]: x\n", b"<", b">", b"<http://x>", b"<b>", b"</b>",
    b"<!-- x -->", b"<!--", b"-->", b"<div hidden>\n", b"</div>\n", b"<script>", b"|", b"| a | b |\n", b"|---|---|\n", b"|:-:|\n", b"---\n",
    b"===\n", b"***\n", b"+++\n", b"\\", b"\\\n", b"  \n", b"&amp;", b"&#0;", b"&#xD800;", b"&", b"!", b"- [ ] ", b"- [x] ", b"x", b" ", b"  ",
    b"* a\n  * b\n    * c\n", b"> - > - ", b"*a **b ", b"a**b*c", b"[[[", b"]]]", b"<a<a<a", b"<?", b"<!A", b"<![CDATA[", b":::\n", b"$x$", b"{#id}",
    b"---\ntitle: x\n---\n", b"+++\na = 1\n+++\n",
)  # fmt: skip
CSV: Final = (
    b",", b";", b"\t", b"|", b'"', b'""', b'"""', b"\n", b"\r\n", b"\r", b" ", b'",', b',"', b'"a"b', b"a,b\n", b",,,,,,,,", b"\n\n\n", b"'",
    b"=1+1", b"@SUM(A1)", b"sep=;\n", b"1,234", b"1e309", b"#N/A", b"\\", b"x", b'"a\nb"',
)  # fmt: skip
JSON: Final = (
    b"{", b"}", b"[", b"]", b",", b":", b'"', b'"a"', b'"a":', b'{"a":1}', b"[1,2]", b"null", b"true", b"false", b"NaN", b"Infinity", b"-Infinity", b"-",
    b"1", b"-0", b"1e9999", b"1E400", b"0.1", b"01", b".5", b"1.", b"9" * 5000, b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u0000"', b'"\\x"', b'"\\', b"\\",
    b'{"a":1,"a":2}', b'{"__proto__":{}}', b'{"":""}', b"[[[[", b"]]]]", b"//x\n", b"/*x*/", b"'x'", b'{"$ref":"#"}', b"\n", b" ", b'"~1/a[0].b"', b"\x01",
)  # fmt: skip
TEXT: Final = (
    b"\n", b"\n\n", b" \n \n", b"\t", b"x", b"word ", b"\x0c", b"\xe2\x80\x8b", b"\xe2\x80\xae", b"...", b"\xe2\x80\xa6", b"~deadbeef", b"1,000.5", b"-", "¶1".encode(),
)  # fmt: skip
PDF: Final = (
    b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"startxref", b"%%EOF", b"<<", b">>", b"[", b"]", b"(", b")", b"<", b">", b"/", b"R", b" 0 R",
    b"1 0 R", b"2 0 R", b"3 0 R", b"4 0 R", b"999999 0 R", b"/Type", b"/Page", b"/Pages", b"/Kids", b"/Parent", b"/Count", b"/MediaBox", b"/CropBox", b"/Rotate", b"/Contents",
    b"/Resources", b"/Font", b"/XObject", b"/Length", b"/Filter", b"/FlateDecode", b"/LZWDecode", b"/ASCIIHexDecode", b"/ASCII85Decode", b"/RunLengthDecode", b"/DCTDecode",
    b"/JBIG2Decode", b"/JPXDecode", b"/CCITTFaxDecode", b"/Crypt", b"/DecodeParms", b"/Predictor", b"/Columns", b"/Encrypt", b"/ObjStm", b"/XRef", b"/Prev", b"/Size", b"/Root",
    b"/Info", b"/ID", b"/W", b"/Index", b"/First", b"/N", b"/Outlines", b"/Next", b"/Dest", b"/Annots", b"/Link", b"/URI", b"/A", b"/AA", b"/OpenAction", b"/JavaScript", b"/JS",
    b"/Launch", b"/GoToR", b"/SubmitForm", b"/EmbeddedFile", b"/AcroForm", b"/XFA", b"/Names", b"/StructTreeRoot", b"/K", b"/MCID", b"/Lang", b"/Metadata", b"/ToUnicode",
    b"/Encoding", b"/Identity-H", b"/FontDescriptor", b"/Widths", b"/FirstChar", b"/LastChar", b"/Type3", b"/CharProcs", b"/FontMatrix", b"/OCProperties", b"/OCG", b"/SMask",
    b"/Group", b"/Pattern", b"/Shading", b"/ColorSpace", b"/Width", b"/Height", b"/BitsPerComponent", b"BT", b"ET", b"Tf", b"Tj", b"TJ", b"Tm", b"Td", b"Tr", b"3 Tr", b"q", b"Q", b"cm",
    b"Do", b"re", b"f", b"n", b"W", b"sh", b"BI", b"ID", b"EI", b"true", b"false", b"null", b"0", b"-1", b"65535", b"1e38", b"\n", b" ", b"\\377\\376", b"[[[[", b"<<<<",
)  # fmt: skip
BINARY: Final = (
    b"\x00", b"\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\xff\xd8", b"\xff\xd9", b"\xff\xc0", b"\xff\xc2", b"\xff\xda", b"\xff\xe1",
    b"\xff\xff", b"Exif\x00\x00", b"II*\x00", b"MM\x00*", b"IHDR", b"IDAT", b"IEND", b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"acTL", b"pHYs", b"GIF89a", b",", b";", b"!\xf9", b"!\xfe", b"RIFF", b"WEBP",
    b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ALPH", b"\x9d\x01\x2a", b"\x2f", b"BM", b"<svg", b"\x01\x00\x00\x00", b" EMF", b"ftyp", b"avif", b"heic", b"mif1", b"ispe\x00\x00\x00\x00", b"\xd7\xcd\xc6\x9a",
)  # fmt: skip
