"""The pictures of the print edition against those of the screen's: each seeded defect is found."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image, ImageOps

from briefpress.check.pictures import compare_with_screen as compare

if TYPE_CHECKING:
    from collections.abc import Callable

UPRIGHT = "300 0 0 150 50 400"


def scene() -> Image.Image:
    """A picture that is another one turned, mirrored or cropped."""
    image = Image.linear_gradient("L").resize((400, 200))
    made = ImageOps.colorize(image, "#103060", "#f0e0a0")
    made.paste((160, 30, 30), (30, 20, 150, 90))
    return made


def pdf(*drawn: tuple[Image.Image, str], change: Callable[[Any], None] | None = None) -> bytes:
    """Return a PDF with each picture on a page of its own, where its matrix puts it."""
    made, file = pikepdf.new(), BytesIO()
    for image, matrix in drawn:
        page = made.add_blank_page()
        spaces = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}
        stream = made.make_stream(
            image.tobytes(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=image.width,
            Height=image.height,
            BitsPerComponent=8,
            ColorSpace=spaces[image.mode],
        )
        if change:
            change(stream)
        page.obj.Resources = Dictionary(XObject=Dictionary(I=stream))
        page.obj.Contents = made.make_stream(f"q {matrix} cm /I Do Q".encode())
    made.save(file)
    return file.getvalue()


def jpeg(stream: Any) -> None:
    file = BytesIO()
    scene().save(file, "JPEG")
    stream.write(file.getvalue(), filter=Name.DCTDecode)


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(pdf((scene(), UPRIGHT)), id="the same"),
        pytest.param(pdf((scene().resize((900, 450)), "150 0 0 75 9 9")), id="other pixels"),
        pytest.param(pdf((scene(), UPRIGHT), change=jpeg), id="a JPEG"),
        pytest.param(pdf((scene(), "300 0 0 -150 50 400"), (scene(), UPRIGHT)), id="one more"),
        pytest.param(pdf((ImageOps.flip(scene()), "300 0 0 -150 50 400")), id="turned twice"),
        pytest.param(
            pdf((Image.blend(scene(), Image.new("RGB", (400, 200), "#778"), 0.4), UPRIGHT)),
            id="duller",
        ),
    ],
)
def test_a_picture_that_is_alike_is_found(printed: bytes) -> None:
    assert compare(pdf((scene(), UPRIGHT)), printed).findings == ()


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(pdf(), id="lost"),
        pytest.param(pdf((ImageOps.flip(scene()), UPRIGHT)), id="on its head"),
        pytest.param(pdf((scene(), "300 0 0 -150 50 400")), id="put on its head"),
        pytest.param(pdf((ImageOps.mirror(scene()), UPRIGHT)), id="mirrored"),
        pytest.param(pdf((scene(), "300 0 0 200 50 400")), id="stretched"),
        pytest.param(pdf((scene().crop((0, 0, 200, 100)), UPRIGHT)), id="cropped"),
        pytest.param(pdf((ImageOps.invert(scene()), UPRIGHT)), id="a negative"),
        pytest.param(pdf((scene().convert("L"), UPRIGHT)), id="grey"),
        pytest.param(pdf((Image.new("RGB", (400, 200), "white"), UPRIGHT)), id="white"),
        pytest.param(
            pdf((Image.merge("RGB", scene().split()[::-1]), UPRIGHT)), id="colours confused"
        ),
    ],
)
def test_a_picture_that_is_lost_or_spoilt_is_found(printed: bytes) -> None:
    (finding,) = compare(pdf((scene(), UPRIGHT)), printed).findings
    assert (finding.rule, finding.location) == ("missing-picture", "page 1 of the screen edition")


def test_what_cannot_be_read_is_found() -> None:
    def spoil(stream: Any) -> None:
        stream.ColorSpace = Name.Odd

    (finding,) = compare(pdf((scene(), UPRIGHT)), pdf((scene(), UPRIGHT), change=spoil)).findings
    assert finding.rule == "missing-picture"
    with pikepdf.open(BytesIO(pdf((scene(), UPRIGHT)))) as file:
        file.pages[0].Contents = file.make_stream(b"\x00\xff (( [ << q BT")
        file.save(written := BytesIO())
    for spoilt in (b"%PDF", written.getvalue()):
        (finding,) = compare(pdf((scene(), UPRIGHT)), spoilt).findings
        assert finding.rule == "unreadable"


def test_each_picture_is_looked_for_by_itself() -> None:
    other = scene().rotate(180)
    screen = pdf((scene(), UPRIGHT), (other, UPRIGHT), (scene(), UPRIGHT))
    assert not compare(screen, pdf((other, UPRIGHT), *2 * [(scene(), UPRIGHT)])).findings
    (finding,) = compare(screen, pdf((other, UPRIGHT), (scene(), UPRIGHT))).findings
    assert finding.location == "page 3 of the screen edition"
