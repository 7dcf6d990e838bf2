"""Let a page read pictures from the given folders, and nothing else."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from briefpress.files import MAX_BYTES, MEDIA_TYPES

# Where a job's pages seem to lie: WeasyPrint names pictures in the PDF after their addresses, so
# the real folder must not be in them.
BASE_URL = "file:///publication/"

# What may stand in an address itself: it can read no other.
_EMBEDDED = frozenset(MEDIA_TYPES.values()) - {MEDIA_TYPES[".svg"]}


class Refused(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint has no types
    """A page may not read *url*. It stops the rendering: other exceptions WeasyPrint only logs."""

    def __init__(self, url: str, message: str) -> None:
        super().__init__(message)
        self.url = url


class ConfinedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches pictures below *roots*: no network, no redirect, no link out of a folder."""

    def __init__(
        self,
        roots: Iterable[Path],
        base: Path | None = None,
        change: Callable[[bytes, str], tuple[bytes, str]] | None = None,
    ) -> None:
        """*base* is the folder that `BASE_URL` stands for; *change* returns what is shown for a
        picture and its media type, and the media type of that."""
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._roots = [root.resolve() for root in roots]
        self._base = base
        self._change = change

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the picture that *url* names; raise `Refused` if it may not be read."""
        read = self._embedded if url[:5].lower() == "data:" else self._file
        content, media_type = read(url)
        if self._change:
            content, media_type = self._change(content, media_type)
        return URLFetcherResponse(url, content, {"Content-Type": media_type})

    def _embedded(self, url: str) -> tuple[bytes, str]:
        """Return the picture that stands in *url* itself: drawings hold those in pixels so."""
        head, _, data = url[5:].partition(",")
        media_type, *parameters = head.lower().split(";")
        if media_type not in _EMBEDDED:
            raise Refused(url, f"a page may not read {url[:60]}; put the picture beside the brief")
        content = unquote_to_bytes(data)
        try:
            return (b64decode(content) if "base64" in parameters else content), media_type
        except ValueError:
            raise Refused(
                url, f"the picture {url[:60]}… is cut off; save the drawing anew"
            ) from None

    def _file(self, url: str) -> tuple[bytes, str]:
        """Return the picture in the file that *url* names."""
        path = self._path(url)
        name = path.name
        try:
            # Resolved once and read under that name: a link out of the roots is seen here.
            path = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError):  # absent; links in a circle; a null character
            raise Refused(
                url,
                f"there is no file {name}; a picture in HTML stays behind: write it as ![…](…)",
            ) from None
        if not any(path.is_relative_to(root) for root in self._roots) or not path.is_file():
            raise Refused(
                url, f"a page may not read {name} outside the publication; put it beside the brief"
            )
        media_type = MEDIA_TYPES.get(path.suffix.lower())
        if media_type is None:
            raise Refused(url, f"{name} is no picture ({', '.join(sorted(MEDIA_TYPES))})")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise Refused(url, f"{name} has more than {MAX_BYTES // 1024**2} MB")
        return content, media_type

    def _path(self, url: str) -> Path:
        """Return the path that *url* names, if it names a file of this machine."""
        try:
            parts = urlsplit(url)
        except ValueError:  # brackets that enclose no IPv6 address
            parts = urlsplit("")
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise Refused(url, f"a page may not read {url}; put the picture beside the brief")
        if self._base and url.startswith(BASE_URL):
            return self._base / url2pathname(parts.path.removeprefix(urlsplit(BASE_URL).path))
        return Path(url2pathname(parts.path))
