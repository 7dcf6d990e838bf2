"""Find out of a finished book what is true of its accessibility.

The words are those of the Schema.org Accessibility Properties for Discoverability Vocabulary
(https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20241209/); when each is
said follows the EPUB Accessibility Metadata Guide of the W3C. A book is looked at as readers get
it, by the builder that writes it down and by the check that doubts it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from PIL import Image

from briefpress.formulas.words import in_words, is_line
from briefpress.trees import MATHML, OPS, SVG, XHTML

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What a book says that claims to conform, in its ``dcterms:conformsTo``.

EPUB Accessibility 1.1 wants it to match, in case and spacing, “EPUB Accessibility VERSION - WCAG
VERSION Level LEVEL”, with a hyphen between spaces, 1.1 or higher, 2.0 or higher, A, AA or AAA
(https://www.w3.org/TR/epub-a11y-11/#sec-conf-reporting-pub). Its own list ends with WCAG 2.1, and
grows with each version of WCAG; Ace 1.4 has 2.2 in its own (``conformsToStrings``), EPUBCheck 5.3
looks at none. Who claims must also name who examined the book, in ``a11y:certifiedBy``, be it the
publisher (#sec-evaluator-name): without a certifier no book claims anything.
"""

_HEADINGS = tuple(f"{{{XHTML}}}h{level}" for level in range(1, 7))
_NAMES = ("aria-label", "aria-labelledby")

# Style that takes from readers what is theirs to choose, and whose contrast nobody has measured.
_FIXED = re.compile(
    r"(?:^|[;\s])(?:color|background|font|line-height|letter-spacing|word-spacing)[\w-]*\s*:"
)
# What lets an SVG picture move (SVG 2, 2.4; CSS Animations 1).
_MOVES = re.compile(rb"<(?:\w+:)?(?:animate\w*|set)\b|@keyframes|animation(?:-name)?\s*:")


@dataclass(frozen=True)
class Accessibility:
    """What is true of a book: the values of the properties of schema.org, and *faults*, what a
    reader might stumble over, in words for who makes the book."""

    access_modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def properties(self) -> list[tuple[str, str]]:
        """The values with their properties, in the order of the package document."""
        return [
            *(("schema:accessMode", mode) for mode in self.access_modes),
            *(("schema:accessModeSufficient", modes) for modes in self.sufficient),
            *(("schema:accessibilityFeature", feature) for feature in self.features),
            *(("schema:accessibilityHazard", hazard) for hazard in self.hazards),
        ]


@dataclass
class _Seen:
    """What the pages of a book hold."""

    pictures: int = 0
    formulas: int = 0
    charts: list[bool] = field(default_factory=list)  # whether each has its numbers
    headings: int = 0
    roles: int = 0
    breaks: int = 0
    navigation: set[str] = field(default_factory=set)
    is_fixed: bool = False
    unnamed_pictures: int = 0
    unnamed_formulas: int = 0
    unspoken_formulas: int = 0
    headless_tables: int = 0
    unnamed_links: int = 0


def examine(pages: Iterable[ET.Element], pictures: Mapping[str, bytes]) -> Accessibility:
    """Return what is true of a book of *pages*, XHTML, that shows *pictures*, by their names."""
    seen = _Seen()
    moving = sorted(name for name, content in pictures.items() if _moves(content))
    for page in pages:
        for element in page.iter():
            if isinstance(element.tag, str):
                _look(element, seen)
        if any(_moves(ET.tostring(drawing)) for drawing in page.iter(f"{{{SVG}}}svg")):
            moving.append("a drawing in the text")
    described = not seen.unnamed_pictures
    return Accessibility(
        access_modes=("textual", "visual") if seen.pictures else ("textual",),
        sufficient=tuple(_sufficient(seen, described=described)),
        features=tuple(sorted(_features(seen, described=described))),
        # Whether what moves flashes, a person must see.
        hazards=("unknown",) if moving else ("none",),
        faults=tuple(_faults(seen, moving)),
    )


def summary(found: Accessibility, _: Callable[[str], str]) -> str:
    """Return what was *found* in words for readers, which *_* translates."""
    features = found.features
    sentences = [
        (True, _("Headings, lists, notes and tables are marked up as such.")),
        (
            "displayTransformability" in features,
            _("Size, type and colours are the reader’s to choose."),
        ),
        ("alternativeText" in features, _("Every picture has a description.")),
        ("textual" not in found.sufficient, _("Some pictures have no description.")),
        ("longDescription" in features, _("The numbers of every chart stand in a table too.")),
        ("describedMath" in features, _("Formulas are MathML, and also told in words.")),
        ("MathML" in features and "describedMath" not in features, _("Formulas are MathML.")),
        ("pageNavigation" in features, _("The pages of the PDF are marked and listed.")),
        ("none" not in found.hazards, _("Some pictures move.")),
    ]
    return " ".join(sentence for is_true, sentence in sentences if is_true)


def _sufficient(seen: _Seen, *, described: bool) -> Iterator[str]:
    is_textual = described and not seen.unnamed_formulas
    if is_textual:
        yield "textual"
    if seen.pictures or not is_textual:
        yield "textual,visual"


def _features(seen: _Seen, *, described: bool) -> Iterator[str]:
    yield "readingOrder"  # one text, in the order of its file
    yield "unlocked"
    if not seen.is_fixed:
        yield "displayTransformability"
    if seen.roles:
        yield "ARIA"
    if seen.pictures and described:
        yield "alternativeText"
    if seen.charts and all(seen.charts):
        yield "longDescription"
    if seen.formulas:
        yield "MathML"
    if seen.formulas and not seen.unspoken_formulas:
        yield "describedMath"
    if seen.headings:
        yield "structuralNavigation"
    if "toc" in seen.navigation:
        yield "tableOfContents"
    if "page-list" in seen.navigation:
        yield "pageNavigation"
    if seen.breaks:
        yield "pageBreakMarkers"


def _faults(seen: _Seen, moving: Iterable[str]) -> Iterator[str]:
    """Yield what speaks against WCAG 2.2 AA, with the criterion."""
    counted = (
        (seen.unnamed_pictures, "picture", "without a text alternative (1.1.1)"),
        (seen.unnamed_formulas, "formula", "without words (1.1.1)"),
        (seen.headless_tables, "table", "without header cells (1.3.1)"),
        (seen.unnamed_links, "link", "without words (2.4.4)"),
    )
    for count, what, fault in counted:
        if count:
            yield f"{count} {what}{'s' * (count > 1)} {fault}"
    if seen.is_fixed:
        yield "colours or sizes of an author's own HTML, which nobody has measured (1.4.3, 1.4.4)"
    for name in moving:
        yield f"{name} moves, and cannot be stopped (2.2.2)"


def _look(element: ET.Element, seen: _Seen) -> None:
    """Add to *seen* what *element* is."""
    tag, role = element.tag, element.get("role", "")
    seen.headings += tag in _HEADINGS
    seen.roles += role.startswith("doc-")
    seen.breaks += role == "doc-pagebreak"
    seen.is_fixed |= bool(_FIXED.search(element.get("style", "")))
    if tag in (f"{{{XHTML}}}img", f"{{{SVG}}}svg"):
        # A cover says nothing that the text does not.
        if role != "doc-cover" and not _is_decoration(element):
            seen.pictures += 1
            seen.unnamed_pictures += not _has_name(element)
    elif tag == f"{{{MATHML}}}math":
        seen.formulas += 1
        seen.unnamed_formulas += not element.get("alttext", "").strip()
        seen.unspoken_formulas += not _is_described(element)
    elif tag == f"{{{XHTML}}}table":
        is_layout = role in ("none", "presentation")
        seen.headless_tables += not is_layout and element.find(f".//{{{XHTML}}}th") is None
    elif tag == f"{{{XHTML}}}a" and element.get("href"):
        seen.unnamed_links += not _words(element)
    elif tag == f"{{{XHTML}}}figure" and "chart" in element.get("class", "").split():
        inner = (each.get("class", "").split() for each in element.iter())
        seen.charts.append(any("chart-data" in classes for classes in inner))
    elif tag == f"{{{XHTML}}}nav":
        seen.navigation.add(element.get(f"{{{OPS}}}type", ""))
    elif tag == f"{{{XHTML}}}style":
        seen.is_fixed |= bool(_FIXED.search(element.text or ""))


def _is_decoration(picture: ET.Element) -> bool:
    """Whether readers miss nothing; an empty text alone may be one that was forgotten."""
    if picture.get("aria-hidden") == "true" or picture.get("role") in ("none", "presentation"):
        return True
    return picture.get("alt") == "" and "decorative" in picture.get("class", "").split()


def _has_name(picture: ET.Element) -> bool:
    if any(picture.get(name, "").strip() for name in ("alt", *_NAMES)):
        return True
    title = picture.find(f"{{{SVG}}}title")
    return title is not None and bool("".join(title.itertext()).strip())


def _is_described(formula: ET.Element) -> bool:
    """Whether words say what *formula* says: “describedMath” are textual descriptions, and what is
    made of the formula itself where its author wrote none is its signs in a line, which can be
    spoken only if they stand in one anyway (``x = 2``, and not ``a/b^2``)."""
    text = formula.get("alttext", "").strip()
    return bool(text) and (text != in_words(formula) or is_line(formula))


def _words(link: ET.Element) -> bool:
    if "".join(link.itertext()).strip():
        return True
    return any(_has_name(each) for each in link.iter() if isinstance(each.tag, str))


def _moves(content: bytes) -> bool:
    """Whether a picture moves; what cannot be opened is drawn by nobody."""
    if content.lstrip()[:1] == b"<":
        return bool(_MOVES.search(content))
    try:
        return getattr(Image.open(io.BytesIO(content)), "n_frames", 1) > 1
    except OSError:
        return False
