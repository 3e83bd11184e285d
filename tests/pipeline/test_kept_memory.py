"""Memory that one thread frees is there for another without page faults."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

BLOCK_BYTES = 16 << 20
ROUNDS = 40
HAND_OVER = f"""
import resource
import threading
import pyarrow as pa
from penstock.pipeline.kept_memory import keep_freed_memory

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def hand_over():
    made = []
    maker = threading.Thread(target=lambda: made.append(bytearray({BLOCK_BYTES})))
    maker.start()
    maker.join()

keep_freed_memory()
keep_freed_memory()
hand_over()
before = faults()
for _ in range({ROUNDS}):
    hand_over()
print(faults() - before, pa.default_memory_pool().backend_name)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told to keep it")
def test_a_block_that_another_thread_freed_is_used_again() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", HAND_OVER], capture_output=True, check=True, text=True
    )
    faults, backend = ran.stdout.split()
    # New pages for each would be a fault per 4 KiB; the first few blocks need theirs.
    assert int(faults) < 3 * BLOCK_BYTES / 4096
    assert backend == "system"
