"""The kubelet's part, where pods are only simulated: the operator's pods are
processes here, each with the environment, arguments and ConfigMaps that its pod
asks for, under a token of the pod's ServiceAccount."""

import base64
import re

from . import processes
from .cluster import open_directly, write_kubeconfig
from .place import Trouble

PATIENCE = 30  # seconds between SIGTERM and SIGKILL, as a pod has by default


class Pods:
    """The pods of one Deployment."""

    def __init__(self, place, cluster, namespace, selector):
        self.place, self.cluster = place, cluster
        self.namespace, self.selector = namespace, selector

    def sync(self, pods, command):
        """Starts what has no process, and then stops what has no pod, as a rolling update does."""
        wanted = {pod["metadata"]["name"]: pod for pod in pods}
        for name, pod in wanted.items():
            process = self._process_of(name)
            if not processes.alive(self.place, process):
                self._start(pod, process, command)
        for name in wanted:
            self._await(self._process_of(name))
        self.stop([name for name in self._known() if name not in wanted], PATIENCE)
        self.place.remember("pods", {name: it for name, it in self._known().items() if name in wanted})

    def stop(self, names, seconds):
        running = processes.names(self.place)
        ours = [process for name, process in self._known().items() if name in names]
        processes.stop(self.place, [process for process in ours if process in running], seconds)

    def stop_all(self, seconds):
        self.stop(list(self._known()), seconds)

    @property
    def urls(self):
        """Of each pod, by its name."""
        return {name: self._url(process) for name, process in self._known().items()}

    def _known(self):
        return self.place.recall("pods", {})

    def _url(self, process):
        return f"http://127.0.0.1:{self.place.port(process)}"

    def _process_of(self, name):
        """The first is the operator, others are operator-2, operator-3: names of processes and logs."""
        known = self._known()
        if name not in known:
            free = (f"operator-{n}" if n > 1 else "operator" for n in range(1, 100))
            known[name] = next(process for process in free if process not in known.values())
            self.place.remember("pods", known)
        return known[name]

    def _start(self, pod, process, command):
        container = pod["spec"]["containers"][0]
        volumes = self._mount(pod, container, self.place.directory / "pods" / process)
        # There is no file system of the pod's own: what it names there is found where it is here.
        resolve = lambda text: inside(text, volumes)  # noqa: E731
        env = {name: resolve(text) for name, text in self._environment(pod, container).items()}
        kubeconfig = self.place.cluster / f"{process}.kubeconfig"
        self._write_kubeconfig(kubeconfig, pod["spec"]["serviceAccountName"])
        processes.start(
            self.place,
            process,
            [*command, *(resolve(argument) for argument in container.get("args", []))],
            {
                **env,
                # For the network namespace and the mounted token that it has not got.
                "KUBECONFIG": str(kubeconfig),
                "QUARKUS_HTTP_HOST": "127.0.0.1",
                "QUARKUS_HTTP_PORT": str(self.place.port(process)),
            },
        )

    def _write_kubeconfig(self, path, account):
        arguments = ("create", "token", account, "-n", self.namespace, "--duration=48h")
        token = self.cluster.kubectl(*arguments).strip()
        raw = ("config", "view", "--minify", "--flatten", "-o")
        authority = self.cluster.kubectl(*raw, "jsonpath={.clusters[0].cluster.certificate-authority-data}")
        write_kubeconfig(path, self.cluster.server, authority, token)

    def _environment(self, pod, container):
        env = {}
        for source in container.get("envFrom", []):
            ((kind, reference),) = ((k, v) for k, v in source.items() if k.endswith("Ref"))
            found = self._data("configmap" if kind == "configMapRef" else "secret", reference["name"])
            env.update({source.get("prefix", "") + key: text for key, text in found.items()})
        for entry in container.get("env", []):
            value = self._value(pod, entry)
            env[entry["name"]] = re.sub(r"\$\((\w+)\)", lambda it: env.get(it[1], it[0]), value)
        return env

    def _value(self, pod, entry):
        source = entry.get("valueFrom", {})
        if not source:
            return entry.get("value", "")
        if "fieldRef" in source:
            return field(pod, source["fieldRef"]["fieldPath"])
        for kind in ("configMap", "secret"):
            if f"{kind}KeyRef" in source:
                reference = source[f"{kind}KeyRef"]
                return self._data(kind.lower(), reference["name"])[reference["key"]]
        raise Trouble(f"The sandbox can't tell the operator's {entry['name']}: {source}")

    def _mount(self, pod, container, home):
        """Writes the volumes out; returns where each is, by its path in the container."""
        volumes = {volume["name"]: volume for volume in pod["spec"].get("volumes", [])}
        places = {}
        for mount in container.get("volumeMounts", []):
            volume = volumes[mount["name"]]
            directory = home / mount["name"]
            if "configMap" in volume:
                directory.mkdir(parents=True, exist_ok=True)
                for key, text in self._data("configmap", volume["configMap"]["name"]).items():
                    (directory / key).write_text(text)
                places[mount["mountPath"]] = directory
            elif not ("emptyDir" in volume or mount["mountPath"].startswith("/var/run/secrets/")):
                raise Trouble(f"The sandbox can't mount the operator's volume {volume}")
        return places

    def _data(self, kind, name):
        found = self.cluster.get(kind, name, "-n", self.namespace)
        texts = dict(found.get("data", {}))
        return {k: base64.b64decode(v).decode() for k, v in texts.items()} if kind == "secret" else texts

    def _await(self, process):
        def ready():
            try:
                with open_directly(self._url(process) + "/q/health/ready") as answer:
                    return answer.status == 200
            except OSError:  # also an answer of 503
                return False

        processes.wait_for(self.place, "the operator's readiness", [process], ready, 60)


def field(pod, path):
    """What the downward API says; only what needs no node."""
    value = pod
    for part in path.split("."):
        value = value.get(part)
        if value is None:
            raise Trouble(f"The sandbox's pods have no {path}")
    return value


def inside(text, volumes):
    for path, directory in volumes.items():
        if text == path or text.startswith(path + "/"):
            return str(directory) + text[len(path) :]
    return text
