# What this institution chooses. Everything here is data; Sphinx's own settings may stand here too:
# https://www.sphinx-doc.org/en/master/usage/configuration.html
extensions = ["briefpress"]

project = "Policy briefs"
author = "Briefpress Institute"
copyright = "2025, Briefpress Institute"

# The licence of every brief that names no other, as SPDX calls it (https://spdx.org/licenses/).
briefpress_license = "CC-BY-4.0"

# Who answers for the accessibility of the ePubs; without a name here none claims to be accessible.
briefpress_certifier = "Briefpress Institute"

# The languages of the publication. A document that does not say so is written in the first.
language = "en"
briefpress_languages = ["en", "it", "fr", "uk", "ar"]

# How much of a brief must be translated, in percent, to be published in a language; else all of it.
briefpress_publish_threshold = {"fr": 80}

# Where the publication will stand on the web, without the language's folder. PDFs and ePubs link
# there; without it they hold no links to other documents.
html_baseurl = "https://briefs.example.org"
