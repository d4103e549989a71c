"""Trains the AOT cache: the operator starts, makes an environment, deletes it, and ends."""

import os
import shlex
import subprocess

from driver import soundbite
from driver.cluster import open_directly
from driver.place import ROOT, Trouble

ENVIRONMENT = ROOT / "deploy" / "image" / "training.yaml"
REPOSITORY, TAG = "soundbite-training-api", "1.0.0"
CACHE = "opt/soundbite/operator.aot"


def train(root, place, kubernetes, endpoint):
    """Leaves the cache in the image's root. It goes by paths, sizes and times of the jars there."""
    profile = root.parent / "operator.aotconf"
    profile.unlink(missing_ok=True)
    java = [root / "opt/java/bin/java", f"@{root}/opt/soundbite/jvm.args"]
    jar = ["-jar", root / "opt/soundbite/quarkus-run.jar"]
    record(
        [*java, "-XX:AOTMode=record", f"-XX:AOTConfiguration={profile}", *jar], place, kubernetes, endpoint
    )
    if not profile.exists():
        raise Trouble(f"The training run left no profile; see {place.log('operator')}")
    result = subprocess.run(
        [*java, "-XX:AOTMode=create", f"-XX:AOTConfiguration={profile}", f"-XX:AOTCache={root / CACHE}", *jar],
        capture_output=True,
        text=True,
    )
    if result.returncode or not (root / CACHE).exists():
        raise Trouble(f"No AOT cache was made:\n  {result.stdout[-2000:]}{result.stderr[-2000:]}")


def record(command, place, kubernetes, endpoint):
    os.environ["SOUNDBITE_OPERATOR"] = shlex.join(str(part) for part in command)
    operator = soundbite.Operator(place, kubernetes, endpoint)
    try:
        operator.start(rebuilt=True)
        kubernetes.kubectl("apply", "-f", ENVIRONMENT)
        endpoint.seed("images", REPOSITORY, TAG)
        kubernetes.kubectl("wait", "--for=condition=Ready", "--timeout=180s", "-f", ENVIRONMENT)
        for url in operator.urls.values():
            open_directly(url + "/q/metrics").close()
        kubernetes.kubectl("delete", "--timeout=180s", "-f", ENVIRONMENT)
    finally:
        # It writes the profile when it ends, which takes a while.
        operator.pods.stop_all(180)
        del os.environ["SOUNDBITE_OPERATOR"]
