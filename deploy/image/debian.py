"""The C library of the image: Debian packages, pinned by version and digest."""

import hashlib
import os
import platform
import re
import shutil
import subprocess

from driver.builds import need
from driver.place import CACHE, ROOT, Trouble

LOCK = ROOT / "deploy" / "image" / "debian.lock"
# gcc-12-base has nothing but libgcc-s1's licence. Java brings time zones and
# certificate authorities of its own.
PACKAGES = ["libc6", "libgcc-s1", "gcc-12-base"]
# Converters that Java has no use for, and what a person would read.
LEFT_OUT = re.compile(r"/gconv/|^usr/share/(?!doc/[^/]+/copyright$)|\.conf$")
DEBS = CACHE / "debs"
APT = CACHE / "apt"


def architecture():
    machine = platform.machine()
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)


def locked():
    """Name, version and SHA-256 of each package for this machine's architecture."""
    lines = (line.split() for line in LOCK.read_text().splitlines() if not line.startswith("#"))
    found = [rest for arch, *rest in lines if arch == architecture()]
    if not found:
        raise Trouble(
            f"{LOCK.relative_to(ROOT)} has no packages for {architecture()}: make image-lock"
        )
    return found


def unpack(target, newer):
    """Unpacks the pinned packages; what Debian no longer serves only if newer ones will do."""
    need("dpkg-deb", "to unpack the image's C library", "dpkg")
    packages = [package(*line, newer) for line in locked()]
    for deb, _ in packages:
        whole = target.parent / "deb"
        shutil.rmtree(whole, ignore_errors=True)
        subprocess.run(["dpkg-deb", "--extract", deb, whole], check=True)
        take(whole, target)
        control = subprocess.run(["dpkg-deb", "--field", deb], capture_output=True, text=True, check=True)
        # Where scanners look for the packages of an image without dpkg.
        status = target / "var" / "lib" / "dpkg" / "status.d" / deb.name.partition("_")[0]
        status.parent.mkdir(parents=True, exist_ok=True)
        status.write_text(control.stdout)
        shutil.rmtree(whole)
    return [(deb.name.partition("_")[0], version) for deb, version in packages]


def take(whole, target):
    """Copies files, and what links stand for: jib knows no links."""
    for path in sorted(whole.rglob("*")):
        name = str(path.relative_to(whole))
        source = whole / os.readlink(path).lstrip("/") if path.is_symlink() else path
        if LEFT_OUT.search(name) or not source.is_file():
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target / name)


def package(name, version, digest, newer):
    """The package's file, and the version that it is of."""
    deb = DEBS / file_name(name, version)
    if not deb.exists():
        served = {offer[0]: offer[1] for offer in offers(name)}
        if version not in served:
            if not newer or not served:
                raise Trouble(missing(name, version, served))
            print(f"    {missing(name, version, served)}\n    Taking the newest.", flush=True)
            version, digest = next(iter(served.items()))
            return package(name, version, digest, False)
        download(name, version)
    if hashlib.sha256(deb.read_bytes()).hexdigest() != digest:
        raise Trouble(f"{deb} is not what {LOCK.relative_to(ROOT)} says: remove it, and try again.")
    return deb, version


def missing(name, version, served):
    have = ", ".join(served) or "none; its apt must know Debian 12, bookworm"
    return (
        f"{name} {version} is not served any more (but {have}). `make image-lock` pins what is; or put"
        f" the file into {DEBS} as {file_name(name, version)}."
    )


def file_name(name, version):
    return f"{name}_{version.replace(':', '%3a')}_{architecture()}.deb"


def apt(*command, directory=None):
    """apt as this machine has it set up, with lists of its own: needs no root, changes nothing."""
    need("apt-get", "to download the image's C library", "apt, on Debian 12")
    for part in ("lists/partial", "cache/archives/partial"):
        (APT / part).mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State::Lists": APT / "lists",
        "Dir::Cache": APT / "cache",
        "Debug::NoLocking": 1,
        "APT::Sandbox::User": "root",
    }
    flags = [flag for key, value in options.items() for flag in ("-o", f"{key}={value}")]
    result = subprocess.run(
        [command[0], *flags, *command[1:]], capture_output=True, text=True, cwd=directory
    )
    if result.returncode:
        raise Trouble(f"{' '.join(command)} failed:\n  {result.stderr.strip()}")
    return result.stdout


def offers(name):
    """Version and SHA-256 of what this machine's apt can get, newest first."""
    apt("apt-get", "update", "-q")
    shown = apt("apt-cache", "show", name)
    fields = [dict(re.findall(r"^(\w+): (.*)$", part, re.M)) for part in shown.split("\n\n")]
    return [(it["Version"], it["SHA256"]) for it in fields if "SHA256" in it]


def download(name, version):
    DEBS.mkdir(parents=True, exist_ok=True)
    apt("apt-get", "download", "-q", f"{name}={version}", directory=DEBS)


def lock():
    """Pins what Debian serves now."""
    others = [
        line for line in LOCK.read_text().splitlines() if not line.startswith(architecture() + " ")
    ]
    ours = [" ".join([architecture(), name, *offers(name)[0]]) for name in PACKAGES]
    LOCK.write_text("\n".join([*others, *ours]) + "\n")
    print("\n".join(ours))
