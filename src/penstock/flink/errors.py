"""What can be wrong with the Flink that a script is to be run on."""

from __future__ import annotations

from penstock.core.errors import ExternalError


class FlinkMissing(ExternalError):
    """Flink or a JDK is neither here nor to be had.

    >>> hint = "install one: apt-get install openjdk-17-jdk-headless"
    >>> print(FlinkMissing("Flink needs a JDK of version 17 or newer: no javac found", hint=hint))
    E580 Flink needs a JDK of version 17 or newer: no javac found
    hint: install one: apt-get install openjdk-17-jdk-headless
    """

    code = "E580"


class FlinkProgramBroken(ExternalError):
    """A Java program of ours does not compile against this Flink.

    >>> print(FlinkProgramBroken("javac refuses RunScript.java: package x does not exist"))
    E581 javac refuses RunScript.java: package x does not exist
    """

    code = "E581"
