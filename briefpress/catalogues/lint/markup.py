"""Compare what a message and its translation hold beside words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from briefpress.catalogues.lint.entries import Entry
from briefpress.languages import gettext_code

Check = Callable[[Entry], Iterator[str]]
"""Yields what is wrong with a translation."""


def _shown(kind: str, value: str) -> str:
    return {"note": f"[^{value}]", "substitution": f"{{{{ {value} }}}}"}.get(kind, value)


def things(kind: str, name: str, *, once: bool = False, listed: bool = True) -> Check:
    """Return a check that the *kind* of thing, called *name*, is in both texts equally often; once
    is enough if *once*; *listed* says whether things are told apart by their value."""

    def check(entry: Entry) -> Iterator[str]:
        if not entry.source.things and not entry.target.things:
            return
        source, target = _of(kind, entry.source.things), _of(kind, entry.target.things)
        if kind == "code":
            source, target = _without_examples(source), _without_examples(target)
        if kind == "link":
            target = _as_in(source, target, entry)
        lost, added = source - target, target - source
        if once:
            lost = Counter({value: 1 for value in lost if value not in target})
            added = Counter({value: 1 for value in added if value not in source})
        yield from _differences(kind, name, list(lost.elements()), list(added.elements()))

    def _differences(kind: str, name: str, lost: list[str], added: list[str]) -> Iterator[str]:
        if not listed:
            if lost or added:
                yield (
                    f"the original has {name}, the translation has not"
                    if lost
                    else (f"the translation has {name}, the original has not")
                )
            return
        while lost and added:
            was, now = _shown(kind, lost.pop(0)), _shown(kind, added.pop(0))
            yield f"the {name} {was} has become {now}; write {was}"
        for value in lost:
            yield f"the {name} {_shown(kind, value)} is lost; put it where it belongs"
        for value in added:
            yield f"the {name} {_shown(kind, value)} is not in the original so often; take it out"

    return check


def _of(kind: str, found: Counter[tuple[str, str]]) -> Counter[str]:
    return Counter({value: count for (name, value), count in found.items() if name == kind})


def _without_examples(code: Counter[str]) -> Counter[str]:
    """Return *code* with a sign for the words of examples of writing, which are translated:
    ``*word*``, ``"word"``. A command, a name and a path hold no such marks."""
    return Counter(
        {
            re.sub(r"[^\W\d_]+(?:[\s'’][^\W\d_]+)*", "…", text)
            if re.search(r"[*`\"?!|\[\]{}<>“”«»^]", text)
            else text: count
            for text, count in code.items()
        }
    )


def _as_in(source: Counter[str], target: Counter[str], entry: Entry) -> Counter[str]:
    """Return *target* with each address that is the original's in the other language
    (en.wikipedia.org, example.org/en/) as it is in *source*."""
    if source == target:
        return target
    own, other = (tag.split("-")[0] for tag in (entry.source_language, entry.language))
    codes = "|".join({own, other, entry.language, gettext_code(entry.language)})
    language = re.compile(rf"(?<=[/.=_-])(?:{codes})(?=[/._&#-]|$)|(?<=//)www(?=\.)", re.IGNORECASE)
    wiki = re.compile(r"(//\w+\.(?:m\.)?wiki\w+\.org/).*")

    def plain(address: str) -> str:
        if not re.match(r"https?://", address):
            return address
        neutral = re.sub(r"(?<=//)\w{2}(?=\.wiki)", other, address)
        return language.sub("*", wiki.sub(r"\1", neutral)).rstrip("/")

    known = {plain(address): address for address in source if address not in target}
    result: Counter[str] = Counter()
    for address, count in target.items():
        result[address if address in source else known.get(plain(address), address)] += count
    return result


_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("「", "」"), ("【", "】"))
_SIGNS = "*_`{}[]"
_UNDERSCORE = re.compile(r"(?<!\w)[_](?=\w)|(?<=[^\W_])[_](?!\w)")


def balance(entry: Entry) -> Iterator[str]:
    """Markup that opens and does not close, or the reverse."""
    target = entry.target.prose
    if not any(sign in target for sign in "*_`{}[]()（）「」【】"):
        return
    source = _unescaped(entry.source.prose, entry.source.raw)
    target = _unescaped(target, entry.target.raw)
    for sign, name in (("*", "asterisk"), ("`", "backtick")):
        if target.count(sign) > source.count(sign):
            yield f"the {name} {sign} would be shown; close what it opens, or take it out"
    if _UNDERSCORE.search(target) and not _UNDERSCORE.search(source):
        yield "the underscore _ would be shown; close what it opens, or take it out"
    for opens, closes in _PAIRS:
        surplus = target.count(opens) - target.count(closes)
        if surplus and source.count(opens) - source.count(closes) != surplus:
            name = closes if surplus > 0 else opens
            yield f"a bracket is missing: {name}"
    if target.count("{") > source.count("{") and target.count("{") == target.count("}"):
        yield "braces would be shown; write what is in braces as the original does"


def _unescaped(prose: str, raw: str) -> str:
    """Return *prose* without as many signs as are escaped in *raw*."""
    for sign in _ESCAPED.findall(raw) if "\\" in raw else ():
        if sign[1] in _SIGNS:
            prose = prose.replace(sign[1], "", 1)
    return prose


def paragraphs(entry: Entry) -> Iterator[str]:
    """Several paragraphs where the original is one."""
    if re.search(r"\n\s*\n", entry.target.raw.strip()) and not re.search(
        r"\n\s*\n", entry.source.raw.strip()
    ):
        yield "it has several paragraphs, the original one; join them into one"


_LIST = re.compile(r"\s*(?:[-*+•‣–—·]\s+\S|\d{1,3}[.)]\s+\S|[a-z]\)\s+\S|#{1,6}\s+\S|>\s*\S)")
_LATER_ITEM = re.compile(r"\n\s*(?:[-*+•]\s+\S|\d{1,3}[.)]\s+\S)")


def lists(entry: Entry) -> Iterator[str]:
    """What looks like a list, a heading or a quotation where the original has none."""
    item = _LIST.match(entry.target.raw)
    if item and not _LIST.match(entry.source.raw) and not _is_ordinal(entry):
        sign = item[0].split()[0]
        yield f"it begins like a list, heading or quotation ({sign}); begin with a word"
    elif _LATER_ITEM.search(entry.target.raw) and not _LATER_ITEM.search(entry.source.raw):
        yield "it holds a list, the original has none; write one sentence"


def _is_ordinal(entry: Entry) -> bool:
    """Whether both begin with the same number: “20th century” is “20. Jahrhundert”."""
    first = re.match(r"\s*(\d+)[.)]", entry.target.raw)
    return bool(first and re.match(rf"\s*(?:[A-Z][a-z]+ )?{first[1]}\b", entry.source.raw))
