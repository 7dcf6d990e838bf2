"""Set briefs, and collections of briefs, on pages.

1. `builder.py` writes each work as HTML for paper (`translator.py`) and makes of it a `Job`
   (`job.py`) that can be pickled. `breaking.py` says in the text what is to stay together,
   `tables.py` and `column.py` how wide and where it stands, `notes.py` lays notes at the foot of
   pages, `cover.py` shares page one between picture and key messages, `watermark.py` marks drafts,
   `apart.py` lets several documents become one, `places.py` notes where each picture comes from.
2. `pool.py` hands jobs to worker processes and outlives them, `render.py` is what a worker does
   with one, `limits.py` how much it may take for that, `fetcher.py` what a page may read; they know
   no Sphinx. `diagnosis.py` finds what does not fit on the pages, `complaints.py` tells an author
   what WeasyPrint says, `drawn.py` of what; `blocks.py` tells where each block stands.
3. `patches/` and `finish.py` mend what WeasyPrint leaves wrong, `parts.py` reaches what it keeps to
   itself; `bidi.py` tells how text that runs to the left is found in its order.
4. `tags/` writes the structure that screen readers tell, `metadata.py` what the file says of
   itself.
5. `editions.py` holds what one edition is, `order.py` makes that for print of what conf.py says.
   `press.py` gives its file boxes and marks, `painting.py` inks, which `inks.py` mixes of colours
   and `separation.py` of pictures for a `profile.py`; `flatten.py` makes opaque what shows through,
   on its `ground.py`, `resolution.py` tells which pictures are coarse.
"""
