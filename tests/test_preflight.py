"""Preflight of print editions: a good file passes, and each seeded defect is found by its rule."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from print_defects import BOTH, X1A_ONLY, X4_ONLY
from print_files import AT, HEIGHT, MM, SLUG, X1A, X4, good, paint, profile, use
from printers_defects import ORDERED, PRINTERS, marked

from briefpress.check import MissingTool, check_build, preflight
from briefpress.check.preflight import STANDARDS, Limits, ink
from briefpress.check.preflight.document import Document
from briefpress.check.preflight.rules import RULES
from briefpress.check.result import Report

if TYPE_CHECKING:
    from collections.abc import Callable


def check(
    pdf: pikepdf.Pdf, folder: Path, standard: str = X4, limits: Limits | None = None, **saving: Any
) -> Report:
    file = folder / "brief.pdf"
    version = "1.6" if standard == X4 else "1.4"
    pdf.save(
        file,
        force_version=saving.pop("force_version", version),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,  # which would pack again what is packed by LZW
        fix_metadata_version=False,
        **saving,
    )
    return preflight.validate(file, standard, limits)


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


@pytest.fixture
def finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """A function that says whether a rule finds something, among all but Ghostscript's, which
    takes time, if it is not that one."""

    def found(rule: str, pdf: pikepdf.Pdf, standard: str = X4) -> bool:
        with monkeypatch.context() as patch:
            if rule != "ink":
                patch.delitem(RULES, "ink")
            return rule in rules(check(pdf, tmp_path, standard))

    return found


@pytest.mark.parametrize("standard", [X4, X1A])
def test_a_good_file_has_no_findings(standard: str, tmp_path: Path) -> None:
    assert check(good(standard), tmp_path, standard).findings == ()


# ---- seeded defects ------------------------------------------------------------------------------


def named(rows: list[Any]) -> list[Any]:
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.mark.parametrize(("spoil", "rule"), named([*BOTH, *PRINTERS]))
def test_a_defect_is_found(
    spoil: Callable[[pikepdf.Pdf], None], rule: str, finds: Callable[..., bool], tmp_path: Path
) -> None:
    pdf = good()
    spoil(pdf)
    assert finds(rule, pdf)
    # The same file by the rule of the other standard.
    file = tmp_path / "brief.pdf"
    with pikepdf.Pdf.open(file) as opened:
        assert list(RULES[rule](Document(opened, file, STANDARDS[X1A], Limits())))


@pytest.mark.parametrize(("spoil", "rule"), named(X4_ONLY))
def test_a_defect_of_x4_is_found(
    spoil: Callable[[pikepdf.Pdf], None], rule: str, finds: Callable[..., bool]
) -> None:
    pdf = good()
    spoil(pdf)
    assert finds(rule, pdf)


@pytest.mark.parametrize(("spoil", "rule"), named(X1A_ONLY))
def test_a_defect_of_x1a_is_found(
    spoil: Callable[[pikepdf.Pdf], None], rule: str, finds: Callable[..., bool]
) -> None:
    pdf = good(X1A)
    spoil(pdf)
    assert finds(rule, pdf, X1A)


@pytest.mark.parametrize(("limits", "spoil", "rule"), named(ORDERED))
def test_what_was_not_ordered_is_found(
    limits: Limits, spoil: Callable[[pikepdf.Pdf], None], rule: str, tmp_path: Path
) -> None:
    pdf = good()
    spoil(pdf)
    assert rules(check(pdf, tmp_path, limits=limits)) == {rule}


def test_what_was_ordered_is_no_finding(tmp_path: Path) -> None:
    pdf = good()
    marked()(pdf)
    digest = hashlib.sha256(profile()).hexdigest()
    limits = Limits(marks=True, pages=2, multiple=2, condition="FOGRA39", profile=digest)
    assert not check(pdf, tmp_path, limits=limits).findings


def test_blank_pages_may_fill_the_last_sheet(tmp_path: Path) -> None:
    pdf = good()
    pdf.pages[1].obj.Contents = pdf.make_stream(b"0 0 0 1 K 0.25 w 2 2 m 2 15 l S")
    assert not check(pdf, tmp_path, limits=Limits(pages=2, multiple=2)).findings


def test_every_rule_is_proven() -> None:
    proven = {row[-1] for row in (*BOTH, *PRINTERS, *ORDERED, *X4_ONLY, *X1A_ONLY)}
    others = {"damaged", "encryption", "file-id"}
    assert proven | others == set(RULES)


# ---- what is not a page's content ----------------------------------------------------------------


def test_an_older_standard_allows_no_newer_file(tmp_path: Path) -> None:
    assert rules(check(good(X1A), tmp_path, X1A, force_version="1.6")) == {"pdf-version"}


def test_a_file_without_identifier_is_found(tmp_path: Path) -> None:
    check(good(), tmp_path)
    file = tmp_path / "brief.pdf"
    file.write_bytes(file.read_bytes().replace(b"/ID [", b"/Is ["))
    assert rules(preflight.validate(file, X4)) == {"file-id"}


def test_an_encrypted_file_is_found(tmp_path: Path) -> None:
    encryption = pikepdf.Encryption(owner="a", user="", R=4)
    assert "encryption" in rules(check(good(), tmp_path, encryption=encryption))
    secret = pikepdf.Encryption(owner="a", user="b", R=4)
    (finding,) = check(good(), tmp_path, encryption=secret).findings
    assert finding.message == "The file is encrypted and asks for a password."


@pytest.mark.parametrize("part", [0, 9, 300])
def test_what_is_no_pdf_is_unreadable(part: int, tmp_path: Path) -> None:
    check(good(), tmp_path)
    file = tmp_path / "brief.pdf"
    file.write_bytes(file.read_bytes()[:part])
    report = preflight.validate(file, X4)
    assert rules(report) == {"unreadable"}
    assert str(tmp_path) not in report.findings[0].message


@pytest.mark.parametrize("content", [b"", b"<", b"none", b"<a/>", b"<x:y/>", b"\xff\xfe\x00"])
def test_metadata_that_cannot_be_read_is_found_quietly(
    content: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pdf = good()
    pdf.Root.Metadata = pdf.make_stream(content, Type=Name.Metadata, Subtype=Name.XML)
    assert {"identification", "metadata"} <= rules(check(pdf, tmp_path))
    assert capfd.readouterr().err == ""


def test_a_file_cut_off_is_damaged(tmp_path: Path) -> None:
    check(good(), tmp_path)
    file = tmp_path / "brief.pdf"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) - 100])
    report = preflight.validate(file, X4)
    assert "damaged" in rules(report)
    assert all(str(tmp_path) not in finding.message for finding in report.findings)


def test_what_stands_before_a_file_is_damage(tmp_path: Path) -> None:
    check(good(), tmp_path)
    file = tmp_path / "brief.pdf"
    file.write_bytes(b"From: press\n" + file.read_bytes())
    assert "damaged" in rules(preflight.validate(file, X4))


def test_a_file_without_pages_is_unreadable(tmp_path: Path) -> None:
    assert rules(check(pikepdf.new(), tmp_path)) == {"unreadable"}


def test_the_size_and_bleed_that_were_ordered_count(tmp_path: Path) -> None:
    assert not check(good(), tmp_path, limits=Limits(trim=(100, 150))).findings
    report = check(good(), tmp_path, limits=Limits(trim=(105, 150), bleed=5))
    assert {finding.message for finding in report.findings} == {
        "The page is 100 × 150 mm when it is cut, not 105 × 150 mm.",
        "The bleed is too narrow: 3.00 mm at the left, 3.00 mm at the right, 3.00 mm at the top,"
        " 3.00 mm at the bottom. It should be 5 mm.",
    }


def test_a_finding_says_where_to_look(tmp_path: Path) -> None:
    pdf = good()
    paint(f"1 0 0 rg {SLUG + 10 * MM} {SLUG + HEIGHT - 30 * MM} 20 {10 * MM} re f")(pdf)
    (finding,) = check(pdf, tmp_path).findings
    assert finding.location == "page 2, 10 mm from the left, 20 mm from the top"
    assert finding.message.startswith("An area is in RGB 1 0 0, a colour for screens.")


def test_many_places_are_counted(tmp_path: Path) -> None:
    pdf = good()
    paint(" ".join(f"0.{n} 0 0 rg 50 60 9 9 re f" for n in range(10, 40)))(pdf)
    *shown, rest = check(pdf, tmp_path).findings
    assert len(shown) == 10
    assert rest.message == "and in 20 more places"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("0.2 g 50 60 9 9 re f", id="grey"),
        pytest.param("0 0 0 1 K 0.25 w 50 60 m 90 60 l S", id="a line of a quarter point"),
        pytest.param(f"BT /F 7 Tf 1 0.6 0 0 k {AT} Td <0040> Tj ET", id="small text of two inks"),
        pytest.param(f"BT /F 10 Tf 0 0 0 0 k {AT} Td <0040> Tj ET", id="white text"),
        pytest.param("0 0 9 9 re W n 1 0 0 0 k 9 0 40 9 re f", id="what is clipped away"),
        pytest.param("50 60 m 90 60 l 0.5 w B", id="a line that is filled as well"),
        pytest.param("q Q Q 0 0 0 0.5 k 50 60 9 9 re f", id="one Q too many"),
    ],
)
def test_what_prints_well_is_no_finding(content: str, tmp_path: Path) -> None:
    pdf = good()
    paint(content)(pdf)
    assert check(pdf, tmp_path).findings == ()


def test_transparency_is_no_defect_in_x4(tmp_path: Path) -> None:
    pdf = good()
    use("/ExtGState", lambda pdf: Dictionary(ca=0.5, BM=Name.Multiply), "/T gs 50 60 9 9 re f")(pdf)
    assert check(pdf, tmp_path).findings == ()


# ---- in a build ----------------------------------------------------------------------------------


def built(folder: Path, pdf: pikepdf.Pdf) -> Path:
    """Write a build with one file for printing."""
    build = folder / "build"
    file = build / "print" / "it" / "treni.pdf"
    file.parent.mkdir(parents=True)
    check(pdf, folder)
    content = (folder / "brief.pdf").read_bytes()
    file.write_bytes(content)
    receipt = build / "receipts" / "it" / "treni.print.json"
    receipt.parent.mkdir(parents=True)
    facts = {
        "brief": "treni",
        "claims": [X4],
        "format": "print",
        "language": "it",
        "path": "print/it/treni.pdf",
        "texts": ["site/it/briefs/treni.html"],
        "sha256": hashlib.sha256(content).hexdigest(),
        "order": {"bleed": 3, "trim": [100, 150]},
    }
    receipt.write_text(json.dumps(facts), encoding="utf-8")
    return build


def test_a_file_for_printing_is_preflighted_not_verified(tmp_path: Path) -> None:
    result, text, letters, layout = check_build(built(tmp_path, good()))
    assert (result.check, result.status) == (X4, "preflighted")
    assert (text.check, text.status) == ("text layer", "not compared")
    assert letters.check == "letters"
    assert (layout.check, layout.status) == ("layout", "not compared")
    assert "Ghostscript" in result.tool


def test_its_pictures_are_compared_with_those_of_the_screen(tmp_path: Path) -> None:
    build = built(tmp_path, good())
    screen = build / "site" / "it" / "briefs" / "treni.pdf"
    screen.parent.mkdir(parents=True)
    screen.write_bytes((tmp_path / "brief.pdf").read_bytes())
    *_, result, layout = check_build(build)
    assert (result.check, result.status) == ("pictures", "passed")
    assert (layout.check, layout.status) == ("layout", "passed")


def test_a_bad_file_for_printing_fails(tmp_path: Path) -> None:
    pdf = good()
    paint("1 0 0 rg 50 60 9 9 re f")(pdf)
    result, *_ = check_build(built(tmp_path, pdf))
    assert result.status == "failed"


def test_without_ghostscript_the_check_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = built(tmp_path, good())
    monkeypatch.setenv("GHOSTSCRIPT", "/nowhere/gs")
    with pytest.raises(MissingTool, match=r"(?s)program gs, .* ghostscript"):
        check_build(build)


def test_ghostscript_that_cannot_print_it_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(good(), tmp_path)
    monkeypatch.setattr(ink, "LONGEST", 0.001)
    report = preflight.validate(tmp_path / "brief.pdf", X4)
    assert [finding.rule for finding in report.findings] == ["ink"]
    assert "it took more than" in report.findings[0].message
