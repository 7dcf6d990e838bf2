"""Pictures come to the press in its inks, with no more of them than dries, and fine enough."""

import base64
import io
import struct
import subprocess
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from mending import mended
from photographs import photograph, saved
from PIL import Image, ImageCms, ImageDraw
from weasyprint import HTML

from briefpress.files import MEDIA_TYPES
from briefpress.fonts import write_fontconfig
from briefpress.pdf import separation
from briefpress.pdf.editions import Edition
from briefpress.pdf.fetcher import BASE_URL, ConfinedFetcher, Refused
from briefpress.pdf.job import Job
from briefpress.pdf.patches import mend_weasyprint
from briefpress.pdf.pool import render_jobs
from briefpress.pdf.separation import separate

MOST = 300 * 255 // 100
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"{}>{}</svg>'


def inks(content: bytes) -> np.ndarray:
    picture = Image.open(io.BytesIO(content))
    assert picture.mode == "CMYK"
    return np.asarray(picture).astype(int)


# Inks


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".gif"])
def test_a_picture_in_colours_comes_in_inks(suffix, profile):
    kind = MEDIA_TYPES[suffix].partition("/")[2].upper()
    made, _ = separate(saved(photograph(), kind), MEDIA_TYPES[suffix], profile)
    assert inks(made).shape == (80, 120, 4)


def test_a_drawing_in_vectors_is_left_to_the_painter(profile):
    drawing = SVG.format("", '<path fill="red" d="M0 0h9v9z"/>').encode()
    assert separate(drawing, "image/svg+xml", profile) == (drawing, "image/svg+xml")


def lab(picture: Image.Image, profile: Path | None = None) -> np.ndarray:
    source = str(profile) if profile else ImageCms.createProfile("sRGB")
    convert = ImageCms.buildTransform(
        source,
        ImageCms.createProfile("LAB"),
        picture.mode,
        "LAB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    found = np.asarray(ImageCms.applyTransform(picture, convert))
    return np.dstack([found[..., 0] / 2.55, found[..., 1:].view(np.int8)])


def test_colours_look_alike_on_paper(profile):
    """Those that a press has differ by what one sees side by side at most (CIE 1976)."""
    colours = [(200, 60, 60), (100, 150, 90), (12, 74, 110), (244, 196, 100), (150, 120, 180)]
    picture = Image.fromarray(np.array([colours], np.uint8))
    made, _ = separate(saved(picture), "image/png", profile)
    printed = lab(Image.open(io.BytesIO(made)), profile)
    distances = np.sqrt(((printed - lab(picture)) ** 2).sum(axis=2))
    assert distances.mean() < 4
    assert distances.max() < 7


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("darker", [1, 3, 8])
def test_no_place_has_more_ink_than_dries(kind, darker, profile):
    content = saved(photograph(darker=darker), kind)
    made, _ = separate(content, f"image/{kind.lower()}", profile)
    assert inks(made).sum(axis=2).max() <= MOST


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_a_profile_allows_too_much_is_taken_back(kind, profile, monkeypatch):
    monkeypatch.setattr(separation, "MOST_INK", 200)
    made, _ = separate(saved(photograph(darker=3), kind), f"image/{kind.lower()}", profile)
    assert inks(made).sum(axis=2).max() <= 200 * 255 // 100


def test_a_picture_in_inks_stays_as_its_maker_saved_it(profile):
    content = saved(photograph().convert("CMYK"), "JPEG")
    assert separate(content, "image/jpeg", profile) == (content, "image/jpeg")


def test_a_picture_in_too_much_ink_keeps_its_black(profile):
    wet = Image.new("CMYK", (32, 32), (250, 240, 230, 220))
    made, _ = separate(saved(wet, "JPEG"), "image/jpeg", profile)
    found = inks(made)
    assert found.sum(axis=2).max() <= MOST
    assert abs(found[..., 3] - 220).max() <= 3
    cyan, magenta, yellow = found[16, 16, :3]
    assert cyan > magenta > yellow > 150


def test_inks_are_not_inverted_unless_adobe_says_so(profile):
    content = saved(Image.new("CMYK", (32, 32), (5, 5, 5, 30)), "JPEG")
    marker = content.index(b"\xff\xee")  # APP14
    length = int.from_bytes(content[marker + 2 : marker + 4])
    made, _ = separate(content[:marker] + content[marker + 2 + length :], "image/jpeg", profile)
    assert inks(made)[16, 16, 3] > 200
    assert inks(made).sum(axis=2).max() <= MOST


def test_a_picture_in_inks_is_turned_as_its_camera_says(profile):
    turned = Image.Exif()
    turned[0x0112] = 6
    content = saved(photograph().convert("CMYK"), "JPEG", exif=turned)
    made, _ = separate(content, "image/jpeg", profile)
    assert Image.open(io.BytesIO(made)).size == (80, 120)


def test_the_same_picture_gives_the_same_bytes(profile):
    content = saved(photograph(), "JPEG")
    assert separate(content, "image/jpeg", profile) == separate(content, "image/jpeg", profile)


# Greys and letters


@pytest.mark.parametrize("mode", ["1", "L", "I;16", "RGB", "P"])
def test_greys_are_black_alone(mode, profile):
    ramp = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (4, 1)))
    if mode == "I;16":
        ramp = Image.fromarray(np.asarray(ramp).astype(np.uint16) * 256)
    else:
        ramp = ramp.convert(mode)
    made, media_type = separate(saved(ramp), "image/png", profile)
    picture = Image.open(io.BytesIO(made))
    assert (picture.mode, media_type) == ("L", "image/png")
    tones = np.asarray(picture)[0].astype(int)
    assert tones[0] == 0
    assert tones[255] == 255
    if mode != "1":
        assert (np.diff(tones) >= 0).all()
        assert 80 < tones[128] < 115  # black ink on paper is darker than its percentage says


def test_letters_in_a_drawing_are_black_alone(profile):
    picture = Image.new("RGB", (200, 100), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 60, 199, 99), fill=(180, 40, 60))
    pen.text((10, 10), "Heat kills", fill="black", font_size=30)
    for content, media_type in (
        (saved(picture), "image/png"),
        (saved(picture, "JPEG"), "image/jpeg"),
    ):
        made, kind = separate(content, media_type, profile)
        found = inks(made)
        assert kind == "image/tiff", "JPEG would put grains of colour around letters"
        letters = found[:55]
        assert letters[..., 3].max() == 255
        assert letters[..., :3].max() == 0
        assert found[80, 100, 1] > 150


def test_a_light_tint_in_a_drawing_is_no_grey(profile):
    """Else a gradient ends in a grey line."""
    ramp = np.arange(256, dtype=np.uint8)
    red = np.stack([np.full(256, 255, np.uint8), ramp, ramp], axis=-1)
    picture = Image.fromarray(np.tile(red, (40, 1, 1)))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 255, 20), fill="black")
    made, kind = separate(saved(picture), "image/png", profile)
    assert kind == "image/tiff"
    found = inks(made)
    assert found[30, 245:252, 3].max() < 4
    assert found[30, 245:252, 1].min() > 0


def test_dark_places_of_a_photograph_have_all_inks(profile):
    made, _ = separate(saved(photograph(darker=6), "JPEG"), "image/jpeg", profile)
    assert (inks(made).min(axis=2) > 60).any()


def test_a_photograph_on_white_is_one(profile):
    picture = Image.new("RGB", (400, 300), "white")
    picture.paste(photograph(darker=2), (20, 20))
    made, kind = separate(saved(picture, "JPEG"), "image/jpeg", profile)
    assert kind == "image/jpeg"
    assert (inks(made).min(axis=2) > 20).any()


# What shows through


def translucent() -> Image.Image:
    picture = photograph().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    return picture


def test_what_is_behind_a_picture_shows_through(profile):
    made, media_type = separate(saved(translucent()), "image/png", profile)
    assert media_type == "image/tiff"
    picture = Image.open(io.BytesIO(made))
    assert picture.n_frames == 2
    picture.seek(1)
    assert picture.mode == "L"
    assert picture.tobytes() == translucent().getchannel("A").tobytes()


def test_a_transparent_grey_stays_grey(profile):
    grey = Image.merge("LA", (photograph().convert("L"), translucent().getchannel("A")))
    made, _ = separate(saved(grey), "image/png", profile)
    assert Image.open(io.BytesIO(made)).mode == "LA"


def test_a_transparent_colour_of_a_palette_shows_nothing(profile):
    picture = photograph().quantize(16)
    made, _ = separate(saved(picture, "GIF", transparency=3), "image/gif", profile)
    clear = np.asarray(picture) == 3
    assert clear.any()
    shown = Image.open(io.BytesIO(made))
    shown.seek(1)
    assert np.asarray(shown)[clear].max() == 0


# Profiles in files


def with_profile(content: bytes) -> bytes:
    return saved(photograph(), icc_profile=content)


def test_the_profile_of_a_picture_is_heeded(profile):
    """The profile here calls green what sRGB calls red."""
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", srgb, 128)
    tags = {bytes(srgb[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    srgb[red : red + 4], srgb[green : green + 4] = b"gXYZ", b"rXYZ"
    plain, _ = separate(saved(photograph()), "image/png", profile)
    swapped, _ = separate(with_profile(bytes(srgb)), "image/png", profile)
    assert inks(plain)[5, 115, 0] < inks(plain)[5, 115, 1]  # red
    assert inks(swapped)[5, 115, 0] > inks(swapped)[5, 115, 1]  # green


@pytest.mark.parametrize("content", [b"not at all", "profile"], ids=["broken", "of another kind"])
def test_a_profile_of_no_use_is_passed_over(content, profile):
    content = profile.read_bytes() if content == "profile" else content
    assert separate(with_profile(content), "image/png", profile) == separate(
        saved(photograph()), "image/png", profile
    )


# In the PDF


@pytest.fixture
def page(tmp_path, profile):
    """A function that sets pictures on a page and lists what the PDF has of them."""

    @mended(mend_weasyprint)
    def write(**pictures: bytes) -> list[list[str]]:
        for name, content in pictures.items():
            (tmp_path / name.replace("_", ".")).write_bytes(content)
        html = "".join(f'<img width="90" src="{name.replace("_", ".")}">' for name in pictures)
        fetcher = ConfinedFetcher([tmp_path], tmp_path, partial(separate, profile=profile))
        file = tmp_path / "page.pdf"
        HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher).write_pdf(file)
        done = subprocess.run(
            ["pdfimages", "-list", file], capture_output=True, text=True, check=True
        )
        return [line.split()[2:9] for line in done.stdout.splitlines()[2:]]

    return write


def test_no_picture_in_the_pdf_is_in_rgb(page):
    content = base64.b64encode(saved(photograph())).decode()
    inside = f'<image width="60" height="40" href="data:image/png;base64,{content}"/>'
    found = page(
        a_png=saved(photograph()),
        b_jpg=saved(photograph(), "JPEG"),
        c_gif=saved(photograph(), "GIF"),
        d_webp=saved(photograph(), "WEBP"),
        e_png=saved(photograph().convert("L")),
        f_jpg=saved(photograph().convert("CMYK"), "JPEG"),
        g_svg=SVG.format("", inside).encode(),
        h_png=saved(translucent()),
    )
    kinds = [(kind, colours) for kind, _, _, colours, *_ in found]
    assert kinds.count(("image", "cmyk")) == 7
    assert kinds.count(("image", "gray")) == 1
    assert kinds.count(("smask", "gray")) == 1
    assert len(kinds) == 9


def test_inks_come_into_the_pdf_as_they_are(page, tmp_path, profile):
    content = saved(photograph())
    page(a_png=content)
    subprocess.run(["pdfimages", "-tiff", tmp_path / "page.pdf", tmp_path / "x"], check=True)
    made, _ = separate(content, "image/png", profile)
    assert (inks((tmp_path / "x-000.tif").read_bytes()) == inks(made)).all()


def test_a_drawing_may_hold_a_picture_in_pixels_and_nothing_else():
    fetcher = ConfinedFetcher([])
    address = "data:image/png;base64," + base64.b64encode(b"content").decode()
    assert fetcher.fetch(address).read() == b"content"
    for refused in ("data:text/html,x", "data:image/svg+xml,<svg/>", "data:,x"):
        with pytest.raises(Refused):
            fetcher.fetch(refused)


# Fine enough


def render(tmp_path: Path, name: str, width: float, picture: str, content: bytes) -> list:
    (tmp_path / "_images").mkdir()
    (tmp_path / "_images" / picture).write_bytes(content)
    html = f'<img alt=x style="width: {width}in" src="../_images/{picture}">'
    found: list = []
    job = Job(
        html=f"<html lang=en><title>x</title>{html}",
        css="@page { size: A4; margin: 0 }",
        base=tmp_path,
        page="briefs/x.html",
        images=(f"_images/{picture}",),
        edition=Edition(name, "pdf/ua-1", ()),
        source="docs/briefs/x.md",
        target=tmp_path / "x.pdf",
        places={f"_images/{picture}": ("docs/briefs/x.md", 7)},
    )
    render_jobs([job], write_fontconfig(tmp_path / "fonts"), lambda job, done: found.append(done))
    assert found[0].faults == ()
    return list(found[0].warnings)


COARSE = saved(photograph(402, 268))
BROKEN_BY_LINES = base64.encodebytes(COARSE).decode().replace("\n", "&#10;")
INSIDE = f'<image width="60" height="40" href="data:image/png;base64,{BROKEN_BY_LINES}"/>'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [("heat.png", COARSE), ("heat.svg", SVG.format("", INSIDE).encode())],
    ids=["a picture", "one in a drawing"],
)
def test_a_coarse_picture_is_named_with_its_line(name, content, tmp_path):
    stem, suffix = name.split(".")
    (warning,) = render(tmp_path, "print", 2, f"{stem}-0123456789ab.{suffix}", content)
    assert warning.path == "docs/briefs/x.md"
    assert warning.line == 7
    assert f"“{name}” is printed with 201 pixels per inch, and needs 225" in warning.text
    assert "12 % wider" in warning.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edition", "width"), [("print", 1.7), ("screen", 2)], ids=["fine enough", "on the screen"]
)
def test_other_pictures_are_not(edition, width, tmp_path):
    assert render(tmp_path, edition, width, "heat.png", COARSE) == []
