"""What has to be built before it can be started, kept in ~/.cache/soundbite."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from .place import CACHE, ROOT, SANDBOX, Trouble, locked

CONTROL_PLANE = SANDBOX / "controlplane"
EMULATOR = SANDBOX / "emulator"
ARGOCD = SANDBOX / "argocd"
COSIGN = ROOT / "deploy" / "image" / "cosign"
HELM = "3.22.0"
ARGOCD_MODULE = re.compile(r"(github.com/argoproj/argo-cd/v\d+) v(\S+)")
KUBERNETES = re.compile(r"k8s.io/kubernetes v(\d+)\.(\d+)\.(\d+)")


def need(program, purpose, hint):
    found = shutil.which(program)
    if not found:
        raise Trouble(f"{program} is needed {purpose}, and was not found. Install {hint}.")
    return found


def control_plane():
    """The one binary with all of Kubernetes, built on the first use."""
    sources = [CONTROL_PLANE / name for name in ("go.mod", "go.sum", "main.go")]

    def build(target):
        go = need("go", "to build the sandbox's control plane", "Go 1.26 or later")
        major, minor, patch = kubernetes()
        # Without these kubectl takes the server for v0.0.0.
        stamps = {
            "gitVersion": f"v{major}.{minor}.{patch}",
            "gitMajor": major,
            "gitMinor": minor,
        }
        flags = stamped({f"k8s.io/component-base/version.{name}": it for name, it in stamps.items()})
        command = [go, "build", "-v", *flags]
        run_with_progress(
            "building the control plane, once: about 10 minutes on two cores",
            [*command, "-o", target / "controlplane", "."],
            CONTROL_PLANE,
            {**os.environ, "CGO_ENABLED": "0"},
            go_packages,
        )

    return cached("controlplane", sources, build) / "controlplane"


def kubernetes():
    """The control plane's version."""
    return KUBERNETES.search((CONTROL_PLANE / "go.mod").read_text()).groups()


def stamped(values):
    return ["-trimpath", "-ldflags", " ".join(["-s -w", *[f"-X {name}={it}" for name, it in values.items()]])]


def helm():
    """Helm, built on the first use."""

    def build(target):
        go = need("go", "to build helm", "Go 1.26 or later")
        major, minor, _ = kubernetes()
        # Without these it takes itself for v3.22, and any cluster it can't ask for Kubernetes 1.20.
        stamps = {"internal/version.version": f"v{HELM}"}
        for package in ("pkg/chartutil", "pkg/lint/rules"):
            stamps |= {f"{package}.k8sVersionMajor": major, f"{package}.k8sVersionMinor": minor}
        flags = stamped({f"helm.sh/helm/v3/{name}": it for name, it in stamps.items()})
        run_with_progress(
            "building helm, once: about 2 minutes on two cores",
            [go, "install", "-v", *flags, f"helm.sh/helm/v3/cmd/helm@v{HELM}"],
            SANDBOX,
            {**os.environ, "CGO_ENABLED": "0", "GOBIN": str(target)},
            go_packages,
        )

    return cached("helm", [CONTROL_PLANE / "go.mod"], build, salt=HELM) / "helm"


def argocd():
    """A directory with Argo CD's core as one binary, and its custom resource definitions."""
    sources = sorted(path for path in ARGOCD.iterdir() if path.name == "go.sum" or path.suffix in (".go", ".mod"))

    def build(target):
        go = need("go", "to build Argo CD", "Go 1.26 or later")
        module, version = ARGOCD_MODULE.search((ARGOCD / "go.mod").read_text()).groups()
        run_with_progress(
            "building Argo CD, once: about 4 minutes on two cores",
            [go, "build", "-v", *stamped({f"{module}/common.version": version}), "-o", target / "argocd", "."],
            ARGOCD,
            {**os.environ, "CGO_ENABLED": "0"},
            go_packages,
        )
        command = [go, "list", "-m", "-f", "{{.Dir}}", module]
        found = subprocess.run(command, cwd=ARGOCD, check=True, capture_output=True, text=True).stdout.strip()
        (target / "crds").mkdir()
        for path in (Path(found) / "manifests" / "crds").glob("*-crd.yaml"):
            shutil.copyfile(path, target / "crds" / path.name)

    return cached("argocd", sources, build)


def cosign():
    """The program that signs images, built on the first use."""
    sources = [COSIGN / name for name in ("go.mod", "go.sum", "main.go")]

    def build(target):
        go = need("go", "to build the program that signs images", "Go 1.26 or later")
        run_with_progress(
            "building cosign, once: about 2 minutes on two cores",
            [go, "build", "-v", *stamped({}), "-o", target / "cosign", "."],
            COSIGN,
            {**os.environ, "CGO_ENABLED": "0"},
            go_packages,
        )

    return cached("cosign", sources, build) / "cosign"


def redis():
    """redis-server, installed from Debian's packages where it is not."""
    if not shutil.which("redis-server") and shutil.which("apt-get") and os.geteuid() == 0:
        run_with_progress(
            "installing redis-server, once",
            # Without the service: the sandbox starts its own.
            ["sh", "-c", "apt-get -q update && RUNLEVEL=1 apt-get -qy install --no-install-recommends redis-server"],
            SANDBOX,
            {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )  # fmt: skip
    return need("redis-server", "as Argo CD's cache", "it (Debian's package redis-server)")


def go_packages(log):
    done = sum(1 for line in log.splitlines() if re.match(r"[\w./-]+$", line))
    return f"{done} packages compiled" if done else "downloading modules"


def emulator():
    """The Python of an environment in which the emulator can run."""
    if sys.version_info < (3, 10):
        raise Trouble("The AWS emulator needs Python 3.10 or later. Install one, and let python3 be it.")

    def build(target):
        # Debian leaves it out, and venv's own complaint is easily misread.
        need_module("ensurepip", "python3-venv")
        run_with_progress(
            "installing the AWS emulator, once: about 20 seconds",
            ["sh", "-c", 'python3 -m venv "$0" && "$0/bin/pip" install -q --require-hashes -r "$1"',
             target, EMULATOR / "requirements.txt"],
            SANDBOX,
            dict(os.environ),
        )  # fmt: skip

    # An environment belongs to the Python that made it.
    return cached("emulator", [EMULATOR / "requirements.txt"], build, salt=sys.version) / "bin" / "python"


def need_module(name, package):
    try:
        __import__(name)
    except ImportError:
        raise Trouble(f"Python's module {name} was not found. Install {package}.") from None


def cached(name, sources, build, salt=""):
    """A directory of the cache, keyed by the contents it is made from."""
    digest = hashlib.sha256(salt.encode())
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    target = CACHE / f"{name}-{digest.hexdigest()[:16]}"
    done = target / ".complete"
    if not done.exists():
        with locked(CACHE):
            if not done.exists():
                # In place, not aside and renamed: a Python environment can't be moved.
                shutil.rmtree(target, ignore_errors=True)
                target.mkdir(parents=True)
                build(target)
                done.touch()
    return target


def run_with_progress(what, command, directory, env, detail=lambda log: ""):
    """Runs a command quietly, showing how long it has been at it."""
    say = Progress(what)
    log = CACHE / "build.log"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=directory, env=env, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            while process.poll() is None:
                say.update(detail(log.read_text(errors="replace")))
                time.sleep(0.5)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    say.done()
    if process.returncode:
        end = "\n".join("  " + line for line in log.read_text(errors="replace").splitlines()[-20:])
        raise Trouble(f"Failed while {what}. The end of {log}:\n{end}")


class Progress:
    """One line that is kept up to date on a terminal; elsewhere one now and then."""

    EVERY = 30

    def __init__(self, what):
        self.what = what
        self.started = time.monotonic()
        self.said = None
        self.terminal = sys.stdout.isatty()

    def update(self, detail):
        elapsed = time.monotonic() - self.started
        line = f"    {self.what} ({clock(elapsed)}{', ' + detail if detail else ''})"
        if self.terminal:
            print(f"\r\033[K{line}", end="", flush=True)
        elif self.said is None or elapsed - self.said >= self.EVERY:
            print(line, flush=True)
            self.said = elapsed

    def done(self):
        line = f"    {self.what}: took {clock(time.monotonic() - self.started)}"
        print(f"\r\033[K{line}" if self.terminal else line, flush=True)


def clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
