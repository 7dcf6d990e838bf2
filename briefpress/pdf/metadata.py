"""Complete what a PDF says of itself: that it is PDF/UA too, its language, subjects and licence.

WeasyPrint 70 can claim one standard alone (Kozea/WeasyPrint issue 2467). What PDF/A does not know
is to be declared in the packet itself (ISO 19005-2, 6.6.2.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from briefpress.pdf.parts import object_at

_ABOUT = '<rdf:Description rdf:about="" xmlns:{prefix}="{address}">{content}</rdf:Description>'
_ADDRESSES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}

# That pdfuaid is known (ISO 14289-1, 5): it is one number.
_SCHEMA = f"""\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_ADDRESSES["pdfuaid"]}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 to which the file conforms\
</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""


def complete_metadata(metadata: Any, pdf: pydyf.PDF) -> None:
    """Add to the packet of *pdf* what WeasyPrint left out of its *metadata*."""
    stream = object_at(pdf, pdf.catalog["Metadata"]).stream
    found = "\n".join(
        _ABOUT.format(prefix=prefix, address=_ADDRESSES[prefix], content=content)
        for prefix, content in _content(metadata)
    )
    stream[0] = stream[0].replace(b"</rdf:RDF>", f"{found}</rdf:RDF>".encode())


def _content(metadata: Any) -> Iterator[tuple[str, str]]:
    yield "pdfuaid", "<pdfuaid:part>1</pdfuaid:part>"
    yield "pdfaExtension", _SCHEMA
    if metadata.lang:
        yield "dc", f"<dc:language>{_bag([metadata.lang])}</dc:language>"
    if metadata.keywords:
        yield "dc", f"<dc:subject>{_bag(metadata.keywords)}</dc:subject>"
    licence = metadata.custom.get("license", "")
    address = metadata.custom.get("license-url", "")
    if licence:
        yield "dc", f"<dc:rights>{_text(licence)}</dc:rights>"
        yield "xmpRights", "<xmpRights:Marked>True</xmpRights:Marked>"
        yield "xmpRights", f"<xmpRights:UsageTerms>{_text(licence)}</xmpRights:UsageTerms>"
    if address:
        content = f"<xmpRights:WebStatement>{escape(address)}</xmpRights:WebStatement>"
        yield "xmpRights", content


def _bag(items: Iterable[str]) -> str:
    return f"<rdf:Bag>{''.join(f'<rdf:li>{escape(item)}</rdf:li>' for item in items)}</rdf:Bag>"


def _text(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
