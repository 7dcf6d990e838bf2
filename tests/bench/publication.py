"""Write a big publication, the same each time, in English and translated into four languages."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

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
    before = ""
    while True:
        word = known[int(len(known) * chance.random() ** 3)]  # the first is one in 20
        if word != before:  # which lint-po would ask about
            yield word
        before = word


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
    text = " ".join(f"{sentence(8, 24)}." for _ in range(chance.randint(1, 5)))
    first, second, rest = text.split(" ", 2)
    if chance.random() < 0.25:
        second = f"**{second}**"
    elif chance.random() < 0.1:
        second = f"[{second}](https://www.un.org/{chance.randrange(100)})"
    return f"{first} {second} {rest}"


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
    """Write a document: its title, its headings, which end without a full stop, its paragraphs."""
    title, *rest = messages
    body = "\n\n".join(f"## {text}" if text[-1] != "." else text for text in rest)
    _write(top / "docs" / f"{name}.md", f"# {title}\n\n{body}\n")


def write_catalogue(top: Path, name: str, language: str, messages: list[str]) -> None:
    """Write a catalogue in which everything is translated."""
    entries = [f'#: docs/{name}.md\nmsgid "{m}"\nmsgstr "{_translated(m)}"\n' for m in messages]
    file = top / "locale" / language / "LC_MESSAGES" / f"{name}.po"
    _write(file, "\n".join([HEADER.format(language=language), *entries]))


_VOWELS = str.maketrans("aeiou", "eioua")


def _translated(message: str) -> str:
    """Return *message* with every word changed, and nothing else."""
    parts = re.split(r"(\(https\S+\))", message)
    return "".join(p if p.startswith("(") else p.translate(_VOWELS) for p in parts)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_publication(top: Path, briefs: int, edit: int | None = None) -> int:
    """Write the publication; *edit*: change each fifth brief from this one on, and leave the rest
    and the catalogues.

    Return how many messages the briefs hold before they are edited.
    """
    chance, editor = random.Random(1), random.Random(2)
    source = words(chance)
    settings = {
        "extensions": ["briefpress"],
        "project": "Big",
        "language": "en",
        "briefpress_languages": ["en", *LANGUAGES],
    }
    _write(top / "conf.py", "".join(f"{name} = {value!r}\n" for name, value in settings.items()))
    write_document(top, "index", ["Briefs"])
    count = 0
    for number in range(briefs):
        name, messages = f"briefs/b{number:03}", texts(chance, source)
        count += len(messages)
        if edit is None:
            write_document(top, name, messages)
            for language in LANGUAGES:
                write_catalogue(top, name, language, messages)
        elif number % 5 == edit:
            write_document(top, name, edited(editor, messages))
    return count
