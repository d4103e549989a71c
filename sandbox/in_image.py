#!/usr/bin/env python3
"""Runs a container image without a container engine, as far as Linux lets that be done by hand.

in_image.py unpack TAR ROOT   an OCI archive's layers, and its configuration beside them
in_image.py run ROOT ARGS...  becomes the image's process: root read-only, the image's user, no
                              capabilities, the ServiceAccount's token where pods have it, and the
                              pod's volumes where the sandbox has them

SOUNDBITE_MEMORY  the container's memory limit in bytes; without it there is none
"""

import contextlib
import json
import os
import shutil
import sys
import tarfile
import urllib.parse
from base64 import b64decode
from pathlib import Path

from driver.builds import need
from driver.place import Trouble

TOKEN = "var/run/secrets/kubernetes.io/serviceaccount"
CGROUPS = Path("/sys/fs/cgroup")
# What a kubelet would pass on of what the sandbox sets: the container's own settings.
SETTINGS = ("AWS_", "SOUNDBITE_", "QUARKUS_", "POD_", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")

# In a mount namespace of its own. $1 is the root, $2 where volumes are, the rest what is run there.
# A pod has /proc, /sys and /dev, too, and its token.
ENTER = f"""
set -e
root=$1; volumes=$2; shift 2
mount --bind "$root" "$root"
mount -o remount,bind,ro,nosuid,nodev "$root"
for each in proc sys dev; do mount --rbind "/$each" "$root/$each"; done
mount --bind "$root.token" "$root/{TOKEN}"
mount --bind "$volumes" "$root$volumes"
cd /
exec "$@"
"""


def become(root, user):
    """Commands that go into the root, as that user, with no right left."""
    uid, gid = user.split(":")
    if os.geteuid() == 0:
        rights = ["--inh-caps=-all", "--bounding-set=-all,+sys_chroot,+setuid,+setgid"]
        enter = ["setpriv", "--no-new-privs", *rights]
        return ["unshare"], [*enter, "chroot", f"--userspec={user}", "--groups=", root]
    # Others are that user in a namespace of users only: outside of it they stay who they are.
    enter = ["unshare", "--user", f"--map-user={uid}", f"--map-group={gid}", f"--root={root}", "--wd=/"]
    return ["unshare", "--user", "--map-root-user"], ["setpriv", "--no-new-privs", *enter]


def unpack(tar, root):
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    with tarfile.open(tar) as archive:

        def blob(digest):
            return archive.extractfile(f"blobs/{digest.replace(':', '/')}")

        index = json.load(archive.extractfile("index.json"))
        manifest = json.load(blob(index["manifests"][0]["digest"]))
        configuration(root).write_bytes(blob(manifest["config"]["digest"]).read())
        for layer in manifest["layers"]:
            with tarfile.open(fileobj=blob(layer["digest"])) as content:
                # As it is: the image is our own, and tests look for what should not be in it.
                content.extraction_filter = lambda member, path: member
                content.extractall(root)


def configuration(root):
    return root.with_name(root.name + ".json")


def run(root, arguments):
    need("unshare", "to run an image", "util-linux")
    config = json.loads(configuration(root).read_text())["config"]
    volumes = Path.cwd() / "pods"
    volumes.mkdir(exist_ok=True)
    for place in ("proc", "sys", "dev", TOKEN, str(volumes).lstrip("/")):
        (root / place).mkdir(parents=True, exist_ok=True)
    environment = dict(each.split("=", 1) for each in config["Env"])
    environment |= {name: value for name, value in os.environ.items() if name.startswith(SETTINGS)}
    environment |= service_account(Path(os.environ["KUBECONFIG"]), root.with_name(root.name + ".token"))
    if "SOUNDBITE_MEMORY" in os.environ:
        limit(int(os.environ["SOUNDBITE_MEMORY"]))
    outside, inside = become(root, config["User"])
    outside += ["--mount", "--propagation", "private", "sh", "-c", ENTER, "sh", root, volumes]
    command = [*outside, *inside, *config["Entrypoint"], *(arguments or config.get("Cmd", []))]
    command = [str(part) for part in command]
    path = {"PATH": os.environ["PATH"]}
    os.execvpe(command[0], command, environment | path)


def service_account(kubeconfig, directory):
    """What a pod has instead of a kubeconfig."""
    known = json.loads(kubeconfig.read_text())
    cluster, user = known["clusters"][0]["cluster"], known["users"][0]["user"]
    directory.mkdir(exist_ok=True)
    for name, content in {
        "token": user["token"].encode(),
        "ca.crt": b64decode(cluster["certificate-authority-data"]),
        "namespace": os.environ["POD_NAMESPACE"].encode(),
    }.items():
        (directory / name).write_bytes(content)
    server = urllib.parse.urlsplit(cluster["server"])
    return {
        "KUBERNETES_SERVICE_HOST": server.hostname,
        "KUBERNETES_SERVICE_PORT": str(server.port),
    }


def limit(memory):
    """Moves this process into a cgroup with as much memory as a container with this limit has."""
    lines = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    ours = {controllers: path for _, controllers, path in lines}
    first = "memory" in ours
    parent = CGROUPS / "memory" if first else CGROUPS
    parent /= ours["memory" if first else ""].lstrip("/")
    group = parent / f"soundbite-{os.getpid()}"
    for left in parent.glob("soundbite-*"):
        with contextlib.suppress(OSError):  # somebody is in it
            left.rmdir()
    try:
        group.mkdir()
        (group / ("memory.limit_in_bytes" if first else "memory.max")).write_text(str(memory))
        (group / "cgroup.procs").write_text(str(os.getpid()))
    except OSError as e:
        raise Trouble(f"No memory limit can be set here: {e}. It needs a cgroup to write in.") from None


def main():
    match sys.argv[1:]:
        case ["unpack", tar, root]:
            unpack(Path(tar), Path(root).absolute())
        case ["run", root, *arguments]:
            run(Path(root).absolute(), arguments)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(f"in_image: {trouble}")
