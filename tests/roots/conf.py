extensions = ["briefpress"]
project = "Test briefs"
author = "Test Institute"
language = "en"
briefpress_languages = ["en", "it"]
html_baseurl = "https://briefs.example.org"
