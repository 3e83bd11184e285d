"""Open a page in Debian's Chromium and listen to what it complains of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK, PHONE = (1400, 900), (390, 844)


@contextmanager
def browsing(address: str, size: tuple[int, int] = DESK) -> Iterator[tuple[Page, list[str]]]:
    """Open a page; the list fills with its errors. Skips, by name, where Chromium is absent."""
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium")
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        yield page, complaints
        browser.close()


def inked(page: Page, panel: str) -> bool:
    """Say whether a panel's canvas shows more than one colour."""
    return bool(
        page.evaluate(
            """(id) => {
                const canvas = document.querySelector(`#panel-${id} canvas`);
                if (!canvas || !canvas.width) return false;
                const size = [canvas.width, canvas.height];
                const data = canvas.getContext('2d').getImageData(0, 0, ...size).data;
                const seen = new Set();
                for (let i = 0; i < data.length; i += 4)
                    seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
                return seen.size > 3;
            }""",
            panel,
        )
    )


def fits(page: Page) -> bool:
    """Say whether nothing sticks out to the right of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
