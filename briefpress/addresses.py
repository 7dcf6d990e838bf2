"""Write addresses with no characters but those that they may have (RFC 3986, section 2)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from docutils import nodes
from markdown_it.common.normalize_url import normalizeLink

_WEB = ("http", "https")
_OTHER = ("mailto", "tel")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*", re.ASCII)
_RESOLVER = "https://doi.org/"


def encoded(address: str) -> str:
    """Return *address* with all that must not stand in one as escapes (``%3C``), as Markdown's
    links have it; escapes that it has stay. A host in other letters is put into Punycode."""
    if address.startswith(_RESOLVER):
        # A DOI may have the signs that begin the query and the fragment of an address, and its own
        # has neither (DOI Handbook, 2.5.2.4).
        address = address.replace("?", "%3F").replace("#", "%23")
    return normalizeLink(address)


def doi_address(doi: str) -> str:
    """Return the address that *doi* is resolved at."""
    return encoded(f"{_RESOLVER}{doi}")


def shows_address(link: nodes.Element) -> bool:
    """Whether the words of *link* are its address, or the end of it."""
    words = link.astext()
    return link.get("refuri", "").endswith((words, encoded(words)))


def is_outside(address: str) -> bool:
    """Whether *address*, once it is `encoded`, leads to a page of the web, a mailbox or a
    telephone."""
    try:
        parts = urlsplit(encoded(address))
        is_port = parts.port is None or parts.port >= 0
    except ValueError:  # “https://[a”, and a port that there is not
        return False
    if parts.scheme in _WEB:
        return is_port and bool(_HOST.fullmatch(parts.hostname or ""))
    return parts.scheme in _OTHER and bool(parts.path or parts.query)
