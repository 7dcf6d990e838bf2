"""A small publication whose templates are written by the test: Sphinx is not needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

from briefpress.catalogues.update import Updated, update
from briefpress.publication import Publication

# Text, or context and text.
Text = str | tuple[str, str]

# An article: its messages, and the Italian of each.
PORTS = "briefs/ports"
_BLOCKS = (Path(__file__).parent / "texts/ports.txt").read_text(encoding="utf-8").strip()
ITALIAN: dict[str, str] = dict(block.split("\n") for block in _BLOCKS.split("\n\n"))
TEXTS = list(ITALIAN)
COST = next(text for text in TEXTS if text.startswith("A metre of new quay"))
LAW = next(text for text in TEXTS if text.startswith("The law asks"))


def others_are_kept(entries: dict[str, polib.POEntry]) -> bool:
    """Whether what is left of the article has its translations, approved."""
    return all(
        entry.msgstr == ITALIAN[text] and not entry.fuzzy
        for text, entry in entries.items()
        if text in ITALIAN
    )


@dataclass(frozen=True)
class Desk:
    """Where an editor and translators work."""

    path: Path
    languages: tuple[str, ...] = ("en", "it")

    @property
    def publication(self) -> Publication:
        settings = {
            "project": "Test briefs",
            "language": self.languages[0],
            "briefpress_languages": list(self.languages),
        }
        self.document("index", ["Briefs"])
        return Publication.from_settings(settings, self.path, self.path / "docs")

    def document(
        self,
        name: str,
        texts: Sequence[Text],
        comments: Sequence[str] = (),
        language: str = "en",
    ) -> None:
        """Write a document and the template that is extracted from it."""
        source = self.path / "docs" / f"{name}.md"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(f"---\ntitle: A title\nlanguage: {language}\n---\n", encoding="utf-8")
        template = polib.POFile()
        template.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        for number, text in enumerate(texts):
            context, msgid = text if isinstance(text, tuple) else (None, text)
            template.append(
                polib.POEntry(
                    msgctxt=context,
                    msgid=msgid,
                    comment=comments[number] if comments else "paragraph, under “A title”",
                    occurrences=[(f"docs/{name}.md", str(3 + 2 * number))],
                )
            )
        file = self.path / "build" / "gettext" / f"{name}.pot"
        file.parent.mkdir(parents=True, exist_ok=True)
        template.save(str(file))

    def remove(self, name: str) -> None:
        (self.path / "docs" / f"{name}.md").unlink()
        (self.path / "build" / "gettext" / f"{name}.pot").unlink()

    def update(self, *tags: str) -> list[Updated]:
        tags = tags or self.languages
        return update(self.publication, self.path / "build", tags, extract=lambda: None)

    def forget(self) -> None:
        """Delete what an update remembers for the next."""
        (self.path / "build" / "stage" / "settled.json").unlink()

    def file(self, name: str, language: str = "it") -> Path:
        return self.path / "locale" / language / "LC_MESSAGES" / f"{name}.po"

    def text(self, name: str, language: str = "it") -> str:
        return self.file(name, language).read_text(encoding="utf-8")

    def entries(self, name: str, language: str = "it") -> dict[str, polib.POEntry]:
        po = polib.pofile(str(self.file(name, language)), encoding="utf-8")
        return {entry.msgid: entry for entry in po if not entry.obsolete}

    def translate(self, name: str, texts: dict[str, str], language: str = "it") -> None:
        """Fill in and approve what *texts* has, as a translator does, and save with polib."""
        file = self.file(name, language)
        po = polib.pofile(str(file), encoding="utf-8", wrapwidth=0)
        po.metadata["PO-Revision-Date"] = "2025-03-17 10:00+0100"
        for entry in po:
            if entry.msgid in texts and not entry.obsolete:
                entry.msgstr = texts[entry.msgid]
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        po.save(str(file))

    def files(self) -> dict[str, tuple[bytes, int]]:
        """All that is below locale/, with the time of each file."""
        found = sorted((self.path / "locale").rglob("*"))
        return {
            str(file): (file.read_bytes(), file.stat().st_mtime_ns)
            for file in found
            if file.is_file()
        }

    def started(self, texts: Iterable[str], italian: dict[str, str]) -> Desk:
        """Write briefs/ports with *texts*, make its catalogue and translate it."""
        self.document(PORTS, list(texts))
        self.update("it")
        self.translate(PORTS, italian)
        self.update("it")
        return self
