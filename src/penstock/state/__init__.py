"""Keyed state for operators."""
