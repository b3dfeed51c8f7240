"""The typed client against a really started server, and that its operations are those of the API as it is."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from api_service import BENCHMARK, Service
from workspaces import STATUTE

from api import generate
from api.client import Client, Problem, Unreachable
from api.schemas.people import PersonRequest
from api.schemas.review import CitationRequest, RatingRequest


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    """A server in a thread, on a port that was free."""
    taken = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(service.app, log_level="warning"))
    ready = threading.Event()
    begin = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await begin(sockets)
        ready.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    assert ready.wait(60)
    yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def token(service: Service) -> str:
    me = service.workspace.local_user()
    return service.workspace.issue_api_token(me, "client", by=me)


@pytest.fixture
def client(address: str, token: str) -> Iterator[Client]:
    with Client(address, token) as made:
        yield made


def test_the_operations_are_those_of_the_api() -> None:
    """Renew them with `python -m api.generate`."""
    written = {file.name: file.read_text("utf-8") for file in generate.HERE.glob("*.py")}
    assert written == generate.written()


def test_it_needs_no_library_of_the_server() -> None:
    absent = "; ".join(f"sys.modules[{name!r}] = None" for name in ("fastapi", "starlette", "sqlalchemy", "torch"))
    done = subprocess.run([sys.executable, "-c", f"import sys; {absent}; from api.client import Client"], check=False)
    assert done.returncode == 0


def test_a_law_goes_in_and_its_sections_come_out(client: Client) -> None:
    text = STATUTE.replace("five years", "nine years").encode()
    sent = client.upload_law(file=("other.txt", text), country="xb", title="Other Act", analyse=[BENCHMARK])
    assert [job.state.value for job in client.follow(sent.id)][-1] == "done"
    law = client.law(client.finished(sent.id).result["law_version_id"])
    assert (law.jurisdiction, law.title, law.as_of) == ("xb", "Other Act", None)
    assert [one.label for one in client.every(client.law_sections, law.id, limit=3)] == ["1", "2", "3", "4"]
    found = list(client.every(client.candidates, law=law.id, element="lanzarote.20.1.a", limit=1))
    assert [one.rank for one in found] == [1, 2, 3, 4]
    assert client.law_file(law.id) == text


def test_a_rating_a_refusal_and_an_export(client: Client, service: Service) -> None:
    quote = "produces child pornography for any purpose"
    cited = CitationRequest(section_id=service.sections["2"].id, quote=quote)
    body = RatingRequest(country="xa", element="lanzarote.20.1.a", judgement="covered", rationale="So.")  # type: ignore[arg-type]
    with pytest.raises(Problem) as refused:
        client.rate(body)
    assert (refused.value.status, refused.value.code) == (422, "rating_refused")
    assert refused.value.hint
    made = client.rate(body.model_copy(update={"citations": [cited]}))
    assert [one.id for one in client.every(client.ratings, country="xa")] == [made.id]
    assert client.cell("xa", "lanzarote.20.1.a").judgement is made.judgement
    assert client.export_draft(benchmark=BENCHMARK, format="xlsx").startswith(b"PK")
    with pytest.raises(Problem, match="not_found"):
        client.law("no/such law?")


class Lossy(httpx.BaseTransport):
    """Loses the first `losses` answers after the server has acted."""

    def __init__(self, losses: int) -> None:
        self._way, self.losses = httpx.HTTPTransport(), losses

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._way.handle_request(request)
        if self.losses:
            self.losses -= 1
            answer.read()
            answer.close()
            raise httpx.ReadError("connection lost")
        return answer


def test_an_answer_that_is_lost_is_asked_for_again_without_acting_twice(
    address: str, token: str, service: Service
) -> None:
    with Client(address, token, transport=Lossy(2)) as client:
        added = client.add_person(PersonRequest(name="Ana"))
    assert added.person.name == "Ana"
    assert [user.name for user in service.workspace.users()] == ["Ana", "local"]
    with Client(address, token, transport=Lossy(3)) as client, pytest.raises(Unreachable):
        client.me()
