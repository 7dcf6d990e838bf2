"""Let a page read pictures from the given folders, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from briefpress.files import MAX_BYTES, MEDIA_TYPES

# Where a job's pages seem to lie: WeasyPrint names pictures in the PDF after their addresses, so
# the real folder must not be in them.
BASE_URL = "file:///publication/"


class Refused(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint has no types
    """A page may not read *url*. It stops the rendering: other exceptions WeasyPrint only logs."""

    def __init__(self, url: str, message: str) -> None:
        super().__init__(message)
        self.url = url


class ConfinedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches pictures below *roots*: no network, no redirect, no link out of a folder."""

    def __init__(self, roots: Iterable[Path], base: Path | None = None) -> None:
        """*base* is the folder that `BASE_URL` stands for."""
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._roots = [root.resolve() for root in roots]
        self._base = base

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the picture that *url* names; raise `Refused` if it may not be read."""
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
        return URLFetcherResponse(url, content, {"Content-Type": media_type})

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
