"""Write a big publication, the same each time, and measure how long its update takes.

``python tests/bench/big.py FOLDER`` writes 500 briefs in English with catalogues in four languages,
29,000 messages each, changes five messages in each fifth brief, and says how long the merge takes
(the templates are written, not extracted).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from briefpress.catalogues.update import update
from briefpress.publication import Publication

LANGUAGES = ("it", "fr", "de", "es")
SYLLABLES = "ba|ce|di|fo|gu|la|me|ni|po|ru|sa|te|vi|zo|tra|pre|sti|clo"

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Big\\n"
"Report-Msgid-Bugs-To: \\n"
"PO-Revision-Date: 2025-03-17 10:00+0100\\n"
"Last-Translator: Desk <desk@example.org>\\n"
"Language-Team: Desk\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def words(chance: random.Random) -> Iterator[str]:
    """Yield words for ever, some of them often and most of them seldom, as in a language."""
    known = [
        "".join(chance.choices(SYLLABLES.split("|"), k=chance.choice((1, 2, 2, 3))))
        for _ in range(9000)
    ]
    while True:
        yield known[min(int(chance.paretovariate(0.6)), len(known)) - 1]


def texts(chance: random.Random, source: Iterator[str]) -> list[str]:
    """Return the messages of a brief: a title, headings, paragraphs of a few sentences."""

    def sentence(least: int, most: int) -> str:
        return " ".join(next(source) for _ in range(chance.randint(least, most))).capitalize()

    title = [sentence(3, 8)]
    sections = [
        [sentence(2, 6), *(_paragraph(chance, sentence) for _ in range(6))] for _ in range(8)
    ]
    return list(dict.fromkeys([*title, *(text for section in sections for text in section)]))


def _paragraph(chance: random.Random, sentence: Callable[[int, int], str]) -> str:
    return " ".join(f"{sentence(8, 24)}." for _ in range(chance.randint(1, 5)))


def edited(chance: random.Random, messages: list[str]) -> list[str]:
    """Return *messages* after five edits: three words, a sentence, a new paragraph."""
    result = list(messages)
    for _ in range(3):
        at = chance.randrange(1, len(result))
        head, _, tail = result[at].partition(" ")
        result[at] = f"{head} newly {tail}"
    result[-1] = f"{result[-1]} This was added later."
    return [*result, f"Number {chance.randrange(10**9)} is wholly new here."]


def write_document(top: Path, name: str, messages: list[str]) -> None:
    """Write a document and its template."""
    title, *rest = messages
    body = "\n\n".join(f"## {text}" if text[-1] != "." else text for text in rest)
    _write(top / "docs" / f"{name}.md", f"# {title}\n\n{body}\n")
    entries = [f'#: docs/{name}.md:{n}\nmsgid "{m}"\nmsgstr ""\n' for n, m in enumerate(messages)]
    header = HEADER.format(language="")
    _write(top / "build/gettext" / f"{name}.pot", "\n".join([header, *entries]))


def write_catalogue(top: Path, name: str, language: str, messages: list[str]) -> None:
    """Write a catalogue in which everything is translated."""
    entries = [
        f'#: docs/{name}.md\nmsgid "{m}"\nmsgstr "{m.replace("a", "à")}"\n' for m in messages
    ]
    file = top / "locale" / language / "LC_MESSAGES" / f"{name}.po"
    _write(file, "\n".join([HEADER.format(language=language), *entries]))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_publication(top: Path, briefs: int = 500) -> Publication:
    """Write the publication, with each fifth brief changed after it was translated."""
    chance = random.Random(1)
    source = words(chance)
    settings = {
        "extensions": ["briefpress"],
        "project": "Big",
        "language": "en",
        "briefpress_languages": ["en", *LANGUAGES],
        "locale_dirs": [str(top / "locale")],
    }
    _write(top / "conf.py", "".join(f"{name} = {value!r}\n" for name, value in settings.items()))
    write_document(top, "index", ["Briefs"])
    for number in range(briefs):
        name, messages = f"briefs/b{number:03}", texts(chance, source)
        for language in LANGUAGES:
            write_catalogue(top, name, language, messages)
        write_document(top, name, messages if number % 5 else edited(chance, messages))
    return Publication.from_settings(settings, top, top / "docs")


def main() -> None:
    """Write the publication into the folder that is named, and update it twice."""
    top = Path(sys.argv[1]).resolve()
    publication = write_publication(top)
    for what in ("after edits", "with nothing to do"):
        begin = time.perf_counter()
        lines = [str(each) for each in update(publication, top / "build", LANGUAGES)]
        seconds = time.perf_counter() - begin
        sys.stdout.write(f"{what}: {seconds:.1f} s\n  " + "\n  ".join(lines) + "\n")


if __name__ == "__main__":
    main()
