"""Loads the Python functions that a folder's script declares, from modules in that folder."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from zlib import crc32

from penstock.sql.python_functions import NoPythonFunction


def folder_loader(folder: Path) -> Callable[[str], object]:
    """Return what loads `'module.function'` from `module.py` in a folder, each module once."""
    modules: dict[str, ModuleType] = {}

    def load(target: str) -> object:
        path, _, name = target.rpartition(".")
        if path not in modules:
            modules[path] = _module(folder, path, target)
        found = getattr(modules[path], name, None)
        if found is None:
            message = f"'{target}' is not there: {path or 'it'} has no '{name}'"
            raise NoPythonFunction(message, hint="write it as 'module.function'")
        return found

    return load


def _module(folder: Path, path: str, target: str) -> ModuleType:
    file = folder.joinpath(*path.split(".")).with_suffix(".py")
    if not path or not all(part.isidentifier() for part in path.split(".")) or not file.is_file():
        message = f"'{target}' is not there: no file {'/'.join(path.split('.'))}.py in the folder"
        raise NoPythonFunction(message, hint="'functions.count_char' is count_char in functions.py")
    name = f"penstock_folder_{crc32(bytes(folder.resolve())):08x}.{path}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise NoPythonFunction(f"'{target}' is not there: {file.name} is no Python file")
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look for their module here, to know what their annotations mean.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        message = f"'{target}': {file.name} fails with {type(error).__name__}: {error}"
        raise NoPythonFunction(message, hint=f"run python {file.name}") from error
    return module
