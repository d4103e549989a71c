#!/usr/bin/env python3
"""SoundBite's sandbox: a real Kubernetes control plane, an AWS emulator and the
operator on one machine, without containers, all on 127.0.0.1.

SANDBOX_DIR           where it lives (.sandbox); another directory is another sandbox
SANDBOX_KUBECONFIG    use this cluster instead of a control plane of its own
SANDBOX_AWS_ENDPOINT  use this endpoint instead of an AWS emulator of its own
"""

import argparse
import os
import shlex
import subprocess
import sys
import time

from driver import argocd, aws, builds, cluster, processes, soundbite
from driver.place import ROOT, SANDBOX, Place, Trouble, locked
from driver.pods import PATIENCE

started = time.monotonic()


def say(text):
    print(f"{time.monotonic() - started:6.1f}s  {text}", flush=True)


def yours(place, variable):
    """What `up` was told to use instead of its own, for later commands too."""
    return os.environ.get(variable) or place.recall(variable)


def parts(place):
    kubeconfig, url = yours(place, "SANDBOX_KUBECONFIG"), yours(place, "SANDBOX_AWS_ENDPOINT")
    return (
        cluster.of_the_user(place, kubeconfig) if kubeconfig else cluster.ControlPlane(place),
        aws.Endpoint(url) if url else aws.Emulator(place),
    )


def up(place, only_infra):
    if not only_infra:
        soundbite.check()
    with locked(place.directory):
        place.make()
        for variable in ("SANDBOX_KUBECONFIG", "SANDBOX_AWS_ENDPOINT"):
            place.remember(variable, os.environ.get(variable))
        kubernetes, endpoint = parts(place)
        bring_up_infra(place, kubernetes, endpoint)
        if only_infra:
            return
        rebuilt = soundbite.build()
        operator = soundbite.Operator(place, kubernetes, endpoint)
        operator.start(rebuilt)
        say(f"operator ready: {', '.join(operator.urls.values())}")
        say("applying staging and production, which waits until staging has verified the image")
        operator.apply_examples()
        say(f"staging and production are {operator.goal}\n")
        print(kubernetes.kubectl("get", "sbenv", "-A", "-o", "wide"))
        print_what_next(place, kubernetes, endpoint)


def bring_up_infra(place, kubernetes, endpoint):
    own = isinstance(kubernetes, cluster.ControlPlane)
    if own:
        kubernetes.start_api_server()
    endpoint.start()
    if own:
        kubernetes.await_api_server()
        say(f"API server ready: {kubernetes.server}")
    # Before the controllers start: the garbage collector is slow to notice a
    # kind that comes later.
    kubernetes.prepare()
    if own:
        kubernetes.start_controllers()
    endpoint.wait()
    endpoint.seed("identity-provider", kubernetes.issuer)
    say(f"AWS endpoint ready: {endpoint.url}")
    if own:
        kubernetes.await_nodes()
        say("both nodes ready")
    write_env(place, kubernetes, endpoint)


def operator(place, action, pod, more):
    """Starts, stops or kills the operator of a sandbox that is up."""
    if not place.directory.exists():
        raise Trouble(f"There is no sandbox in {place.directory}: make sandbox")
    with locked(place.directory):
        kubernetes, endpoint = parts(place)
        it = soundbite.Operator(place, kubernetes, endpoint)
        if action == "start":
            it.start(soundbite.build(), *more)
        elif action == "sync":
            it.sync()
        else:
            it.pods.stop([pod] if pod else list(it.urls), {"stop": PATIENCE, "kill": 0}[action])
            return
        for name, url in it.urls.items():
            print(f"{name} {url}")


def run_argocd(place, action):
    """Starts Argo CD's core in a sandbox that is up, and tells where it is; or stops it."""
    if not place.directory.exists():
        raise Trouble(f"There is no sandbox in {place.directory}: make sandbox")
    with locked(place.directory):
        kubernetes, _ = parts(place)
        it = argocd.ArgoCD(place, kubernetes)
        if action == "stop":
            return it.stop()
        it.start()
    print(f"api {it.url}\ngit {it.git}\nrepositories {it.repositories}")


def push(place, repository, tags, anew, account):
    """Pushes images that nobody has to build."""
    if not place.directory.exists():
        raise Trouble(f"There is no sandbox in {place.directory}: make sandbox")
    _, endpoint = parts(place)
    endpoint.seed("images-anew" if anew else "images", repository, *tags, account=account)
    print(f"{repository} has {', '.join(tags)}")


def write_env(place, kubernetes, endpoint):
    settings = {
        **kubernetes.settings,
        **endpoint.settings,
    }
    lines = [f"export {name}={shlex.quote(value)}" for name, value in settings.items()]
    plugin = ROOT / "deploy" / "kubectl"
    lines.append(f'export PATH={shlex.quote(str(place.bin))}:{shlex.quote(str(plugin))}:"$PATH"')
    place.env_file.write_text("\n".join(lines) + "\n")


def print_what_next(place, kubernetes, endpoint):
    env = os.path.relpath(place.env_file)
    print(f"Kubernetes  {kubernetes.server}\nAWS         {endpoint.url}\n")
    print(f"Up in {time.monotonic() - started:.0f} s. What to try next:")
    print(f"  source {env}")
    print("  kubectl sbenv status -n soundbite")
    print("  kubectl describe sbenv production -n soundbite")
    print("  kubectl explain sbenv.spec")
    print("  python3 sandbox/sandbox.py push 1.4.2")
    print("  sed 's/1.4.1/1.4.2/' examples/staging.yaml | kubectl apply -f -")
    print("  kubectl get sbenv -n soundbite -w    # README.md has the rest of a release's way")
    print(f"  tail -f {os.path.relpath(place.log('operator'))}")
    print("  make sandbox-down")


def down(place):
    if not place.directory.exists():
        print(f"There is no sandbox in {place.directory}.")
        return
    with locked(place.directory):
        operator = soundbite.Operator(place, *parts(place))
        if operator.installed and not operator.cluster.simulated:
            leave(operator)
        running = processes.names(place)
        # The operator first, while it can still give its lease back.
        processes.stop(place, [name for name in running if name.startswith("operator")], PATIENCE)
        processes.stop(place, [name for name in running if not name.startswith("operator")], 2)
        place.remove()
    print(f"Stopped {', '.join(running) or 'nothing'}; removed {place.directory}.")


def leave(operator):
    """A cluster of the user's stays, and with it what only its owner can say nobody else needs."""
    try:
        operator.leave()
        print("Took staging, production and the operator out of your cluster. What it still has:")
    except (Trouble, OSError) as trouble:
        print(f"{trouble}\nNot all could be taken out of your cluster. What it still has:")
    print(f"  namespaces soundbite and {soundbite.NAMESPACE}")
    print("  kubectl delete crd soundbiteenvironments.soundbite.io    # with every environment there is")


def status(place):
    names = processes.names(place)
    for name in names:
        pid = processes.alive(place, name)
        print(f"{name:24} {f'running, process {pid}' if pid else 'ended'}")
    if not names:
        print(f"There is no sandbox in {place.directory}.")
    return 0 if names and all(processes.alive(place, name) for name in names) else 1


def env(place):
    if not place.env_file.exists():
        raise Trouble(f"There is no sandbox in {place.directory}: make sandbox")
    print(place.env_file.read_text(), end="")


def test_emulator():
    command = [builds.emulator(), "-m", "unittest", "discover", "-s", SANDBOX / "emulator"]
    return subprocess.run([str(part) for part in command]).returncode


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    starting = commands.add_parser("up", help="start everything, with staging and production in it")
    starting.add_argument("--only-infra", action="store_true", help="start it without the operator")
    one = commands.add_parser("operator", help="the operator alone; see sandbox/README.md")
    one.add_argument("action", choices=["start", "sync", "stop", "kill"])
    one.add_argument("--pod", help="stop or kill only this one")
    one.add_argument("helm", nargs="*", help="with start, after --: more arguments for helm")
    argo = commands.add_parser("argocd", help="Argo CD's core and a git server; see sandbox/README.md")
    argo.add_argument("action", choices=["start", "stop"])
    pushing = commands.add_parser("push", help="push images, played like all others, by their tags")
    pushing.add_argument("tags", nargs="+", metavar="TAG")
    pushing.add_argument("--repository", default=soundbite.REPOSITORY, help="default: %(default)s")
    pushing.add_argument("--account", default=aws.ACCOUNT, help="whose repository it is; default: %(default)s")
    pushing.add_argument("--anew", action="store_true", help="another image, also where the tag is taken")
    commands.add_parser("down", help="stop it and remove its directory")
    commands.add_parser("status", help="say what runs")
    commands.add_parser("env", help="print the shell settings, for eval")
    commands.add_parser("test-emulator", help="run the AWS emulator's own tests")
    arguments = parser.parse_args()
    place = Place(os.environ.get("SANDBOX_DIR") or ROOT / ".sandbox")
    if arguments.command == "up":
        return up(place, arguments.only_infra)
    if arguments.command == "operator":
        return operator(place, arguments.action, arguments.pod, arguments.helm)
    if arguments.command == "argocd":
        return run_argocd(place, arguments.action)
    if arguments.command == "push":
        return push(place, arguments.repository, arguments.tags, arguments.anew, arguments.account)
    if arguments.command == "test-emulator":
        return test_emulator()
    return {"down": down, "status": status, "env": env}[arguments.command](place)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"sandbox: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
