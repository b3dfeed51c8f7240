"""A service on a real SQLite workspace: one law read, split and matched; a browser, a program and a stranger."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from api_service import HOST, Service, running
from starlette.testclient import TestClient


def signed_in(service: Service) -> TestClient:
    """Signed in by the one-time link; sends what a browser sends from our own pages."""
    client = service.client(headers={"Origin": HOST})
    client.get("/login", params={"token": service.workspace.issue_login(service.workspace.local_user())})
    return client


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service of one's own."""
    with running(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all tests that change nothing."""
    with running(tmp_path_factory.mktemp("standing")) as made:
        yield made


@pytest.fixture
def reader(standing: Service) -> TestClient:
    """A browser on the standing service."""
    return signed_in(standing)


@pytest.fixture
def stranger(service: Service) -> TestClient:
    """Nobody we know."""
    return service.client()


@pytest.fixture
def browser(service: Service) -> TestClient:
    """A browser on a service of one's own."""
    return signed_in(service)


@pytest.fixture
def program(service: Service) -> TestClient:
    """A script with an API token."""
    me = service.workspace.local_user()
    token = service.workspace.issue_api_token(me, "script", by=me)
    return service.client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def rating(service: Service) -> dict[str, object]:
    """A rating that may be recorded."""
    return {
        "country": "xa",
        "element": "lanzarote.20.1.a",
        "judgement": "covered",
        "rationale": "Any production, for any purpose.",
        "citations": [{"section_id": service.sections["2"].id, "quote": "produces child pornography for any purpose"}],
    }
