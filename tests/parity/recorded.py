"""What Flink said when it was last asked; `python -m tests.parity.recorded` asks it again.

The matrix in docs/reference is made from this record, so that making it needs no Flink.
"""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from penstock.bench.suite import QUERIES
from penstock.flink import VERSION
from tests.parity.cases import cases
from tests.parity.cluster import Cluster
from tests.parity.comparison import AGREES, compare
from tests.parity.examples import examples, flink_results
from tests.parity.families import family_of
from tests.parity.nexmark import NOT_COMPARED, compare_queries

RECORD = Path(__file__).parent / "record.json"
DIFFERENCES = Path(__file__).parent / "differences.toml"
NOT_COMPARABLE = "not comparable: "
TELLS_TIME = re.compile(
    r"\bCURRENT_|\bLOCALTIME|\bNOW\(\)|\bPROCTIME\(\)|UNIX_TIMESTAMP\(\)|RAND|UUID"
)

Verdicts = dict[str, str]


def ask_flink() -> dict[str, Verdicts]:
    """Return the verdicts over all scripts, all examples of functions, all Nexmark queries."""
    scripts = cases()
    expected = examples()
    with Cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        queries = compare_queries(cluster, Path(folder))
        found = compare(cluster, [case for case in scripts if case.excuse is None])
        given = flink_results(cluster, [text for text in expected if not TELLS_TIME.search(text)])
    found |= {case.name: NOT_COMPARABLE + case.excuse for case in scripts if case.excuse}
    queries |= {query: NOT_COMPARABLE + why for query, why in NOT_COMPARED.items()}
    told = {text: example_verdict(result, given, text) for text, result in expected.items()}
    return {"scripts": found, "examples": told, "nexmark": queries}


def example_verdict(result: str | None, given: dict[str, str | None], text: str) -> str:
    """Return the verdict over one example."""
    if text not in given:
        return NOT_COMPARABLE + "it tells the time, or chance"
    theirs = given[text]
    if theirs == result:
        return AGREES
    if theirs is not None and theirs.startswith("error: "):
        return "differs: Flink refuses it: " + theirs.removeprefix("error: ").splitlines()[0]
    return f"differs: {shown(result)}, in Flink {shown(theirs)}"


def shown(text: str | None) -> str:
    """Return a result as a page shows it."""
    return "NULL" if text is None else f"'{text}'"


def known_differences() -> dict[str, dict[str, str]]:
    """Return the explained differences: of scripts and queries by name, of examples by text."""
    return tomllib.loads(DIFFERENCES.read_text())


def read() -> dict[str, Any]:
    """Return the record."""
    found: dict[str, Any] = json.loads(RECORD.read_text())
    return found


def recorded() -> dict[str, Verdicts]:
    """Return the record's verdicts as `ask_flink` gives them."""
    record = read()
    scripts = {name: verdict for name, (_, verdict) in record["scripts"].items()}
    return {"scripts": scripts, "examples": record["examples"], "nexmark": record["nexmark"]}


def write(verdicts: dict[str, Verdicts]) -> None:
    """Write the record, one line per script, example and query."""
    scripts, functions, queries = (verdicts[part] for part in ("scripts", "examples", "nexmark"))
    families = {case.name: family_of(case.name, case.text) for case in cases()}
    record = {
        "flink": VERSION,
        "scripts": {name: [families[name], scripts[name]] for name in sorted(scripts)},
        "examples": {text: functions[text] for text in sorted(functions)},
        "nexmark": {query: queries[query] for query in QUERIES},
    }
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(ask_flink())
