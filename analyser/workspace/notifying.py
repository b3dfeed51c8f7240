"""Webhooks: programs elsewhere are told when a job has ended, signed, until they have it or it is given up.

Messages follow the Standard Webhooks form: `webhook-id`, `webhook-timestamp`, and `webhook-signature`, an HMAC-SHA256
of id, timestamp and body. A secret is derived from the server's key and the webhook's id: the database never holds
one, and a stolen back-up signs nothing. A message may arrive twice, never not at all while there are tries left.
"""

import base64
import hashlib
import hmac
import os
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from analyser.errors import AnalyserError, StorageError, UsageError
from analyser.review.records import Role, User
from analyser.settings import Settings
from analyser.store.files import FileStore
from analyser.store.records import Delivery, JobState, Page, Webhook
from analyser.store.unit import Store
from analyser.workspace.base import Parts, require
from analyser.workspace.jobs import Jobs
from analyser.workspace.sender import Sender, Sent

WAITS = (60, 300, 1800, 7200, 21600, 86400)
"""Seconds after each failed attempt; after one more the message is given up."""
ENDS = tuple(state for state in JobState if state.finished)
_AT_ONCE, _LOOK = 50, 5.0
_KEY_FILE = "webhooks.key"
_log = structlog.get_logger(__name__)


class Notifying(Jobs):
    def __init__(self, store: Store, files: FileStore, settings: Settings, parts: Parts) -> None:
        super().__init__(store, files, settings, parts)
        self._courier = _Courier(self.deliver_due)
        self._sender = Sender(settings.webhook_networks)

    def start_worker(self) -> None:
        """Run queued jobs and send what is to be told of them, each in a background thread."""
        super().start_worker()
        self._courier.start()

    def close(self) -> None:
        """Finish the job and the message in hand, stop both threads, and let the database go."""
        self._courier.stop()
        super().close()

    def add_webhook(self, url: str, *, by: User, states: Sequence[JobState] = ENDS) -> tuple[Webhook, str]:
        """A webhook and the secret that its messages are signed with, which is shown this once.

        Raises UsageError for an address that must not be called or a state no job ends in, Forbidden below admin.
        """
        require(by, Role.ADMIN)
        wanted = tuple(state for state in ENDS if state in states)
        if not wanted or set(states) - set(ENDS):
            raise UsageError("A webhook is told how jobs end.", hint=f"Choose of {', '.join(ENDS)}.")
        self._sender.check(url)
        key = self._key(make=True)
        with self._store.unit() as unit:
            unit.audit.lock()
            webhook_id = unit.new_id()
            secret = _secret(key, webhook_id)
            made = Webhook(webhook_id, url, wanted, _key_id(secret), unit.now, by.name)
            unit.webhooks.add(made)
            unit.record(by.name, "webhook.add", made.id, url=url, states=[state.value for state in wanted])
        return made, secret

    def webhooks(self, *, by: User) -> tuple[Webhook, ...]:
        """Newest first, ended ones included; admins only."""
        require(by, Role.ADMIN)
        with self._store.read() as unit:
            return unit.webhooks.list()

    def end_webhook(self, webhook_id: str, *, by: User) -> None:
        """It is told nothing any more, not even what waits. Raises NotFound, Forbidden."""
        require(by, Role.ADMIN)
        with self._store.unit() as unit:
            unit.audit.lock()
            unit.webhooks.end(webhook_id, unit.now)
            unit.record(by.name, "webhook.end", webhook_id)

    def deliveries(self, webhook_id: str, *, by: User, cursor: str | None = None, limit: int = 50) -> Page[Delivery]:
        """What a webhook was or is to be told, newest first. Raises NotFound, Forbidden."""
        require(by, Role.ADMIN)
        with self._store.read() as unit:
            unit.webhooks.get(webhook_id)
            return unit.webhooks.deliveries(webhook_id, cursor=cursor, limit=limit)

    def deliver_due(self) -> int:
        """Send what is due now; how many messages were tried. Safe beside other processes that do the same."""
        with self._store.read() as unit:
            due = unit.webhooks.due(unit.now, _AT_ONCE)
        return sum(self._deliver(delivery, webhook) for delivery, webhook in due)

    def _deliver(self, delivery: Delivery, webhook: Webhook) -> bool:
        with self._store.unit() as unit:
            now, tried = unit.now, delivery.attempts
            until = now + timedelta(seconds=WAITS[tried]) if tried < len(WAITS) else None
            if not unit.webhooks.claim(delivery, until):
                return False
        sent = self._send(delivery, webhook, now)
        with self._store.unit() as unit:
            unit.webhooks.answered(delivery.id, sent.status, sent.error, unit.now if sent.arrived else None)
            if until is None and not sent.arrived:
                unit.record("webhooks", "webhook.given_up", webhook.id, delivery=delivery.id, error=sent.error)
        return True

    def _send(self, delivery: Delivery, webhook: Webhook, now: datetime) -> Sent:
        try:
            secret = _secret(self._key(), webhook.id)
        except StorageError as error:
            return Sent(None, error.message)
        if _key_id(secret) != webhook.key_id:
            return Sent(None, "The key of this server is another one now; register the webhook again.")
        body, moment = delivery.body.encode(), str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "statute-gap-analyser",
            "webhook-id": delivery.id,
            "webhook-timestamp": moment,
            "webhook-signature": signature(secret, delivery.id, moment, body),
        }
        return self._sender.post(webhook.url, headers, body)

    def _key(self, make: bool = False) -> bytes:
        """The server's key: from the settings, or of the data folder. Raises StorageError."""
        given = self._settings.webhook_key
        if given is not None:
            return given.get_secret_value().encode()
        place = self._settings.data_dir / _KEY_FILE
        if make and not place.exists():
            _make_key(place)
        try:
            return place.read_bytes()
        except OSError as error:
            raise StorageError(f"{place} cannot be read: {error.strerror}.", hint="Restore it.") from error


def signature(secret: str, message_id: str, moment: str, body: bytes) -> str:
    """What `webhook-signature` says; a receiver computes the same and compares."""
    signed = f"{message_id}.{moment}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _secret(key: bytes, webhook_id: str) -> str:
    derived = hmac.new(key, f"webhook {webhook_id}".encode(), hashlib.sha256).digest()
    return f"whsec_{base64.b64encode(derived).decode()}"


def _key_id(secret: str) -> str:
    return hashlib.sha256(f"key of {secret}".encode()).hexdigest()[:16]


def _make_key(place: Path) -> None:
    """Write a key whole or not at all; one made meanwhile by another process stays."""
    draft = place.with_name(f"{place.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(os.urandom(32))
        os.link(draft, place)
    except FileExistsError:
        _log.info("another process made the key", place=str(place))
    except OSError as error:
        raise StorageError(f"{place} cannot be written: {error.strerror}.", hint="Check the data folder.") from error
    finally:
        draft.unlink(missing_ok=True)


class _Courier:
    """Looks for messages every few seconds, in a thread of its own."""

    def __init__(self, deliver: Callable[[], int]) -> None:
        self._deliver = deliver
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._loop, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            self._stopping.set()
            self._thread.join()
            self._thread = None

    def _loop(self) -> None:
        while not self._stopping.wait(_LOOK):
            try:
                self._deliver()
            except AnalyserError as error:
                # The database is away; the messages are safe in it, and the next round tries again.
                _log.error("messages to webhooks could not be read", code=error.code, message=error.message)
