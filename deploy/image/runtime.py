"""The Java of the image: only the modules that the operator uses."""

import shutil
import subprocess
from pathlib import Path

from driver import soundbite
from driver.place import Trouble

# What jdeps finds, less what only tools and native images use (java.compiler,
# java.desktop, java.rmi, jdk.compiler), and what is found at run time only.
MODULES = [
    "java.base",
    "java.logging",
    "java.management",
    "java.naming",
    "java.sql",
    "java.xml",
    "jdk.management",  # the limits of the container, for metrics
    "jdk.net",  # keep-alive settings of sockets
    "jdk.unsupported",  # sun.misc.Unsafe: Netty, Mutiny
    "jdk.zipfs",  # Quarkus reads its jars as file systems
]


def link(target):
    """Links the modules of the JDK that builds; says which Java it is."""
    home = Path(soundbite.jdk())
    command = [
        home / "bin" / "jlink",
        *("--add-modules", ",".join(MODULES)),
        *("--strip-debug", "--no-header-files", "--no-man-pages"),
        *("--output", target),
    ]
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        raise Trouble(f"jlink of {home} failed:\n  {(result.stdout + result.stderr).strip()}")
    # A trust store's editor is no part of an operator.
    (target / "bin" / "keytool").unlink()
    return java_version(home)


def java_version(home):
    lines = (home / "release").read_text().splitlines()
    values = dict(line.replace('"', "").split("=", 1) for line in lines if "=" in line)
    return values.get("JAVA_RUNTIME_VERSION") or values["JAVA_VERSION"]
