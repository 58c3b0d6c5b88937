"""Builds the gallery into build/gallery. Needs a Chromium on the machine (Debian: chromium)."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from docs.gallery.build import build

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FOLDER = Path("build") / "gallery"


def main() -> None:
    """Take every picture anew; names of samples as arguments take only those."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit(f"no Chromium on this machine; looked for {', '.join(BROWSERS)}")
    shutil.rmtree(FOLDER, ignore_errors=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = build(browser, FOLDER, only=sys.argv[1:])
        browser.close()
    sys.stdout.write(f"{page}\n")


if __name__ == "__main__":
    main()
