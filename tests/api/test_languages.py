"""The pages in three languages: every message has its translation, and nothing is said outside the catalogues."""

import re
from pathlib import Path

import pytest
from api_service import BENCHMARK, Service
from starlette.datastructures import Headers
from starlette.testclient import TestClient

import api
from api.catalogues import untranslated
from api.languages import LANGUAGES, wanted

FOLDER = Path(api.__file__).parent
TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    assert list(untranslated(language)) == []


# ---- nothing outside the catalogues

SAID_BY_JINJA = re.compile(
    r"{#.*?#}|{% trans.*?{% endtrans %}|{% macro.*?%}|{% block kind %}[^{]*|{%.*?%}|{{.*?}}", re.S
)
TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')
NAMES = {"SHA", "Ctrl", "Tab", "Enter", "Esc", "Home", "End", "kbd", "DOCTYPE", "doctype", "html", "analyser", "review"}
WORD = re.compile(r"[A-Za-z]{3,}")


@pytest.mark.parametrize("file", sorted((FOLDER / "templates").rglob("*.html")), ids=lambda file: file.name)
def test_a_template_says_nothing_of_its_own(file: Path) -> None:
    text = SAID_BY_JINJA.sub(" ", file.read_text("utf-8"))
    spoken = [said for attribute in SPOKEN.findall(text) for said in WORD.findall(attribute)]
    plain = re.sub(r"<kbd>.*?</kbd>", " ", text)
    shown = WORD.findall(re.sub(r"/review/ +/ +\?benchmark=", " ", TAG.sub(" ", plain)))
    assert [word for word in spoken + shown if word not in NAMES] == []


SENTENCE = re.compile(r"""(?<!_\()(["`])((?:(?!\1).)*[a-z]{2} [a-z]{2}(?:(?!\1).)*)\1""")


@pytest.mark.parametrize("file", sorted((FOLDER / "static").glob("*.js")), ids=lambda file: file.name)
def test_a_script_says_nothing_of_its_own(file: Path) -> None:
    lines = [
        line
        for line in file.read_text("utf-8").splitlines()
        if not line.lstrip().startswith(("//", "/*", "*", "import"))
    ]
    found = [said for line in lines for _, said in SENTENCE.findall(line)]
    assert [said for said in found if not re.search(r"[\[\]>=#]|^(textarea|summary|notice)", said)] == []


# ---- which language

ASKED = [
    ({}, "en"),
    ({"accept-language": "fr-CA,fr;q=0.9,en;q=0.8"}, "fr"),
    ({"accept-language": "de,es;q=0.5,en;q=0.4"}, "es"),
    ({"accept-language": "en;q=0.2,es-419;q=0.9"}, "es"),
    ({"accept-language": "ja"}, "en"),
    ({"accept-language": "fr;q=high,;;,"}, "fr"),
    ({"accept-language": "fr", "cookie": "analyser_language=es"}, "es"),
    ({"accept-language": "fr", "cookie": "analyser_language=xx"}, "fr"),
]


@pytest.mark.parametrize(("headers", "language"), ASKED)
def test_the_readers_choice_comes_before_the_browsers(headers: dict[str, str], language: str) -> None:
    assert wanted(Headers(headers)) == language


def test_pages_speak_the_readers_language(service: Service, browser: TestClient) -> None:
    spoken = {"en": "Coverage matrix", "fr": "Matrice de couverture", "es": "Matriz de cobertura"}
    for language, words in spoken.items():
        html = browser.get(f"/matrix?benchmark={BENCHMARK}", headers={"accept-language": language}).text
        assert f'<html lang="{language}">' in html
        assert f"<h1>{words}</h1>" in html
        assert ("Analyse en cours" in html) == (language == "fr")  # what the scripts say comes along
    law = browser.get(f"/laws/{service.law.id}", headers={"accept-language": "fr"}).text
    assert "Certificat de complétude" in law
    assert "Any person who produces child pornography" in law  # a statute is never translated


def test_a_problem_is_told_in_the_readers_language(browser: TestClient) -> None:
    page = browser.get("/laws/none", headers={"accept-language": "es"})
    assert page.status_code == 404
    assert "<h1>Aquí no hay nada</h1>" in page.text
    assert browser.get("/api/v1/laws/none", headers={"accept-language": "es"}).json()["title"] == "not found"
