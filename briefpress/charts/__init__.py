"""Draw charts of the numbers that an author writes into a brief.

1. `data.py` reads the numbers and says which row is wrong.
2. `directive.py` makes nodes of them, so that their words are translated like any other.
3. `draw.py` draws the translated chart as SVG on a `sheet.py` of a `canvas.py`, once
   for all formats, wide and narrow; `scale.py` says what stands where, and `names.py` which
   categories are named.
4. `write.py` puts the drawing and its numbers as a table into each format.
"""
