"""Run EPUBCheck over books in one Java: its start takes thirty times as long as a book.

EPUBCheck's own command line takes one book. This program, which `epubcheck` starts, gets on stdin a
JSON list of books, each with the file for EPUBCheck's report on it, and prints its exit codes.
"""

from __future__ import annotations

import json
import sys

from briefpress.check.java import OPTIONS, start_java
from briefpress.check.packages import installed_file


def main() -> None:
    """Check the books that stdin names."""
    java = start_java(installed_file("epubcheck", "epubcheck.jar"), *OPTIONS)
    checker = java.JClass("com.adobe.epubcheck.tool.EpubChecker")
    arguments = ("--usage", "--quiet", "--locale", "en", "--json")
    codes = [checker().run([book, *arguments, report]) for book, report in json.load(sys.stdin)]
    sys.stdout.write(f"\n{json.dumps(codes)}\n")


if __name__ == "__main__":
    main()
