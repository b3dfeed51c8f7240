"""Webhooks: register an address that is told how jobs end, look at what it was told, end it. Admins only."""

from fastapi import Depends

from analyser.store.records import JobState
from api.auth import Caller, Store
from api.caching import conditional
from api.idempotency import OnlyOnce
from api.routers.common import APiece, Cursor, Limit, api_router, pieces
from api.schemas.base import PageOf
from api.schemas.webhooks import AddedWebhook, DeliveryShape, WebhookRequest, WebhookShape

router = api_router("webhooks")


@router.get("/webhooks", dependencies=[Depends(conditional)])
def webhooks(workspace: Store, user: Caller, piece: APiece) -> PageOf[WebhookShape]:
    """Webhooks, newest first, ended ones included; never their secrets."""
    return piece.of(WebhookShape, workspace.webhooks(by=user), lambda one: one.id)


@router.post("/webhooks", status_code=201)
def add_webhook(workspace: Store, user: Caller, once: OnlyOnce, body: WebhookRequest) -> AddedWebhook:
    """Have an address told how jobs end, by signed messages in the Standard Webhooks form, until they arrive."""
    states = [JobState(state) for state in body.states]
    made, secret = once(body.model_dump(), lambda: workspace.add_webhook(body.url, by=user, states=states))
    return AddedWebhook(webhook=WebhookShape.of(made), secret=secret)


@router.delete("/webhooks/{webhook_id}", status_code=204)
def end_webhook(workspace: Store, user: Caller, webhook_id: str) -> None:
    """It is told nothing any more; what was sent stays on record."""
    workspace.end_webhook(webhook_id, by=user)


@router.get("/webhooks/{webhook_id}/deliveries")
def deliveries(
    workspace: Store, user: Caller, webhook_id: str, cursor: Cursor = None, limit: Limit = 50
) -> PageOf[DeliveryShape]:
    """What a webhook was or is to be told, newest first."""
    return pieces(DeliveryShape, workspace.deliveries(webhook_id, by=user, cursor=cursor, limit=limit))
