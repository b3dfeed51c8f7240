"""Written by `python -m api.generate` from the OpenAPI description."""

from api.client.transport import Transport
from api.schemas.base import PageOf
from api.schemas.webhooks import AddedWebhook, DeliveryShape, WebhookRequest, WebhookShape


class Webhooks(Transport):
    def webhooks(self, *, cursor: str | None = None, limit: int = 500) -> PageOf[WebhookShape]:
        """Webhooks, newest first, ended ones included; never their secrets."""
        return self._ask(PageOf[WebhookShape], "GET", "/api/v1/webhooks", query={"cursor": cursor, "limit": limit})

    def add_webhook(self, body: WebhookRequest) -> AddedWebhook:
        """Have an address told how jobs end, by signed messages in the Standard Webhooks form, until they arrive."""
        return self._ask(AddedWebhook, "POST", "/api/v1/webhooks", body=body)

    def end_webhook(self, webhook_id: str) -> None:
        """It is told nothing any more; what was sent stays on record."""
        self._act("DELETE", "/api/v1/webhooks/{webhook_id}", at={"webhook_id": webhook_id})

    def deliveries(self, webhook_id: str, *, cursor: str | None = None, limit: int = 50) -> PageOf[DeliveryShape]:
        """What a webhook was or is to be told, newest first."""
        return self._ask(
            PageOf[DeliveryShape],
            "GET",
            "/api/v1/webhooks/{webhook_id}/deliveries",
            at={"webhook_id": webhook_id},
            query={"cursor": cursor, "limit": limit},
        )
