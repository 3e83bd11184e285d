"""One HTTP port: the live page and its API.

Nothing is imported here: `check` is needed before a run, the web server only behind its page.
"""
