"""What the help of every command ends with: example command lines."""

from __future__ import annotations


def examples(*lines: str) -> str:
    """Return example command lines as a help text's last paragraph.

    >>> examples("penstock doctor")
    'Examples:\\n\\n$ penstock doctor'
    """
    # Square brackets would be read as markup.
    return "Examples:\n\n" + "\n\n".join(f"$ {line}".replace("[", r"\[") for line in lines)
