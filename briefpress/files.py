"""Write files so that a reader sees the old one or the new one, and know which pictures to show."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# The pictures that a brief may have, and how large one may be. What a format does not show is
# remade for it (see raster.py).
MEDIA_TYPES: Mapping[str, str] = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
MAX_BYTES = 50 * 1024 * 1024


def write_atomically(target: Path, content: bytes, *, shared: bool = False) -> None:
    """Write *content* beside *target* and rename it into place.

    What is left beside it if the process dies is overwritten the next time. In a *shared* folder,
    as the user's cache, several processes may write the same file at once: each beside it under a
    name of its own.
    """
    _replace(target, content, shared=shared)
    _sync_folder(target.parent)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write *files*, each atomically, side by side: it is the disk that one waits for."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(_replace, files, files.values()))
        list(pool.map(_sync_folder, {file.parent for file in files}))


def _replace(target: Path, content: bytes, *, shared: bool = False) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    own = f".{os.getpid()}" if shared else ""
    beside = target.with_name(f".{target.name}{own}.new")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the renaming last through a loss of power, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_json(target: Path, content: Any) -> None:
    """Write *content* as JSON with sorted keys, if it is not there already."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if not target.is_file() or target.read_bytes() != text.encode():
        write_atomically(target, text.encode())


def read_json(file: Path) -> dict[str, Any]:
    """Return the object in *file*, empty if the file is not there or not whole."""
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def sha256(file: Path) -> str:
    """Return the SHA-256 of *file* in hexadecimal digits, empty if there is no such file."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
