"""Make PDFs for printing that are right, and spoil them in one thing each."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

X4, X1A = "PDF/X-4", "PDF/X-1a:2003"
MM = 72 / 25.4
SLUG, BLEED = 10 * MM, 3 * MM
WIDTH, HEIGHT = 100 * MM, 150 * MM

FONT = next(Path(str(files("fontpkg_source_sans_3"))).rglob("*Regular*.ttf"), None) or next(
    Path(str(files("fontpkg_source_sans_3"))).rglob("*.ttf")
)


def box(grown: float) -> Array:
    return Array([SLUG - grown, SLUG - grown, SLUG + WIDTH + grown, SLUG + HEIGHT + grown])


def profile(kind: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    header = bytearray(132)
    header[8], header[12:16], header[16:20], header[36:40] = 2, kind, space, b"acsp"
    header[:4] = len(header).to_bytes(4)
    return bytes(header)


def font(pdf: pikepdf.Pdf) -> Any:
    content = FONT.read_bytes()
    stream = pdf.make_stream(content, Length1=len(content))
    descriptor = pdf.make_indirect(
        Dictionary(Type=Name.FontDescriptor, FontName=Name.SourceSans3, Flags=4, FontFile2=stream)
    )
    descendant = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name.SourceSans3,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=Name.Identity,
            DW=500,
            FontDescriptor=descriptor,
        )
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.SourceSans3,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([descendant]),
        )
    )


def picture(pdf: pikepdf.Pdf, mode: str = "CMYK", pixels: int = 400) -> Any:
    image = Image.new(mode, (pixels, pixels), (10, 90, 30, 0)[: len(mode)])
    spaces = {"CMYK": Name.DeviceCMYK, "RGB": Name.DeviceRGB, "L": Name.DeviceGray}
    return pdf.make_stream(
        image.tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=pixels,
        Height=pixels,
        BitsPerComponent=8,
        ColorSpace=spaces[mode],
    )


CONTENT = f"""
q 1 0.6 0 0.3 k {SLUG - BLEED} {SLUG + HEIGHT - 40} {WIDTH + 2 * BLEED} {40 + BLEED} re f Q
q /O gs BT 0 0 0 1 k /F 10 Tf 1 0 0 1 {SLUG + 40} {SLUG + 300} Tm
<00400041> Tj 0 -12 Td <0042> Tj ET Q
BT 1 0.6 0 0 k /F 20 Tf {SLUG + 40} {SLUG + 340} Td <0043> Tj ET
q 90 0 0 90 {SLUG + 40} {SLUG + 100} cm /I Do Q
0 0 0 1 K 0.25 w {SLUG} 2 m {SLUG} 15 l S
"""


def good(standard: str = X4) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(2):
        pdf.add_blank_page()
    letters, image = font(pdf), pdf.make_indirect(picture(pdf))
    for page in pdf.pages:
        page.obj.MediaBox = Array([0, 0, WIDTH + 2 * SLUG, HEIGHT + 2 * SLUG])
        page.obj.BleedBox, page.obj.TrimBox = box(BLEED), box(0)
        page.obj.Resources = Dictionary(Font=Dictionary(F=letters), XObject=Dictionary(I=image))
        page.obj.Resources.ExtGState = Dictionary(O=Dictionary(op=True, OPM=1))
        page.obj.Contents = pdf.make_stream(CONTENT.encode())
        if standard == X4:
            page.obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier="FOGRA39",
        RegistryName="http://www.color.org",
        DestOutputProfile=pdf.make_stream(profile(), N=4),
    )
    pdf.Root.OutputIntents = Array([intent])
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title="Treni",
            CreationDate="D:20250101000000Z",
            ModDate="D:20250101000000Z",
            Trapped=Name("/False"),
        )
    )
    if standard == X1A:
        pdf.docinfo["/GTS_PDFXVersion"] = X1A
    else:
        packet(pdf)
    return pdf


XMP = {
    "dc:title": "<rdf:Alt><rdf:li xml:lang='x-default'>Treni</rdf:li></rdf:Alt>",
    "xmp:CreateDate": "2025-01-01T00:00:00Z",
    "xmp:ModifyDate": "2025-01-01T00:00:00Z",
    "pdf:Trapped": "False",
    "xmpMM:DocumentID": "uuid:1",
    "xmpMM:VersionID": "1",
    "xmpMM:RenditionClass": "default",
    "pdfxid:GTS_PDFXVersion": X4,
}


def packet(pdf: pikepdf.Pdf, **changes: str) -> None:
    """Write the XMP metadata; a property is changed by its name without the prefix."""
    fields = {key: changes.get(key.split(":")[1], value) for key, value in XMP.items()}
    rows = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items() if value)
    pdf.Root.Metadata = pdf.make_stream(
        f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">{rows}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode(),
        Type=Name.Metadata,
        Subtype=Name.XML,
    )


# ---- what spoils it ------------------------------------------------------------------------------


def paint(content: str) -> Callable[[pikepdf.Pdf], None]:
    """Return what paints something besides on the second page."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1].obj
        page.Contents = pdf.make_stream(f"q {CONTENT} Q {content}".encode())

    return spoil


def use(kind: str, thing: Callable[[pikepdf.Pdf], Any], content: str) -> Callable[..., None]:
    """Return what paints with a resource T of its own on the second page."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        paint(content)(pdf)
        resources = pdf.pages[1].obj.Resources
        if kind not in resources:
            resources[kind] = Dictionary()
        resources[kind]["/T"] = thing(pdf)

    return spoil


def page(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    """Return what sets entries of the second page; None deletes one."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            if value is None:
                del pdf.pages[1].obj["/" + key]
            else:
                pdf.pages[1].obj["/" + key] = value

    return spoil


def root(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.Root["/" + key] = value

    return spoil


def info(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            if value is None:
                del pdf.trailer.Info["/" + key]
            else:
                pdf.trailer.Info["/" + key] = value

    return spoil


def xmp(**changes: str) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: packet(pdf, **changes)


def intent(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            if isinstance(value, bytes):
                value = pdf.make_stream(value, N=4)
            pdf.Root.OutputIntents[0]["/" + key] = value

    return spoil


def form(content: str, **entries: Any) -> Callable[[pikepdf.Pdf], Any]:
    return lambda pdf: pdf.make_stream(
        content.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 500, 500]),
        **entries,
    )


def separation(name: str, alternate: Name = Name.DeviceCMYK) -> Callable[[pikepdf.Pdf], Any]:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 1, 0], N=1)
    return lambda pdf: Array([Name.Separation, Name("/" + name), alternate, tint])


def unembedded(pdf: pikepdf.Pdf) -> Any:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def type3(pdf: pikepdf.Pdf) -> Any:
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=[0, 0, 1, 1],
            FontMatrix=[1, 0, 0, 1, 0, 0],
            FirstChar=65,
            LastChar=65,
            Widths=[1],
            Encoding=Dictionary(Differences=[65, Name.a]),
            CharProcs=Dictionary(a=pdf.make_stream(b"1 0 d0 1 0 0 rg 0 0 1 1 re f")),
        )
    )


def tiling(pdf: pikepdf.Pdf) -> Any:
    return pdf.make_stream(
        b"1 0 0 rg 0 0 5 5 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=[0, 0, 9, 9],
        XStep=9,
        YStep=9,
        Resources=Dictionary(),
    )


def axial(pdf: pikepdf.Pdf) -> Any:
    blend = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[1, 0, 0], N=1)
    return Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 99, 0], Function=blend
    )


def masked(pdf: pikepdf.Pdf) -> Any:
    group = form("1 0 0 rg 0 0 9 9 re f", Group=Dictionary(S=Name.Transparency))(pdf)
    return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))


def optional(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Note"))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(Order=[layer]))


def outline(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI="https://example.org")
    item = pdf.make_indirect(Dictionary(Title="Uno", A=action))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=item, Last=item, Count=1))


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"a"


def image(**changes: Any) -> Callable[[pikepdf.Pdf], Any]:
    def make(pdf: pikepdf.Pdf) -> Any:
        made = picture(pdf, changes.pop("mode", "CMYK") if changes else "CMYK")
        for key, value in changes.items():
            if value is None:
                del made["/" + key]
            else:
                made["/" + key] = value
        return made

    return make


def icc(count: int, content: bytes) -> Callable[[pikepdf.Pdf], Any]:
    return lambda pdf: Array([Name.ICCBased, pdf.make_stream(content, N=count)])


def alternate(pdf: pikepdf.Pdf) -> Any:
    space = icc(4, profile(b"mntr"))(pdf)
    space[1].Alternate = Name.DeviceRGB
    return space


def picture_file(kind: str, name: Name) -> Callable[[pikepdf.Pdf], Any]:
    """Return what makes a picture said to be in inks whose file has other colours."""

    def make(pdf: pikepdf.Pdf) -> Any:
        buffer, made = BytesIO(), picture(pdf)
        Image.new("RGB", (400, 400), "red").save(buffer, kind)
        made.write(buffer.getvalue(), filter=name)
        return made

    return make


def cut_off(pdf: pikepdf.Pdf) -> Any:
    made = picture(pdf)
    made.write(bytes(99))
    return made


def coloured_later(pdf: pikepdf.Pdf) -> None:
    """Use a pattern without colours of its own in inks first, and then in RGB."""
    use(
        "/Pattern", tiling, "/U cs 1 0 0 0 /T scn 50 60 9 9 re f /V cs 1 0 0 /T scn 70 60 9 9 re f"
    )(pdf)
    resources = pdf.pages[1].obj.Resources
    pattern = resources.Pattern.T
    pattern.PaintType = 2
    pattern.write(b"0 0 5 5 re f")
    resources.Pattern.T = pdf.make_indirect(pattern)
    resources.ColorSpace = Dictionary(
        U=Array([Name.Pattern, Name.DeviceCMYK]), V=Array([Name.Pattern, Name.DeviceRGB])
    )


def other_author(pdf: pikepdf.Pdf) -> None:
    info(Author="Ann")(pdf)
    creator = b"<dc:creator><rdf:Seq><rdf:li>Bob</rdf:li></rdf:Seq></dc:creator><dc:title>"
    content = pdf.Root.Metadata.read_bytes().replace(b"<dc:title>", creator)
    pdf.Root.Metadata.write(content)


def other_kind_of_font(pdf: pikepdf.Pdf) -> None:
    descriptor = pdf.pages[0].obj.Resources.Font.F.DescendantFonts[0].FontDescriptor
    descriptor.FontFile3 = descriptor.FontFile2
    del descriptor["/FontFile2"]


def broken_font(pdf: pikepdf.Pdf) -> None:
    descendant = pdf.pages[0].obj.Resources.Font.F.DescendantFonts[0]
    descendant.FontDescriptor.FontFile2 = pdf.make_stream(b"no font")


AT = f"{SLUG + 40} {SLUG + 200}"
"""A place on the page."""

GLYPHS = TTFont(FONT, lazy=True)["maxp"].numGlyphs


def endless(pdf: pikepdf.Pdf) -> None:
    use("/XObject", form("/T Do"), "/T Do")(pdf)
    thing = pdf.pages[1].obj.Resources.XObject.T
    thing.Resources = Dictionary(XObject=Dictionary(T=thing))


def overprinting(pdf: pikepdf.Pdf) -> None:
    use("/ColorSpace", icc(4, profile(b"mntr")), "/T gs /T cs 1 0 0 0 sc 50 60 9 9 re f")(pdf)
    pdf.pages[1].obj.Resources.ExtGState = Dictionary(T=Dictionary(op=True, OPM=1))


def other_meaning(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Resources.ColorSpace = Dictionary(DefaultCMYK=icc(4, profile(b"mntr"))(pdf))
