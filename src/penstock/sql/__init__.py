"""Text to syntax tree to typed plan; no I/O, no clock."""
