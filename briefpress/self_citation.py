"""Say how each work is cited, in the style of the references and the language of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util.nodes import clean_astext

from briefpress.bibliography import citations_domain
from briefpress.brief import Author, Collection, Work
from briefpress.citeproc import Cite, run_citeproc
from briefpress.domain import briefs_domain
from briefpress.facts import canonical_url, name_parts
from briefpress.languages import language_tag

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def cite_works(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Make the citations of all works whose facts changed (event ``env-updated``).

    Return their names: Sphinx keeps the environment if any was updated.
    """
    if app.builder.name == "gettext":
        return []
    known = citations_domain(env).data["own"]
    works = {work.docname: csl_item(work, env) for work in briefs_domain(env).index.works.values()}
    todo = [name for name, work in works.items() if known.get(name, (None,))[0] != work]
    if todo:
        clusters = [[_cite(name)] for name in todo]
        tag = language_tag(env.config.language)
        made = run_citeproc(clusters, [], tag, [works[name] for name in todo])
        for name, each in zip(todo, made, strict=True):
            known[name] = (works[name], each.entries[0][1])
    return todo


def _cite(name: str) -> tuple[Cite, ...]:
    return (Cite(name, "", "", textual=False),)


def csl_item(work: Work, env: BuildEnvironment) -> dict[str, Any]:
    """Return *work* as an item of CSL-JSON (https://docs.citationstyles.org) in the language of the
    build: a brief is a report by its authors, a collection a book that has editors."""
    domain = briefs_domain(env)
    root = env.config.root_doc
    institution = (domain.text(root, "author"), domain.text(root, "project"), _title(root, env))
    people = [_name(domain.index.authors[author], env) for author in work.authors or ()]
    is_collection = isinstance(work, Collection)
    found = {
        "id": work.docname,
        "type": "book" if is_collection else "report",
        "editor" if is_collection else "author": people,
        "issued": work.date.isoformat() if work.date else "",
        "title": _with_subtitle(_title(work.docname, env), domain.text(work.docname, "subtitle")),
        "collection-title" if is_collection else "genre": (
            _title(f"series/{work.series}", env) if work.series else ""
        ),
        "collection-number" if is_collection else "number": work.number,
        "publisher": next(filter(None, institution)),
    }
    if work.doi:
        found["DOI"] = work.doi
    elif env.config.html_baseurl:
        tag = language_tag(env.config.language)
        found["URL"] = canonical_url(env.config, tag, work.docname)
    return {key: value for key, value in found.items() if value}


def _title(docname: str, env: BuildEnvironment) -> str:
    return clean_astext(env.titles[docname])


def _with_subtitle(title: str, subtitle: str) -> str:
    """Return both in one: after a colon, unless *title* has one or ends with a sign of its own."""
    if not subtitle:
        return title
    separator = " " if title[-1:] in "?!." else ". " if ":" in title else ": "
    return title + separator + subtitle


def _name(author: Author, env: BuildEnvironment) -> dict[str, str]:
    return name_parts(author, env) or {"literal": _title(author.docname, env)}
