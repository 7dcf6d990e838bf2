"""Seed defects in a good file for printing, each with the rule that must find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name
from print_files import (
    AT,
    GLYPHS,
    MM,
    SLUG,
    WIDTH,
    alternate,
    attach,
    axial,
    box,
    broken_font,
    coloured_later,
    cut_off,
    endless,
    form,
    icc,
    image,
    info,
    intent,
    masked,
    optional,
    other_author,
    other_kind_of_font,
    other_meaning,
    outline,
    overprinting,
    page,
    paint,
    picture,
    picture_file,
    profile,
    root,
    separation,
    tiling,
    type3,
    unembedded,
    use,
    xmp,
)

if TYPE_CHECKING:
    from collections.abc import Callable

BOTH: list[tuple[str, Callable[[pikepdf.Pdf], None], str]] = [
    ("no trim box", page(TrimBox=None), "trim"),
    ("art box and trim box", page(ArtBox=box(0)), "trim"),
    ("bleed of 2.9 mm", page(BleedBox=box(2.9 * MM)), "bleed"),
    ("no bleed box", page(BleedBox=None), "bleed"),
    ("trim out of bleed", page(TrimBox=box(5 * MM)), "box-order"),
    ("crop cuts bleed", page(CropBox=box(0)), "box-order"),
    ("box of three", page(BleedBox=Array([1, 2, 3])), "box-order"),
    ("another trim", page(TrimBox=box(-1)), "trim-size"),
    ("user unit", page(UserUnit=2), "user-unit"),
    ("no intent", lambda pdf: root(OutputIntents=Array())(pdf), "output-intent"),
    (
        "two intents",
        lambda pdf: pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0]),
        "output-intent",
    ),
    ("unnamed condition", intent(OutputConditionIdentifier=""), "output-intent"),
    ("screen profile", intent(DestOutputProfile=profile(b"mntr")), "output-intent"),
    ("RGB profile", intent(DestOutputProfile=profile(space=b"RGB ")), "output-intent"),
    ("damaged profile", intent(DestOutputProfile=b"none"), "output-intent"),
    ("profile cut off", intent(DestOutputProfile=profile()[:-9]), "output-intent"),
    ("trapped unknown", info(Trapped=Name.Unknown), "metadata"),
    ("another date", info(ModDate="D:20250102000000Z"), "metadata"),
    (
        "printer's mark on the page",
        page(Annots=Array([Dictionary(Subtype=Name.PrinterMark, Rect=[50, 50, 59, 59])])),
        "annotation",
    ),
    ("newer by its catalogue", root(Version=Name("/1.7")), "pdf-version"),
    ("link", page(Annots=Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9])])), "annotation"),
    ("open action", root(OpenAction=Dictionary(S=Name.Named, N=Name.Print)), "action"),
    ("link in the outline", outline, "action"),
    ("form", root(AcroForm=Dictionary(Fields=Array())), "form"),
    ("attachment", attach, "attachment"),
    ("view area", root(ViewerPreferences=Dictionary(PrintArea=Name.TrimBox)), "shown-area"),
    ("RGB area", paint("1 0 0 rg 50 60 9 9 re f"), "rgb"),
    ("RGB line", paint("1 0 0 RG 50 60 m 99 60 l S"), "rgb"),
    ("RGB text", paint(f"BT /F 20 Tf 0 0 1 rg {AT} Td <0040> Tj ET"), "rgb"),
    (
        "RGB picture",
        use("/XObject", lambda pdf: picture(pdf, "RGB"), f"q 80 0 0 80 {AT} cm /T Do Q"),
        "rgb",
    ),
    (
        "RGB inline picture",
        paint(f"q 9 0 0 9 {AT} cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q"),
        "rgb",
    ),
    ("RGB in a form", use("/XObject", form("1 0 0 rg 50 60 9 9 re f"), "/T Do"), "rgb"),
    ("RGB in a pattern", use("/Pattern", tiling, "/Pattern cs /T scn 50 60 9 9 re f"), "rgb"),
    ("RGB in a letter", use("/Font", type3, f"BT /T 20 Tf {AT} Td (A) Tj ET"), "rgb"),
    (
        "RGB in the pattern of a letter's line",
        use("/Pattern", tiling, f"BT /Pattern CS /T SCN 1 Tr /F 20 Tf {AT} Td <0043> Tj ET"),
        "rgb",
    ),
    (
        "RGB in the pattern of a stencil",
        use(
            "/Pattern",
            tiling,
            f"/Pattern cs /T scn q 9 0 0 9 {AT} cm BI /W 8 /H 8 /IM true ID abcdefgh EI Q",
        ),
        "rgb",
    ),
    ("RGB for a pattern's second use", coloured_later, "rgb"),
    ("RGB gradient", use("/Shading", axial, "q 50 60 9 9 re W n /T sh Q"), "rgb"),
    (
        "ICC RGB",
        use("/ColorSpace", icc(3, profile(space=b"RGB ")), "/T cs 1 0 0 sc 50 60 9 9 re f"),
        "rgb",
    ),
    (
        "ink mixed from RGB",
        use("/ColorSpace", separation("Rosso", Name.DeviceRGB), "/T cs 1 scn 50 60 9 9 re f"),
        "rgb",
    ),
    (
        "Lab",
        use(
            "/ColorSpace",
            lambda pdf: Array([Name.Lab, Dictionary(WhitePoint=[1, 1, 1])]),
            "/T cs 50 1 1 sc 50 60 9 9 re f",
        ),
        "rgb",
    ),
    ("other CMYK", other_meaning, "default-colour"),
    (
        "spot ink",
        use("/ColorSpace", separation("PANTONE 185 C"), "/T cs 1 scn 50 60 9 9 re f"),
        "extra-ink",
    ),
    (
        "registration on the page",
        use("/ColorSpace", separation("All"), "/T cs 1 scn 50 60 9 9 re f"),
        "extra-ink",
    ),
    (
        "ICC CMYK of the press",
        use("/ColorSpace", icc(4, profile()), "/T cs 1 0 0 0 sc 50 60 9 9 re f"),
        "icc-colour",
    ),
    (
        "ICC CMYK of an RGB profile",
        use("/ColorSpace", icc(4, profile(space=b"RGB ")), "/T cs 1 0 0 0 sc 50 60 9 9 re f"),
        "unknown-colour",
    ),
    (
        "ICC CMYK, or else RGB",
        use("/ColorSpace", alternate, "/T cs 1 0 0 0 sc 50 60 9 9 re f"),
        "icc-colour",
    ),
    ("lost colour space", paint("/Nowhere cs 1 sc 50 60 9 9 re f"), "unknown-colour"),
    ("a colour of 360 %", paint("0.9 0.9 0.9 0.9 k 50 60 9 9 re f"), "heavy-colour"),
    (
        "ink that adds up",
        use(
            "/ExtGState",
            lambda pdf: Dictionary(OP=True, op=True, OPM=1),
            "/T gs 1 1 0 0 k 50 60 90 90 re f 0 0 1 1 k 50 60 90 90 re f",
        ),
        "ink",
    ),
    (
        "white overprint",
        use("/ExtGState", lambda pdf: Dictionary(op=True, OPM=1), "/T gs 0 0 0 0 k 50 60 9 9 re f"),
        "white-overprint",
    ),
    ("hairline", paint("0 0 0 1 K 0.1 w 50 60 m 90 60 l S"), "hairline"),
    ("thin area", paint("0 0 0 1 k 50 60 40 0.1 re f"), "hairline"),
    ("coloured mark", paint("1 0 0 0 K 1 w 0 5 m 15 5 l S"), "marks-black"),
    (
        "black of four inks",
        paint(f"BT /F 10 Tf 0.7 0.6 0.6 0.8 k {AT} Td <0040> Tj ET"),
        "black-text",
    ),
    (
        "small text of three inks",
        paint(f"BT /F 7 Tf 0.7 0.9 0.2 0 k {AT} Td <0040> Tj ET"),
        "small-text",
    ),
    (
        "grey running text",
        paint(f"BT /F 9 Tf 0.4 0 0 0.6 k {AT} Td <{'0040' * 9}> Tj ET"),
        "body-black",
    ),
    ("font not embedded", use("/Font", unembedded, f"BT /T 20 Tf 0 g {AT} Td (A) Tj ET"), "font"),
    ("glyph 0", paint(f"BT /F 20 Tf 0 g {AT} Td <0000> Tj ET"), "missing-glyph"),
    (
        "glyph beyond the font",
        paint(f"BT /F 20 Tf 0 g {AT} Td <{GLYPHS:04x}> Tj ET"),
        "missing-glyph",
    ),
    ("damaged font", broken_font, "missing-glyph"),
    ("font of another kind", other_kind_of_font, "font"),
    (
        "letter over the cut",
        paint(f"BT /F 20 Tf 0 g {SLUG + WIDTH - 5} {SLUG + 200} Td <0043> Tj ET"),
        "text-at-the-cut",
    ),
    (
        "letter beside the cut",
        paint(f"BT /F 20 Tf 0 g {SLUG + 2 * MM} {SLUG + 200} Td <0043> Tj ET"),
        "text-at-the-cut",
    ),
    ("ICC CMYK that overprints", overprinting, "profile-overprint"),
    (
        "picture of no colours",
        use("/XObject", image(ColorSpace=None), f"q 80 0 0 80 {AT} cm /T Do Q"),
        "picture-colours",
    ),
    (
        "JPEG in RGB, said to be CMYK",
        use("/XObject", picture_file("JPEG", Name.DCTDecode), f"q 80 0 0 80 {AT} cm /T Do Q"),
        "picture-content",
    ),
    (
        "JPEG 2000 in RGB, said to be CMYK",
        use("/XObject", picture_file("JPEG2000", Name.JPXDecode), f"q 80 0 0 80 {AT} cm /T Do Q"),
        "picture-content",
    ),
    (
        "picture cut off",
        use("/XObject", cut_off, f"q 80 0 0 80 {AT} cm /T Do Q"),
        "picture-content",
    ),
    (
        "mask in RGB",
        use(
            "/XObject",
            lambda pdf: image(SMask=picture(pdf, "RGB"))(pdf),
            f"q 80 0 0 80 {AT} cm /T Do Q",
        ),
        "picture-content",
    ),
    ("coarse picture", paint(f"q 200 0 0 200 {AT} cm /I Do Q"), "resolution"),
    (
        "alternate picture",
        use("/XObject", image(Alternates=Array()), f"q 80 0 0 80 {AT} cm /T Do Q"),
        "picture-packing",
    ),
    (
        "OPI",
        use("/XObject", image(OPI=Dictionary()), f"q 80 0 0 80 {AT} cm /T Do Q"),
        "picture-packing",
    ),
    ("PostScript", use("/XObject", form("", Subtype2=Name.PS), "/T Do"), "postscript"),
    (
        "transfer curve",
        use("/ExtGState", lambda pdf: Dictionary(TR=Name.Identity), "/T gs"),
        "press-order",
    ),
    (
        "named halftone",
        use(
            "/ExtGState",
            lambda pdf: Dictionary(HT=Dictionary(HalftoneType=1, HalftoneName="D")),
            "/T gs",
        ),
        "press-order",
    ),
    ("unknown intent", paint("/Nice ri"), "press-order"),
    ("unknown order", paint("BX 1 2 frobnicate EX"), "broken"),
    ("lost form", paint("/Nowhere Do"), "broken"),
    ("form in itself", endless, "broken"),
    (
        "colour stops at the cut",
        paint(f"0 1 0 0 k {SLUG + WIDTH - 50} {SLUG + 50} 50 100 re f"),
        "ink",
    ),
]


X4_ONLY: list[tuple[str, Callable[[pikepdf.Pdf], None], str]] = [
    ("no identification", xmp(GTS_PDFXVersion=""), "identification"),
    ("another standard", xmp(GTS_PDFXVersion="PDF/X-3"), "identification"),
    ("no version id", xmp(VersionID=""), "metadata"),
    ("another title", info(Title="Navi"), "metadata"),
    ("another author", other_author, "metadata"),
    ("another creation", info(CreationDate="D:20240101000000Z"), "metadata"),
    ("contradicting trapping", xmp(Trapped="True"), "metadata"),
    ("no metadata", lambda pdf: root(Metadata=pdf.make_stream(b"<"))(pdf), "metadata"),
    ("unnamed layers", optional, "layer"),
    ("RGB blending", page(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)), "blending"),
    (
        "RGB blending in a form",
        use(
            "/XObject", form("", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)), "/T Do"
        ),
        "blending",
    ),
    (
        "unknown blending",
        use("/ExtGState", lambda pdf: Dictionary(BM=Name.Nice), "/T gs"),
        "blending",
    ),
    ("RGB in a mask", use("/ExtGState", masked, "/T gs"), "rgb"),
]

X1A_ONLY: list[tuple[str, Callable[[pikepdf.Pdf], None], str]] = [
    ("no identification", info(GTS_PDFXVersion=None), "identification"),
    ("another conformance", info(GTS_PDFXConformance="PDF/X-1:2001"), "identification"),
    ("another standard in XMP", xmp(), "identification"),
    ("no title", info(Title=None), "metadata"),
    ("no modification date", info(ModDate=None), "metadata"),
    (
        "opacity",
        use("/ExtGState", lambda pdf: Dictionary(ca=0.5), "/T gs 50 60 9 9 re f"),
        "transparency",
    ),
    (
        "blending",
        use("/ExtGState", lambda pdf: Dictionary(BM=Name.Multiply), "/T gs"),
        "transparency",
    ),
    ("soft mask", use("/ExtGState", masked, "/T gs"), "transparency"),
    ("group of the page", page(Group=Dictionary(S=Name.Transparency)), "transparency"),
    (
        "group of a form",
        use("/XObject", form("", Group=Dictionary(S=Name.Transparency)), "/T Do"),
        "transparency",
    ),
    (
        "transparent picture",
        use(
            "/XObject",
            lambda pdf: image(SMask=picture(pdf, "L"))(pdf),
            f"q 80 0 0 80 {AT} cm /T Do Q",
        ),
        "transparency",
    ),
    (
        "16 bits",
        use("/XObject", image(BitsPerComponent=16), f"q 80 0 0 80 {AT} cm /T Do Q"),
        "picture-packing",
    ),
    ("layers", optional, "layer"),
    (
        "ICC grey",
        use("/ColorSpace", icc(1, profile(space=b"GRAY")), "/T cs 1 sc 50 60 9 9 re f"),
        "icc-colour",
    ),
]
