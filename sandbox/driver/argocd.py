"""Argo CD's core beside the cluster: its application controller, repository server and API server
as processes, with redis, and a git server for what they apply. All on 127.0.0.1."""

import json
import subprocess

from . import builds, processes
from .cluster import open_directly
from .place import Trouble, outside_environment

NAMESPACE = "argocd"
# What Argo CD's own manifests bring along, empty but for the key that sessions are signed with.
CONFIG_MAPS = ["argocd-cm", "argocd-cmd-params-cm", "argocd-gpg-keys-cm", "argocd-rbac-cm",
    "argocd-ssh-known-hosts-cm", "argocd-tls-certs-cm"]  # fmt: skip
# What Argo CD 3 ships as a default: a change of status alone is no reason to look at an application again.
SETTINGS = {"resource.customizations.ignoreResourceUpdates.all": "jsonPointers:\n- /status\n"}
PROCESSES = ["redis", "git-daemon", "argocd-repo-server", "argocd-server", "argocd-application-controller"]


class ArgoCD:
    def __init__(self, place, cluster):
        self.place, self.cluster = place, cluster
        self.home = place.directory / "argocd"
        self.repositories = self.home / "git"

    def start(self):
        """Starts it, and returns when its API server answers."""
        built = builds.argocd()
        redis = builds.redis()
        git = builds.need("git", "to serve repositories", "git")
        for directory in (self.repositories, self.home / "tmp", self.home / "home"):
            directory.mkdir(parents=True, exist_ok=True)
        self._prepare(built / "crds")
        port = self.place.port
        processes.start(self.place, "redis", [redis, "--bind", "127.0.0.1", "--port", port("redis"),
            "--save", "", "--appendonly", "no", "--dir", self.home])  # fmt: skip
        processes.start(self.place, "git-daemon", [git, "daemon", "--listen=127.0.0.1",
            f"--port={port('git-daemon')}", "--reuseaddr", "--export-all",
            f"--base-path={self.repositories}", self.repositories])  # fmt: skip
        redis_address = ["--redis", f"127.0.0.1:{port('redis')}"]
        repo_server = ["--repo-server", f"127.0.0.1:{port('argocd-repo-server')}"]
        local = ["--address", "127.0.0.1", "--metrics-address", "127.0.0.1"]
        self._start(built, "repo-server", *local, *redis_address, "--disable-tls",
            "--port", port("argocd-repo-server"),
            "--metrics-port", port("argocd-repo-server-metrics"))  # fmt: skip
        # Nobody else reaches it, and it can do no more than whoever reads the sandbox's directory.
        self._start(built, "server", *local, *redis_address, *repo_server, *self._access,
            "--insecure", "--disable-auth", "--repo-server-plaintext",
            "--port", port("argocd-server"), "--metrics-port", port("argocd-server-metrics"))  # fmt: skip
        self._start(built, "application-controller", *redis_address, *repo_server, *self._access,
            "--metrics-port", port("argocd-application-controller"))  # fmt: skip
        for name in ("argocd-server", "argocd-application-controller"):
            self._await(name)

    def stop(self):
        running = processes.names(self.place)
        processes.stop(self.place, [name for name in PROCESSES if name in running], 2)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.place.port('argocd-server')}"

    @property
    def git(self):
        """Where the repositories are served that are in `repositories`."""
        return f"git://127.0.0.1:{self.place.port('git-daemon')}"

    @property
    def _access(self):
        return ["--kubeconfig", self.cluster.kubeconfig, "--namespace", NAMESPACE]

    def _prepare(self, crds):
        labels = {"app.kubernetes.io/part-of": "argocd"}
        wanted = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}]
        for kind, name in [*(("ConfigMap", name) for name in CONFIG_MAPS), ("Secret", "argocd-secret")]:
            metadata = {"name": name, "namespace": NAMESPACE, "labels": labels}
            data = {"data": SETTINGS} if name == "argocd-cm" else {}
            wanted.append({"apiVersion": "v1", "kind": kind, "metadata": metadata, **data})
        text = json.dumps({"apiVersion": "v1", "kind": "List", "items": wanted})
        self.cluster.kubectl("apply", "--server-side", "-f", "-", text=text)
        self.cluster.kubectl("apply", "--server-side", "-f", crds)
        processes.wait_for(self.place, "Argo CD's definitions", [], self._served, 30)

    def _served(self):
        kinds = self.cluster.kubectl("api-resources", "--api-group=argoproj.io", "-o", "name", check=False)
        return len(kinds.split()) == 3

    def _start(self, built, component, *arguments):
        environment = {
            # Argo CD takes the cluster that it runs in for this one.
            "ARGOCD_FAKE_IN_CLUSTER": "true",
            "KUBECONFIG": str(self.cluster.kubeconfig),
            "ARGOCD_GPG_ENABLED": "false",
            "ARGOCD_ASK_PASS_SOCK": str(self.home / "ask-pass.sock"),
            "HOME": str(self.home / "home"),
            "TMPDIR": str(self.home / "tmp"),
            # helm, for the operator's chart
            "PATH": f"{self.place.bin}:{outside_environment().get('PATH', '')}",
        }
        processes.start(self.place, f"argocd-{component}", [built / "argocd", component, *arguments], environment)

    def _await(self, name):
        def ready():
            try:
                with open_directly(f"http://127.0.0.1:{self.place.port(name)}/healthz") as answer:
                    return answer.status == 200
            except OSError:
                return False

        processes.wait_for(self.place, f"the readiness of {name}", PROCESSES, ready, 90)
