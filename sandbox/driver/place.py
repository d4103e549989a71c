"""The sandbox's directory, and what it remembers between commands."""

import contextlib
import fcntl
import json
import os
import random
import shutil
import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SANDBOX = ROOT / "sandbox"
CACHE = Path.home() / ".cache" / "soundbite"

# Below the range that systems hand out to outgoing connections, so that none of
# those takes a port between its choice and its use.
PORTS = range(20_000, 32_000)


class Trouble(Exception):
    """Ends the command with a sentence for the user, and no traceback."""


class Place:
    def __init__(self, directory):
        self.directory = Path(directory).absolute()
        self.logs = self.directory / "logs"
        self.pids = self.directory / "pids"
        self.bin = self.directory / "bin"
        self.cluster = self.directory / "cluster"
        self.env_file = self.directory / "env"

    def make(self):
        for directory in (self.logs, self.pids, self.bin, self.cluster):
            directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)  # it holds tokens and a signing key

    def remove(self):
        shutil.rmtree(self.directory, ignore_errors=True)

    def log(self, name):
        return self.logs / f"{name}.log"

    def port(self, name):
        """A free port, the same one whenever it is asked for again."""
        ports = self.recall("ports", {})
        if name not in ports:
            ports[name] = free_port(set(ports.values()))
            self.remember("ports", ports)
        return ports[name]

    def recall(self, key, default=None):
        return self._state().get(key, default)

    def remember(self, key, value):
        state = {**self._state(), key: value}
        text = json.dumps(state, indent=2) + "\n"
        new = self.directory / "state.json.new"
        new.write_text(text)
        new.replace(self.directory / "state.json")

    def _state(self):
        try:
            return json.loads((self.directory / "state.json").read_text())
        except FileNotFoundError:
            return {}


def free_port(taken):
    for port in random.sample(PORTS, 200):
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in taken:
            return port
    raise Trouble("No free port found on 127.0.0.1.")


@contextlib.contextmanager
def locked(directory):
    """One command at a time per directory; the others wait."""
    directory.mkdir(parents=True, exist_ok=True)
    lock = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def outside_environment():
    """The environment for what talks to loopback only: no proxies, no other AWS."""
    return {
        name: value
        for name, value in os.environ.items()
        if not (name.lower().endswith("_proxy") or name.startswith("AWS_") or name == "KUBECONFIG")
    }
