"""The study over HTTP and on its pages: slices, charts, files, signatures, the causes of a change."""

import io
from typing import Any

import pytest
from api_service import BENCHMARK, Service
from docx import Document
from openpyxl import load_workbook
from starlette.testclient import TestClient

from analyser.study.exports import Form, archive


@pytest.fixture
def frozen(browser: TestClient, rating: dict[str, Any]) -> TestClient:
    """A browser on a service with one rating and the edition `First`."""
    assert browser.post("/api/v1/ratings", json=rating).status_code == 201
    assert browser.post("/api/v1/editions", json={"benchmark": BENCHMARK, "name": "First"}).status_code == 201
    return browser


def test_the_study_is_cut_into_parts_that_sum(frozen: TestClient) -> None:
    found = frozen.get("/api/v1/study", params={"benchmark": BENCHMARK}).json()
    kinds = [one["kind"] for one in found["slices"]]
    assert kinds == ["instrument", "instrument"]
    for part in found["slices"]:
        assert {row["total"] for row in part["rows"]} == {len(part["countries"])} == {1}
    none = frozen.get("/api/v1/study", params={"benchmark": BENCHMARK, "group": "coe"}).json()
    assert (none["countries"], none["table"][0]["total"]) == ([], 0)
    unknown = frozen.get("/api/v1/study", params={"benchmark": BENCHMARK, "group": "atlantis"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_name")


def test_an_edition_goes_out_in_every_form_the_same_twice(frozen: TestClient) -> None:
    for form in (Form.XLSX, Form.CSV, Form.JSON):
        first, again = (
            frozen.get("/api/v1/editions/First/export", params={"format": form}, headers={"If-None-Match": ""})
            for _ in range(2)
        )
        assert first.status_code == 200
        assert first.content == again.content
        assert (
            f'filename="csea-2012-First.{"" if form is Form.XLSX else form + "."}'
            in first.headers["content-disposition"]
        )
    book = load_workbook(io.BytesIO(frozen.get("/api/v1/editions/First/export", params={"format": "xlsx"}).content))
    assert book["Table"]["C2"].value == 1
    draft = frozen.get("/api/v1/study/export", params={"benchmark": BENCHMARK, "format": "csv"})
    assert b"none: this is a draft" in archive.unpacked(draft.content)["about.csv"]
    assert frozen.get("/api/v1/editions/First/export", params={"format": "exe"}).status_code == 422
    assert frozen.get("/api/v1/editions/Nil/export", params={"format": "csv"}).status_code == 404


def test_an_edition_is_signed_once(frozen: TestClient, service: Service) -> None:
    said = {"statement": "Checked; may go out."}
    assert frozen.get("/api/v1/editions/First/signatures").json()["items"] == []
    assert "Nobody has signed" in frozen.get("/study/editions/First").text
    signed = frozen.post("/api/v1/editions/First/signatures", json=said)
    edition = service.workspace.edition("First", viewer=service.workspace.local_user())
    assert (signed.status_code, signed.json()["fingerprint"]) == (201, edition.fingerprint)
    assert frozen.post("/api/v1/editions/First/signatures", json=said).status_code == 409
    assert "Checked; may go out." in frozen.get("/study/editions/First").text


def test_a_sheet_and_a_questionnaire_are_files(frozen: TestClient) -> None:
    asked = {"benchmark": BENCHMARK, "format": "questionnaire.docx"}
    paper = Document(io.BytesIO(frozen.get("/api/v1/sheets/xa/file", params=asked).content))
    assert "Questionnaire to the government of Arcadia" in [one.text for one in paper.paragraphs]
    page = frozen.get("/api/v1/sheets/XA/file", params=asked | {"format": "sheet.html", "edition": "First"})
    assert "produces child pornography for any purpose" in page.text
    assert frozen.get("/api/v1/sheets/xz/file", params=asked).status_code == 404


def test_charts_are_drawn_and_shown_with_their_tables(frozen: TestClient) -> None:
    svg = frozen.get("/api/v1/charts/bars", params={"benchmark": BENCHMARK})
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert "Offering child sexual abuse material" in svg.text
    missing = frozen.get("/api/v1/charts/agreement", params={"benchmark": BENCHMARK})
    assert (missing.status_code, "two blind reviewers" in missing.json()["hint"]) == (404, True)
    page = frozen.get("/study/charts", params={"benchmark": BENCHMARK}).text
    assert page.count("<figure class=") == page.count("The figures as a table") == 3
    assert (
        sum(one["cited"] for one in frozen.get("/api/v1/reliability", params={"benchmark": BENCHMARK}).json()["items"])
        == 1
    )


def test_the_study_page_links_its_counts_to_the_cells(frozen: TestClient) -> None:
    page = frozen.get("/study", params={"benchmark": BENCHMARK}).text
    assert f'href="/review/xa/lanzarote.20.1.a?benchmark={BENCHMARK}"' in page
    assert "Convention on Cybercrime" in page
    assert 'href="/study/editions/First"' in page


def test_a_comparison_says_why(frozen: TestClient, rating: dict[str, Any]) -> None:
    changed = rating | {"judgement": "not_covered", "citations": []}
    assert frozen.post("/api/v1/ratings", json=changed).status_code == 201
    frozen.post("/api/v1/editions", json={"benchmark": BENCHMARK, "name": "Second"})
    asked = {"before": "First", "after": "Second"}
    (change,) = frozen.get("/api/v1/comparisons", params=asked).json()["changes"]
    assert (change["because"], change["after"]) == ("corrected", "not_covered")
    assert "we corrected our reading" in frozen.get("/study/compare", params=asked | {"benchmark": BENCHMARK}).text
    points = frozen.get("/api/v1/progress", params={"benchmark": BENCHMARK}).json()["items"]
    assert [(one["edition"], one["covered"]) for one in points[:1] + points[10:11]] == [("First", 1), ("Second", 0)]
