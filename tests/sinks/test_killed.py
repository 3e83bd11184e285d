"""A writer that is really killed, at instants nobody chose."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from penstock.sinks.read_documents import read_documents
from tests.sinks.killed_writer import ROWS_PER_STEP, rows_of
from tests.sinks.support import memory_folder, published

STEPS = 3000
KILLS = 5


@pytest.mark.recovery
def test_files_and_documents_hold_each_row_once_after_kill_9() -> None:
    chance = random.Random(4)
    with memory_folder() as folder:
        command = [sys.executable, "-m", "tests.sinks.killed_writer", str(folder), str(STEPS)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        for _ in range(KILLS):
            with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as writer:
                assert writer.stdout is not None
                writer.stdout.readline()
                time.sleep(chance.random() / 3)
                writer.kill()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
        expected = Counter(
            (r["turbine"], r["wind_speed"]) for step in range(STEPS) for r in rows_of(step)
        )
        assert Counter(_lines(folder / "out")) == expected
        documents = read_documents(folder / ".penstock" / "documents.db", "t")
        assert documents.num_rows == STEPS * ROWS_PER_STEP


def _lines(folder: Path) -> list[tuple[int, float]]:
    texts = [gzip.decompress(file.read_bytes()) for file in published(folder)]
    rows = [json.loads(line) for text in texts for line in text.splitlines()]
    return [(row["turbine"], row["wind_speed"]) for row in rows]
