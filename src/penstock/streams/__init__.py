"""Durable embedded streams."""
