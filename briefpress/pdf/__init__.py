"""Set briefs, and collections of briefs, on pages.

1. `builder.py` writes each work as HTML for paper and makes of it a `Job` (`job.py`) that can be
   pickled. `breaking.py` says in the text what is to stay together, `notes.py` lays notes at the
   foot of pages, `apart.py` lets several documents become one.
2. `pool.py` hands jobs to worker processes and outlives them, `render.py` is what a worker does
   with one, `limits.py` how much it may take for that, `diagnosis.py` what does not fit on the
   pages then; they know no Sphinx.
3. `cover.py` shares page one between picture and key messages, `editions.py` holds what one
   edition is, `fetcher.py` what a page may read; `patches/` and `finish.py` mend what WeasyPrint
   leaves wrong.
4. `tags/` writes the structure that screen readers tell, `metadata.py` what the file says of
   itself.
5. `order.py` makes the print edition of what conf.py says, `press.py` gives its file boxes, marks
   and inks, which `inks.py` mixes of colours and `separation.py` of pictures.
"""
