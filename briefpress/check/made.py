"""List what a build made: what its receipts describe, and the pages that are no briefs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from briefpress.check.packages import CheckError
from briefpress.files import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Made:
    """A file that the build made, as its receipt or the manifest describes it; the fields are those
    of a `Result`."""

    brief: str
    language: str
    """BCP 47; empty for the page that serves the whole site."""
    format: str
    path: str
    sha256: str
    is_brief: bool
    claims: tuple[str, ...] = ()
    """Names of standards, as in `verapdf.PROFILES` and `preflight.STANDARDS`."""
    order: Mapping[str, Any] = field(default_factory=dict)
    """Of a file for printing: what was ordered, as in `preflight.Limits`."""
    texts: tuple[str, ...] = ()
    """Where the pages are that have the words of its chapters, relative to the build directory."""

    @property
    def stored(self) -> str:
        """Where the results of its checks are kept, below ``build/checks``."""
        folder = "" if self.is_brief else "pages"
        return str(PurePosixPath(self.language, folder, f"{self.brief}.{self.format}.json"))

    @property
    def page(self) -> str:
        """The file whose words a PDF must have, relative to the build directory: the web page of a
        brief; of a collection, whose page has no chapters, the ePub."""
        suffix = ".epub" if len(self.texts) > 1 else ".html"
        return str(PurePosixPath(self.texts[0]).with_suffix(suffix))

    @property
    def site(self) -> str:
        """The folder that holds all that it shows, relative to the build directory."""
        return f"site/{self.language}".rstrip("/")


def made_files(build: Path) -> Iterator[Made]:
    """Yield every file of *build* that there are checks for."""
    briefs = [_from_receipt(file) for file in sorted((build / "receipts").rglob("*.json"))]
    yield from briefs
    described = {made.path for made in briefs}
    for path, entry in sorted(read_json(build / "manifest.json").get("files", {}).items()):
        if path.endswith(".html") and path not in described:
            language = entry["cell"][1]
            name = PurePosixPath(path).relative_to(PurePosixPath("site", language))
            yield Made(
                brief=str(name.with_suffix("")),
                language=language,
                format="html",
                path=path,
                sha256=entry["sha256"],
                is_brief=False,
            )


def _from_receipt(file: Path) -> Made:
    content = read_json(file)
    try:
        return Made(
            brief=content["brief"],
            language=content["language"],
            format=content["format"],
            path=content["path"],
            sha256=content["sha256"],
            is_brief=True,
            claims=tuple(content["claims"]),
            order=content.get("order", {}),
            texts=tuple(content["texts"]),
        )
    except KeyError as error:
        raise CheckError(
            f"The receipt {file} does not say its {error}. Run `make` to build again."
        ) from error
