"""Webhooks against a real receiver: signed, tried again, kept over a restart, and never sent where they must not go."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from api_service import Service
from starlette.testclient import TestClient
from workspaces import make_workspace, parts, settings, write_statute

from analyser.errors import Forbidden, UsageError
from analyser.factory import open_workspace
from analyser.review.records import Role
from analyser.store.records import Delivery, JobState
from analyser.workspace import Workspace
from analyser.workspace.notifying import WAITS
from analyser.workspace.sender import Sender

HERE = "127.0.0.0/8"


class Receiver:
    """A program elsewhere; answers with `status` and keeps what it was sent."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.status, self.got = 200, list[tuple[dict[str, str], bytes]]()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.status)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Moment:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.stop()


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def reopened(tmp_path: Path, database_url: str, moment: Moment) -> Iterator[Callable[[], Workspace]]:
    """Opens the same workspace again, as a restarted server does."""
    opened: list[Workspace] = []

    def again() -> Workspace:
        given = settings(tmp_path, database_url).model_copy(update={"webhook_networks": (HERE,)})
        opened.append(open_workspace(given, clock=moment, parts=parts()))
        return opened[-1]

    yield again
    for workspace in opened:
        workspace.close()


def end_a_job(workspace: Workspace, folder: Path, data: bytes | None = None) -> str:
    me = workspace.local_user()
    job = workspace.submit_ingest(data or write_statute(folder).read_bytes(), "act.txt", "xa", by=me)
    workspace.run_queued()
    return job.id


def only(workspace: Workspace, webhook_id: str) -> Delivery:
    (found,) = workspace.deliveries(webhook_id, by=workspace.local_user()).items
    return found


def test_a_finished_job_is_told_signed(
    reopened: Callable[[], Workspace], receiver: Receiver, tmp_path: Path, moment: Moment
) -> None:
    workspace = reopened()
    hook, secret = workspace.add_webhook(f"http://127.0.0.1:{receiver.port}/in?x=1", by=workspace.local_user())
    job_id = end_a_job(workspace, tmp_path)
    assert workspace.deliver_due() == 1
    ((headers, body),) = receiver.got
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - moment.now.timestamp()) < 60
    said = json.loads(body)
    assert (said["type"], said["data"]["id"], said["data"]["state"]) == ("job.done", job_id, "done")
    assert said["data"]["result"]["law_version_id"]
    kept = only(workspace, hook.id)
    assert (kept.status, kept.next_at, kept.attempts, kept.id) == (200, None, 1, headers["webhook-id"])
    assert workspace.deliver_due() == 0


def test_what_does_not_arrive_is_tried_again_after_a_restart_and_then_given_up(
    reopened: Callable[[], Workspace], receiver: Receiver, tmp_path: Path, moment: Moment
) -> None:
    workspace = reopened()
    me = workspace.local_user()
    hook, _ = workspace.add_webhook(f"http://127.0.0.1:{receiver.port}/", by=me)
    receiver.status = 307  # a redirect is not followed and is no arrival
    end_a_job(workspace, tmp_path)
    assert workspace.deliver_due() == 1
    assert workspace.deliver_due() == 0  # not yet
    for tried, wait in enumerate(WAITS, 2):
        workspace.close()
        workspace = reopened()
        moment.wait(wait)
        assert workspace.deliver_due() == 1
        assert only(workspace, hook.id).attempts == tried
    moment.wait(10 * WAITS[-1])
    assert workspace.deliver_due() == 0
    kept = only(workspace, hook.id)
    assert (kept.status, kept.delivered_at, kept.next_at) == (307, None, None)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert next(one.action for one in workspace.audit(by=me).items) == "webhook.given_up"


def test_two_servers_send_a_message_once(reopened: Callable[[], Workspace], receiver: Receiver, tmp_path: Path) -> None:
    first, second = reopened(), reopened()
    first.add_webhook(f"http://127.0.0.1:{receiver.port}/", by=first.local_user())
    for number in range(4):
        end_a_job(first, tmp_path, f"Section 1. Title\nThis is Act {number}.\n".encode())
    threads = [threading.Thread(target=one.deliver_due) for one in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(headers["webhook-id"] for headers, _ in receiver.got) == sorted(
        {headers["webhook-id"] for headers, _ in receiver.got}
    )
    assert len(receiver.got) == 4


def test_only_the_ends_asked_for_are_told_and_nothing_once_it_is_ended(
    reopened: Callable[[], Workspace], receiver: Receiver, tmp_path: Path
) -> None:
    workspace = reopened()
    me = workspace.local_user()
    hook, _ = workspace.add_webhook(f"http://127.0.0.1:{receiver.port}/", by=me, states=[JobState.REJECTED])
    end_a_job(workspace, tmp_path)
    assert workspace.deliver_due() == 0
    end_a_job(workspace, tmp_path, b"\0\1\2 no law")
    workspace.end_webhook(hook.id, by=me)
    assert workspace.deliver_due() == 0
    assert receiver.got == []
    assert only(workspace, hook.id).attempts == 0


def test_another_key_signs_nothing(reopened: Callable[[], Workspace], receiver: Receiver, tmp_path: Path) -> None:
    workspace = reopened()
    hook, secret = workspace.add_webhook(f"http://127.0.0.1:{receiver.port}/", by=workspace.local_user())
    place = tmp_path / "data" / "webhooks.key"
    assert place.stat().st_mode & 0o077 == 0
    assert secret.encode() not in place.read_bytes()
    place.write_bytes(b"another")
    end_a_job(workspace, tmp_path)
    workspace.deliver_due()
    assert receiver.got == []
    assert "another one" in (only(workspace, hook.id).error or "")


REFUSED = [
    "http://hooks.example/",
    "ftp://hooks.example/",
    "https://user:password@hooks.example/",
    "https:///nowhere",
    "https://hooks.example/#part",
    "no address at all",
]
INSIDE = [
    "127.0.0.1",
    "10.0.0.8",
    "192.168.1.1",
    "172.16.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:10.0.0.8",
    "64:ff9b::a00:8",
    "2002:a00:8::1",
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_address_of_a_receiver_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        Sender(resolve=lambda host, port: ["93.184.215.14"]).check(url)


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_called(address: str) -> None:
    sender = Sender(resolve=lambda host, port: ["93.184.215.14", address])  # one public address does not open the rest
    with pytest.raises(UsageError, match="not a public address"):
        sender.check("https://hooks.example/")
    sent = sender.post("https://hooks.example/", {}, b"{}")
    assert (sent.status, sent.arrived) == (None, False)


def test_a_public_address_and_a_network_that_is_allowed_are_called() -> None:
    assert Sender(resolve=lambda host, port: ["93.184.215.14"]).check("https://hooks.example/") == "93.184.215.14"
    allowed = Sender(["10.2.0.0/16"], resolve=lambda host, port: ["10.2.3.4"])
    assert allowed.check("https://hooks.example/") == "10.2.3.4"
    with pytest.raises(UsageError, match="encrypted"):
        allowed.check("http://hooks.example/")


def test_a_name_that_moves_inside_after_it_was_checked_reaches_nothing(receiver: Receiver) -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    sender = Sender(resolve=lambda host, port: next(answers))
    sender.check(f"https://hooks.example:{receiver.port}/")
    assert not sender.post(f"https://hooks.example:{receiver.port}/", {}, b"{}").arrived
    assert receiver.got == []


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """(a server's context with a certificate of that name, a client's that trusts it)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "cert.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*form))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, secret)
    return server, ssl.create_default_context(cafile=str(chain))


@pytest.mark.parametrize(("name", "arrives"), [("hooks.example", True), ("other.example", False)])
def test_the_certificate_must_be_the_names_though_the_address_is_called(
    tmp_path: Path, name: str, arrives: bool
) -> None:
    server, client = certified(tmp_path, name)
    receiver = Receiver(server)
    sender = Sender([HERE], resolve=lambda host, port: ["127.0.0.1"], context=client)
    sent = sender.post(f"https://hooks.example:{receiver.port}/", {}, b"{}")
    receiver.stop()
    assert sent.arrived is arrives
    assert [headers["host"] for headers, _ in receiver.got] == [f"hooks.example:{receiver.port}"] * arrives


# ---- by HTTP


def test_webhooks_are_an_admins(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    jo = workspace.add_user("Jo", Role.ADJUDICATOR, by=workspace.local_user())
    with pytest.raises(Forbidden):
        workspace.add_webhook("https://93.184.215.14/", by=jo)
    workspace.close()


def test_a_webhook_by_http_shows_its_secret_once(service: Service, program: TestClient) -> None:
    address = {"url": "https://93.184.215.14/hooks", "states": ["failed"]}
    made = program.post("/api/v1/webhooks", json=address).json()
    assert made["secret"].startswith("whsec_")
    listed = program.get("/api/v1/webhooks")
    assert made["secret"] not in listed.text
    assert [one["states"] for one in listed.json()["items"]] == [["failed"]]
    assert program.get(f"/api/v1/webhooks/{made['webhook']['id']}/deliveries").json()["items"] == []
    assert program.delete(f"/api/v1/webhooks/{made['webhook']['id']}").status_code == 204
    refused = program.post("/api/v1/webhooks", json={"url": "https://127.0.0.1/"})
    assert (refused.status_code, refused.json()["code"]) == (422, "usage")
    assert program.get("/api/v1/webhooks/none/deliveries").status_code == 404
    log = [one["action"] for one in program.get("/api/v1/audit").json()["items"]]
    assert log[:2] == ["webhook.end", "webhook.add"]
