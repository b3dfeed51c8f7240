"""What the browser tests share: the service, and the two things all stories do."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page

from analyser.workspace import Workspace


@dataclass
class Site:
    """A service on a free port."""

    workspace: Workspace
    address: str
    complaints: list[str] = field(default_factory=list)  # what the browser's console said was wrong

    def link(self) -> str:
        return f"{self.address}/login?token={self.workspace.issue_login(self.workspace.local_user())}"


def upload(page: Page, file: Path, country: str, name: str, title: str = "") -> None:
    """Fill the upload form and send it, whatever the page's language."""
    page.goto("/upload")
    page.locator("#files").set_input_files(file)
    page.locator("#country").fill(country)
    page.locator("#title").fill(title)
    page.locator("#upload > details > summary").click()
    page.locator("#country_name").fill(name)
    page.locator("#upload button.primary").click()


def element_row(page: Page, number: int) -> Locator:
    """The five figures of a row of the study table."""
    return page.locator(".study tbody tr").nth(number).locator("td.num")
