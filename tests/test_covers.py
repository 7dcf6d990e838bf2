"""The cover of a book: what is on it, and in which colours."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageColor

from briefpress.epub.cover import HEIGHT, MASTHEAD, PICTURE, WIDTH, Cover, UnreadablePicture
from briefpress.pattern import shade
from briefpress.themes.tokens import packaged

COVER = Cover(
    name="ports",
    hue=175,
    institution="Test Institute",
    series="Papers 7",
    topic="Trade",
    title="Ports: the basics",
    subtitle="What ships bring",
    byline="North Desk",
    watermark="",
    picture=None,
    drawing="",
    direction="ltr",
    tokens=packaged(),
)


def drawn(cover: Cover) -> Image.Image:
    return Image.open(io.BytesIO(cover.draw()[0])).convert("RGB")


def is_at(image: Image.Image, x: int, y: int, colour: str) -> bool:
    return image.getpixel((x, y)) == ImageColor.getrgb(colour)


def written(image: Image.Image, top: int, bottom: int, left: int, right: int) -> bool:
    """Whether something else than one colour stands there."""
    extrema = image.convert("L").crop((left, top, right, bottom)).getextrema()
    return bool(extrema[0] != extrema[1])


def test_it_has_the_colour_of_the_topic_and_the_pattern_of_the_brief() -> None:
    image = drawn(COVER)
    assert image.size == (WIDTH, HEIGHT)
    assert is_at(image, 5, HEIGHT - 5, shade(175))
    assert is_at(image, 5, 5, packaged()["paper"])
    other = drawn(replace(COVER, name="streams"))
    plate = (0, MASTHEAD + PICTURE, WIDTH, HEIGHT)
    # The shades at the edges of letters are taken from those of the whole cover.
    difference = ImageChops.difference(image.crop(plate), other.crop(plate))
    assert max(most for _, most in difference.getextrema()) < 16
    assert image.tobytes() != other.tobytes()
    assert COVER.draw() == COVER.draw()


def test_a_drawing_is_small_and_a_photograph_too(tmp_path: Path) -> None:
    content, suffix = COVER.draw()
    assert suffix == ".png"
    assert len(content) < 70_000
    file = tmp_path / "photograph.png"
    noise = Image.merge("RGB", [Image.effect_noise((600, 400), 90) for _ in range(3)])
    noise.resize((1200, 800)).save(file)
    content, suffix = replace(COVER, picture=file).draw()
    assert suffix == ".jpg"
    assert len(content) < 500_000


@pytest.mark.parametrize("name", ["red.svg", "red.png"])
def test_it_shows_the_picture_of_the_brief(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.endswith(".svg"):
        file.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 2">'
            '<rect width="9" height="2" fill="#ff0000"/></svg>',
            encoding="utf-8",
        )
    else:
        Image.new("RGBA", (90, 400), "#ff0000").save(file)
    image = drawn(replace(COVER, picture=file))
    for x, y in ((5, MASTHEAD + 5), (WIDTH - 5, MASTHEAD + PICTURE - 5)):
        assert is_at(image, x, y, "#ff0000")
    if name.endswith(".svg"):  # one with translated words
        drawing = file.read_text(encoding="utf-8").replace("#ff0000", "#00ff00")
        assert is_at(drawn(replace(COVER, drawing=drawing)), 5, MASTHEAD + 5, "#00ff00")


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    for name in ("words.svg", "words.png"):
        file = tmp_path / name
        file.write_text("words", encoding="utf-8")
        with pytest.raises(UnreadablePicture):
            replace(COVER, picture=file).draw()


def test_a_draft_says_so_below_the_masthead() -> None:
    image = drawn(replace(COVER, watermark="Draft"))
    assert is_at(image, 5, MASTHEAD + 5, packaged()["signal"])


def test_lines_begin_at_the_right_where_the_language_does() -> None:
    image = drawn(replace(COVER, title="الحياد", direction="rtl", subtitle="", byline="", topic=""))
    below = MASTHEAD + PICTURE
    assert written(image, below + 20, below + 160, WIDTH // 2, WIDTH)
    assert not written(image, below + 20, HEIGHT, 0, WIDTH // 2)


def test_the_longest_title_stays_on_it() -> None:
    title = "How the Union could enforce the rules that it has before it writes new ones: " * 3
    image = drawn(replace(COVER, title=title.strip(), byline=", ".join(["A North Desk"] * 8)))
    assert not written(image, HEIGHT - 30, HEIGHT, 0, WIDTH)
