"""The cluster: a control plane of our own on 127.0.0.1, or the user's."""

import base64
import json
import os
import secrets
import shutil
import ssl
import subprocess
import urllib.request
from pathlib import Path

from . import builds, processes
from .place import ROOT, SANDBOX, Trouble, outside_environment

FILES = SANDBOX / "cluster"
CRDS = ROOT / "deploy" / "crds"

# What service account tokens are issued by. Nothing is served there: AWS is an
# emulator, and knows the issuer by its name only.
ISSUER = "https://oidc.sandbox.soundbite.test"

# Each component has a user of its own, so that the audit log tells them apart.
USERS = {
    "admin": ("sandbox-admin", "system:masters"),
    "kube-controller-manager": ("system:kube-controller-manager", "system:masters"),
    "kube-scheduler": ("system:kube-scheduler", ""),
    "kwok": ("kwok", "system:masters"),
}
COMPONENTS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"]


class Cluster:
    """What is asked of a cluster, whoever runs it."""

    # Whether pods are simulated, and nobody minds one whose image there is not.
    simulated = False

    def __init__(self, place, kubeconfig, kubectl):
        self.place = place
        self.kubeconfig = kubeconfig
        self.kubectl_path = kubectl

    @property
    def settings(self):
        """For kubectl and helm. What they remember in the home directory may be from an earlier
        cluster on the same port."""
        home = self.place.directory
        return {
            "KUBECONFIG": str(self.kubeconfig),
            "KUBECACHEDIR": str(home / "kubectl-cache"),
            **{f"HELM_{kind}_HOME": str(home / "helm" / kind.lower()) for kind in ("CACHE", "CONFIG", "DATA")},
        }

    def kubectl(self, *arguments, text=None, check=True, quiet=True):
        result = subprocess.run(
            [str(self.kubectl_path), *[str(a) for a in arguments]],
            # A cache apart: what is remembered in it may be from before the custom resources.
            env={
                **outside_environment(),
                **self.settings,
                "KUBECACHEDIR": str(self.place.directory / "cache"),
            },
            input=text,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.PIPE,
            text=True,
        )
        if check and result.returncode:
            raise Trouble(f"kubectl {' '.join(str(a) for a in arguments)} failed:\n  {result.stderr.strip()}")
        return result.stdout

    def get(self, *arguments):
        """What kubectl gets, read."""
        return json.loads(self.kubectl("get", *arguments, "-o", "json"))

    @property
    def server(self):
        return self.kubectl("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}")

    @property
    def issuer(self):
        return json.loads(self.kubectl("get", "--raw", "/.well-known/openid-configuration"))["issuer"]

    def helm(self):
        return shutil.which("helm") or builds.helm()

    def established(self):
        """kubectl wait fails at once, and does not wait, where there are no conditions yet."""
        met = self.kubectl(
            "wait", "--for=condition=Established", "--timeout=5s", "-f", CRDS, check=False
        )
        return met.count("condition met") == len(list(CRDS.glob("*.y*ml")))

    def prepare(self):
        """Custom resources and namespaces, which every use of the sandbox needs."""
        if any(CRDS.glob("*.y*ml")):
            self.kubectl("apply", "--server-side", "--force-conflicts", "-f", CRDS)
            processes.wait_for(
                self.place, "the custom resources' readiness", [], self.established, 60
            )
        self.kubectl("apply", "-f", FILES / "namespaces.yaml")
        link(self.place.bin / "helm", self.helm())


def of_the_user(place, path):
    """One that is there before the sandbox and after it."""
    kubeconfig = Path(path).expanduser().absolute()
    if not kubeconfig.is_file():
        raise Trouble(f"SANDBOX_KUBECONFIG is {path}, and there is no such file.")
    return Cluster(place, kubeconfig, builds.need("kubectl", "to use your cluster", "kubectl"))


class ControlPlane(Cluster):
    simulated = True

    def __init__(self, place):
        super().__init__(place, place.cluster / "admin.kubeconfig", place.bin / "kubectl")

    @property
    def running(self):
        return all(processes.alive(self.place, name) for name in COMPONENTS)

    def helm(self):
        return builds.helm()

    def start_api_server(self):
        """Starts what takes longest, and returns at once."""
        openssl = builds.need("openssl", "to make the cluster's signing key", "openssl")
        binary = builds.control_plane()
        link(self.place.bin / "kubectl", binary)
        self._write_credentials(openssl)
        home, port = self.place.cluster, self.place.port
        client, peer = (f"http://127.0.0.1:{port(name)}" for name in ("etcd", "etcd-peer"))
        self._start("etcd",
            "--data-dir", home / "etcd",
            "--unsafe-no-fsync",
            "--log-level", "warn",
            "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", f"default={peer}",
        )  # fmt: skip
        self._start("kube-apiserver",
            "--etcd-servers", client,
            "--bind-address", "127.0.0.1", "--advertise-address", "127.0.0.1",
            "--secure-port", port("kube-apiserver"),
            "--cert-dir", home / "certs",
            "--token-auth-file", home / "tokens.csv",
            "--authorization-mode", "RBAC",
            "--endpoint-reconciler-type", "none",
            "--service-cluster-ip-range", "10.96.0.0/24",
            "--service-account-issuer", ISSUER,
            "--service-account-key-file", home / "sa.pub",
            "--service-account-signing-key-file", home / "sa.key",
            "--audit-policy-file", FILES / "audit-policy.yaml",
            "--audit-log-path", self.place.logs / "audit.log",
        )  # fmt: skip

    def await_api_server(self):
        certificate = self.place.cluster / "certs" / "apiserver.crt"

        def ready():
            if not certificate.exists():
                return False
            request = urllib.request.Request(
                self._url + "/readyz", headers={"Authorization": f"Bearer {self._tokens['admin']}"}
            )
            try:
                trust = ssl.create_default_context(cafile=str(certificate))
                with open_directly(request, trust) as answer:
                    return answer.status == 200
            except (OSError, ssl.SSLError):
                return False

        processes.wait_for(self.place, "the API server's readiness", ["etcd", "kube-apiserver"], ready, 90)
        for name in USERS:
            self._write_kubeconfig(name, certificate)

    def start_controllers(self):
        home = self.place.cluster
        brisk = ["--kube-api-qps", "200", "--kube-api-burst", "400"]
        local = ["--leader-elect=false", "--bind-address", "127.0.0.1", "--secure-port", "0"]
        self._start("kube-controller-manager",
            "--kubeconfig", home / "kube-controller-manager.kubeconfig",
            "--service-account-private-key-file", home / "sa.key",
            *local, *brisk,
        )  # fmt: skip
        self._start("kube-scheduler", "--kubeconfig", home / "kube-scheduler.kubeconfig", *local, *brisk)
        self.kubectl("apply", "-f", FILES / "nodes.yaml")
        # No --node-port: it would listen on every address.
        self._start("kwok",
            "--kubeconfig", home / "kwok.kubeconfig",
            "--config", FILES / "kwok.yaml",
            "--manage-all-nodes",
            "-v", "WARN",
            "--node-lease-duration-seconds", "40",
        )  # fmt: skip

    def await_nodes(self):
        def ready():
            kind = '{range .items[*]}{.status.conditions[?(@.type=="Ready")].status} {end}'
            return self.kubectl("get", "nodes", "-o", f"jsonpath={kind}").split() == ["True", "True"]

        processes.wait_for(self.place, "the nodes' readiness", COMPONENTS, ready, 60)

    @property
    def _url(self):
        return f"https://127.0.0.1:{self.place.port('kube-apiserver')}"

    @property
    def _tokens(self):
        return self.place.recall("tokens")

    def _start(self, name, *arguments):
        processes.start(self.place, name, [builds.control_plane(), name, *arguments])

    def _write_credentials(self, openssl):
        key, public = self.place.cluster / "sa.key", self.place.cluster / "sa.pub"
        if not public.exists():
            for command in (["genrsa", "-out", key, "2048"], ["rsa", "-in", key, "-pubout", "-out", public]):
                subprocess.run([openssl, *command], check=True, capture_output=True)
        if not self._tokens:
            self.place.remember("tokens", {name: secrets.token_hex(16) for name in USERS})
        lines = [f'{self._tokens[name]},{user},{user},"{group}"' for name, (user, group) in USERS.items()]
        (self.place.cluster / "tokens.csv").write_text("\n".join(lines) + "\n")

    def _write_kubeconfig(self, name, certificate):
        write_kubeconfig(
            self.place.cluster / f"{name}.kubeconfig",
            self._url,
            base64.b64encode(certificate.read_bytes()).decode(),
            self._tokens[name],
        )


def write_kubeconfig(path, server, authority, token, namespace="soundbite"):
    cluster = {"server": server}
    if authority:
        cluster["certificate-authority-data"] = authority
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "sandbox", "cluster": cluster}],
        "users": [{"name": "sandbox", "user": {"token": token}}],
        "contexts": [
            {"name": "sandbox", "context": {"cluster": "sandbox", "user": "sandbox", "namespace": namespace}}
        ],
        "current-context": "sandbox",
    }
    path.write_text(json.dumps(config, indent=2) + "\n")  # JSON is YAML
    path.chmod(0o600)


def open_directly(request, trust=None):
    """Opens a loopback address, whatever proxy the environment names."""
    handlers = [urllib.request.ProxyHandler({})]
    if trust:
        handlers.append(urllib.request.HTTPSHandler(context=trust))
    return urllib.request.build_opener(*handlers).open(request, timeout=5)


def link(path, target):
    if not path.is_symlink() or os.readlink(path) != str(target):
        path.unlink(missing_ok=True)
        path.symlink_to(target)
