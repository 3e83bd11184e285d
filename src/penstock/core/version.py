"""Which release of Penstock this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


def version() -> str:
    """Return the installed release, or a word for sources that are run without being installed."""
    try:
        return installed_version("penstock")
    except PackageNotFoundError:
        return "uninstalled"
