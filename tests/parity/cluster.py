"""Real Flink in one JVM that answers scripts, a few at a time."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from penstock.bench.flink_side import JAVA
from penstock.flink import Program, find_flink
from penstock.flink.program import SOURCES

Answer = dict[str, Any]
FOLDERS = (SOURCES, JAVA, Path(__file__).parent / "java")
# A thousand tiny jobs: what counts is a JVM that is warm soon, not one that is fast in the end.
JVM_OPTIONS = (
    "-Xmx3g",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:MaxMetaspaceSize=1g",
    "-XX:ReservedCodeCacheSize=512m",
    "-Xlog:disable",
    "-Xlog:all=warning:stderr",
)


class Cluster:
    """A mini cluster; `ask` gives the answers by the requests' ids."""

    def __init__(self, together: int = 3) -> None:
        program = Program("penstock.parity.Answers", FOLDERS, JVM_OPTIONS)
        command = program.command(find_flink(), [str(together)])
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        if error is not None:
            self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def ask(self, requests: Iterable[dict[str, Any]]) -> dict[str, Answer]:
        """Return Flink's answer to each request by its id."""
        assert self._process.stdin
        assert self._process.stdout
        asked = list(requests)
        for request in asked:
            self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answers = [json.loads(self._process.stdout.readline()) for _ in asked]
        return {answer["id"]: answer for answer in answers}
