"""Look at what the file says of itself: its standard, title, dates, and which press it is for."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf.models.metadata import decode_pdf_date

from briefpress.check.preflight.colour import entry
from briefpress.check.preflight.document import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefpress.check.preflight.document import Document, Rule

_XMP = "{http://ns.adobe.com/xap/1.0/}"
_XMP_MM = "{http://ns.adobe.com/xap/1.0/mm/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_PDFX = "{http://ns.adobe.com/pdfx/1.3/}"
_PDFX_ID = "{http://www.npes.org/pdfx/ns/id/}"

_NO_XMP = (
    AssertionError,  # no XML at all
    SyntaxError,  # no XML that can be read
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
    pikepdf.PdfError,
)

_DATES = {"/CreationDate": f"{_XMP}CreateDate", "/ModDate": f"{_XMP}ModifyDate"}
_TEXTS = {
    "/Title": f"{_DC}title",
    "/Author": f"{_DC}creator",
    "/Subject": f"{_DC}description",
    "/Keywords": f"{_PDF}Keywords",
    "/Creator": f"{_XMP}CreatorTool",
    "/Producer": f"{_PDF}Producer",
}
_NEWEST_ICC = 4
"""The newest version of ICC profiles."""


def _xmp(document: Document) -> dict[str, str]:
    """Return the file's XMP metadata; empty without any that can be read."""
    try:
        # Not in a `with`, which would write it back, and change the Info dictionary by it.
        metadata = document.pdf.open_metadata(set_pikepdf_as_editor=False, strict=True)
        return {key: _words(metadata[key]) for key in metadata}
    except _NO_XMP:
        return {}


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value))


def _info(document: Document) -> dict[str, str]:
    info = document.pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return {}
    return {key: str(value) for key, value in info.items()}


def undamaged(document: Document) -> Iterator[Fault]:
    """The file is whole: programs that mend it do so each in its own way."""
    with document.file.open("rb") as file:
        if file.read(5) != b"%PDF-":
            yield Fault("Something stands before the beginning of the PDF.")
    problems = document.pdf.check_pdf_syntax()
    if problems:
        # qpdf names the file first, with its path on this machine.
        problem = problems[0].replace(str(document.file), document.file.name)
        yield Fault(f"The file is damaged: {problem}")


def pdf_version(document: Document) -> Iterator[Fault]:
    """The file is of a version of PDF that the standard knows."""
    standard = document.standard
    newer = str(document.pdf.Root.get("/Version", ""))[1:]
    version = max(document.pdf.pdf_version, newer, key=_number)
    if _number(version) > _number(standard.version):
        yield Fault(
            f"The file is PDF {version}; {standard.name} allows {standard.version} at most."
        )
    if not standard.transparency and document.pdf.trailer.get("/Type") == "/XRef":
        yield Fault(f"The file is packed in a way (object streams) that {standard.name} forbids.")


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def identification(document: Document) -> Iterator[Fault]:
    """The file says which standard it keeps to."""
    standard, xmp, info = document.standard, _xmp(document), _info(document)
    if standard.transparency:
        where, said = "XMP metadata", xmp.get(f"{_PDFX_ID}GTS_PDFXVersion")
    else:
        where, said = "Info dictionary", info.get("/GTS_PDFXVersion")
        others = [info.get("/GTS_PDFXConformance")]
        others += [xmp.get(f"{space}GTS_PDFXVersion") for space in (_PDFX, _PDFX_ID)]
        for other in filter(None, others):
            if said and other != said:
                yield Fault(f"The file says in one place that it is {said}, in another {other}.")
    if said != standard.name:
        claim = f"says “{said}”" if said else "does not say"
        yield Fault(
            f"The file {claim} in its {where} (GTS_PDFXVersion) that it is {standard.name}, so a"
            " printer will not treat it as that."
        )


def metadata(document: Document) -> Iterator[Fault]:
    """Title, dates, and whether it is trapped: once, or twice alike."""
    xmp, info = _xmp(document), _info(document)
    if document.standard.transparency and not xmp:
        yield Fault("The file has no XMP metadata that can be read.")
    if not info.get("/Title") and not xmp.get(f"{_DC}title"):
        yield Fault("The file has no title.")
    for key, name in _TEXTS.items():
        own, other = info.get(key), xmp.get(name)
        if own and other and own != other:
            yield Fault(f"The file has two of {key[1:]}: “{own}” (Info) and “{other}” (XMP).")
    yield from _trapped(info, xmp)
    for key, name in _DATES.items():
        own = info.get(key) if info.get(key) or not document.standard.transparency else ""
        if own is None or not (own or xmp.get(name)):
            yield Fault(f"The file has no {key[1:]}.")
        elif own and name in xmp and not _same_time(own, xmp[name]):
            yield Fault(f"The file has two of {key[1:]}: {own} (Info) and {xmp[name]} (XMP).")
    if document.standard.transparency:
        for key in ("DocumentID", "VersionID", "RenditionClass"):
            if not xmp.get(_XMP_MM + key):
                yield Fault(f"The XMP metadata has no xmpMM:{key}, which tells editions apart.")


def _trapped(info: Mapping[str, str], xmp: Mapping[str, str]) -> Iterator[Fault]:
    said = {
        value.lstrip("/") for value in (info.get("/Trapped"), xmp.get(f"{_PDF}Trapped")) if value
    }
    if not said or not said <= {"True", "False"}:
        yield Fault(
            "The file does not say (Trapped) whether its colours are trapped: True or False."
        )
    elif len(said) > 1:
        yield Fault("The file says both that its colours are trapped and that they are not.")


def _same_time(pdf: str, xmp: str) -> bool:
    try:
        moments = [decode_pdf_date(pdf), datetime.fromisoformat(xmp)]
    except ValueError:
        return False
    one, other = (m if m.tzinfo else m.replace(tzinfo=UTC) for m in moments)
    return abs((one - other).total_seconds()) < 1


def file_id(document: Document) -> Iterator[Fault]:
    """The file can be told from every other."""
    found = document.pdf.trailer.get("/ID")
    if not isinstance(found, pikepdf.Array) or len(found) != 2 or not all(map(bytes, found)):
        yield Fault("The file has no identifier (ID in its trailer).")


def output_intent(document: Document) -> Iterator[Fault]:
    """The file says for which press and paper it is made, with a profile of four inks."""
    array = document.pdf.Root.get("/OutputIntents")
    intents = list(array) if isinstance(array, pikepdf.Array) else []
    ours = [intent for intent in intents if entry(intent, "/S") == "/GTS_PDFX"]
    if len(ours) != 1:
        count = f"{len(ours)} times" if ours else "nowhere"
        yield Fault(f"The file says {count} for which press it is (OutputIntent), not once.")
        return
    (intent,) = ours
    limits = document.limits
    condition = str(intent.get("/OutputConditionIdentifier", "")).strip()
    if not condition:
        yield Fault("The OutputIntent does not name the printing condition, such as FOGRA39.")
    elif limits.condition and condition != limits.condition:
        yield Fault(f"The OutputIntent names {condition}, but {limits.condition} was ordered.")
    if not intent.get("/Info") and intent.get("/RegistryName") != "http://www.color.org":
        yield Fault("The OutputIntent does not describe the printing condition (Info).")
    stream = intent.get("/DestOutputProfile")
    if not isinstance(stream, pikepdf.Stream):
        yield Fault("The OutputIntent has no ICC profile of the press and its paper.")
        return
    yield from _profile(stream, limits.profile)
    others = [entry(other, "/DestOutputProfile") for other in intents]
    if any(other is not None and other.objgen != stream.objgen for other in others):
        yield Fault("The OutputIntents of the file do not share one ICC profile.")


def _profile(stream: Any, ordered: str) -> Iterator[Fault]:
    try:
        profile = stream.read_bytes()
    except pikepdf.PdfError:
        profile = b""
    if profile[36:40] != b"acsp" or int.from_bytes(profile[:4]) != len(profile):
        yield Fault("The ICC profile of the OutputIntent is damaged.")
        return
    if ordered and hashlib.sha256(profile).hexdigest() != ordered:
        yield Fault(
            "The ICC profile of the OutputIntent is not that of the press that was ordered."
        )
    if profile[12:16] != b"prtr":
        yield Fault("The ICC profile of the OutputIntent is not one of a printing press.")
    if profile[16:20] != b"CMYK" or stream.get("/N") != 4:
        yield Fault("The ICC profile of the OutputIntent is not one of the four inks (CMYK).")
    if profile[8] > _NEWEST_ICC:
        yield Fault(
            f"The ICC profile of the OutputIntent is of version {profile[8]}; 4 is the last."
        )


RULES: Mapping[str, Rule] = {
    "damaged": undamaged,
    "pdf-version": pdf_version,
    "identification": identification,
    "metadata": metadata,
    "file-id": file_id,
    "output-intent": output_intent,
}
