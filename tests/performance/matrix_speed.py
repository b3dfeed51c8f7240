"""How long the matrix of 249 countries and 67 elements (16,683 cells) takes to its first paint.

Run it by `PYTHONPATH=tests:. python tests/performance/matrix_speed.py`.

Prints the size of the page, the server's processor time, the first byte and chromium's first paint, medians of three.
"""

import shutil
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright
from workspaces import make_workspace, settings

from analyser import jurisdictions
from analyser.cli.serve import listen
from analyser.review.judgement import Judgement
from analyser.review.records import Rating
from analyser.workspace import Workspace
from api import create_app
from benchmarks import load_benchmark

COUNTRIES, BENCHMARK = 249, "lanzarote"
ANSWERS = tuple(Judgement)


def fill(workspace: Workspace) -> int:
    """An answer in three of four cells."""
    me = workspace.local_user()
    elements = [element.id for element in load_benchmark(BENCHMARK).elements]
    with workspace._store.unit() as unit:
        for country, code in enumerate(list(jurisdictions.names())[:COUNTRIES]):
            unit.laws.ensure_jurisdiction(code, jurisdictions.name_of(code))
            for number, element in enumerate(elements):
                if (answer := (country * 7 + number) % 5) < 4 and (country + number) % 4:
                    place = (f"{code}{number}", "rating", code, element, "", 1, me.name)
                    said = (ANSWERS[answer], (), "so", (), (), True, datetime(2026, 1, 1, tzinfo=UTC))
                    unit.ratings.add(Rating(*place, *said), me.id)  # type: ignore[arg-type]
    return len(elements)


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    workspace = make_workspace(folder)
    elements = fill(workspace)
    taken = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(workspace, settings(folder)), log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    base = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(120_000)
        page.goto(f"{base}/login?token={workspace.issue_login(workspace.local_user())}&next=/codebook")
        paints, waits, sizes, costs = [], [], [], []
        for _ in range(3):
            began = time.process_time()
            page.goto(f"{base}/matrix?benchmark={BENCHMARK}")
            costs.append(time.process_time() - began)
            page.wait_for_timeout(500)
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            entry = "performance.getEntriesByType('navigation')[0]"
            waits.append(page.evaluate(f"{entry}.responseStart"))
            sizes.append(page.evaluate(f"{entry}.decodedBodySize"))
        browser.close()
    print(f"{COUNTRIES} countries, {elements} elements, page of {sizes[0] / 1e6:.1f} MB")
    print(f"CPU seconds of the server {statistics.median(costs):.2f}")
    print(f"first byte {statistics.median(waits):.0f} ms, first paint {statistics.median(paints):.0f} ms")
    server.should_exit = True


if __name__ == "__main__":
    main()
