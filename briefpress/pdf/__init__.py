"""Set briefs on pages.

1. `builder.py` writes each brief as HTML for paper and makes a `Job` of it that can be pickled.
2. `render.py` renders jobs in worker processes; it knows no Sphinx.
3. `cover.py` shares page one between picture and key messages, `editions.py` holds what one
   edition is, `fetcher.py` what a page may read; `patches/` and `finish.py` mend what WeasyPrint
   leaves wrong.
4. `tags/` writes the structure that screen readers tell, `metadata.py` what the file says of
   itself.
"""
