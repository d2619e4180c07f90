"""Pictures of the pages, with the sample loaded: python -m tests.browser.screenshots FOLDER

Loads the demo into a folder of its own, serves it, and writes every page of `PAGES` in three
languages, two widths and two themes, then those of `extremes` from a demo that has them as well;
and `docs/listing.png`, the README's picture, with --readme.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import extremes
from tests.browser.chromium import NAMES, QUIET
from tests.browser.serving import ROOT, served_demo

PAGES = {
    "home": "/",
    "finds": "/finds/",
    "finds-list": "/finds/?view=list",
    "finds-map": "/finds/?view=map",
    "finds-remains": "/finds/?category=remains",
    "finds-none": "/finds/?category=aircraft&nationality=japan&condition=good",
    "find-tank": "/finds/SHU14-0001/",
    "find-munition": "/finds/SHU15-0010/",
    "find-remains": "/finds/SHU15-0005/",
    "photo": "/finds/SHU14-0001/photos/1/",
    "report": "/finds/SHU14-0001/report/",
    "places": "/places/",
    "place": "/places/height-171/",
    "expeditions": "/expeditions/",
    "expedition": "/expeditions/SHU-2015/",
    "statistics": "/statistics/",
    "remembered": "/people-remembered/",
    "about": "/about/",
    "about-data": "/about/data/",
    "about-remains": "/about/human-remains/",
    "about-accessibility": "/about/accessibility/",
    "contact": "/contact/",
    "map": "/map/",
    "finds-second": "/finds/?page=2",
    "values": "/finds/values/type/",
    "statistics-filtered": "/statistics/?category=helmet",
    "not-found": "/finds/SHU15-9999/",
}
LANGUAGES = {"en": "", "ru": "/ru", "ja": "/ja"}
WIDTHS = (1440, 360)
THEMES = ("light", "dark")


def shoot_all(browser: Browser, address: str, pages: dict[str, str], folder: Path) -> None:
    """Write a picture of each of these pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        for theme in THEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=theme,
                java_script_enabled=False,
            )
            page = context.new_page()
            for language, prefix in LANGUAGES.items():
                for name, path in pages.items():
                    page.goto(f"{address}{prefix}{path}", wait_until="networkidle")
                    target = folder / f"{name}-{language}-{width}-{theme}.png"
                    page.screenshot(path=target, full_page=True)
            context.close()


def shoot_readme(browser: Browser, address: str) -> None:
    """The README's picture: the top of the listing."""
    page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
    page.goto(
        f"{address}/finds/?category=helmet&category=tank&category=weapon",
        wait_until="networkidle",
    )
    page.screenshot(path=ROOT / "docs" / "listing.png")


def main() -> None:
    """Take the pictures the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--readme", action="store_true", help="write docs/listing.png")
    asked = parser.parse_args()
    with sync_playwright() as player:
        found = next(filter(None, map(shutil.which, NAMES)))
        sandbox = not hasattr(os, "geteuid") or os.geteuid() != 0
        browser = player.chromium.launch(
            executable_path=found, chromium_sandbox=sandbox, args=QUIET
        )
        with served_demo() as address:
            if asked.readme:
                shoot_readme(browser, address)
            if asked.folder:
                shoot_all(browser, address, PAGES, asked.folder)
        if asked.folder:
            with served_demo("tests.browser.extremes") as address:
                shoot_all(browser, address, extremes.PAGES, asked.folder)
            written = len(list(asked.folder.glob("*.png")))
            sys.stdout.write(f"{written} pictures\n")


if __name__ == "__main__":
    main()
