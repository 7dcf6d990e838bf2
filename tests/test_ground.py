"""A picture that lets light through is laid on the colour of its ground for a press without it."""

import io
from functools import partial
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from mending import mended
from photographs import photograph, saved
from pikepdf import Stream
from PIL import Image
from weasyprint import HTML

from briefpress.pdf.diagnosis import Places
from briefpress.pdf.fetcher import BASE_URL, ConfinedFetcher
from briefpress.pdf.flatten import flatten
from briefpress.pdf.order import print_edition
from briefpress.pdf.patches import mend_weasyprint
from briefpress.pdf.separation import separate
from briefpress.press_settings import A4, PrintSettings
from briefpress.themes.tokens import packaged

# Half of it shows what lies below; a drawing lets all of it show through by half.
GLASS = Image.new("RGBA", (40, 20), (255, 0, 0, 0))
GLASS.paste((255, 0, 0, 255), (20, 0, 40, 20))
GREY_GLASS = Image.merge("LA", (Image.new("L", (40, 20), 255), GLASS.getchannel("A")))
PANE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"{}>'
    '<path fill="#fff" opacity=".5" d="M0 0h60v40H0z"/></svg>'
)
GROUND = (0, 51, 0, 0)
PAPER = (0, 0, 0, 0)


@pytest.mark.parametrize("size", ["", ' width="60mm" height="40mm"'])
def test_a_flat_picture_has_the_colour_of_its_ground(size, tmp_path, profile):
    (tmp_path / "a.png").write_bytes(saved(GLASS))
    (tmp_path / "b.png").write_bytes(saved(GREY_GLASS))
    (tmp_path / "c.svg").write_text(PANE.format(size))
    seen = "".join(f'<img src="{name}">' for name in ("a.png", "b.png", "c.svg"))
    high = '<img src="c.svg" style="width: 90px; height: 99px">'
    tinted = f'<div style="background: device-cmyk(0 0.2 0 0)">{seen}{high}</div>'
    back = '<p style="background: url(a.png) device-cmyk(0 0 0 0.2)">x'
    found = [
        tuple(map(int, picture[5, 5])) for picture in flat(tinted + seen + back, tmp_path, profile)
    ]
    half = (0, 25, 0, 0)
    assert found == [
        GROUND,
        GROUND,
        pytest.approx(half, abs=1),
        GROUND,
        PAPER,
        PAPER,
        PAPER,
        (0, 0, 0, 51),
    ]


def test_a_flat_picture_has_no_ground_on_a_picture(tmp_path, profile):
    (tmp_path / "a.png").write_bytes(saved(GLASS))
    ramp = '<div data-line="a.md:7" style="background: linear-gradient(red, blue)">{}</div>'
    assert flat(ramp.format('<img src="a.png">'), tmp_path, profile) == ["a.md:7"]
    (tmp_path / "b.png").write_bytes(saved(photograph()))
    assert len(flat(ramp.format('<img src="b.png">'), tmp_path, profile)) == 1


@mended(mend_weasyprint)
def flat(html: str, folder: Path, profile: Path) -> list:
    """The pictures in the PDF of a page, or the places of what cannot be made opaque."""
    edition = print_edition(PrintSettings(standard="PDF/X-1a:2003"), A4, packaged(), folder).press
    fetcher = ConfinedFetcher([folder], folder, partial(separate, profile=profile))
    read = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
    document = read.render()
    if faults := flatten(document, Places(read.etree_element), edition):
        assert all("transparent parts on a picture" in fault.text for fault in faults)
        return [f"{fault.path}:{fault.line}" for fault in faults]
    with pikepdf.open(io.BytesIO(document.write_pdf())) as pdf:
        assert not any("/SMask" in thing for thing in pdf.objects if isinstance(thing, Stream))
        return [
            np.asarray(pikepdf.PdfImage(picture).as_pil_image())
            for picture in pdf.objects
            if isinstance(picture, Stream) and picture.get("/Subtype") == "/Image"
        ]
