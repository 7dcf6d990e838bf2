extensions = ["briefpress"]
project = "Test briefs"
author = "Test Institute"
language = "en"
briefpress_languages = ["en", "it"]
briefpress_license = "CC-BY-NC-4.0"
briefpress_disclaimer = "The Institute takes no positions."
html_baseurl = "https://briefs.example.org"
