"""Draws the PNG icons from the two SVG drawings, with Debian's Chromium. Run after changing a drawing."""

from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ICONS = HERE.parent / "public" / "icons"
WANTED = [
    (ICONS / "icon.svg", "icon-192.png", 192),
    (ICONS / "icon.svg", "icon-512.png", 512),
    (HERE / "maskable.svg", "maskable-512.png", 512),
    (HERE / "maskable.svg", "apple-touch-icon.png", 180),
    (HERE / "badge.svg", "badge-96.png", 96),
]

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    for drawing, picture, size in WANTED:
        page = browser.new_page(viewport={"width": size, "height": size})
        svg = drawing.read_text().replace("<svg ", f'<svg style="display:block" width="{size}" height="{size}" ')
        page.set_content(f"<style>body{{margin:0;background:transparent}}</style>{svg}")
        page.screenshot(path=ICONS / picture, omit_background=True)
    browser.close()
