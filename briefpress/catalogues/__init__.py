"""Tools for those who translate: what they run on ``locale/``.

1. `extract.py` writes a template (``.pot``) for every document, which `template.py` makes of what
   `collect.py` finds while it is read, on the lines that `locate.py` finds, with the words of
   `comments.py`.
2. `update.py` brings the catalogues (``.po``) up to date with the templates: it reads and writes
   them whole (`po.py`), merges each with its template (`merge.py`), and offers what was
   translated before (`memory.py`) for what is the same or near (`alike.py`).
3. `stats.py` counts how far they are; `completion.py` records for which source one was complete.
"""
