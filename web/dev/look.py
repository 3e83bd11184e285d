"""Takes screenshots of a running page: python web/dev/look.py URL FOLDER [NAME]."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"desk": (1400, 900), "phone": (390, 844)}


def look(browser: Browser, url: str, folder: Path, name: str) -> None:
    """Write one picture per size and theme; print what the browser complains about."""
    for size, (width, height) in SIZES.items():
        for theme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=theme,
                device_scale_factor=1 if size == "desk" else 2,
            )  # fmt: skip
            page.on(
                "console", lambda message: sys.stdout.write(f"{message.type}: {message.text}\n")
            )
            page.on("pageerror", lambda error: sys.stdout.write(f"ERROR {error}\n{error.stack}\n"))
            page.goto(url)
            page.wait_for_timeout(2500)
            page.screenshot(path=folder / f"{name}-{size}-{theme}.png", full_page=size == "phone")
            page.close()


def main() -> None:
    """Look at the page that the arguments name."""
    url, folder = sys.argv[1], Path(sys.argv[2])
    name = sys.argv[3] if len(sys.argv) > 3 else "page"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        look(browser, url, folder, name)
        browser.close()


if __name__ == "__main__":
    main()
