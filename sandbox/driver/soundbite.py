"""The operator as people run it: packaged, under its own account and rules."""

import os
import shlex
import shutil
import subprocess
import textwrap

from . import builds, processes
from .aws import Endpoint
from .cluster import open_directly, write_kubeconfig
from .place import ROOT, SANDBOX, Trouble

JAR = ROOT / "target" / "quarkus-app" / "quarkus-run.jar"
RULES = ROOT / "deploy" / "helm" / "soundbite-operator" / "files"
EXAMPLES = [ROOT / "examples" / "staging.yaml", ROOT / "examples" / "production.yaml"]
NAMESPACE, ACCOUNT = "soundbite-system", "soundbite-operator"
REPOSITORY, TAG = "soundbite-staging-api", "1.4.1"


def check():
    """Fails before anything is started, where something is missing."""
    for path in (ROOT / "pom.xml", RULES, *EXAMPLES):
        if not path.exists():
            raise Trouble(
                f"There is no {path.relative_to(ROOT)}. `sandbox.py up --only-infra` works without."
            )
    jdk()
    if not JAR.exists() and not shutil.which("curl"):
        builds.need("wget", "to download Maven", "curl or wget")


def jdk():
    found = subprocess.run([str(SANDBOX / "jdk.sh")], capture_output=True, text=True)
    if found.returncode:
        raise Trouble(found.stderr.strip())
    return found.stdout.strip()


def build():
    """Packages the operator when its sources are newer; says whether it did."""
    sources = [ROOT / "pom.xml", *(path for path in (ROOT / "src" / "main").rglob("*") if path.is_file())]
    if JAR.exists() and all(path.stat().st_mtime <= JAR.stat().st_mtime for path in sources):
        return False
    builds.run_with_progress(
        "building the operator: some minutes the first time, while Maven downloads",
        [ROOT / "mvnw", "-q", "-B", "-ntp", "-DskipTests", "package"],
        ROOT,
        {**os.environ, "JAVA_HOME": jdk()},
    )
    JAR.touch()
    return True


ACCESS = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: soundbite-operator, namespace: soundbite-system}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: soundbite-operator}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: soundbite-operator}
subjects: [{kind: ServiceAccount, name: soundbite-operator, namespace: soundbite-system}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: soundbite-operator-leader, namespace: soundbite-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: soundbite-operator-leader}
subjects: [{kind: ServiceAccount, name: soundbite-operator, namespace: soundbite-system}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: soundbite-operator}
%s
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: soundbite-operator-leader, namespace: soundbite-system}
%s
"""


def manifests():
    """The operator's account, with the very rules that the chart ships."""
    return ACCESS % tuple((RULES / name).read_text() for name in ("rules.yaml", "leader-rules.yaml"))


def command():
    """How the operator is started: SOUNDBITE_OPERATOR names another way than the packaged files."""
    other = os.environ.get("SOUNDBITE_OPERATOR")
    return shlex.split(other) if other else [f"{jdk()}/bin/java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR]


class Operator:
    def __init__(self, place, cluster, endpoint: Endpoint):
        self.place, self.cluster, self.endpoint = place, cluster, endpoint
        self.kubeconfig = place.cluster / "operator.kubeconfig"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.place.port('operator')}"

    def start(self, rebuilt):
        if rebuilt:
            processes.stop(self.place, [n for n in processes.names(self.place) if n == "operator"], 20)
        if processes.alive(self.place, "operator"):
            return
        self.cluster.kubectl("apply", "-f", "-", text=manifests())
        token = self.cluster.kubectl("create", "token", ACCOUNT, "-n", NAMESPACE, "--duration=48h").strip()
        raw = ("config", "view", "--minify", "--flatten", "-o")
        authority = self.cluster.kubectl(*raw, "jsonpath={.clusters[0].cluster.certificate-authority-data}")
        write_kubeconfig(self.kubeconfig, self.cluster.server, authority, token)
        processes.start(
            self.place,
            "operator",
            command(),
            {
                **self.endpoint.settings,
                "KUBECONFIG": str(self.kubeconfig),
                "SOUNDBITE_CLUSTER_ID": "sandbox",
                "POD_NAME": "soundbite-operator-0",
                "POD_NAMESPACE": NAMESPACE,
                "QUARKUS_HTTP_HOST": "127.0.0.1",
                "QUARKUS_HTTP_PORT": str(self.place.port("operator")),
            },
        )

    def wait(self):
        def ready():
            try:
                with open_directly(self.url + "/q/health/ready") as answer:
                    return answer.status == 200
            except OSError:  # also an answer of 503
                return False

        processes.wait_for(self.place, "the operator's readiness", ["operator"], ready, 60)

    def apply_examples(self):
        files = [argument for path in EXAMPLES for argument in ("-f", path)]
        self.cluster.kubectl("apply", *files)
        self.endpoint.seed("images", REPOSITORY, TAG)
        try:
            self.cluster.kubectl("wait", "--for=condition=Ready", "--timeout=180s", *files)
        except Trouble as trouble:
            state = self.cluster.kubectl("get", "sbenv", "-A", "-o", "wide", check=False)
            raise Trouble(
                f"{trouble}\n{textwrap.indent(state, '  ')}  The operator's log: {self.place.log('operator')}"
            ) from None
