"""What WeasyPrint has made is finished for those who search it and those who look at it."""

from __future__ import annotations

import base64
import io
from typing import Any

import pypdfium2
from PIL import Image
from weasyprint import HTML

from briefpress.pdf.finish import finish


def test_spaces_that_join_words_are_found_as_spaces() -> None:
    def text(**options: Any) -> str:
        pdf = HTML(string="<p>a\u00a0b c").write_pdf(pdf_variant="pdf/ua-1", **options)
        with pypdfium2.PdfDocument(pdf) as document:
            return str(document[0].get_textpage().get_text_range())

    assert "\u00a0" in text()
    assert text(finisher=finish) == "a b c"


def test_no_viewer_is_asked_to_smooth_pictures() -> None:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    html = f'<img alt=a src="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}">'

    def smoothed(**options: Any) -> bool:
        pdf = HTML(string=html).write_pdf(pdf_variant="pdf/a-2a", uncompressed_pdf=True, **options)
        return b"/Interpolate true" in pdf

    assert smoothed()
    assert not smoothed(finisher=finish)
