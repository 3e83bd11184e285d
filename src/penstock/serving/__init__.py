"""One HTTP port: the live page and its API."""

from penstock.serving.page import Page, check_dashboard

__all__ = ["Page", "check_dashboard"]
