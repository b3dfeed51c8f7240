"""The application factory: which routers, pages, middlewares and error handlers there are, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from analyser import __version__
from analyser.settings import Settings
from analyser.workspace import Workspace
from api import auth, limiting, oidc, operations, pages, problems, routers
from api.assets import Assets
from api.compact import Compact
from api.idempotency import Answers
from api.languages import Language
from api.metrics import Measures, Metrics
from api.security import BodyLimit, HostCheck, SecurityHeaders

ABOUT = (
    "Read national laws, see which provisions may answer each conduct of the child-protection treaties, record ratings "
    "and take the study out. Every answer a person gives is theirs; the analyser only suggests.\n\n"
    "Authenticate with `Authorization: Bearer TOKEN`; `POST /api/v1/tokens` issues one. Errors are RFC 9457 problem "
    "objects with a stable `code`, what happened (`detail`) and what to do (`hint`). Lists come in pages: pass "
    "`next_cursor` as `cursor`. Reads carry an `ETag`; `If-None-Match` answers 304 while nothing was written."
)


def create_app(workspace: Workspace, settings: Settings) -> FastAPI:
    """The service on an open workspace. The caller closes the workspace; the job worker starts with the service.

    Raises UsageError for a sign-in provider that is half set, and for a rate limit that is none.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        workspace.start_worker()
        yield

    app = FastAPI(
        title="Statute gap analyser",
        version=__version__,
        description=ABOUT,
        lifespan=lifespan,
        openapi_url=None,  # served by operations.py, behind the same sign-in as everything else
        docs_url=None,  # the bundled viewers load scripts from a CDN
        redoc_url=None,
        dependencies=[Depends(limiting.at_the_door)],
        generate_unique_id_function=_operation_id,
    )
    app.state.workspace, app.state.settings = workspace, settings
    app.state.provider = oidc.Provider.of(settings)
    app.state.answers, app.state.metrics = Answers(), Metrics()
    app.state.limits = limiting.Limits(settings)
    problems.install(app)
    for router in (operations.router, auth.router, oidc.router, *routers.ALL, *pages.ALL):
        app.include_router(router)
    app.mount("/static", Assets(), name="static")
    app.add_middleware(Compact)
    app.add_middleware(BodyLimit, largest=settings.max_upload_mb * 2**20)
    app.add_middleware(HostCheck, host=settings.host, also=settings.allowed_hosts)
    app.add_middleware(Measures, metrics=app.state.metrics)
    app.add_middleware(Language)
    app.add_middleware(SecurityHeaders)
    return app


def _operation_id(route: APIRoute) -> str:
    """What clients call an operation: the name of its function, which no other has."""
    return route.name
