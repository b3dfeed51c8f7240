"""Sends a message to an address that an admin registered, and to no place that it must not reach.

A name is resolved once, every address it has must be a public one, and the connection goes to exactly that address:
whoever owns the name cannot point it at this machine or its network between the check and the call. Private networks
are reached only where the settings name them, plain http only on this machine itself. No redirect is followed, no
proxy asked, no answer read.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from analyser.errors import UsageError

PATIENCE = 10.0  # seconds for each step of a connection
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of an attempt: the receiver's status, or why there was none."""

    status: int | None
    error: str | None

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """`networks` are the private ones that may be reached, such as `10.2.0.0/16`. Raises UsageError for none."""

    def __init__(
        self, networks: Sequence[str] = (), resolve: Resolve = resolve, context: ssl.SSLContext | None = None
    ) -> None:
        try:
            self._networks: list[Network] = [ipaddress.ip_network(one) for one in networks]
        except ValueError as error:
            hint = 'Write ANALYSER_WEBHOOK_NETWORKS as a JSON list: ["10.2.0.0/16"].'
            raise UsageError(f"That is no network: {error}.", hint=hint) from error
        self._resolve = resolve
        self._verify: ssl.SSLContext | bool = context or True

    def check(self, url: str) -> str:
        """The address to connect to. Raises UsageError for a URL that must not be called."""
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise UsageError(f"{url!r} is no URL.", hint="Write it as https://host/path.") from error
        if parsed.scheme not in ("https", "http") or not parsed.host or parsed.userinfo or parsed.fragment:
            raise UsageError("A webhook is an https address without a password in it.", hint="Write https://host/path.")
        try:
            found = [_plain(one) for one in self._resolve(parsed.host, _port(parsed))]
        except (OSError, UnicodeError) as error:
            raise UsageError(f"There is no host {parsed.host!r}.", hint="Check the name of the receiver.") from error
        for address in found:
            self._check_address(address, parsed)
        return str(found[0])

    def _check_address(self, address: Address, url: httpx.URL) -> None:
        allowed = any(address in network for network in self._networks if network.version == address.version)
        if not allowed and not _public(address):
            hint = "An admin of this server can allow its network in ANALYSER_WEBHOOK_NETWORKS."
            raise UsageError(f"{url.host} is not a public address.", hint=hint)
        if url.scheme == "http" and not address.is_loopback:
            raise UsageError("What is sent must be encrypted.", hint="Write https://host/path.")

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
        """Send once. Never raises for what the other side does."""
        try:
            address, parsed = self.check(url), httpx.URL(url)
            with httpx.Client(timeout=PATIENCE, trust_env=False, verify=self._verify) as client:
                named: dict[str, Any] = {"sni_hostname": parsed.host}  # the certificate must be the name's
                target, host = parsed.copy_with(host=address), {"Host": parsed.netloc.decode("ascii")}
                request = client.build_request("POST", target, headers={**headers, **host}, content=body)
                request.extensions = {**request.extensions, **named}
                answer = client.send(request, stream=True)
                answer.close()
        except UsageError as error:
            return Sent(None, error.message)
        except httpx.HTTPError as error:
            return Sent(None, str(error)[:300] or type(error).__name__)
        return Sent(answer.status_code, None if answer.is_success else f"The receiver answered {answer.status_code}.")


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _plain(text: str) -> Address:
    """An address; one that only wraps an IPv4 address is that address."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if wrapped:
            return wrapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _public(address: Address) -> bool:
    return address.is_global and not address.is_multicast
