"""Conditional reads: an `ETag` that changes with every write, so that whoever asks again is answered 304 at once."""

import hashlib
from typing import Annotated

from fastapi import Depends, Request, Response

from analyser import __version__
from api import languages
from api.auth import Caller, Store
from api.problems import NotModified


def conditional(request: Request, response: Response, workspace: Store, user: Caller) -> None:
    """Set the ETag of this address for this user and language; raise NotModified when the caller holds it already."""
    place = (str(request.url.path), str(request.url.query), languages.current())
    seen = "\n".join((__version__, workspace.tag(), user.id, *place))
    tag = f'W/"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"'
    held = [entry.strip() for entry in request.headers.get("if-none-match", "").split(",")]
    if tag in held or tag.removeprefix("W/") in held:
        raise NotModified({"ETag": tag})
    response.headers["ETag"] = tag


Conditional = Annotated[None, Depends(conditional)]
