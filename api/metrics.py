"""Figures for Prometheus: requests by route template, and what stands in the workspace.

Never by address, which may name a country: nobody who watches the machine learns who works on what. Each request gets
an id in the log and in the answer.
"""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analyser.workspace.watching import Figures

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = structlog.get_logger(__name__)


class Metrics:
    """The figures of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route")
        self.requests = Counter(
            "analyser_http_requests", "Requests answered.", (*labels, "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "analyser_http_request_seconds", "Seconds until the answer was sent.", labels, registry=self.registry
        )

        self.laws = self._gauge("laws", "Current law versions by verdict of completeness.", "verdict")
        self.pages_ocred = self._gauge("pages_ocred", "Pages of current laws recognised from a picture.")
        self.jobs = self._gauge("jobs", "Jobs of the ledger by state.", "state")
        self.cells_unrated = self._gauge("cells_unrated", "Matched cells that nobody has answered.", "benchmark")
        self.results_stale = self._gauge(
            "results_stale", "Runs whose laws or benchmark have changed since.", "benchmark"
        )

    def _gauge(self, name: str, about: str, *by: str) -> Gauge:
        return Gauge(f"analyser_{name}", about, by, registry=self.registry)

    def text(self, figures: Figures) -> bytes:
        """The exposition format, with the workspace as it is now."""
        for gauge, counts in (
            (self.laws, dict.fromkeys(("complete", "review", "failed"), 0) | dict(figures.laws)),
            (self.jobs, figures.jobs),
            (self.cells_unrated, figures.cells_unrated),
            (self.results_stale, figures.results_stale),
        ):
            gauge.clear()
            for name, count in counts.items():
                gauge.labels(name).set(count)
        self.pages_ocred.set(figures.pages_ocred)
        return generate_latest(self.registry)


class Measures:
    """Times every request and gives it an id: the caller's `X-Request-ID`, or one of our own."""

    def __init__(self, app: ASGIApp, metrics: Metrics, new_id: Callable[[], str] = lambda: uuid.uuid4().hex) -> None:
        self.app = app
        self.metrics = metrics
        self.new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        request_id = asked if _ID.fullmatch(asked) else self.new_id()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._measured(scope, receive, send, request_id)

    async def _measured(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        started, status = time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            seconds = time.perf_counter() - started
            self.metrics.requests.labels(scope["method"], route, str(status)).inc()
            self.metrics.seconds.labels(scope["method"], route).observe(seconds)
            _log.info("request", method=scope["method"], route=route, status=status, seconds=round(seconds, 4))
