extensions = ["briefpress"]
exclude_patterns = ["**/part.md"]
project = "Strings"
author = "Institute"
copyright = "2025, Institute"
language = "en"
briefpress_languages = ["en", "it"]
briefpress_limits = {}
