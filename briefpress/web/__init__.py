"""Write the web pages of one language.

1. `builder.py` writes the pages, and says which files belong to the site.
2. `translator.py` is how it writes HTML, `sheets.py` brings style sheets of
   authors to the head, `fonts.py` makes the faces that it is set in.
"""

from briefpress.web.builder import BriefHtmlBuilder, Output

__all__ = ["BriefHtmlBuilder", "Output"]
