#!/usr/bin/env python3
"""Builds the operator's container image without a container engine: C library,
Java, operator and AOT cache are put into one root, and jib makes layers of it.

SANDBOX_DIR  the sandbox that is up, in which the AOT cache is trained
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "sandbox"))

import debian
import runtime
import sbom
import training
from driver import soundbite
from driver.place import ROOT, Place, Trouble, locked
from sandbox import parts

HERE = ROOT / "deploy" / "image"
TARGET = ROOT / "target" / "image"
JARS = ROOT / "target" / "bom.json"
SBOM = "usr/share/sbom/soundbite-operator.cdx.json"
started = time.monotonic()


def say(text):
    print(f"{time.monotonic() - started:6.1f}s  {text}", flush=True)


def version():
    pom = ElementTree.parse(ROOT / "pom.xml").getroot()
    return pom.findtext("{http://maven.apache.org/POM/4.0.0}version")


def build(newer):
    place = Place(os.environ.get("SANDBOX_DIR") or ROOT / ".sandbox")
    if not place.env_file.exists():
        raise Trouble("The AOT cache is trained in a sandbox, and none is up: make image")
    soundbite.build()
    root = TARGET / "root"
    shutil.rmtree(TARGET, ignore_errors=True)
    root.mkdir(parents=True)
    packages = debian.unpack(root, newer)
    java = runtime.link(root / "opt" / "java", newer)
    shutil.copytree(soundbite.JAR.parent, root / "opt" / "soundbite")
    shutil.copytree(HERE / "root", root, dirs_exist_ok=True)
    maven("the list of jars", "cyclonedx:makeBom@sbom")
    sbom.write(JARS, root / SBOM, java, packages, debian.architecture())
    say(f"root made, with Java {java} and {', '.join(' '.join(each) for each in packages)}")
    age(root)
    with locked(place.directory):
        training.train(root, place, *parts(place))
    say(f"AOT cache trained: {(root / training.CACHE).stat().st_size >> 20} MiB")
    age(root)
    return assemble(java)


def age(root):
    """Everything is as old as in the image: the AOT cache is valid for jars of these times only."""
    for path in root.rglob("*"):
        os.utime(path, (1, 1))


def assemble(java):
    # Jib looks for classes, and there are none but in the root.
    (TARGET / "classes").mkdir(exist_ok=True)
    tar = TARGET / f"soundbite-operator-{version()}.tar"
    values = {
        "image.version": version(),
        "image.java": java,
        "image.architecture": debian.architecture(),
        "image.revision": revision(),
        "image.tar": tar,
    }
    settings = [f"-D{name}={value}" for name, value in values.items()]
    maven("jib", "-f", HERE / "pom.xml", "jib:buildTar", *settings)
    say(f"{tar.relative_to(ROOT)}: {tar.stat().st_size >> 20} MiB")
    return tar


def maven(what, *arguments):
    result = subprocess.run(
        [ROOT / "mvnw", "-q", "-B", "-ntp", *arguments],
        env={**os.environ, "JAVA_HOME": soundbite.jdk()},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if result.returncode:
        raise Trouble(f"{what} failed:\n  {(result.stdout + result.stderr).strip()[-3000:]}")


def revision():
    found = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return found.stdout.strip() or "unknown"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lock", action="store_true", help="pin the Debian packages that are served now, and this JDK")
    parser.add_argument(
        "--newer", action="store_true", help="other packages and another JDK will do where the pinned ones are not to be had"
    )
    arguments = parser.parse_args()
    if arguments.lock:
        debian.lock()
        runtime.lock()
    else:
        build(arguments.newer)


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(f"image: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
