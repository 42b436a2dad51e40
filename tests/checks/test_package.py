"""The check that what was delivered opens: whole files pass, and every kind of damage is named with its mending."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import Flag
from outcomes.check import CheckResult, Finding
from outcomes.checks.package import opens
from outcomes.checks.soundness import Problem, inspect
from outcomes.reader import Limits
from outcomes.testing.documents import Docx, Pptx
from tests.checks.support import delivered, run, where

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REPORT = Docx().heading("Summary").picture(alt="A bridge").footnote("Source").to_bytes()
RELS = "word/_rels/document.xml.rels"
MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
Parts = dict[str, bytes]


def changed(change: Callable[[Parts], object], data: bytes = REPORT) -> bytes:
    """The package with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def zipped(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def replaced(part: str, old: bytes, new: bytes) -> bytes:
    """The report with some bytes of one part changed; they must have been there."""

    def change(parts: Parts) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return changed(change)


def test_a_whole_file_passes_and_says_what_was_looked_at() -> None:
    assert run(opens, delivered("docx", report_docx=REPORT)) == CheckResult(
        passed=True, measured="1 file; 9 parts and 9 relationships in report.docx; no problems"
    )


def test_each_office_file_of_a_folder_is_looked_at() -> None:
    cut = Pptx().slide("A").to_bytes()[:-100]
    artifact = delivered("folder", a_docx=REPORT, b_pptx=cut, notes_txt=b"text")
    assert run(opens, artifact) == CheckResult(
        passed=False,
        measured=("3 files; 9 parts and 9 relationships in a.docx; 0 parts and 0 relationships in b.pptx; 1 problem"),
        findings=(Finding("b.pptx", "not a whole zip archive: File is not a zip file"),),
        smallest_fix="Write the file again with a program that makes whole office files.",
    )


def test_other_files_pass_when_the_reader_could_read_them() -> None:
    artifact = delivered("json", data_json=b"{}")
    assert run(opens, artifact) == CheckResult(passed=True, measured="1 file; no problems")
    broken = replace(artifact, flags=(Flag("malformed", "not JSON: line 1", locator="data.json"),))
    assert run(opens, broken) == CheckResult(
        passed=False,
        measured="1 file; 1 problem",
        findings=(Finding("data.json", "not JSON: line 1"),),
        smallest_fix="Repair what cannot be read at data.json.",
    )


def test_flags_about_other_things_are_no_damage() -> None:
    flags = (Flag("truncated", "too long"), Flag("macros", "holds macros"))
    assert run(opens, replace(delivered("docx", report_docx=REPORT), flags=flags)).passed


def test_a_stray_file_that_nothing_points_to_does_no_harm() -> None:
    data = changed(lambda parts: parts.update({"stray.bin": b"x", "word/stray.xml": b"<a>"}))
    assert inspect(data).problems == []


def test_names_are_compared_without_regard_to_case() -> None:
    data = changed(lambda parts: parts.update({"word/Styles.XML": parts.pop("word/styles.xml")}))
    assert inspect(data).problems == []


def test_a_missing_part_is_found() -> None:
    data = changed(lambda parts: parts.pop("word/media/image1.png"))
    assert inspect(data).problems == [
        Problem(
            RELS,
            "rIdPicture1 points to 'word/media/image1.png', which is missing",
            f"Add the part word/media/image1.png to the file, or take rIdPicture1 out of {RELS}.",
        )
    ]


def test_a_target_outside_the_package_is_only_a_missing_part() -> None:
    data = replaced(RELS, b'"media/image1.png"', b'"../../../etc/passwd"')
    assert [problem.problem for problem in inspect(data).problems] == [
        "rIdPicture1 points to 'etc/passwd', which is missing"
    ]


def test_external_targets_are_not_looked_for() -> None:
    data = Docx().paragraph("See ").link("site", "https://example.invalid/").to_bytes()
    assert inspect(data).problems == []


def test_a_reference_without_a_relationship_is_found() -> None:
    data = replaced(MAIN, b'"rIdPicture1"', b'"rIdOther"')
    assert inspect(data).problems == [
        Problem(
            MAIN,
            "refers to a relationship 'rIdOther' that does not exist",
            f"Add the relationship rIdOther to {RELS}, or take the reference to it out of {MAIN}.",
        )
    ]


def test_an_empty_reference_refers_to_nothing() -> None:
    assert inspect(replaced(MAIN, b'"rIdPicture1"', b'""')).problems == []


def test_two_relationships_of_one_id_are_found() -> None:
    data = replaced(RELS, b'Id="rId2"', b'Id="rId1"')
    assert [problem.problem for problem in inspect(data).problems] == ["2 relationships 'rId1'"]


def test_a_part_of_no_declared_type_is_found() -> None:
    data = replaced(TYPES, b'<Default Extension="png" ContentType="image/png"/>', b"")
    assert inspect(data).problems == [
        Problem(
            "word/media/image1.png",
            "no content type",
            f"Declare a content type for word/media/image1.png in {TYPES}.",
        )
    ]


def test_a_main_document_of_a_general_type_is_found() -> None:
    data = replaced(TYPES, b"document.main+xml", b"document+xml")
    assert [problem.part for problem in inspect(data).problems] == [MAIN]


def test_a_package_without_a_main_document_is_found() -> None:
    data = replaced("_rels/.rels", b"/officeDocument", b"/other")
    assert [problem.problem for problem in inspect(data).problems] == ["0 main documents, where one is needed"]


def test_xml_that_is_not_well_formed_is_found() -> None:
    assert [problem[:2] for problem in inspect(replaced(MAIN, b"</w:body>", b"")).problems] == [
        (MAIN, "not XML that can be parsed: mismatched tag: line 2, column " + str(column_of(b"</w:document>")))
    ]


def column_of(tag: bytes) -> int:
    """Where the parser meets the tag, once what stood before it is gone."""
    with zipfile.ZipFile(io.BytesIO(REPORT)) as archive:
        text = archive.read(MAIN).replace(b"</w:body>", b"").splitlines()[1]
    return text.index(tag) + 2


def test_a_document_type_is_refused_and_nothing_in_it_is_expanded() -> None:
    data = replaced(MAIN, b"<w:document", b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document')
    assert [problem[:2] for problem in inspect(data).problems] == [
        (MAIN, "declares a document type, which office files never do")
    ]


def test_damaged_relationships_do_not_make_every_reference_a_problem() -> None:
    assert [problem.part for problem in inspect(replaced(RELS, b"</Relationships>", b"")).problems] == [RELS]


def test_a_damaged_stream_is_found() -> None:
    data = bytearray(changed(lambda _: None))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo("word/styles.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    data[start : start + 40] = b"\xff" * 40
    found = inspect(bytes(data)).problems
    assert [problem.part for problem in found] == ["word/styles.xml"]
    assert found[0].problem.startswith("cannot be inflated: ")


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (Limits(parts=3), "12 parts, more than 3"),
        (Limits(part_bytes=100), "too large: more than 100 bytes, or 268,435,456 in all parts"),
        (Limits(ratio=2, ratio_from_bytes=100), "inflates to more than 2 times its size"),
    ],
)
def test_nothing_is_read_beyond_the_limits(limits: Limits, problem: str) -> None:
    assert inspect(changed(lambda _: None), limits).problems[0].problem == problem


def test_a_zip_without_content_types_is_no_office_file() -> None:
    assert [problem.problem for problem in inspect(zipped({"a.txt": b"x"})).problems] == [
        "no [Content_Types].xml, so this is no office file"
    ]


def test_two_parts_of_one_name_are_refused() -> None:
    data = changed(lambda parts: parts.update({"WORD/document.xml": b"<a/>"}))
    assert [problem.problem for problem in inspect(data).problems] == ["two parts have the name 'word/document.xml'"]


def test_names_in_findings_are_safe_to_print() -> None:
    data = replaced(RELS, b'"media/image1.png"', '"media/\u202eimage.png"'.encode())
    assert where(run(opens, delivered("docx", report_docx=data))) == {
        RELS: "rIdPicture1 points to 'word/media/\\u202eimage.png', which is missing"
    }


@pytest.mark.corpus
def test_real_files_that_open_have_no_problems(corpus: Path) -> None:
    found = {}
    for path in sorted((corpus / "documents").glob("*/*")):
        if path.suffix in (".docx", ".docm", ".dotx", ".pptx", ".pptm", ".potx", ".xlsx"):
            data = path.read_bytes()
            if data.startswith(b"PK"):
                found[path.name] = [problem.problem for problem in inspect(data).problems]
    assert len(found) > 90
    assert {name: problems for name, problems in found.items() if problems} == {
        "docling__powerpoint_malformed_pictures.pptx": ["refers to a relationship 'rIdMissing999' that does not exist"]
    }
