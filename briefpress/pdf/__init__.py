"""Set briefs on pages.

1. `builder.py` writes each brief as HTML for paper and makes of it a `Job` (`job.py`) that can be
   pickled.
2. `pool.py` hands jobs to worker processes and outlives them, `render.py` is what a worker does
   with one, `limits.py` how much it may take for that; they know no Sphinx.
3. `cover.py` shares page one between picture and key messages, `editions.py` holds what one
   edition is, `fetcher.py` what a page may read; `finish.py` mends what WeasyPrint leaves wrong.
"""
