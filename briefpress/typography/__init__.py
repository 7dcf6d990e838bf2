"""Set the marks and spaces of a text as readers of its language expect them; no word changes.

`rules.py` is the data, a row per language; `engine.py` applies a row to a text, with the help of
`quotes.py`; `transform.py` does so to a document, each passage by the rules of its own language.
"""
