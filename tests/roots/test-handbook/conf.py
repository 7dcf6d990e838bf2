extensions = ["briefpress"]
project = "Test briefs"
author = "Test Institute"
language = "en"
html_baseurl = "https://briefs.example.org"
