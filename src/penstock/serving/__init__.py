"""One HTTP port: the live page and its API."""
