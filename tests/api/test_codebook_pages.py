"""The codebook in the browser: an element's own page, and the whole codebook as a file."""

import pytest
from starlette.testclient import TestClient

from api.languages import COOKIE


def test_an_element_has_a_page_with_everything(reader: TestClient) -> None:
    answer = reader.get("/codebook/lanzarote.24.2", params={"benchmark": "lanzarote"})
    assert answer.status_code == 200
    for said in (
        "Attempt",
        "Article 24(2)",
        "Does not count, though it looks alike",
        "PERSON_LIST_CLOSED",
        "Preparation, not attempt.",
        "AD",
        "Budapest, Article 11(2): Attempt",
    ):
        assert said in answer.text, said


def test_the_labels_follow_the_reader(reader: TestClient) -> None:
    reader.cookies.set(COOKIE, "fr")
    answer = reader.get("/codebook/lanzarote.20.1.f", params={"benchmark": "lanzarote"})
    assert "Accéder en connaissance de cause à du matériel d’abus sexuels sur enfants" in answer.text
    assert "Réserves permises par l’instrument" in answer.text


def test_the_codebook_leads_to_its_elements_and_files(reader: TestClient) -> None:
    text = reader.get("/codebook", params={"benchmark": "csea-2012"}).text
    for address in ("lanzarote.20.1.f", "file/docx", "file/html"):
        assert f'"/codebook/{address}?benchmark=csea-2012"' in text


def test_the_page_of_a_neighbour_is_one_link_away(reader: TestClient) -> None:
    answer = reader.get("/codebook/lanzarote.20.1.f", params={"benchmark": "lanzarote"})
    assert '"/codebook/eu2011.5.3?benchmark=csea-full"' in answer.text
    assert reader.get("/codebook/eu2011.5.3", params={"benchmark": "csea-full"}).status_code == 200


def test_an_element_outside_the_benchmark_is_not_found(reader: TestClient) -> None:
    answer = reader.get("/codebook/opsc.2.a", params={"benchmark": "csea-2012"})
    assert answer.status_code in (404, 422)
    assert "has no element" in answer.text


@pytest.mark.parametrize(("form", "start"), [("html", b"<!DOCTYPE html>"), ("docx", b"PK")])
def test_the_codebook_is_a_file(reader: TestClient, form: str, start: bytes) -> None:
    answer = reader.get(f"/codebook/file/{form}", params={"benchmark": "csea-2012"})
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert f"codebook-csea-2012-1-en.{form}" in answer.headers["Content-Disposition"]
