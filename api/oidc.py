"""Signing in through an organisation's own provider: OpenID Connect, authorization code with PKCE.

It believes nothing but an ID token that the provider signed, for this server, for this very sign-in and not yet
expired; state, nonce and verifier wait in a signed cookie that only lives for the way there and back. It decides the
role of a new account at most up to adjudicator. It is off unless an issuer is set, and refuses one without encryption,
except on this machine.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from fastapi import APIRouter, Query, Request
from itsdangerous import BadData, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.responses import RedirectResponse, Response

from analyser.errors import AnalyserError, NotFound, ProviderUnreachable, SignInRefused, UsageError
from analyser.review.records import Role
from analyser.settings import Settings
from api.auth import Store, let_in, local_path
from api.rendering import page
from api.security import LOCAL

log = structlog.get_logger(__name__)
router = APIRouter(include_in_schema=False)
COOKIE = "analyser_oidc"
PATIENCE = 600  # seconds from here to the provider and back
TIMEOUT = 10.0  # seconds for one answer of the provider
LEEWAY = 30  # seconds that two clocks may differ
ALGORITHMS = ["RS256", "PS256", "ES256"]  # signatures with the provider's own key; never `none`, never a shared secret
GIVEN = (Role.ADJUDICATOR, Role.REVIEWER, Role.VIEWER)  # roles a provider may name, the highest first


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people sign in, and how this server proves itself there."""

    issuer: str
    client_id: str
    secret: str
    role_claim: str | None = None
    new_secret: Callable[[], str] = lambda: secrets.token_urlsafe(48)
    clock: Callable[[], float] = time.time

    @classmethod
    def of(cls, settings: Settings) -> "Provider | None":
        """None where no issuer is set. Raises UsageError for one that is half set or not encrypted."""
        issuer = (settings.oidc_issuer or "").rstrip("/")
        if not issuer:
            return None
        there = urlsplit(issuer)
        if there.scheme != "https" and not (there.scheme == "http" and there.hostname in LOCAL):
            raise UsageError(f"The issuer {issuer!r} is no https address.", "Correct ANALYSER_OIDC_ISSUER.")
        secret = _secret(settings)
        if not settings.oidc_client_id or not secret:
            hint = "Set ANALYSER_OIDC_CLIENT_ID, and ANALYSER_OIDC_CLIENT_SECRET or ANALYSER_OIDC_CLIENT_SECRET_FILE."
            raise UsageError("The sign-in provider is half set: the client's id or secret is missing.", hint)
        return cls(issuer, settings.oidc_client_id, secret, settings.oidc_role_claim)

    @property
    def host(self) -> str:
        """What the button says."""
        return urlsplit(self.issuer).hostname or self.issuer

    @property
    def sealed(self) -> URLSafeTimedSerializer:
        """Signs the cookie; any process with the same secret can read it back."""
        return URLSafeTimedSerializer(self.secret, salt="analyser-oidc")

    def metadata(self) -> Mapping[str, Any]:
        """The provider's description of itself, read anew each time. Raises ProviderUnreachable."""
        found = self._fetched(f"{self.issuer}/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if str(found.get("issuer", "")).rstrip("/") != self.issuer or not all(found.get(name) for name in needed):
            raise _unreachable(self.host, "it describes another issuer, or not all of itself")
        return found

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            found = httpx.get(address, timeout=TIMEOUT).raise_for_status().json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _unreachable(self.host, str(error)) from error
        if not isinstance(found, dict):
            raise _unreachable(self.host, "no JSON object")
        return found

    def client(self, metadata: Mapping[str, Any], redirect_uri: str) -> Any:
        """Authlib's client; it proves itself the way the provider takes."""
        ways = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return OAuth2Client(
            self.client_id,
            self.secret,
            token_endpoint_auth_method="client_secret_basic" if "client_secret_basic" in ways else "client_secret_post",
            scope="openid profile email",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT,
        )

    def claims(self, metadata: Mapping[str, Any], token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """What the ID token says, once everything about it holds. Raises SignInRefused."""
        try:
            keys = KeySet.import_key_set(self._fetched(metadata["jwks_uri"]))  # type: ignore[arg-type]  # checked there
            read = jwt.decode(str(token.get("id_token", "")), keys, algorithms=ALGORITHMS)
            options = {
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": self.client_id},
                "sub": {"essential": True},
            }
            params = {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
            said = CodeIDToken(read.claims, read.header, options, params)
            said.validate(now=int(self.clock()), leeway=LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise self.refused(f"the ID token does not hold: {error}") from error
        return dict(said)

    def role(self, claims: Mapping[str, Any]) -> Role:
        """The highest role the claim names, never admin; viewer where it names none."""
        named = claims.get(self.role_claim) if self.role_claim else None
        given = named if isinstance(named, list) else [named]
        return next((role for role in GIVEN if role.value in given), Role.VIEWER)

    def refused(self, why: str) -> SignInRefused:
        """The one error of a sign-in that does not hold; why, is for the log."""
        log.warning("sign-in refused", issuer=self.issuer, why=why)
        return SignInRefused(
            f"The sign-in at {self.host} was refused.", "Start again from here; if it happens again, ask an admin."
        )


def _secret(settings: Settings) -> str:
    """Raises UsageError for a file that cannot be read."""
    if settings.oidc_client_secret_file is None:
        return settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
    try:
        return settings.oidc_client_secret_file.read_text("utf-8").strip()
    except OSError as error:
        hint = "Correct ANALYSER_OIDC_CLIENT_SECRET_FILE or its permissions."
        raise UsageError(f"The provider's secret cannot be read: {error.strerror}.", hint) from error


def _unreachable(host: str, why: str) -> ProviderUnreachable:
    log.warning("sign-in provider unreachable", host=host, why=why)
    return ProviderUnreachable(f"{host} does not answer as a sign-in provider.", "Try again, or use a password.")


def _provider(request: Request) -> Provider:
    found: Provider | None = request.app.state.provider
    if found is None:
        raise NotFound("No sign-in provider is set here.", "Sign in with a password or a link.")
    return found


def _callback(request: Request) -> str:
    return str(request.base_url).rstrip("/") + "/oidc/callback"


@router.get("/oidc/start")
def start(request: Request, next: Annotated[str, Query()] = "/") -> Response:
    """Off to the provider; what must come back unchanged waits in a cookie."""
    provider = _provider(request)
    state, nonce, verifier = provider.new_secret(), provider.new_secret(), provider.new_secret()
    try:
        found = provider.metadata()
    except ProviderUnreachable as error:
        return _again(request, error, local_path(next))
    with provider.client(found, _callback(request)) as client:
        address, _ = client.create_authorization_url(
            found["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    answer = RedirectResponse(address, 303)
    kept = {"state": state, "nonce": nonce, "verifier": verifier, "next": local_path(next)}
    secure = request.url.scheme == "https"
    sealed = provider.sealed.dumps(kept)
    # Lax: the way back begins at another site, where a Strict cookie would stay behind.
    answer.set_cookie(COOKIE, sealed, max_age=PATIENCE, path="/oidc", httponly=True, samesite="lax", secure=secure)
    return answer


@router.get("/oidc/callback")
def callback(
    request: Request,
    workspace: Store,
    code: Annotated[str, Query()] = "",
    state: Annotated[str, Query()] = "",
    iss: Annotated[str, Query()] = "",
) -> Response:
    """Back from the provider: let in whom it vouches for, or say on the sign-in page that it does not hold."""
    provider = _provider(request)
    try:
        kept = _kept(request, provider, state)
        if not code or (iss and iss.rstrip("/") != provider.issuer):
            raise provider.refused(f"no code from this issuer: {request.query_params.get('error', iss)}")
        claims = _claims(provider, code, kept, _callback(request))
        name = _name(claims)
        user, session = workspace.enter(provider.issuer, str(claims["sub"]), name, provider.role(claims))
    except (SignInRefused, ProviderUnreachable) as error:
        return _again(request, error, "/")
    answer = let_in(request, user, session, kept["next"])
    answer.delete_cookie(COOKIE, path="/oidc", httponly=True, samesite="lax")
    return answer


def _kept(request: Request, provider: Provider, state: str) -> Mapping[str, str]:
    """What the cookie of this browser's sign-in holds. Raises SignInRefused for another one's or an old one."""
    try:
        kept: Mapping[str, str] = provider.sealed.loads(request.cookies.get(COOKIE, ""), max_age=PATIENCE)
    except BadData as error:
        raise provider.refused(f"no sign-in was begun in this browser: {error}") from error
    if not compare_digest(kept["state"].encode(), state.encode()):
        raise provider.refused("the state is another sign-in's")
    return kept


def _claims(provider: Provider, code: str, kept: Mapping[str, str], redirect_uri: str) -> Mapping[str, Any]:
    """The code traded for what the ID token says. Raises SignInRefused, ProviderUnreachable."""
    metadata = provider.metadata()
    with provider.client(metadata, redirect_uri) as client:
        try:
            token = client.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=kept["verifier"],
            )
        except AuthlibBaseError as error:
            raise provider.refused(f"the code was not taken: {error}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise _unreachable(provider.host, str(error)) from error
    return provider.claims(metadata, token, kept["nonce"])


def _name(claims: Mapping[str, Any]) -> str:
    """The name a new account gets: the first the provider tells that can be one."""
    told = (claims.get(claim) for claim in ("preferred_username", "name", "email", "sub"))
    names = ("".join(one for one in str(name) if one.isprintable()).strip()[:80].strip() for name in told if name)
    return next((name for name in names if name), "?")


def _again(request: Request, error: AnalyserError, wanted: str) -> Response:
    answer = page(request, "login.html", {"next": wanted, "problem": error}, error.http_status)
    answer.delete_cookie(COOKIE, path="/oidc", httponly=True, samesite="lax")
    return answer
