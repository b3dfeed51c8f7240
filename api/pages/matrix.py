"""The matrix: every country and element, what is confirmed and what is only suggested.

A browser paints what it has: the countries of the first screen are read and sent before the others are looked at.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from fastapi import Depends, Request, Response
from starlette.responses import RedirectResponse

from analyser.review.records import User
from analyser.study.records import Matrix
from analyser.workspace import Workspace
from api.auth import Caller, Store
from api.caching import Conditional
from api.catalogue import every_benchmark
from api.matrix_rows import Rows
from api.narrowing import STATES, Narrowing, choices, narrowed
from api.pages.common import Chosen, page_router
from api.rendering import streamed
from benchmarks import load_instrument

router = page_router()
TONES = ("covered", "partial", "not_covered", "unclear", "disagreement", "open")
FIRST = 12  # countries on the first screen


@router.get("/")
def home() -> Response:
    """The matrix is where everybody starts."""
    return RedirectResponse("/matrix", 303)


@router.get("/matrix")
def matrix(
    request: Request,
    response: Response,
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    wanted: Annotated[Narrowing, Depends()],
    _: Conditional,
) -> Response:
    """Country x element, all of it or what is asked for."""
    groups, codes = workspace.groups(), in_order(workspace)
    if wanted:
        found, aside = narrowed(read(workspace, benchmark.id, user, codes), wanted, benchmark, groups)
        pieces: Iterator[Matrix] = iter([found])
    else:
        pieces, aside = in_pieces(workspace, benchmark.id, user, codes), frozenset()
    first = next(pieces)
    options = choices(codes, benchmark, groups)
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "known": codes,
        "elements": first.elements if first.cells else (),
        "wanted": wanted,
        "choices": options,
        "states": STATES,
        "instruments": {id: load_instrument(id).short for id in options.instruments},
        "rows": Rows(chain([first], pieces), aside),
        "tones": TONES,
    }
    return streamed(request, "matrix.html", context, {"ETag": response.headers["ETag"]})


def in_order(workspace: Workspace) -> list[str]:
    """Codes of all countries on record, by name."""
    return [one.code for one in sorted(workspace.jurisdictions(), key=lambda one: (one.name, one.code))]


def read(workspace: Workspace, benchmark: str, viewer: User, codes: list[str]) -> Matrix:
    return workspace.matrix(benchmark, viewer=viewer, countries=codes, proof=False)


def in_pieces(workspace: Workspace, benchmark: str, viewer: User, codes: list[str]) -> Iterator[Matrix]:
    """The matrix in two parts, the first screen and the rest."""
    yield read(workspace, benchmark, viewer, codes[:FIRST])
    if codes[FIRST:]:
        yield read(workspace, benchmark, viewer, codes[FIRST:])
