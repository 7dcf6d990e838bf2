"""Know that there is nothing to do, and never say so wrongly."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefpress import stamp
from briefpress.stamp import Request, inputs_key, is_done, write_stamp

ALL = Request()
HTML = Request(formats=("html",))
ITALIAN = Request(languages=("it",))
PORTS = Request(briefs=("ports",))


@pytest.mark.parametrize(
    ("made", "asked", "covered"),
    [
        (ALL, ALL, True),
        (ALL, HTML, True),
        (ALL, Request(("pdf",), ("it",), ("ports",)), True),
        (HTML, ALL, False),
        (HTML, HTML, True),
        (HTML, Request(formats=("pdf",)), False),
        (Request(formats=("html", "pdf")), HTML, True),
        (HTML, Request(formats=("html", "pdf")), False),
        (HTML, Request(("html",), ("it",)), True),
        (HTML, ITALIAN, False),
        (Request(("html",), ("it",)), ITALIAN, False),
        (PORTS, Request(briefs=("rivers",)), False),
        (Request(briefs=("rivers", "ports")), PORTS, True),
        (
            Request(("html", "pdf"), ("it",), ("ports",)),
            Request(("pdf",), ("it",), ("ports",)),
            True,
        ),
        (Request(("html", "pdf"), ("it",), ("ports",)), Request(("pdf",), ("it",)), False),
    ],
)
def test_more_covers_less(made: Request, asked: Request, covered: bool) -> None:
    assert made.covers(asked) is covered


@dataclass(frozen=True)
class Built:
    """A publication and what a build made of it."""

    top: Path

    def key(self) -> str:
        return inputs_key(self.top, self.top / "docs", [self.top / "locale"])

    def stamp(self, request: Request = ALL, key: str | None = None, warnings: int = 0) -> None:
        outputs = ["site/index.html", "site/it/briefs/ports.html"]
        roots = [self.top / "locale"]
        build = self.top / "build"
        write_stamp(
            build,
            key or self.key(),
            roots,
            request,
            outputs,
            languages=("en", "it"),
            briefs=("ports", "rivers"),
            warnings=["a warning"] * warnings,
        )

    def done(self, request: Request = ALL, *, strict: bool = False) -> bool:
        return is_done(self.top / "build", self.top, self.top / "docs", request, strict=strict)

    def write(self, name: str, content: str) -> None:
        file = self.top / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    found = Built(tmp_path)
    found.write("conf.py", "language = 'en'\n")
    found.write("docs/briefs/ports.md", "# Ports\n")
    found.write("docs/briefs/ports/map.png", "not really")
    found.write("locale/it/LC_MESSAGES/briefs/ports.po", 'msgid "Ports"\nmsgstr "Porti"\n')
    found.write("build/site/index.html", "<p>")
    found.write("build/site/it/briefs/ports.html", "<p>Porti")
    return found


def test_without_a_stamp_nothing_is_done(built: Built) -> None:
    assert not built.done()


def test_what_was_made_of_what_is_there_is_done(built: Built) -> None:
    built.stamp()

    assert built.done()
    assert built.done(PORTS)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda b: b.write("conf.py", "language = 'it'\n"), id="conf.py"),
        pytest.param(lambda b: b.write("docs/briefs/ports.md", "# Porte\n"), id="a brief"),
        pytest.param(lambda b: b.write("docs/briefs/ports/map.png", "new"), id="a picture"),
        pytest.param(lambda b: b.write("docs/briefs/rivers.md", ""), id="a new brief"),
        pytest.param(lambda b: (b.top / "docs/briefs/ports.md").unlink(), id="a brief gone"),
        pytest.param(
            lambda b: (b.top / "docs/briefs/ports.md").rename(b.top / "docs/briefs/portsmouth.md"),
            id="a brief renamed",
        ),
        pytest.param(
            lambda b: b.write("locale/it/LC_MESSAGES/briefs/ports.po", ""), id="a catalogue"
        ),
        pytest.param(lambda b: b.write("build/site/index.html", "<p>other"), id="an output"),
        pytest.param(lambda b: (b.top / "build/site/index.html").unlink(), id="an output gone"),
        pytest.param(
            lambda b: os.utime(b.top / "build/site/index.html", ns=(1, 1)), id="an output touched"
        ),
        pytest.param(lambda b: b.write("build/stamp.json", '{"inputs": '), id="half a stamp"),
        pytest.param(lambda b: b.write("build/stamp.json", "[]"), id="no stamp"),
        pytest.param(
            lambda b: b.write("build/stamp.json", '{"version": 2}'), id="a later version's stamp"
        ),
    ],
)
def test_what_changes_is_made_again(built: Built, change: Callable[[Built], None]) -> None:
    built.stamp()
    change(built)

    assert not built.done()


def test_the_time_of_a_source_does_not_matter(built: Built) -> None:
    built.stamp()
    os.utime(built.top / "docs" / "briefs" / "ports.md", ns=(1, 1))

    assert built.done()


def test_the_date_that_metadata_bear_matters(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    built.stamp()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert not built.done()

    built.stamp()
    assert built.done()

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000001")
    assert not built.done()


def test_another_briefpress_makes_all_again(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    built.stamp()
    monkeypatch.setattr(stamp, "code_digest", lambda: "another")

    assert not built.done()


def test_a_source_that_changed_during_the_build_is_not_taken_for_made(built: Built) -> None:
    key = built.key()
    built.write("docs/briefs/ports.md", "# Porte\n")
    built.stamp(key=key)

    assert not built.done()


def test_what_several_builds_made_of_the_same_sources_adds_up(built: Built) -> None:
    built.stamp(HTML)
    built.stamp(ITALIAN)

    assert built.done(HTML)
    assert built.done(ITALIAN)
    assert not built.done(ALL)
    assert not built.done(Request(languages=("en",)))


def test_what_was_made_of_earlier_sources_is_forgotten(built: Built) -> None:
    built.stamp(HTML)
    built.write("docs/briefs/ports.md", "# Porte\n")
    built.stamp(ITALIAN)

    assert built.done(ITALIAN)
    assert not built.done(HTML)


def test_a_build_with_warnings_is_not_done_where_warnings_are_errors(built: Built) -> None:
    built.stamp(warnings=1)

    assert built.done()
    assert not built.done(strict=True)

    built.stamp(warnings=0)
    assert built.done(strict=True)


def test_a_part_made_without_warnings_does_not_hide_those_of_the_rest(built: Built) -> None:
    built.stamp(ALL, warnings=1)
    built.stamp(PORTS, warnings=0)

    assert not built.done(ALL, strict=True)
