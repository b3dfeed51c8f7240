"""A small OpenID Connect provider that really runs: discovery, keys, PKCE, ID tokens signed RS256."""

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "analyser", "a secret: with + signs & all"
Signer = Callable[["RunningProvider", dict[str, Any]], str]


class RunningProvider:
    """Vouches for whoever `who` says; `claims` and `signer` make its ID tokens wrong on purpose."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.stranger = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.begun: dict[str, dict[str, str]] = {}
        self.reset()

    def reset(self) -> None:
        """Honest again."""
        self.who: dict[str, Any] = {"sub": "4711", "preferred_username": "Ana"}
        self.claims: dict[str, Any] = {}
        self.signer: Signer = lambda provider, claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, provider.key)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
            ]
        )

    def describe(self, _: Request) -> Response:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return JSONResponse({"issuer": self.issuer} | {name: f"{self.issuer}/{at}" for name, at in places.items()})

    def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert (asked["code_challenge_method"], "openid" in asked["scope"].split()) == ("S256", True)
        code = secrets.token_urlsafe()
        self.begun[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 303)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        asked = self.begun.pop(str(form["code"]), None)  # a code is good once
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        known = base64.b64decode(given).decode() == f"{CLIENT}:{SECRET}"
        challenge = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        proven = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if (
            not known
            or asked is None
            or proven != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        said = {name: value for name, value in (claims | self.who | self.claims).items() if value is not None}
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": self.signer(self, said)})


@contextmanager
def provider_running() -> Iterator[RunningProvider]:
    """The provider on a free port of this machine."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        provider = RunningProvider(f"http://127.0.0.1:{taken.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(provider.app(), log_level="warning", lifespan="off"))
        taken.listen(16)  # from now on requests wait for the server
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        yield provider
        server.should_exit = True
        thread.join(10)
