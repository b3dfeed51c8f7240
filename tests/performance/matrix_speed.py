"""How long the matrix of 249 countries and 67 elements (16,683 cells) takes to its first paint.

Run it by `PYTHONPATH=tests:. python tests/performance/matrix_speed.py`.

Prints the server's processor time, the first byte and chromium's first paint, once after a new answer (nothing kept
can be used) and once more (the browser's copy is still true), medians of five. The machine should do nothing else.
"""

import shutil
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright
from workspaces import make_workspace, settings

from analyser import jurisdictions
from analyser.cli.serve import listen
from analyser.review.judgement import Judgement
from analyser.review.records import Rating, RatingDraft
from analyser.workspace import Workspace
from api import create_app
from benchmarks import load_benchmark

COUNTRIES, BENCHMARK = 249, "lanzarote"
ANSWERS = tuple(Judgement)
TIMES = 5
FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((seen) => {
  const paint = seen.getEntriesByName("first-contentful-paint")[0];
  if (paint) done(paint.startTime);
}).observe({ type: "paint", buffered: true }))"""


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


def answer_something(workspace: Workspace, number: int) -> None:
    """One more answer, so that nothing kept of the page is true any more."""
    element = load_benchmark(BENCHMARK).elements[number].id
    workspace.rate(RatingDraft("zw", element, Judgement.UNCLEAR, f"no text, {number}"), by=workspace.local_user("ann"))


def loaded(page: Page, base: str) -> tuple[float, float, float, float, float]:
    """Server's CPU seconds; milliseconds to first byte, first paint and load; bytes of the page."""
    began = time.process_time()
    page.goto(f"{base}/matrix?benchmark={BENCHMARK}")
    cost = time.process_time() - began
    paint = page.evaluate(FIRST_PAINT)
    entry = "performance.getEntriesByType('navigation')[0]"
    byte, whole, size = page.evaluate(f"[{entry}.responseStart, {entry}.loadEventEnd, {entry}.decodedBodySize]")
    return cost, byte, paint, whole, size


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
        anew, again = [], []
        for number in range(TIMES):
            answer_something(workspace, number)
            anew.append(loaded(page, base))
            again.append(loaded(page, base))
        browser.close()
    print(f"{COUNTRIES} countries, {elements} elements; medians of {TIMES}")
    for name, found in (("after a new answer", anew), ("again, nothing written since", again)):
        cpu, byte, paint, whole, size = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"{name}: {size / 1e6:.1f} MB, {cpu:.2f} CPU seconds of the server, first byte {byte:.0f} ms,", end=" ")
        print(f"first paint {paint:.0f} ms, everything there {whole:.0f} ms")
    server.should_exit = True


if __name__ == "__main__":
    main()
