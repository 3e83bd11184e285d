"""Benchmarks that come with the package: their queries, their data, and what measures them."""
