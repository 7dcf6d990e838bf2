"""List what translations are checked for: every rule with its name, its weight and its check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from briefpress.catalogues.lint import amounts, danger, extent, markup, style
from briefpress.catalogues.lint.entries import Entry
from briefpress.catalogues.lint.terms import TermBase
from briefpress.translation.rules import Refused

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Context:
    """What checks need beside the message: the terms, and the judge that the build asks."""

    terms: TermBase
    judge: Callable[[str, str], object]
    """Gets a msgid and its msgstr; raises `Refused` if the build will not use it."""


Check = Callable[[Entry, Context], Iterator[str]]


@dataclass(frozen=True)
class Rule:
    """One thing that translations are checked for."""

    id: str
    severity: Severity
    text: str
    """What the rule asks of a translation, in one sentence."""
    check: Check
    excusable: bool = True
    """Whether a translator's comment may switch it off: not what keeps a publication safe."""


def _of_entry(check: Callable[[Entry], Iterator[str]]) -> Check:
    return lambda entry, context: check(entry)


def _refused(entry: Entry, context: Context) -> Iterator[str]:
    # A translation that holds what the original holds is not parsed once more.
    if entry.is_rst or entry.target.things == entry.source.things:
        return
    try:
        context.judge(entry.source.raw, entry.target.raw)
    except Refused as reason:
        yield f"the build will not use it: {reason}"


def _thing(rule: str, kind: str, text: str, *, once: bool = False, listed: bool = True) -> Rule:
    severity: Severity = "error" if kind not in ("code", "strong") else "warning"
    name = {"code": "code", "strong": "strong emphasis", "math": "formula"}.get(kind, kind)
    return Rule(
        rule, severity, text, _of_entry(markup.things(kind, name, once=once, listed=listed))
    )


def _rule(
    rule: str, severity: Severity, text: str, check: Callable[[Entry], Iterator[str]]
) -> Rule:
    return Rule(rule, severity, text, _of_entry(check))


RULES: tuple[Rule, ...] = (
    Rule(
        "dangerous",
        "error",
        "Nothing that runs, reads or loads something, or hides what it is, is added.",
        _of_entry(danger.dangerous),
        excusable=False,
    ),
    _thing("link", "link", "Links lead where those of the original lead."),
    _thing("role", "role", "References and other roles in braces are those of the original."),
    _thing("note", "note", "Every note is called as often as in the original."),
    _thing("citation", "citation", "Works are cited as in the original."),
    _thing("substitution", "substitution", "What stands in double braces is kept.", once=True),
    _thing("math", "math", "Formulas are those of the original."),
    _thing("picture", "picture", "Pictures in the text are those of the original."),
    _thing("code", "code", "Code is not translated.", once=True),
    _thing("emphasis", "strong", "Strong emphasis is kept.", once=True, listed=False),
    _rule("balance", "error", "Asterisks, backticks and brackets that open also close.",
          markup.balance),
    _rule("paragraphs", "error", "One paragraph stays one.", markup.paragraphs),
    _rule("list", "error", "A text does not begin like a list, a heading or a quotation.",
          markup.lists),
    Rule("refused", "error", "The build can use the translation.", _refused, excusable=False),
    _rule("number", "error", "Numbers are those of the original, as the language writes them.",
          amounts.number),
    _rule("date", "error", "Months are those of the original.", amounts.date),
    _rule("percent", "error", "What is per cent stays per cent.", amounts.percent),
    _rule("currency", "error", "Money stays in its currency.", amounts.currency),
    Rule("term", "warning", "Terms are translated as `locale/terms.csv` says.",
         lambda entry, context: context.terms.required(entry)),
    Rule("banned-term", "error", "Translations that `locale/terms.csv` bans are not used.",
         lambda entry, context: context.terms.banned(entry)),
    _rule("alt-text", "error", "The text for who does not see a picture is translated.",
          extent.alt_text),
    _rule("copied", "warning", "A text is not left in the original's language.", extent.copied),
    _rule("length", "warning", "A text fits its place, and no part of it is missing.",
          extent.length),
    _rule("punctuation", "warning", "A text ends as the original does.", style.punctuation),
    _rule("marks", "warning", "Marks are those of the language: ؟ and ، in Arabic, ¿ in Spanish.",
          style.marks),
    _rule("quotes", "warning", "Quotation marks are the language's, and come in pairs.",
          style.quotes),
    _rule("spacing", "warning", "Spaces stand where the language has them.", style.spacing),
    _rule("edge-space", "warning", "No white space begins or ends a text.", style.edges),
    _rule("doubled-word", "warning", "No word stands twice in a row.", style.doubled),
)  # fmt: skip

BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
EXCUSE = "excuse"
"""The rule that looks at translators' comments: they name rules that find something."""
CATALOGUE = "catalogue"
"""The rule that a catalogue can be read whole."""
OTHERS: Mapping[str, tuple[Severity, str]] = {
    CATALOGUE: ("error", "The catalogue can be read whole."),
    EXCUSE: ("warning", "A comment `lint: ignore=` names a rule that finds something."),
}
"""What is reported beside what `RULES` find: weight and text."""
