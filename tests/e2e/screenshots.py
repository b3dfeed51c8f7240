"""Take the README's pictures from a running service: python tests/e2e/screenshots.py LINK docs/images

LINK is the one-time link that `analyser demo` printed.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = {
    "matrix": ("/matrix?benchmark=csea-2012", 640),
    "review": ("/review/xa/lanzarote.20.1.f?benchmark=csea-2012", 840),
    "study": ("/study?benchmark=csea-2012", 760),
}


def main(link: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(color_scheme="light").new_page()
        page.goto(link)
        page.wait_for_url("**/matrix")
        for name, (path, height) in PICTURES.items():
            page.set_viewport_size({"width": 1280, "height": height})
            page.goto(link.partition("/login")[0] + path)
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(128).save(folder / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
