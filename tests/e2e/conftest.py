"""A running service and Debian's chromium: real pages, real PDF, real clicks and keys."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from e2e_site import Site
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from workspaces import make_workspace, settings

from analyser.cli.serve import listen
from api import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
PATIENCE = 60_000  # milliseconds; a busy machine reads and matches slowly
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An empty workspace, served."""
    workspace = make_workspace(tmp_path)
    with listen("127.0.0.1", 0) as taken:
        app = create_app(workspace, settings(tmp_path))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield Site(workspace, f"http://127.0.0.1:{taken.getsockname()[1]}")
        server.should_exit = True
        thread.join(timeout=10)
    workspace.close()


@pytest.fixture
def context(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser of its own, with a laptop's window."""
    made = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=site.address)
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


def told(said: ConsoleMessage) -> str:
    """A line of the browser's console, with the address it is about."""
    return f"{said.text} {said.location.get('url', '')}"


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A signed-in page; a test fails when the browser complains of anything."""
    made = context.new_page()
    made.on("pageerror", lambda error: site.complaints.append(str(error)))
    made.on("console", lambda said: site.complaints.append(told(said)) if said.type == "error" else None)
    made.goto(site.link())
    made.wait_for_url("**/matrix")
    yield made
    assert site.complaints == []
