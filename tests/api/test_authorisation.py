"""The authorisation matrix: every route as every role, with narrower tokens, and from outside a closed study."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from api_routes import every_route
from api_service import BENCHMARK, Service, running
from authorisation import BODIES, FORMS, LEAST, OF_A_STUDY, PLACES, QUERY
from httpx import Response
from starlette.testclient import TestClient

from analyser.review.plan import Conduct
from analyser.review.records import Role, User

PEOPLE = {"Vera": Role.VIEWER, "Rita": Role.REVIEWER, "Jo": Role.ADJUDICATOR, "Ada": Role.ADMIN}
RANK = {role.value: rank for rank, role in enumerate(Role)}
LEAVING = {("POST", "/logout"), ("DELETE", "/api/v1/tokens/current")}
KNOWN = sorted(place for place, least in LEAST.items() if least != "open" and place not in LEAVING)


class Cast:
    """A service and a person of every role."""

    def __init__(self, service: Service) -> None:
        self.service, workspace = service, service.workspace
        self.me = workspace.local_user()
        text = b"Section 2. Producteurs\nQuiconque produit est puni de cinq ans.\n"
        made = workspace.attach_translation(service.law.id, text, "other.txt", by=self.me, language="fr")
        self.places = PLACES | {"translation_id": made.id}
        self.people = {name: workspace.add_user(name, role, by=self.me) for name, role in PEOPLE.items()}

    def client(self, name: str, **token: object) -> TestClient:
        user: User = self.people[name]
        made = self.service.workspace.issue_api_token(user, "t", by=self.me, **token)  # type: ignore[arg-type]
        return self.service.client(headers={"Authorization": f"Bearer {made}"})


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    with running(tmp_path_factory.mktemp("matrix"), rate_limit="off", anonymous_rate_limit="off") as service:
        yield Cast(service)


def ask(cast: Cast, client: TestClient, method: str, path: str) -> Response:
    """The route with values that mean something where the answer depends on them, else with none that exist."""
    name = "bars" if path.startswith("/api/v1/charts") else "nobody"
    address = path.format_map({**dict.fromkeys(_places(path), "none"), "name": name, **cast.places})
    query = QUERY | {"format": FORMS.get(path, "csv")}
    body = BODIES.get(path, {}) if method not in ("GET", "DELETE") else {}
    answer: Response = client.request(method, address, params=query, **body)
    return answer


def _places(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def test_every_route_has_its_line(cast: Cast) -> None:
    assert set(LEAST) == every_route(cast.service.app)
    assert set(BODIES) <= {path for _, path in LEAST}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_role_may_do_what_its_line_says_and_no_more(cast: Cast, name: str) -> None:
    client, rank = cast.client(name), RANK[PEOPLE[name].value]
    everybodys = name in ("Vera", "Ada")  # what a viewer may, those between may too
    wrong = []
    for place in [place for place in KNOWN if everybodys or LEAST[place] != "viewer"]:
        status = ask(cast, client, *place).status_code
        refused = rank < RANK[LEAST[place]]
        if (status == 403) is not refused or status in (401, 405) or status >= 500:
            wrong.append((*place, status, "should be refused" if refused else "should be let in"))
    assert not wrong, wrong


def test_a_token_that_may_only_read_changes_nothing(cast: Cast) -> None:
    client = cast.client("Ada", read_only=True)
    changes = [place for place in KNOWN if place[0] != "GET"]
    assert [place for place in changes if ask(cast, client, *place).status_code != 403] == []


def test_a_token_of_another_study_opens_neither_this_one_nor_an_admins_work(cast: Cast) -> None:
    client = cast.client("Ada", study="budapest")
    closed = OF_A_STUDY | {place for place in KNOWN if LEAST[place] == "admin"}
    assert [place for place in sorted(closed) if ask(cast, client, *place).status_code != 403] == []


def test_who_is_no_member_of_a_closed_study_is_kept_out_of_all_of_it(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        cast = Cast(service)
        service.workspace.set_conduct(Conduct(BENCHMARK, members_only=True), by=cast.me)
        outside = cast.client("Jo")
        assert [place for place in sorted(OF_A_STUDY) if ask(cast, outside, *place).status_code != 403] == []
        service.workspace.set_member(BENCHMARK, "Jo", True, by=cast.me)
        inside = cast.client("Jo")
        assert [place for place in sorted(OF_A_STUDY) if ask(cast, inside, *place).status_code == 403] == []


def test_leaving_ends_the_token_and_nothing_else(cast: Cast) -> None:
    for method, path in sorted(LEAVING):
        client, other = cast.client("Vera"), cast.client("Vera")
        assert ask(cast, client, method, path).status_code in (204, 303)
        assert client.get("/api/v1/me").status_code == 401
        assert other.get("/api/v1/me").status_code == 200
