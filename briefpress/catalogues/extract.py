"""Extract the messages of the sources into templates (``.pot``), one for each document.

Nothing but the sources is in them: the same sources give the same bytes, whatever was built before,
in which language, and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import polib

from briefpress.catalogues.collect import Found
from briefpress.catalogues.po import PoFile, render
from briefpress.domain import briefs_domain
from briefpress.files import write_atomically
from briefpress.problems import PublicationError
from briefpress.reading import ReadBuilder
from briefpress.worker import Language, Writing, extract_messages

if TYPE_CHECKING:
    from briefpress.publication import Publication

# A date of its own would change every template, and by it every catalogue, each time. This one is
# that of the metadata of a document without a date.
_DATE = "1980-01-01 00:00+0000"

_GENERATOR = "briefpress"


def extract(publication: Publication, target: Path) -> int:
    """Write a template (``.pot``) for every document into *target*/gettext; return how many.

    Raise `PublicationError` if the publication has errors.
    """
    publication.index([])
    folder = target / "gettext"
    language = Language(publication, publication.languages[0], target / "stage")
    found: Writing = extract_messages(language, folder)
    if any(problem.is_error for problem in found.problems):
        raise PublicationError(found.problems)
    return len(list(folder.rglob("*.pot")))


class TemplateBuilder(ReadBuilder):
    """The builder ``gettext``, in place of Sphinx's: reads, then writes what `collect` found."""

    name = "gettext"
    epilog = "The templates are in %(outdir)s."

    def finish(self) -> None:
        """Write the templates, and remove those of documents that are gone."""
        domain = briefs_domain(self.env)
        written = set()
        for docname, messages in sorted(domain.data["messages"].items()):
            if not messages:
                continue
            source = domain.index.documents[docname].source_language
            template = make_template(messages, self.config.project, source)
            file = Path(self.outdir, f"{docname}.pot")
            if not file.is_file() or file.read_bytes() != template.encode():
                write_atomically(file, template.encode())
            written.add(file)
        for file in sorted(Path(self.outdir).rglob("*.pot")):
            if file not in written and f'"X-Generator: {_GENERATOR}' in file.read_text("utf-8"):
                file.unlink()


def make_template(messages: Iterable[Found], project: str, language: str) -> str:
    """Return the template of a document with *messages*, written in *language* (BCP 47)."""
    fields = {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": _DATE,
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": _GENERATOR,
        "X-Source-Language": language,
    }
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    entries = [
        polib.POEntry(
            msgid=text,
            msgctxt=context or None,
            comment="\n".join(dict.fromkeys(c for found in places for c in found.comments)),
            occurrences=list(dict.fromkeys((_path(f.path), str(f.line)) for f in places)),
        )
        for (context, text), places in _by_key(messages).items()
    ]
    return render(PoFile("", polib.POEntry(msgid="", msgstr=header), entries))


def _by_key(messages: Iterable[Found]) -> dict[tuple[str, str], list[Found]]:
    """Return the places of each message, in the order of reading."""
    found: dict[tuple[str, str], list[Found]] = {}
    for message in messages:
        found.setdefault((message.context, message.text), []).append(message)
    return found


def _path(path: str) -> str:
    """Return *path* as GNU gettext writes it: with spaces it stands between U+2068 and U+2069."""
    return f"\u2068{path}\u2069" if " " in path else path
