"""The same plan, for a Flink cluster; so far: real Flink on this machine, for comparison.

`find_flink()` finds or fetches it, `script_command()` says how to run a script file on it.
"""

from penstock.flink.distribution import VERSION, Flink, find_flink
from penstock.flink.errors import FlinkMissing
from penstock.flink.program import Program, script_command

__all__ = ["VERSION", "Flink", "FlinkMissing", "Program", "find_flink", "script_command"]
