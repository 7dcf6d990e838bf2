"""Tell a licence by its SPDX identifier, its official name, and the address of its deed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

ALL_RIGHTS_RESERVED = "all-rights-reserved"
CC0 = "CC0-1.0"

# The conditions of Creative Commons and the scopes of their versions as official names write
# them; each is a word of the interface, for there are official translations.
CONDITIONS = {
    "BY": "Attribution",
    "BY-NC": "Attribution-NonCommercial",
    "BY-NC-ND": "Attribution-NonCommercial-NoDerivatives",
    "BY-NC-SA": "Attribution-NonCommercial-ShareAlike",
    "BY-ND": "Attribution-NoDerivatives",
    "BY-SA": "Attribution-ShareAlike",
}
SCOPES = {"3.0": "Unported", "4.0": "International"}

_CREATIVE_COMMONS = re.compile(rf"CC-({'|'.join(CONDITIONS)})-(3\.0|4\.0)(-IGO)?")

# The languages of https://creativecommons.org/licenses/by/4.0/ that publications here are in; the
# address without a language chooses one by the reader's browser.
_DEEDS = re.compile(
    "ar|bg|ca|cs|da|de|el|en|es|et|eu|fi|fr|gl|hr|hu|id|it|ja|ko|lt|lv|nl|no|pl|pt|ro|ru|sk|sl|sv"
    "|tr|uk|zh-hans|zh-hant"
)


@dataclass(frozen=True)
class Licence:
    """A licence as readers meet it: its name in their language, and the address of its deed,
    empty if it has none."""

    name: str
    url: str


def spdx_id(written: str) -> str | None:
    """Return the identifier (https://spdx.org/licenses/) that *written* means, capitals and small
    letters aside; None if it is no licence that briefpress knows."""
    if written.lower() == ALL_RIGHTS_RESERVED:
        return ALL_RIGHTS_RESERVED
    wanted = written.upper()
    match = _CREATIVE_COMMONS.fullmatch(wanted)
    # Version 4.0 serves intergovernmental organisations as it is.
    known = wanted == CC0 or (match and (match[2], match[3]) != ("4.0", "-IGO"))
    return wanted if known else None


def likely_id(written: str) -> str | None:
    """Return the identifier that the author of *written* may have meant: ``CC BY 4.0``."""
    guess = re.sub(r"[\s_-]+", "-", written.strip())
    return spdx_id(guess) or spdx_id(f"{guess}-4.0") or spdx_id(f"CC-{guess}")


def licence(spdx: str, tag: str, _: Callable[[str], str]) -> Licence:
    """Return the licence *spdx* for a reader of the language *tag* (BCP 47); *_* translates the
    words of the interface."""
    if spdx == ALL_RIGHTS_RESERVED:
        return Licence(_("All rights reserved"), "")
    if spdx == CC0:
        name, path = _("CC0 1.0 Universal"), "publicdomain/zero/1.0"
    else:
        match = _CREATIVE_COMMONS.fullmatch(spdx)
        assert match is not None, spdx
        conditions, version, igo = match.groups()
        scope = "IGO" if igo else _(SCOPES[version])
        name = f"Creative Commons {_(CONDITIONS[conditions])} {version} {scope}"
        path = f"licenses/{conditions.lower()}/{version}{'/igo' if igo else ''}"
    codes = (tag.lower(), tag.lower().split("-")[0])
    deed = next((f"deed.{code}" for code in codes if _DEEDS.fullmatch(code)), "")
    return Licence(name, f"https://creativecommons.org/{path}/{deed}")
