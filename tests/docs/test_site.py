"""The documentation builds as a site without a warning, whole, and loads nothing from elsewhere."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


class Loads(HTMLParser):
    """What a page makes a browser fetch by itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        fetched = tag in ("script", "img", "iframe") or (tag == "link" and given.get("rel") != "canonical")
        if fetched and (address := given.get("src") or given.get("href")):
            self.found.append(address)


def test_every_page_is_built(site: Path) -> None:
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")}
    assert pages <= {page.stem for page in site.glob("*.html")}
    assert (site / "images" / "study.png").is_file()
    assert not list(site.rglob("*.py"))


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = Loads(page.read_text("utf-8")).found
        assert loaded, page
        assert [address for address in loaded if re.match(r"(https?:)?//", address)] == [], page


def test_links_out_of_the_documentation_become_words(site: Path) -> None:
    for page in site.glob("*.html"):
        assert 'href="../' not in page.read_text("utf-8"), page


def test_the_tutorial_shows_pictures_with_words_for_them(site: Path) -> None:
    pictures = re.findall(r'<img alt="([^"]+)" src="images/([^"]+)"', (site / "tutorial.html").read_text("utf-8"))
    assert {name for _, name in pictures} == {"matrix.png", "review.png", "study.png", "heatmap.png"}
    assert all(len(words) > 20 for words, _ in pictures)
