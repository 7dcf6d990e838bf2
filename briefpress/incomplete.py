"""Tell readers of a translation what is missing in it, and where the whole text is."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date

from briefpress.brief import Author, Document, Series, Topic
from briefpress.domain import Coverage
from briefpress.languages import name_of_language


def follows_threshold(document: Document, root_doc: str) -> bool:
    """Whether *document* is published where enough of it is translated: a brief, and a page of
    the handbook. The others are where briefs that are published need them."""
    return not isinstance(document, (Author, Topic, Series)) and document.docname != root_doc


def notice(
    document: Document,
    tag: str,
    coverage: Coverage,
    words: Callable[[str], str],
    day: Callable[[date], str],
    url: str,
) -> dict[str, str] | None:
    """Return what readers of *document* in the language *tag* are told, for templates: ``html``,
    and the ``link`` to the whole text, its ``url`` (empty if there is none) and ``language``. None
    if nothing is missing.

    *words* translates the interface, *day* writes a date for the reader. No date is that of today:
    the catalogue says when it was last worked on.
    """
    _ = words
    source = document.source_language
    if source == tag or not coverage.left:
        return None
    language = name_of_language(source, tag)
    counts = {"{count}": coverage.left, "{total}": coverage.messages, "{language}": language}
    sentences = [_("Passages still in {language}: {count} of {total}.")]
    for name, value in counts.items():
        sentences[0] = sentences[0].replace(name, str(value))
    sentences[0] = html.escape(sentences[0])
    changed = _("It was complete for the text of {date}, which has changed since.")
    dated = ((changed, coverage.complete_for), (_("State of {date}."), coverage.last_change))
    for sentence, when in dated:
        if when:
            shown = f'<time datetime="{when.isoformat()}">{html.escape(day(when))}</time>'
            sentences.append(html.escape(sentence).replace("{date}", shown))
    return {
        "html": " ".join(sentences),
        "language": source,
        "link": _("The whole text in {language}").replace("{language}", language),
        "url": url,
    }
