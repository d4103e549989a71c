"""The Java of the image: only the modules that the operator uses."""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

import debian
from driver import soundbite
from driver.place import ROOT, Trouble

LOCK = ROOT / "deploy" / "image" / "java.lock"

# What jdeps finds, less what only tools and native images use (java.compiler,
# java.desktop, java.rmi, jdk.compiler) or Kerberos (java.security.jgss, in a part of
# Apache's HTTP client that is not used), and what is found at run time only.
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


def link(target, newer):
    """Links the pinned modules of the JDK that builds, any JDK's only if newer ones will do; says which Java it is."""
    home = Path(soundbite.jdk())
    linked = jlink(home, target)
    if linked not in locked():
        message = differs(home, linked)
        if not newer:
            raise Trouble(message)
        print(f"    {message}\n    Taking this one.", flush=True)
    return linked[0]


def jlink(home, target):
    """Version and SHA-256 of what was linked, each file's name and content."""
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
    return java_version(home), digest(target)


def digest(directory):
    total = hashlib.sha256()
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(directory)} {content}\n".encode())
    return total.hexdigest()


def locked():
    """The versions and digests that are pinned for this machine's architecture."""
    lines = (line.split() for line in LOCK.read_text().splitlines() if not line.startswith("#"))
    return [(version, sha) for arch, version, sha in lines if arch == debian.architecture()]


def differs(home, linked):
    version, sha = linked
    pinned = " or ".join(f"{name} (sha256 {content[:12]})" for name, content in locked()) or "none"
    return (
        f"The modules of the JDK in {home}, {version} (sha256 {sha[:12]}), are not what"
        f" deploy/image/{LOCK.name} pins for {debian.architecture()}: {pinned}. Let JAVA_HOME be that JDK, or pin"
        " this one with `make image-lock`."
    )


def lock():
    """Pins the JDK that builds."""
    with tempfile.TemporaryDirectory() as directory:
        linked = jlink(Path(soundbite.jdk()), Path(directory) / "java")
    others = [
        line for line in LOCK.read_text().splitlines() if not line.startswith(debian.architecture() + " ")
    ]
    ours = " ".join([debian.architecture(), *linked])
    LOCK.write_text("\n".join([*others, ours]) + "\n")
    print(ours)


def java_version(home):
    lines = (home / "release").read_text().splitlines()
    values = dict(line.replace('"', "").split("=", 1) for line in lines if "=" in line)
    return values.get("JAVA_RUNTIME_VERSION") or values["JAVA_VERSION"]
