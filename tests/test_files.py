"""Files are written whole, also when several processes write the same one."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

from briefpress.files import write_atomically


def write_often(target: Path) -> None:
    for _ in range(200):
        write_atomically(target, b"font" * 5000, shared=True)


def test_several_processes_may_write_the_same_file(tmp_path: Path) -> None:
    target = tmp_path / "cache" / "font.woff2"
    with get_context("spawn").Pool(2) as pool:
        pool.map(write_often, [target, target])
    assert target.read_bytes() == b"font" * 5000
    assert list(target.parent.iterdir()) == [target]
