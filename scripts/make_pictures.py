"""Take the pictures of the READMEs with Chromium: a record on a screen and on a phone, the review page of an import.

Run it from the checkout after a change of these pages: `PYTHONPATH=.:tests .venv/bin/python scripts/make_pictures.py`.
It needs what the tests need.
"""

import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from click.testing import CliRunner
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from workbooks import office_book, saved

from generator.cli.main import main

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
RECORD = "zhanjiang/jiwei/2021/"
# The colours of a picture, which are enough for a page.
COLOURS = 96


def run(*words: object) -> None:
    """Run a command that must succeed."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    if done.exit_code:
        raise SystemExit(done.output)


def take(browser: Browser, address: str, name: str, size: tuple[int, int], scheme: str, focus: str = "") -> None:
    """Take a picture of a page; `focus` is what has the focus in it."""
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="zh-CN")
    tab.goto(address)
    if focus:
        tab.locator(focus).first.focus()
    data = tab.screenshot()
    picture = Image.open(BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(DOCS / name, optimize=True)
    tab.close()


def make(folder: Path) -> None:
    """Build the site and import a form in a folder, and take the pictures."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site_config.yml", folder)
    run("build", "--root", folder)
    (folder / "form.xlsx").write_bytes(saved(office_book()))
    run("import", folder / "form.xlsx", "--to", "zhanjiang/rensheju2/2024", "--root", folder)
    review = folder / "content/zhanjiang/rensheju2/_2024.review.html"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder / "site")))
    Thread(target=server.serve_forever, daemon=True).start()
    record = f"http://127.0.0.1:{server.server_port}/{RECORD}"
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        take(browser, record, "site.png", (1280, 720), "light")
        take(browser, record, "phone.png", (360, 720), "dark")
        take(browser, review.as_uri(), "review.png", (1280, 800), "light", "[data-number='4'] input")
        browser.close()


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        make(Path(place))
