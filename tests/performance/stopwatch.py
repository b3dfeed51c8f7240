"""Keys and seconds for ten ratings: on the review page, and the same ten with a print of the law beside a spreadsheet.

Run it by `PYTHONPATH=tests:. python tests/performance/stopwatch.py`; it needs chromium and the packaged models.

The ten are the authors' answers of two demo countries: five covered, one partial, four not covered. The review page is
really driven by keyboard, each key counted, and the answers are read back from the store. The spreadsheet is counted by
a protocol that favours it, on the real text:

- the print and the sheet are open, the row of the element is chosen, and the codebook is known by heart;
- Alt+Tab to the print, Ctrl+F, the search word typed, Enter for every hit up to the provision; of a `not covered`
  every hit of every word, as the page asks for the first candidates to be looked at;
- the quoted words chosen with the mouse (two points), Ctrl+C, Alt+Tab, Ctrl+V, Tab; the number of the section typed;
- the answer and the reason picked in their lists by their first letter and Enter, Tab to the rationale.

Typing the rationale and reading are the same in both and left out. Seconds are those of the keystroke-level model
(Card, Moran and Newell 1980: 0.28 s a key, 1.1 s a point, 0.4 s between keyboard and mouse) and, for the review page,
the time the machine really took. A spreadsheet's own waiting is counted as nothing.
"""

import json
import os
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from analyser.cli.serve import listen
from analyser.factory import open_workspace
from analyser.settings import Settings
from analyser.store.records import SectionRecord
from analyser.workspace import Workspace
from api import create_app
from benchmarks import load_benchmark
from corpora.demo.pdf import write
from corpora.demo.statutes import COUNTRIES, Country, gold

BENCHMARK = "csea-2012"
KEY, POINT, HOME = 0.28, 1.1, 0.4
LOOKED_AT = 5  # candidates looked at for a `not covered`
WORDS = {"xa": ("pornography",), "xb": ("pornograph", "mineur", "image")}
TASKS = ((COUNTRIES[0], slice(0, 5)), (COUNTRIES[1], slice(5, 10)))
KEYS = {"covered": "1", "partial": "2", "none": "3"}


@dataclass
class Effort:
    """What the hands did."""

    keys: int = 0
    points: int = 0
    turns: int = 0  # between keyboard and mouse
    waited: float = 0.0  # seconds

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.points * POINT + self.turns * HOME + self.waited

    def __add__(self, other: "Effort") -> "Effort":
        keys, points = self.keys + other.keys, self.points + other.points
        return Effort(keys, points, self.turns + other.turns, self.waited + other.waited)


def labels(country: Country) -> dict[str, dict[str, Any]]:
    return {one["element"]: one for one in (json.loads(line) for line in gold(country).splitlines())}


# ---- the review page


def press(page: Page, effort: Effort, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        effort.keys += 1


def rate(page: Page, label: dict[str, Any], rationale: str) -> Effort:
    """One rating by keyboard on the page that is open; the next one opens itself."""
    effort, began, here = Effort(), time.perf_counter(), page.url
    press(page, effort, KEYS[label["rating"]])
    if label["rating"] == "none":
        press(page, effort, *"j" * (LOOKED_AT - 1))
    else:
        wanted = {provision["key"] for provision in label["provisions"] if provision["grade"] == 2}
        shown = page.locator(".candidate").evaluate_all("all => all.map((one) => one.dataset.label)")
        press(page, effort, *"j" * next(at for at, name in enumerate(shown) if name in wanted), "c")
    if label["rating"] == "partial":
        codes = page.locator("#reasons > .check input").evaluate_all("all => all.map((one) => one.value)")
        press(page, effort, "r", *["Tab"] * codes.index(label["reasons"][0]), "Space", "Escape")
    press(page, effort, "w")
    page.keyboard.insert_text(rationale)
    press(page, effort, "Control+Enter")
    page.wait_for_url(lambda address: address != here)
    expect(page.locator("button[value=next]")).to_be_enabled()
    effort.waited = time.perf_counter() - began
    return effort


# ---- the spreadsheet


def tabulate(label: dict[str, Any], sections: list[SectionRecord], words: tuple[str, ...]) -> Effort:
    """The same rating by the protocol above."""
    effort = Effort(keys=1)  # Alt+Tab to the print
    wanted = {provision["key"] for provision in label["provisions"] if provision["grade"] == 2}
    texts = [(section.label in wanted, f"{section.heading or ''} {section.text}".lower()) for section in sections]
    for word in words if label["rating"] == "none" else words[:1]:
        effort.keys += 1 + len(word)  # Ctrl+F and the word
        for right, text in texts:
            effort.keys += text.count(word) if not right or label["rating"] == "none" else 1  # Enter
            if right and label["rating"] != "none":
                break
    if label["rating"] != "none":
        effort.points, effort.turns = 2, 2
        effort.keys += 4 + len(min(wanted)) + 1  # Ctrl+C, Alt+Tab, Ctrl+V, Tab, the number, Tab
    else:
        effort.keys += 3  # Alt+Tab, and past the two empty cells
    effort.keys += 3  # the answer's letter, Enter, Tab
    effort.keys += 3 if label["rating"] == "partial" else 1  # the reason, or past it
    effort.keys += 1  # Enter after the rationale: the next row
    return effort


# ---- both


def prepare(folder: Path) -> Workspace:
    cache = os.environ.get("ANALYSER_CACHE_DIR", str(folder / "cache"))
    workspace = open_workspace(Settings(data_dir=folder / "data", cache_dir=Path(cache)))
    for country, _ in TASKS:
        me = workspace.local_user()
        workspace.ingest(write(country, folder), country.code, by=me, country_name=country.name)
        workspace.analyse(country.code, BENCHMARK, by=me)
    return workspace


def measure(workspace: Workspace, page: Page, base: str) -> tuple[Effort, Effort, list[str]]:
    """(on the review page, in the spreadsheet), summed over the ten; and the answers given."""
    ours, theirs, answers = Effort(), Effort(), []
    for country, some in TASKS:
        known = labels(country)
        sections = list(workspace.sections(workspace.laws(country.code).items[0].id, limit=500).items)
        elements = [element.id for element in load_benchmark(BENCHMARK).elements][some]
        page.goto(f"{base}/review/{country.code}/{elements[0]}?benchmark={BENCHMARK}")
        expect(page.locator("button[value=next]")).to_be_enabled()
        for label in (known[element] for element in elements):
            ours += rate(page, label, label["why"])
            theirs += tabulate(label, sections, WORDS[country.code])
            answers.append(label["rating"])
    return ours, theirs, answers


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    workspace = prepare(folder)
    taken = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(workspace, Settings(data_dir=folder)), log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    base = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{base}/login?token={workspace.issue_login(workspace.local_user())}")
        ours, theirs, answers = measure(workspace, page, base)
        browser.close()
    count = len(answers)
    stored = workspace.ratings(viewer=workspace.local_user())
    print(f"{count} ratings ({', '.join(f'{answers.count(kind)} {kind}' for kind in KEYS)}), {len(stored)} stored")
    for name, one in (("review page", ours), ("print and spreadsheet", theirs)):
        print(f"{name}: {one.keys / count:.1f} keys and {one.points / count:.1f} points a rating,", end=" ")
        print(f"{one.seconds / count:.1f} s a rating without reading and writing", end="")
        print(f", of which the machine took {one.waited / count:.2f} s" if one.waited else "")
    server.should_exit = True


if __name__ == "__main__":
    main()
