"""How much of a core a pipeline takes that has nothing to do, with a page open and without.

A whole pipeline in a process of its own: a stream that stays silent, a window with an idle timeout,
a forest and three panels. What is measured is the process's own time, so other work on the machine
says little. Prints a table; `--json FILE` writes the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import connect

PORT = 8746
START_SECONDS = 15.0
"""The process starts and loads its kernels before anything is measured."""
SCRIPT = """
CREATE TABLE events (k STRING, v DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'stream', 'scan.watermark.idle-timeout' = '5 s');
CREATE TABLE counts (k STRING, n BIGINT, window_end TIMESTAMP(3)) WITH ('connector' = 'stream');
CREATE TABLE scored (k STRING, v DOUBLE, anomaly_score DOUBLE) WITH ('connector' = 'stream');
INSERT INTO counts SELECT k, COUNT(*), window_end
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
GROUP BY k, window_start, window_end;
INSERT INTO scored SELECT k, v, anomaly_score
FROM TABLE(RANDOM_CUT_FOREST(TABLE events PARTITION BY k, DESCRIPTOR(v)));
"""
PANELS = "".join(
    f'[[panel]]\nkind = "table"\nquery = "SELECT * FROM {table}"\n'
    for table in ("events", "counts", "scored")
)


async def watch(seconds: float) -> None:
    """Be an open page."""
    async with connect(f"ws://127.0.0.1:{PORT}/api/live", max_size=None) as socket:
        try:
            async with asyncio.timeout(seconds):
                async for _ in socket:
                    pass
        except TimeoutError:
            return


def cpu_seconds(pid: int) -> float:
    """Return how long a process has worked, in its own code and in the kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(folder: Path, seconds: float) -> dict[str, float]:
    """Return percent of a core, without a page and with one."""
    (folder / "pipeline.sql").write_text(SCRIPT)
    (folder / "dashboard.toml").write_text(PANELS)
    command = [sys.executable, "-m", "penstock", "run", str(folder), "--port", str(PORT)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    figures = {}
    try:
        time.sleep(START_SECONDS)
        before = cpu_seconds(process.pid)
        time.sleep(seconds)
        figures["without a page, %"] = 100 * (cpu_seconds(process.pid) - before) / seconds
        before = cpu_seconds(process.pid)
        asyncio.run(watch(seconds))
        figures["with a page, %"] = 100 * (cpu_seconds(process.pid) - before) / seconds
    finally:
        process.terminate()
        process.wait(30)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), arguments.seconds)
    for name, value in figures.items():
        print(f"{name:20} {value:>6.2f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
