"""Pages of a law as pictures, with the lines of a section marked."""

import io

import pytest
from api_service import Service
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from starlette.testclient import TestClient
from workspaces import STATUTE


@pytest.fixture
def printed(service: Service) -> tuple[str, dict[str, int]]:
    """The statute as PDF: the law's id and its sections' ids by label."""
    path = service.workspace.law_file(service.law.id).parent / "printed.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    for at, row in enumerate(STATUTE.splitlines()):
        canvas.drawString(72, 770 - 14 * at, row)
    canvas.save()
    law = service.workspace.ingest(path, "xa", by=service.workspace.local_user(), title="The Act as printed")
    return law.id, {section.label: section.id for section in service.workspace.sections(law.id).items}


def marked(png: bytes) -> list[int]:
    """Rows of pixels with yellow in them."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    pixels = picture.load()
    assert pixels is not None
    found = []
    for y in range(picture.height):
        shades = (pixels[x, y] for x in range(100, 300, 4))
        found += [y] if any(isinstance(shade, tuple) and shade[0] - shade[2] > 60 for shade in shades) else []
    return found


def yellow(png: bytes) -> int:
    """Pixels a marker has gone over."""
    colours = Image.open(io.BytesIO(png)).convert("RGB").getcolors(1_000_000) or []
    return sum(count for count, (red, _, blue) in colours if red - blue > 60)  # type: ignore[misc]


def test_the_lines_of_a_section_are_marked(browser: TestClient, printed: tuple[str, dict[str, int]]) -> None:
    law, sections = printed
    page = f"/api/v1/laws/{law}/pages/1.png"
    plain = browser.get(page, params={"dpi": 72})
    assert plain.headers["content-type"] == "image/png"
    assert marked(plain.content) == []
    second = marked(browser.get(page, params={"dpi": 72, "section": sections["2"]}).content)
    third = marked(browser.get(page, params={"dpi": 72, "section": sections["3"]}).content)
    assert second
    assert third
    assert max(second) < min(third)


def test_evidence_is_marked_alone(browser: TestClient, printed: tuple[str, dict[str, int]]) -> None:
    law, sections = printed
    page = f"/api/v1/laws/{law}/pages/1.png"
    text = browser.get(f"/api/v1/sections/{sections['2']}").json()["text"]
    asked = {"dpi": 72, "section": sections["2"]}
    whole = yellow(browser.get(page, params=asked).content)
    some = yellow(browser.get(page, params=asked | {"start": 0, "end": len(text) // 4}).content)
    assert 0 < some < 0.5 * whole


def test_a_picture_is_asked_for_once(browser: TestClient, printed: tuple[str, dict[str, int]]) -> None:
    page = f"/api/v1/laws/{printed[0]}/pages/1.png"
    tag = browser.get(page).headers["etag"]
    assert browser.get(page, headers={"If-None-Match": tag}).status_code == 304


def test_what_has_no_picture_says_why(
    service: Service, browser: TestClient, printed: tuple[str, dict[str, int]]
) -> None:
    law, _ = printed
    other = service.sections["2"].id
    for path, status, code in [
        (f"/api/v1/laws/{service.law.id}/pages/1.png", 415, "unsupported_file"),
        (f"/api/v1/laws/{law}/pages/2.png", 422, "input_rejected"),
        (f"/api/v1/laws/{law}/pages/1.png?section={other}", 404, "not_found"),
        ("/api/v1/laws/none/pages/1.png", 404, "not_found"),
    ]:
        answer = browser.get(path)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
