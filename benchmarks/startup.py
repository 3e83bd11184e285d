"""Processor seconds from a command's start to its end, kernels cached: what a start costs.

`run … --for 0` starts, takes one step, checkpoints and leaves, so that it bounds the time to the
first result from above. The least of several is shown, as other work on the machine only adds.
Prints a table; `--json FILE` writes the figures.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 5
WIND = Path(__file__).parent.parent / "examples" / "wind"
COMMANDS = {
    "penstock --help": ("--help",),
    "penstock doctor": ("doctor",),
    "penstock streams ls": ("streams", "ls"),
    "penstock check": ("check",),
    "penstock run --no-serve --for 0": ("run", "--no-serve", "--for", "0"),
    "penstock run --for 0": ("run", "--port", "0", "--for", "0"),
}


def cpu_seconds(folder: Path, arguments: tuple[str, ...]) -> float:
    """Run a command in the folder and return the user and system time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "penstock", *arguments]
    subprocess.run(command, cwd=folder, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured() -> dict[str, float]:
    """Return the least seconds of each command on a copy of the wind example that has run."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "wind"
        shutil.copytree(WIND, folder, ignore=shutil.ignore_patterns(".penstock", "lake"))
        cpu_seconds(folder, ("run", "--no-serve", "--for", "2"))
        return {
            name: min(cpu_seconds(folder, arguments) for _ in range(ROUNDS))
            for name, arguments in COMMANDS.items()
        }


def main() -> None:
    """Print the table and write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    figures = measured()
    for name, seconds in figures.items():
        print(f"{name:34} {seconds:6.2f} s")
    if path := parser.parse_args().json:
        path.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
