"""Hold the house to its budgets: sizes of files, functions and classes, words, and full lists.

`tidy.py` reports what is over budget and fails; `tidy.py --tighten` writes down what shrank;
`tidy.py --accept NAME` lets one excess in, which a reviewer then sees. An excess stands in
tools/budgets.json with its size, which may shrink and never grow.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEDGER = ROOT / "tools" / "budgets.json"
FILE_LINES, FUNCTION_LINES, METHODS = 200, 24, 15
FILE_ROOF, FUNCTION_ROOF = 500, 50
BANNED = {
    r"\bpickle\b": "Arrow IPC or msgspec",
    r"\bdatetime\.now\(": "the Clock that is passed in",
    r"\btime\.time\(": "the Clock that is passed in",
    r"\brandom\.(random|randint|choice)\(": "a generator that is passed in",
    r"\butils?\b\.py": "a file named after its idea",
}
CLOCKS = {"core/time.py"}


def files() -> list[Path]:
    """Return our Python files, tests and benchmarks too."""
    return sorted(
        p for top in ("src", "tests", "tools", "benchmarks") for p in (ROOT / top).rglob("*.py")
    )


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines without its signature and docstring."""
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def sizes(path: Path) -> Iterator[tuple[str, int, int, int]]:
    """Yield (name, size, budget, roof) of the file and of each function and class in it."""
    name = str(path.relative_to(ROOT))
    text = path.read_text()
    yield name, len(text.splitlines()), FILE_LINES, FILE_ROOF
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}:{node.name}", body_lines(node), FUNCTION_LINES, FUNCTION_ROOF
        elif isinstance(node, ast.ClassDef):
            methods = sum(isinstance(m, ast.FunctionDef | ast.AsyncFunctionDef) for m in node.body)
            yield f"{name}:{node.name}", methods, METHODS, 2 * METHODS


def over_budget() -> tuple[dict[str, int], list[str]]:
    """Return every excess by name, and what is over the roof, which no ledger excuses."""
    excess: dict[str, int] = {}
    broken = []
    for name, size, budget, roof in (row for path in files() for row in sizes(path)):
        if size > budget:
            excess[name] = max(size, excess.get(name, 0))
        if size > roof:
            broken.append(f"{name} has {size}, the roof is {roof}")
    return excess, broken


def banned_words() -> Iterator[str]:
    """Yield each use of a name that has a better one here."""
    for path in (ROOT / "src").rglob("*.py"):
        if path.relative_to(ROOT / "src" / "penstock").as_posix() in CLOCKS:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for pattern, better in BANNED.items():
                if re.search(pattern, line):
                    yield f"{path.relative_to(ROOT)}:{number} instead of {pattern!r} use {better}"


def unlisted() -> Iterator[str]:
    """Yield connectors that declare themselves and that their room's list does not name."""
    for room in ("sources", "sinks", "formats"):
        listed = (ROOT / "src/penstock" / room / "__init__.py").read_text()
        for path in sorted((ROOT / "src/penstock" / room).glob("*.py")):
            if re.search(r"^DECLARATION\b", path.read_text(), re.M) and path.stem not in listed:
                yield f"{path.relative_to(ROOT)} is not in the list of {room}/__init__.py"


def error_codes() -> Iterator[str]:
    """Yield error codes that two classes share."""
    seen: dict[str, str] = {}
    for path in sorted((ROOT / "src").rglob("*.py")):
        for code in re.findall(
            r'^    code(?:: ClassVar\[str\])? = "(E\d+)"', path.read_text(), re.M
        ):
            if code in seen:
                yield f"{code} stands in {seen[code]} and again in {path.relative_to(ROOT)}"
            seen[code] = str(path.relative_to(ROOT))


def allowances(excess: dict[str, int], arguments: list[str]) -> dict[str, int]:
    """Return the excesses that the ledger allows, after writing down what the arguments ask."""
    allowed: dict[str, int] = json.loads(LEDGER.read_text()) if LEDGER.exists() else {}
    accepted = set(arguments[1:]) if arguments[:1] == ["--accept"] else set()
    if accepted or "--tighten" in arguments:
        kept = {n: min(s, allowed[n]) for n, s in excess.items() if n in allowed}
        kept |= {n: s for n, s in excess.items() if n in accepted}
        LEDGER.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
        return kept
    return allowed


def main(arguments: list[str]) -> int:
    """Print what is wrong and return how many such lines there are."""
    excess, problems = over_budget()
    allowed = allowances(excess, arguments)
    for name, size in sorted(excess.items()):
        if size > allowed.get(name, 0):
            problems.append(f"{name} has {size} and may have {allowed.get(name, 'no excess')}")
    problems += [*banned_words(), *unlisted(), *error_codes()]
    print("\n".join(problems) or f"tidy: {len(files())} files, {len(excess)} excesses, none new")
    return len(problems)


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
