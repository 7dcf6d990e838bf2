"""Put a catalogue's translations into a document while it is read.

1. `catalogue.py` reads the ``.po`` file strictly: a file that is broken anywhere is not used.
2. `transform.py` walks the document's messages and replaces those that are translated.
3. `msgstr.py` parses each translation as inline text from an allow-list of constructs.
"""
