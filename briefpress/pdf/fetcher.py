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


class ConfinedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches pictures below *roots*: no network, no redirect, no link out of a folder.

    What it refuses stops the rendering: WeasyPrint would only log other exceptions.
    """

    def __init__(self, roots: Iterable[Path], base: Path | None = None) -> None:
        """*base* is the folder that `BASE_URL` stands for."""
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._roots = [root.resolve() for root in roots]
        self._base = base

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the picture that *url* names; raise `FatalURLFetchingError` if it may not."""
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise FatalURLFetchingError(
                f"a page may not read {url}; put the picture beside the brief"
            )
        path = Path(url2pathname(parts.path))
        if self._base and url.startswith(BASE_URL):
            path = self._base / url2pathname(parts.path.removeprefix(urlsplit(BASE_URL).path))
        name = path.name
        try:
            # Resolved once and read under that name: a link out of the roots is seen here.
            path = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError):  # absent; links in a circle; a null character
            raise FatalURLFetchingError(
                f"there is no file {name}; a picture in HTML stays behind: write it as ![…](…)"
            ) from None
        if not any(path.is_relative_to(root) for root in self._roots) or not path.is_file():
            raise FatalURLFetchingError(
                f"a page may not read {name} outside the publication; put it beside the brief"
            )
        media_type = MEDIA_TYPES.get(path.suffix.lower())
        if media_type is None:
            known = ", ".join(sorted(MEDIA_TYPES))
            raise FatalURLFetchingError(f"{name} is no picture ({known})")
        if path.stat().st_size > MAX_BYTES:
            raise FatalURLFetchingError(f"{name} has more than {MAX_BYTES // 1024**2} MB")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})
