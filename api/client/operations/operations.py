"""Written by `python -m api.generate` from the OpenAPI description."""

from typing import Any

from api.client.transport import Transport


class Operations(Transport):
    def alive(self) -> dict[str, Any]:
        """The process answers. Says nothing about the store."""
        return self._ask(dict[str, Any], "GET", "/healthz")

    def ready(self) -> dict[str, Any]:
        """The store answers too; a problem object with status 503 where it does not."""
        return self._ask(dict[str, Any], "GET", "/readyz")

    def metrics(self) -> bytes:
        """Figures in the Prometheus exposition format; scrape with an API token."""
        return self._fetch("GET", "/metrics")
