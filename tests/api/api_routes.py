"""The routes of the application, and addresses that stand for them."""

import re

from fastapi import FastAPI
from starlette.routing import BaseRoute


def every_route(app: FastAPI) -> set[tuple[str, str]]:
    """(method, path template) of every route but the static files."""
    return {pair for route in app.routes for pair in _pairs(route)}


def _pairs(route: BaseRoute) -> set[tuple[str, str]]:
    included = getattr(route, "original_router", None)  # how newer FastAPI keeps an included router
    if included is not None:
        return {pair for child in included.routes for pair in _pairs(child)}
    methods: set[str] = getattr(route, "methods", None) or set()
    return {(method, str(getattr(route, "path", ""))) for method in methods - {"HEAD", "OPTIONS"}}


def concrete(path: str) -> str:
    """An address of the template; the values need not exist."""
    return re.sub(r"\{[^}]+\}", "1", path)
