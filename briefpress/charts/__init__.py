"""Draw charts of the numbers that an author writes into a brief.

1. `data.py` reads the numbers and says which row is wrong.
2. `directive.py` makes nodes of them, so that their words are translated like any other.
3. `draw.py` draws the translated chart, a `picture.py`, as SVG in each `room.py` that it is shown
   in: on telephones, on other screens and on the paper of the publication. `bars.py`, `columns.py`
   and `lines.py` are what kinds of `plot.py` there are, on a `sheet.py` of a `canvas.py`;
   `scale.py` says what stands where, and `names.py` which categories are named.
4. `write.py` puts the drawings and the numbers as a table into each format.
"""
