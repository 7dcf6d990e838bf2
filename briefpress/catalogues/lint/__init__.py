"""Check translations: what a catalogue says is held against what the original says.

1. `entries.py` reads the translated messages, `text.py` takes each apart into words and things.
2. `rules.py` lists what they are checked for; `markup.py`, `danger.py`, `amounts.py` (upon
   `numerals.py`), `extent.py`, `style.py` and `terms.py` do it.
3. `run.py` does so for a publication; `report.py` writes what was found: text, JSON or SARIF.
"""
