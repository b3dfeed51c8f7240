"""The API describes itself: every operation, every error, examples where something is sent; and its machine room."""

from typing import Any

import jsonschema
import pytest
from api_routes import every_route
from api_service import Service
from starlette.testclient import TestClient


@pytest.fixture
def document(program: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = program.get("/api/v1/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_route_of_the_api_is_described(service: Service, document: dict[str, Any]) -> None:
    described = {(method, path) for method, path, _ in operations(document)}
    routes = {pair for pair in every_route(service.app) if pair[1].startswith("/api/v1/")}
    assert routes - described == {("GET", "/api/v1/openapi.json")}
    assert len(described) > 30


def test_every_operation_says_what_it_does_and_how_it_fails(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        assert operation.get("description"), (method, path)
        assert operation["tags"], (method, path)
        problem = operation["responses"]["default"]["content"]["application/problem+json"]["schema"]
        assert problem == {"$ref": "#/components/schemas/Problem"}
        assert "422" not in operation["responses"]


def test_every_request_body_has_examples(document: dict[str, Any]) -> None:
    for name in ("RatingRequest", "AnalysisRequest", "FreezeRequest", "TokenRequest", "Withdrawal"):
        fields = document["components"]["schemas"][name]["properties"]
        assert any(field.get("examples") for field in fields.values()), name


def test_problems_fit_their_own_schema(program: TestClient, document: dict[str, Any]) -> None:
    for path in ("/api/v1/nothing", "/api/v1/laws?limit=0", "/api/v1/matrix?benchmark=none"):
        jsonschema.validate(program.get(path).json(), document["components"]["schemas"]["Problem"])


def test_the_codebook_is_readable_by_programs(program: TestClient) -> None:
    benchmark = program.get("/api/v1/benchmarks/csea-2012").json()
    assert len(benchmark["rows"]) == 10
    element = program.get("/api/v1/benchmarks/csea-2012/elements/lanzarote.20.1.f").json()
    assert element in benchmark["elements"]
    codes = program.get("/api/v1/codebook").json()
    assert set(codes["ratings"]) == {"covered", "partial", "not_covered", "unclear"}
    assert set(element["partial_when"]) <= set(codes["reasons"])


def test_the_machine_room(service: Service, stranger: TestClient, program: TestClient) -> None:
    assert stranger.get("/healthz").json() == {"status": "alive"}
    assert stranger.get("/readyz").json()["database"] == "sqlite"
    program.get(f"/api/v1/laws/{service.law.id}")
    figures = program.get("/metrics").text
    assert 'route="/api/v1/laws/{law_id}",status="200"' in figures
    assert service.law.id not in figures


def test_not_ready_is_told_with_its_reason(service: Service, stranger: TestClient) -> None:
    service.workspace.close()
    (database,) = service.workspace._settings.data_dir.glob("*.sqlite3")
    database.write_bytes(b"no database")
    answer = stranger.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "storage")
