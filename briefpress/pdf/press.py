"""Make of a PDF what a press takes: boxes, crop marks, inks, and what it says of itself.

A ``finisher`` of WeasyPrint's ``write_pdf``: it changes pydyf's objects just before they are
written. Everything that was painted is there by then, so no colour can get past `painting.Painter`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from briefpress.pdf.editions import Press
from briefpress.pdf.inks import Mixer
from briefpress.pdf.painting import Painter, number
from briefpress.pdf.parts import object_at, pages_of
from briefpress.pdf.separation import separate
from briefpress.press_settings import Standard

# Points in a millimetre.
_MM = 72 / 25.4

# Crop marks, in mm: how far from the bleed they begin, how long they are, what is left beyond.
_MARK_GAP, _MARK_LENGTH, _MARK_EDGE = 1, 5, 1
_MARK_WIDTH = 0.25  # points

# What a printing condition is called in full (ISO 15930-7, 6.2.2; https://registry.color.org).
CONDITIONS = {
    "FOGRA39": "Coated FOGRA39 (ISO 12647-2:2004/Amd 1): offset on coated paper, types 1 and 2",
}


def finisher(document: Any, press: Press, identifier: str) -> Callable[[Any, pydyf.PDF], None]:
    """Return what makes a file for *press*, called *identifier*, of the PDF that WeasyPrint writes
    of *document*; on paper nothing leads anywhere."""
    for page in document.pages:
        for leading in (page.links, page.anchors, page.bookmarks):
            leading.clear()
        page.forms = {None: []}

    def finish(_: Any, pdf: pydyf.PDF) -> None:
        Painter(_mixer(press), press.standard).paint(pdf)
        for _ in range(blank_pages(len(document.pages), press) if press.blanks else 0):
            _add_blank(pdf)
        for sheet in pages_of(pdf):
            _frame(pdf, sheet, press)
        _name_condition(pdf, press)
        _describe(document.metadata, pdf, press.standard, identifier)

    return finish


def separation(press: Press) -> Callable[[bytes, str], tuple[bytes, str]]:
    """Return what makes of a picture one in the inks of *press*."""
    return partial(separate, profile=press.profile)


def blank_pages(pages: int, press: Press) -> int:
    """Return how many blank pages make *pages* a number that *press* can fold."""
    return -pages % press.multiple if press.multiple else 0


def missing_pages(pages: int, press: Press) -> Iterator[str]:
    """Yield a complaint if *pages* are none that *press* can fold, and no blank ones are added."""
    if not press.blanks and (missing := blank_pages(pages, press)):
        yield (
            f"the print edition has {pages} pages, no multiple of {press.multiple}; leave out what "
            f"fills {press.multiple - missing}, add what fills {missing}, or let blank pages be "
            "added (“blanks” of briefpress_print in conf.py)"
        )


@cache
def _mixer(press: Press) -> Mixer:
    """Return the mixer, made once for all files of an edition."""
    return Mixer(press.profile, press.palette)


def _frame(pdf: pydyf.PDF, sheet: pydyf.Dictionary, press: Press) -> None:
    """Set the boxes of *sheet*, cut its content off at the bleed, and draw the marks beyond."""
    left, top, right, bottom = sheet["TrimBox"]
    trim = (left, min(top, bottom), right, max(top, bottom))
    beyond = _MARK_GAP + _MARK_LENGTH + _MARK_EDGE if press.marks else 0
    bleed = _wider(trim, press.bleed)
    for name, box in (
        ("MediaBox", _wider(trim, press.bleed + beyond)),
        ("BleedBox", bleed),
        ("TrimBox", trim),
    ):
        sheet[name] = pydyf.Array(round(value, 4) for value in box)
    width, height = bleed[2] - bleed[0], bleed[3] - bleed[1]
    clip = b" ".join([*map(number, (bleed[0], bleed[1], width, height)), b"re W n"])
    content = object_at(pdf, sheet["Contents"])
    content.stream = [b"q", clip, *content.stream, b"Q"]
    if press.marks:
        content.stream += _marks(trim, bleed)
    if press.standard.transparency:
        group = {"Type": "/Group", "S": "/Transparency", "CS": "/DeviceCMYK"}
        sheet["Group"] = pydyf.Dictionary(group)


Box = tuple[float, float, float, float]


def _wider(box: Box, by: float) -> Box:
    """Return *box* with edges further out, *by* in mm."""
    edge = by * _MM
    return box[0] - edge, box[1] - edge, box[2] + edge, box[3] + edge


def _marks(trim: Box, bleed: Box) -> Iterator[bytes]:
    """Yield the drawing of the marks at the corners of *trim*, in black alone."""
    yield b"q 0 0 0 1 K %s w" % number(_MARK_WIDTH)
    gap, length = _MARK_GAP * _MM, _MARK_LENGTH * _MM
    for across in (trim[0], trim[2]):
        for edge, sense in ((bleed[1], -1), (bleed[3], 1)):
            yield _line(across, edge + sense * gap, across, edge + sense * (gap + length))
    for up in (trim[1], trim[3]):
        for edge, sense in ((bleed[0], -1), (bleed[2], 1)):
            yield _line(edge + sense * gap, up, edge + sense * (gap + length), up)
    yield b"Q"


def _line(*points: float) -> bytes:
    return b"%s %s m %s %s l S" % tuple(map(number, points))


def _add_blank(pdf: pydyf.PDF) -> None:
    """Add a page like the last, without content."""
    content = pydyf.Stream()
    pdf.add_object(content)
    pdf.add_page(pydyf.Dictionary({**pages_of(pdf)[-1], "Contents": content.reference}))


def _name_condition(pdf: pydyf.PDF, press: Press) -> None:
    """Say for which printing condition the inks are mixed."""
    profile = pydyf.Stream([press.profile.read_bytes()], {"N": 4, "Alternate": "/DeviceCMYK"}, True)
    pdf.add_object(profile)
    condition = CONDITIONS.get(press.condition, press.condition)
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFX",
        "OutputConditionIdentifier": pydyf.String(press.condition),
        "OutputCondition": pydyf.String(condition),
        "Info": pydyf.String(condition),
        "DestOutputProfile": profile.reference,
    }
    if press.condition in CONDITIONS:
        intent["RegistryName"] = pydyf.String("http://www.color.org")
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])


def _describe(metadata: Any, pdf: pydyf.PDF, standard: Standard, identifier: str) -> None:
    """Say of which standard *pdf* is, in its dictionary and, as PDF/X-4 asks, in XMP."""
    pdf.info["Trapped"] = "/False"
    # A day has no hour; both places must tell the same moment.
    moment = f"{metadata.created}T00:00:00Z"
    for name in ("CreationDate", "ModDate"):
        pdf.info[name] = pydyf.String(f"D:{metadata.created.replace('-', '')}000000Z")
    if not standard.transparency:
        pdf.info["GTS_PDFXVersion"] = pydyf.String(standard.name)
        pdf.info["GTS_PDFXConformance"] = pydyf.String(standard.name)
    packet = _PACKET.format(
        standard=standard.name,
        moment=moment,
        producer=escape(pdf.info["Producer"].string),
        tool=escape(metadata.generator or "briefpress"),
        title=escape(metadata.title or ""),
        creators="".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in metadata.authors),
        identifier=identifier,
    )
    described = pydyf.Stream([packet.encode()], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(described)
    pdf.catalog["Metadata"] = described.reference


_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<pdfxid:GTS_PDFXVersion>{standard}</pdfxid:GTS_PDFXVersion>
<pdfx:GTS_PDFXVersion>{standard}</pdfx:GTS_PDFXVersion>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmpMM:DocumentID>xmp.did:{identifier}</xmpMM:DocumentID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<xmpMM:VersionID>1</xmpMM:VersionID>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
