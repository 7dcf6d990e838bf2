from pathlib import Path

extensions = ["briefpress"]
project = "Test briefs"
author = "Test Institute"
language = "en"
briefpress_languages = ["en", "it"]
locale_dirs = [str(Path(__file__).parent / "locale")]
html_baseurl = "https://briefs.example.org"
