"""Files as a build leaves them, with what says so, for the checks to look at."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DOT = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


def make(build: Path, path: str, content: bytes, claims: tuple[str, ...] = ()) -> Path:
    """Write a file and its receipt as a build does; *path* is LANGUAGE/SLUG.FORMAT."""
    language, name = path.split("/")
    slug, _, form = name.partition(".")
    file = build / "site" / language / "briefs" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    receipt = build / "receipts" / language / f"{name}.json"
    receipt.parent.mkdir(parents=True, exist_ok=True)
    facts: dict[str, object] = {
        "brief": slug,
        "claims": list(claims),
        "format": form,
        "language": language,
        "pages": None,
        "path": file.relative_to(build).as_posix(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "sources": {},
        "texts": [f"site/{language}/briefs/{slug}.html"],
        "tools": {},
    }
    receipt.write_text(json.dumps(facts), encoding="utf-8")
    return file


def publish(build: Path, pages: Mapping[str, str]) -> None:
    """Write pages that are no briefs, and the manifest that names them."""
    entries = {}
    for path, html in pages.items():
        file = build / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8")
        language = path.partition("/")[0] if "/" in path else ""
        entries[f"site/{path}"] = {
            "cell": [path.removesuffix(".html"), language, "html"],
            "sha256": hashlib.sha256(html.encode()).hexdigest(),
        }
    (build / "manifest.json").write_text(json.dumps({"files": entries}), encoding="utf-8")


def refuse(*arguments: object) -> None:
    """Stand for a tool that need not run."""
    raise AssertionError("this check had a stored result")
