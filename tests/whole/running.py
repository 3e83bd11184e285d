"""Run a copy of an example as a user would: in a process, with its page, until Ctrl-C."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0


@dataclass(frozen=True)
class Running:
    """A run with its page's address; `stop` sends Ctrl-C and returns the report."""

    folder: Path
    address: str
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> Any:
        """Return the JSON of an answer."""
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return json.loads(answer.read())

    def post(self, path: str, body: object) -> Any:
        """Send JSON and return the JSON of the answer."""
        data = json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def stop(self) -> tuple[float, dict[str, Any]]:
        """Send Ctrl-C; return the seconds until the end, and the report."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(30)
        seconds = time.monotonic() - began
        log = (self.folder / "log.txt").read_text()
        assert status == 0, log[-3000:]
        return seconds, json.loads((self.folder / "report.json").read_text())


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def copy_example(name: str, to: Path) -> Path:
    """Return a copy of an example's files, without state of earlier runs."""
    folder = to / name
    shutil.copytree(
        ROOT / "examples" / name, folder, ignore=shutil.ignore_patterns(".penstock", "lake")
    )
    return folder


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Running]:
    """Run a folder until the block ends; its page answers when the block begins."""
    port = free_port()
    command = [sys.executable, "-m", "penstock", "run", str(folder), "--port", str(port)]
    command += ["--report", str(folder / "report.json"), *options]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    run = Running(folder, f"http://127.0.0.1:{port}", process)
    try:
        until(lambda: answers(run), START_SECONDS, "the page answers")
        yield run
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def answers(run: Running) -> bool:
    """Say whether the page answers; fail when the run has ended."""
    assert run.process.poll() is None, (run.folder / "log.txt").read_text()[-3000:]
    try:
        return bool(run.get("/api/status"))
    except (urllib.error.URLError, ConnectionError):
        return False


def until(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Wait until something is true; fail with its name when it does not come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def penstock(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "penstock", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
