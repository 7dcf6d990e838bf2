"""What veraPDF says of PDFs, most of them with a seeded defect."""

from __future__ import annotations

import pytest
from made_files import DOT
from test_text_layer import page, printed

from briefpress.check import verapdf


@pytest.mark.slow
@pytest.mark.parametrize(
    ("html", "variant", "rule"),
    [
        (page("<p>Uno"), None, "6.2-1"),
        (page(f'<p>Uno <img src="{DOT}">'), "pdf/ua-1", "7.3-1"),
        (page("<p>Uno", title=""), "pdf/ua-1", "7.1-9"),
        (page("<p>Uno", language=""), "pdf/ua-1", "7.2-29"),
        (page("<h1>Uno</h1><h3>Due</h3>"), "pdf/ua-1", "7.4.2-1"),
        (page("<table><tr><th>Uno<td>Due</table>"), "pdf/ua-1", "7.5-1"),
    ],
    ids=["untagged", "alt", "title", "language", "headings", "table"],
)
def test_verapdf_finds(html: str, variant: str | None, rule: str) -> None:
    report = verapdf.validate(printed(html, variant=variant), "PDF/UA-1")
    assert rule in [finding.rule for finding in report.findings]


@pytest.mark.slow
def test_verapdf_shows_some_of_many_places_and_counts_the_others() -> None:
    pictures = f'<img src="{DOT}">' * 25
    *shown, rest = verapdf.validate(printed(page(f"<p>{pictures}</p>")), "PDF/UA-1").findings
    assert [finding.location for finding in shown] == [
        f"Document[1]/Art[2]/P[1]/Figure[{number}]" for number in range(1, 11)
    ]
    assert rest.message == "and in 15 more places"


@pytest.mark.slow
def test_verapdf_knows_every_standard_of_its_table() -> None:
    pdf = printed(page("<p>Uno"))
    passed = {name for name in verapdf.PROFILES if not verapdf.validate(pdf, name).findings}
    assert passed == {"PDF/UA-1"}


@pytest.mark.slow
@pytest.mark.parametrize("part", [b"%PDF", b"endobj"])
def test_verapdf_cannot_read_a_broken_file(part: bytes) -> None:
    broken = printed(page("<p>Uno")).replace(part, b"")
    (finding,) = verapdf.validate(broken, "PDF/UA-1").findings
    assert finding.rule == "unreadable"


@pytest.mark.slow
def test_verapdf_does_not_log_what_it_can_mend(capfd: pytest.CaptureFixture[str]) -> None:
    verapdf.validate(printed(page("<p>Uno")).replace(b"/Length ", b"/Width  "), "PDF/UA-1")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("context", "place"),
    [
        ("root/document[0]/pages[3](6 0 obj PDPage)/annots[1](8 0 obj PDLinkAnnot)", "page 4"),
        (
            "root/document[0]/StructTreeRoot[0](5 0 obj PDStructTreeRoot)"
            "/K[0](6 0 obj SEDocument Document)/K[2](9 0 obj SEFigure Figure)",
            "Document[1]/Figure[3]",
        ),
        ("root", ""),
    ],
)
def test_a_place_in_a_pdf_is_told_so_that_it_can_be_found(context: str, place: str) -> None:
    assert verapdf.readable(context) == place
