"""Countries and their laws; one law with its facts, certificate and sections; a section among its neighbours."""

from itertools import groupby
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from analyser.store.records import LawVersion, SectionRecord
from analyser.workspace import Workspace
from api.auth import Store
from api.pages.common import Chosen, page_router
from api.rendering import page
from benchmarks.vocabulary import load_vocabulary

router = page_router()
PIECE = 300  # sections on one page


@router.get("/laws")
def laws(
    request: Request, workspace: Store, benchmark: Chosen, cursor: Annotated[str | None, Query()] = None
) -> Response:
    """Countries with their laws."""
    context = {
        "benchmark": benchmark,
        "jurisdictions": workspace.jurisdictions(),
        "laws": every_law(workspace),
        "runs": {run.jurisdiction: run for run in workspace.runs(benchmark=benchmark.id)},
    }
    return page(request, "laws.html", context)


def every_law(workspace: Workspace, country: str | None = None) -> dict[str, list[LawVersion]]:
    """Every law version on record by jurisdiction, current and not."""
    found: list[LawVersion] = []
    cursor: str | None = None
    while True:
        piece = workspace.laws(country, all_versions=True, cursor=cursor, limit=200)
        found += piece.items
        if (cursor := piece.next_cursor) is None:
            break
    by_country: dict[str, list[LawVersion]] = {}
    for law in found:
        by_country.setdefault(law.jurisdiction, []).append(law)
    return by_country


@router.get("/laws/{law_id}")
def law(
    request: Request,
    workspace: Store,
    benchmark: Chosen,
    law_id: str,
    cursor: Annotated[str | None, Query()] = None,
    cite: Annotated[str, Query(pattern=r"^[^/]+/[^/]+$|^$")] = "",
) -> Response:
    """One law: original facts, certificate, sections under their headings.

    `cite` names a `country/element`: sections can then be cited into that review's draft.
    """
    found = workspace.law(law_id)
    sections = workspace.sections(law_id, cursor=cursor, limit=PIECE)
    versions = workspace.versions(law_id)
    context = {
        "benchmark": benchmark,
        "law": found,
        "versions": versions,
        "tongues": workspace.languages_of(found),
        "place": [one.id for one in versions].index(law_id),
        "translations": workspace.translations(law_id),
        "known_languages": load_vocabulary().languages,
        "groups": grouped(sections.items),
        "cites": cite.split("/") if cite else None,
        "cursor": cursor,
        "next_cursor": sections.next_cursor,
    }
    return page(request, "law.html", context)


def grouped(sections: tuple[SectionRecord, ...]) -> list[tuple[tuple[str, ...], list[SectionRecord]]]:
    """Runs of sections under the same enclosing headings, in document order."""
    return [(path, list(group)) for path, group in groupby(sections, key=lambda section: section.path)]


@router.get("/sections/{section_id}/context")
def context(request: Request, workspace: Store, section_id: int) -> Response:
    """A piece of the review page: the section among its neighbours."""
    around = workspace.context(section_id, 2)
    law = workspace.law(around[0].law_version_id)
    return page(request, "pieces/context.html", {"around": around, "law": law, "here": section_id})


@router.get("/sections/{section_id}")
def section(request: Request, workspace: Store, benchmark: Chosen, section_id: int) -> Response:
    """A section on its own page, among its neighbours."""
    around = workspace.context(section_id, 3)
    law = workspace.law(around[0].law_version_id)
    return page(request, "section.html", {"around": around, "law": law, "here": section_id, "benchmark": benchmark})
