"""Style sheets that a browser keeps for good: their address carries a digest of their content.

A page is not painted before its style sheets are there; asking whether they changed costs more than a small page does.
Nothing is kept under an address of other content; scripts, which name each other without a digest, are asked anew.
"""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
KEPT = "private, max-age=31536000, immutable"


def asset(name: str) -> str:
    """The address of a style sheet as it is now."""
    return f"/static/{name}?{_digest(name, (STATIC / name).stat().st_mtime_ns)}"


@cache
def _digest(name: str, changed: int) -> str:
    """`changed` is when: another time, another digest to reckon."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


class Assets(StaticFiles):
    """The folder of static files."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        asked = scope["query_string"].decode("latin-1")
        if asked and answer.status_code in (200, 304) and asset(path).endswith(f"?{asked}"):
            answer.headers["Cache-Control"] = KEPT
        return answer
