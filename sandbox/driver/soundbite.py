"""The operator as people run it: packaged, under its own account and rules."""

import json
import os
import shlex
import shutil
import subprocess
import textwrap

from . import builds, processes
from .aws import Endpoint
from .place import ROOT, SANDBOX, Trouble, outside_environment
from .pods import PATIENCE, Pods

JAR = ROOT / "target" / "quarkus-app" / "quarkus-run.jar"
CHART = ROOT / "deploy" / "helm" / "soundbite-operator"
EXAMPLES = [ROOT / "examples" / "staging.yaml", ROOT / "examples" / "production.yaml"]
EXAMPLE_FILES = [argument for path in EXAMPLES for argument in ("-f", path)]
NAMESPACE, RELEASE = "soundbite-system", "soundbite-operator"
SELECTOR = f"app.kubernetes.io/name=soundbite-operator,app.kubernetes.io/instance={RELEASE}"
CREDENTIALS = "aws-credentials"
GRANTS = SANDBOX / "cluster" / "grants.yaml"
REPOSITORY, TAG = "soundbite-staging-api", "1.4.1"


def check():
    """Fails before anything is started, where something is missing."""
    for path in (ROOT / "pom.xml", CHART, *EXAMPLES):
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


def command():
    """How the operator is started: SOUNDBITE_OPERATOR names another way than the packaged files."""
    other = os.environ.get("SOUNDBITE_OPERATOR")
    return shlex.split(other) if other else [f"{jdk()}/bin/java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR]


class Operator:
    """Installed by its chart; its pods are processes here."""

    def __init__(self, place, cluster, endpoint: Endpoint):
        self.place, self.cluster, self.endpoint = place, cluster, endpoint
        self.pods = Pods(place, cluster, NAMESPACE, SELECTOR)

    def start(self, rebuilt, *more):
        """Installs the chart, or upgrades to it, with `more` arguments for helm."""
        if rebuilt:
            self.pods.stop_all(PATIENCE)
        self.values_file.write_text(json.dumps(self.values, indent=2) + "\n")  # JSON is YAML
        self._apply_credentials()
        self._helm("upgrade", "--install", RELEASE, CHART, "--namespace", NAMESPACE,
            # The custom resource definition, which the sandbox installs before its controllers start.
            "--take-ownership",
            "--values", GRANTS, "--values", self.values_file, *more)  # fmt: skip
        self.sync()

    def sync(self):
        """Has as many processes as there are pods, each as its pod says."""
        found = self.cluster.get("deployments", "-n", NAMESPACE, "-l", SELECTOR)["items"]
        if not found:
            return self.pods.sync([], [])
        name = found[0]["metadata"]["name"]
        pods = self._rolled_out(name) if self.cluster.simulated else [template(found[0])]
        self.pods.sync(pods, command())

    @property
    def urls(self):
        return self.pods.urls

    @property
    def installed(self):
        return self.values_file.exists()

    @property
    def values_file(self):
        return self.place.directory / "values.json"

    @property
    def values(self):
        settings = self.endpoint.settings
        return {
            "clusterId": "sandbox",
            "watch": {"all": True},
            "aws": {"region": settings["AWS_REGION"], "endpoint": self.endpoint.url},
            "envFrom": [{"secretRef": {"name": CREDENTIALS}}],
            # Elsewhere a kubelet would try, in vain, to pull an image that nobody has pushed.
            **({} if self.cluster.simulated else {"replicas": 0}),
        }

    def _apply_credentials(self):
        keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        secret = {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": CREDENTIALS, "namespace": NAMESPACE},
            "stringData": {key: self.endpoint.settings[key] for key in keys},
        }
        self.cluster.kubectl("apply", "-f", "-", text=json.dumps(secret))

    def _helm(self, *arguments):
        result = subprocess.run(
            [str(part) for part in (self.place.bin / "helm", *arguments)],
            env={**outside_environment(), **self.cluster.settings},
            capture_output=True,
            text=True,
        )
        if result.returncode:
            raise Trouble(f"helm {arguments[0]} failed:\n  {result.stderr.strip()}")

    def _rolled_out(self, name):
        """The pods once only those of the newest template are left."""

        def done():
            deployment = self.cluster.get("deployment", name, "-n", NAMESPACE)
            status, wanted = deployment.get("status", {}), deployment["spec"]["replicas"]
            return status.get("observedGeneration") == deployment["metadata"]["generation"] and (
                status.get("replicas", 0) == status.get("updatedReplicas", 0) == wanted
            )

        processes.wait_for(self.place, "the operator's rollout", [], done, 60)
        pods = self.cluster.get("pods", "-n", NAMESPACE, "-l", SELECTOR)["items"]
        return [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]

    @property
    def goal(self):
        """How far the examples come: a kubelet has no image to pull that nobody has built."""
        return "Ready" if self.cluster.simulated else "Synced"

    def leave(self):
        """Takes back what is in a cluster that stays, while the operator can still let it go."""
        self.cluster.kubectl("delete", "--ignore-not-found", "--timeout=60s", *EXAMPLE_FILES)
        self._helm("uninstall", RELEASE, "--namespace", NAMESPACE, "--ignore-not-found")
        self.cluster.kubectl("delete", "secret", CREDENTIALS, "-n", NAMESPACE, "--ignore-not-found")

    def apply_examples(self):
        self.cluster.kubectl("apply", *EXAMPLE_FILES)
        self.endpoint.seed("images", REPOSITORY, TAG)
        try:
            self.cluster.kubectl("wait", f"--for=condition={self.goal}", "--timeout=180s", *EXAMPLE_FILES)
        except Trouble as trouble:
            state = self.cluster.kubectl("get", "sbenv", "-A", "-o", "wide", check=False)
            raise Trouble(
                f"{trouble}\n{textwrap.indent(state, '  ')}  The operator's log: {self.place.log('operator')}"
            ) from None


def template(deployment):
    """The pod that a Deployment would make."""
    pod = deployment["spec"]["template"]
    name = f"{deployment['metadata']['name']}-sandbox"
    return {**pod, "metadata": {**pod["metadata"], "name": name, "namespace": NAMESPACE}}
