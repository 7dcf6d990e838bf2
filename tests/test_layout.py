"""The lines of the print edition stand where those of the screen's do, aside from the fold."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import Publication
from spoiling import rewrite

from briefpress.check.checks import checks_of
from briefpress.check.layout import Fold, compare
from briefpress.check.made import Made, made_files

FOLD = Fold(binding=8, to_left=False, has_title_page=False)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> Path:
    """A build with both editions of a brief of several pages."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("layout") / "publication")
    made.add("docs/briefs/ports.md", "\n\n" + "\n\n".join(["A line of *text*. " * 40] * 15))
    made.add("conf.py", '\nbriefpress_print = {"binding": 8}\n')
    made.build("-b", "ports", "-l", "en", "-f", "html", "-f", "pdf", "-f", "print")
    return made.path / "build"


def editions(build: Path) -> tuple[Path, Path]:
    return build / "site/en/briefs/ports.pdf", build / "print/en/ports.pdf"


@pytest.mark.slow
def test_a_good_file_has_the_layout_of_the_screen(build: Path) -> None:
    screen, printed = (file.read_bytes() for file in editions(build))
    assert compare(screen, printed, FOLD).findings == ()
    (made,) = (each for each in made_files(build) if each.format == "print")
    (check,) = (each for each in checks_of(made, build) if each.check == "layout")
    assert [report.findings for report in check.validate([editions(build)[1]])] == [()]


def prefixed(number: int, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return what draws page *number* after *content*."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[number - 1]
        page.Contents = pdf.make_stream(content + b" " + page.Contents.read_bytes())

    return spoil


def move_a_line(pdf: pikepdf.Pdf) -> None:
    count = 0

    def change(operands: list[object], operator: str) -> list[object]:
        nonlocal count
        count += operator == "Tm"
        return [*operands[:4], 190, 777] if operator == "Tm" and count == 9 else operands

    rewrite(pdf, change, 1)


def lose_a_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def swap_pages(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1]
    del pdf.pages[1]
    pdf.pages.append(page)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(prefixed(2, b"0.97 0 0 0.97 0 0 cm"), "at 97.0% of its size", id="smaller"),
        pytest.param(prefixed(1, b"1.02 0 0 1.02 0 0 cm"), "at 102.0% of its size", id="larger"),
        pytest.param(
            prefixed(1, b"1 0 0 1 -22.677 0 cm"), "8.0 mm too far to the left", id="no binding"
        ),
        pytest.param(
            prefixed(2, b"1 0 0 1 45.354 0 cm"), "16.0 mm too far to the right", id="other side"
        ),
        pytest.param(prefixed(2, b"1 0 0 1 0 -9 cm"), "3.2 mm too far down", id="lower"),
        pytest.param(move_a_line, "A line stands elsewhere", id="a line"),
        pytest.param(lose_a_page, "lines stand elsewhere", id="a page less"),
        pytest.param(swap_pages, "lines stand elsewhere", id="pages in another order"),
    ],
)
def test_what_is_moved_is_found(
    build: Path, spoil: Callable[[pikepdf.Pdf], None], said: str
) -> None:
    screen, printed = editions(build)
    with pikepdf.open(printed) as pdf:
        spoil(pdf)
        pdf.save(spoiled := io.BytesIO())
    findings = compare(screen.read_bytes(), spoiled.getvalue(), FOLD).findings
    assert any(said in finding.message for finding in findings), findings


def test_the_fold_of_what_runs_to_the_left_is_on_the_right() -> None:
    fold = Fold(binding=25.4, to_left=True, has_title_page=True)
    assert [fold.shift(number) for number in (1, 2, 3)] == [0, 72, -72]


def test_what_is_printed_alone_is_said_to_be_compared_with_nothing(tmp_path: Path) -> None:
    made = Made("ports", "en", "print", "print/en/ports.pdf", "", True, texts=("site/en/p.html",))
    found = {check.check: check for check in checks_of(made, tmp_path)}
    assert list(found) == ["text layer", "letters"]
    assert found["text layer"].merit == "not compared"
    ((finding,),) = (each.findings for each in found["text layer"].validate([tmp_path]))
    assert (finding.rule, finding.severity) == ("not-compared", "warning")
