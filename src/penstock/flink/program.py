"""Java programs of ours, compiled once against Flink and started with the options it needs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from penstock.flink.distribution import Flink
from penstock.flink.errors import FlinkProgramBroken

SOURCES = Path(__file__).parent / "java"
# Flink's serializers and its planner reach into the JDK; its own start scripts open the same doors.
OPENED = (
    "java.base/java.io",
    "java.base/java.lang",
    "java.base/java.lang.invoke",
    "java.base/java.net",
    "java.base/java.nio",
    "java.base/java.text",
    "java.base/java.time",
    "java.base/java.util",
    "java.base/java.util.concurrent",
    "java.base/java.util.concurrent.atomic",
    "java.base/java.util.concurrent.locks",
    "java.base/sun.nio.ch",
)


@dataclass(frozen=True, slots=True)
class Program:
    """A class with a `main`: `folders` hold its Java sources and what else its class path needs."""

    main: str
    folders: tuple[Path, ...] = (SOURCES,)
    jvm_options: tuple[str, ...] = ("-Xmx4g",)

    def command(self, flink: Flink, arguments: Sequence[str] = ()) -> list[str]:
        """Return the command line, having compiled the sources if nobody has."""
        path = os.pathsep.join([str(compiled(flink, self.folders)), *map(str, self.folders)])
        doors = [part for door in OPENED for part in ("--add-opens", f"{door}=ALL-UNNAMED")]
        logging = f"-Dlog4j.configurationFile={SOURCES / 'log4j2.properties'}"
        options = [*self.jvm_options, *doors, logging, "-cp", path + os.pathsep + flink.class_path]
        return [str(flink.java), *options, self.main, *arguments]


def script_command(
    flink: Flink,
    script: Path,
    settings: Mapping[str, str],
    jvm_options: Sequence[str] = ("-Xmx4g",),
) -> list[str]:
    """Return the command that runs a SQL script on Flink in one process, its INSERTs as one job.

    Its last line of output is JSON: `runtime_ms` of the job, `cpu_ms` of the whole process
    meanwhile, `peak_rss_bytes`. `settings` are Flink's, `parallelism.default` is 1 unless given.
    """
    given = [f"{key}={value}" for key, value in settings.items()]
    program = Program("penstock.flink.RunScript", jvm_options=tuple(jvm_options))
    return program.command(flink, [str(script), *given])


def compiled(flink: Flink, folders: Sequence[Path]) -> Path:
    """Return the folder of classes for these sources and this Flink, made if need be."""
    sources = sorted(path for folder in folders for path in folder.rglob("*.java"))
    digest = hashlib.sha256(flink.version.encode())
    for source in sources:
        digest.update(source.read_bytes())
    classes = flink.home / "classes" / digest.hexdigest()[:16]
    if classes.is_dir():
        return classes
    classes.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=classes.parent) as aside:
        _compile(flink, sources, Path(aside) / "made")
        if not classes.exists():
            (Path(aside) / "made").rename(classes)
    return classes


def _compile(flink: Flink, sources: Sequence[Path], into: Path) -> None:
    line = [str(flink.javac), "-nowarn", "-encoding", "UTF-8", "-cp", flink.class_path]
    line += ["-d", str(into), *map(str, sources)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 -- the JDK's compiler
    if done.returncode:
        names = ", ".join(source.name for source in sources)
        raise FlinkProgramBroken(f"javac refuses {names}: {done.stderr.strip()}")
