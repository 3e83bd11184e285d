"""A script of tests/sql for comparing: steps for Flink, and what Penstock makes of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.sql.front_door import Given, Job, Row
from tests.sql.test_scripts import SECOND_US, given, place_of, sections_of

FOLDER = Path(__file__).parent.parent / "sql"
WORDS = frozenset({"rows", "changes", "rejected", "at", "end", "restart", "error"})
NOT_FLINK = (
    (r"(?m)^--- at ", "its clock is told, and Flink's is the machine's"),
    (r"(?i)\bRANDOM_CUT_FOREST|\bHOTSPOT", "a function of ours"),
    (r"(?i)\$(late|invalid)\b", "late and refused rows as tables are ours"),
    (r"(?i)LANGUAGE\s+PYTHON", "functions in Python need Flink's Python workers"),
)
Changes = list[tuple[str, Row]]


@dataclass(frozen=True)
class Case:
    """One script: its text and sections; `excuse` says why Flink cannot be asked."""

    name: str
    text: str
    sections: list[tuple[str, list[str]]]
    excuse: str | None
    left_out: frozenset[tuple[int, int]] = frozenset()

    @property
    def is_error(self) -> bool:
        """Say whether the script must be refused."""
        return self.sections[0][0] == "error"

    def request(self) -> dict[str, Any]:
        """Return what Flink is asked; each record is a step of its own: their order is certain."""
        steps = []
        for place, (head, lines) in enumerate(self.sections):
            word, _, name = head.partition(" ")
            if word in {"rows", "changes"}:
                steps.append({"mark": name, "place": place})
            elif word == "end":
                steps.append({"end": True, "place": place})
            elif word not in WORDS:
                steps += self._records(place, head, lines)
        return {"id": self.name, "script": self.text, "steps": steps}

    def _records(self, place: int, head: str, lines: list[str]) -> list[dict[str, Any]]:
        table, _, split = head.partition("/")
        step = {"table": table, "split": split or "0", "place": place}
        return [
            {**step, "line": number, "records": [{"text": line, "metadata": metadata_of(line)}]}
            for number, line in enumerate(lines)
            if (place, number) not in self.left_out
        ]


def cases() -> list[Case]:
    """Return all scripts, by name."""
    return [case_of(path) for path in sorted(FOLDER.glob("*.sql"))]


def case_of(path: Path) -> Case:
    """Read one script."""
    whole = path.read_text()
    (_, script), *sections = sections_of(whole)
    excuse = next((why for pattern, why in NOT_FLINK if re.search(pattern, whole)), None)
    return Case(path.stem, "\n".join(script), sections, excuse)


def metadata_of(line: str) -> dict[str, Any]:
    """Return the metadata that a record names."""
    if '"@' not in line:
        return {}
    return {name[1:]: value for name, value in json.loads(line).items() if name[0] == "@"}


@dataclass
class Outcome:
    """What Penstock makes of a script: at each mark, each table's changes so far; refusals."""

    marks: list[dict[str, Changes]] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    keys: dict[str, tuple[int, ...]] = field(default_factory=dict)


def outcome(case: Case) -> Outcome:
    """Run a script on Penstock."""
    job, found, now_us = Job(case.text), Outcome(), 0
    splits = dict.fromkeys(at for head, _ in case.sections if (at := place_of(job, head)))
    for insert in job.plan.inserts:
        names = [each.name for each in insert.table.schema.fields]
        found.keys[insert.table.name] = tuple(map(names.index, insert.table.primary_key))
    job.step([Given(table, split=split) for table, split in splits])
    for head, lines in case.sections:
        word, _, name = head.partition(" ")
        at = place_of(job, head)
        if at is not None:
            job.step([given(at, lines)], now_us)
        elif word in {"rows", "changes"}:
            found.marks.append(changes_of(job))
        elif word == "at":
            now_us = int(float(name) * SECOND_US)
            job.step([], now_us)
        elif word == "end":
            job.step([Given(table, split=split, finished=True) for table, split in splits], now_us)
        elif word == "restart":
            job.restart()
    found.rejected = [reason for _, reason, _ in job.rejected]
    return found


def changes_of(job: Job) -> dict[str, Changes]:
    """Return each table's changes so far; two inserts into one table are one after the other."""
    found: dict[str, Changes] = {}
    for insert in job.plan.inserts:
        kinds = [("+I", "-U", "+U", "-D")[kind] for kind in job.kinds[insert.name]]
        rows = zip(kinds, job.outputs[insert.name], strict=True)
        found.setdefault(insert.table.name, []).extend(rows)
    return found


def folded(changes: Changes, key: tuple[int, ...]) -> Counter[str]:
    """Return what changes add up to: by key where updates come without the old row."""
    kinds = {kind for kind, _ in changes}
    if key and kinds - {"+I"} and "-U" not in kinds:
        table: dict[Any, str] = {}
        for kind, row in changes:
            identity = tuple(text_of(row[column]) for column in key)
            table.pop(identity, None)
            if kind != "-D":
                table[identity] = text_of(row)
        return Counter(table.values())
    found: Counter[str] = Counter()
    for kind, row in changes:
        found[text_of(row)] += -1 if kind in {"-U", "-D"} else 1
    return +found


def text_of(value: Any) -> str:
    """Return a value as a text that is the same for both engines."""
    if isinstance(value, dict):
        return text_of(tuple(value.values()))
    if isinstance(value, tuple):
        return f"({', '.join(map(text_of, value))})"
    if isinstance(value, list):
        pairs = bool(value) and all(isinstance(each, tuple) for each in value)
        texts = [text_of(each) for each in value]
        return f"[{', '.join(sorted(texts) if pairs else texts)}]"
    if hasattr(value, "tzinfo") and hasattr(value, "date"):
        return f"{value.replace(tzinfo=None)}"
    return repr(value)
