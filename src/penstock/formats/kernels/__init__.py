"""Compiled leaves that the scanners share: bytes in memory, strings, numbers and times.

Addresses instead of arrays go between kernels: an array argument costs reference counting in the
innermost loop. Every function states what it may read; none reads beyond the buffer's limit.
"""
