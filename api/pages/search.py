"""The search page: a question, where to look, and what was found with the words asked for marked."""

from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from analyser.store.records import SearchFilter
from analyser.workspace.searching import Hit, Mode
from api.auth import Caller, Store
from api.highlight import Segment
from api.pages.common import Chosen, page_router
from api.rendering import page
from api.routers.search import where
from benchmarks.vocabulary import load_vocabulary

router = page_router()
PIECE = 20  # results on one page


@router.get("/search")
def search(
    request: Request,
    workspace: Store,
    benchmark: Chosen,
    wanted: Annotated[SearchFilter, Depends(where)],
    q: Annotated[str, Query(max_length=400)] = "",
    mode: Mode = Mode.HYBRID,
    cursor: Annotated[str | None, Query()] = None,
) -> Response:
    """The form, and the results of what it asked."""
    found = workspace.search(q, wanted, mode=mode, cursor=cursor, limit=PIECE) if q.strip() else None
    context = {
        "benchmark": benchmark,
        "q": q,
        "wanted": wanted,
        "mode": mode,
        "found": found,
        "pieces": {hit.rank: snippet(hit) for hit in found.items} if found else {},
        "jurisdictions": workspace.jurisdictions(),
        "languages": load_vocabulary().languages,
        "kept": [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"],
    }
    return page(request, "search.html", context)


@router.post("/search/index")
def index(workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """Queue what makes every law searchable, and show the search again."""
    workspace.submit_index(by=user)
    return RedirectResponse(f"/search?benchmark={benchmark.id}", 303)


def snippet(hit: Hit) -> list[Segment]:
    """The snippet in pieces, those asked for as matches; joined they are the snippet again."""
    pieces, at = [], 0
    for start, end in hit.marks:
        pieces += [Segment(hit.snippet[at:start], None), Segment(hit.snippet[start:end], "match")]
        at = end
    return [*pieces, Segment(hit.snippet[at:], None)]
