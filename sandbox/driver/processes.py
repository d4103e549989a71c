"""Processes that outlive the command that starts them, known by recorded id."""

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from .place import Trouble, outside_environment


def start(place, name, command, env=None):
    if alive(place, name):
        return
    with open(place.log(name), "ab") as log:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=place.directory,
            env={**outside_environment(), **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a ^C at the terminal ends the command, not the sandbox
        )
    record = {"pid": process.pid, "birth": birth(process.pid), "command": str(command[0])}
    (place.pids / name).write_text(json.dumps(record))


def alive(place, name):
    """The id of the process that was recorded, or None once it has gone.

    A system gives ids anew, so the time at which the process was born is
    compared too: what merely has the same id is never taken for ours.
    """
    try:
        record = json.loads((place.pids / name).read_text())
    except (FileNotFoundError, ValueError):
        return None
    same = record["birth"] is not None and birth(record["pid"]) == record["birth"]
    return record["pid"] if same else None


def birth(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return None if fields[0] == "Z" else f"{boot} {fields[19]}"
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return None
    # No /proc: macOS.
    ps = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True)
    state, _, born = ps.stdout.strip().partition(" ")
    return None if not born or state.startswith("Z") else born.strip()


def names(place):
    return sorted(path.name for path in place.pids.iterdir()) if place.pids.is_dir() else []


def stop(place, which, patience):
    """Asks these to end, all at once, and makes them after so many seconds; unasked after none."""
    if patience:
        signal_all(place, which, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(alive(place, name) for name in which) and time.monotonic() < deadline:
        time.sleep(0.05)
    signal_all(place, which, signal.SIGKILL)
    while any(alive(place, name) for name in which):
        time.sleep(0.02)
    for name in which:
        (place.pids / name).unlink()


def signal_all(place, which, number):
    for name in which:
        pid = alive(place, name)
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


def wait_for(place, what, names_of, check, seconds):
    """Waits until check() is true; fails at once when a process it needs has ended."""
    deadline = time.monotonic() + seconds
    while not check():
        for name in names_of:
            if not alive(place, name):
                raise Trouble(
                    f"{name} ended while {what} was awaited. The end of its log:\n{tail(place, name)}"
                )
        if time.monotonic() > deadline:
            raise Trouble(f"{what} did not happen within {seconds} s; see {place.logs}")
        time.sleep(0.1)


def tail(place, name, lines=15):
    try:
        text = place.log(name).read_text(errors="replace")
    except FileNotFoundError:
        return "  (no log)"
    return "\n".join("  " + line for line in text.splitlines()[-lines:])
