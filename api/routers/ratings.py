"""Review: candidates to look at, ratings to record, disagreements to settle."""

from typing import Annotated, Any

from fastapi import Depends, Query

from analyser.review.records import Agreement
from api.auth import Caller, Store
from api.caching import conditional
from api.routers.common import BenchmarkId, Country, Cursor, Key, Limit, Once, api_router, every, pieces
from api.schemas.base import PageOf
from api.schemas.review import (
    AgreementShape,
    AssignedShape,
    AssignmentRequest,
    AssignmentShape,
    BreakdownShape,
    CandidateShape,
    ConfusionShape,
    IntervalShape,
    PairShape,
    RatingChangeShape,
    RatingRequest,
    RatingShape,
    ReopeningRequest,
    ReopeningShape,
)
from api.schemas.translations import RepeatRequest

router = api_router("review")
cached = [Depends(conditional)]


@router.get("/candidates", dependencies=cached)
def candidates(
    workspace: Store,
    user: Caller,
    country: Country = None,
    element: Annotated[str | None, Query(examples=["lanzarote.20.1.f"])] = None,
    benchmark: str | None = None,
    min_probability: Annotated[float, Query(ge=0, le=1)] = 0.0,
    top: Annotated[int | None, Query(ge=1, description="Only ranks up to this.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PageOf[CandidateShape]:
    """Sections proposed by the newest runs, by jurisdiction, benchmark, element, rank."""
    found = workspace.candidates(
        country,
        element,
        benchmark=benchmark,
        min_probability=min_probability,
        top=top,
        viewer=user,
        cursor=cursor,
        limit=limit,
    )
    return pieces(CandidateShape, found)


@router.get("/ratings", dependencies=cached)
def ratings(
    workspace: Store,
    user: Caller,
    country: Country = None,
    element: str | None = None,
    history: Annotated[bool, Query(description="Superseded ones too.")] = False,
) -> PageOf[RatingShape]:
    """Ratings and adjudications you may see."""
    return every(RatingShape, workspace.ratings(country, element, viewer=user, history=history))


@router.post("/ratings", status_code=201)
def rate(workspace: Store, user: Caller, once: Once, body: RatingRequest, key: Key = None) -> RatingShape:
    """Record your answer on the jurisdiction's present laws; your earlier answer stays on record, superseded."""
    asked = ["rate", body.model_dump(mode="json")]
    return RatingShape.of(once.once(user, key, asked, lambda: workspace.rate(body.draft(), by=user)))


@router.post("/ratings/repeat", status_code=201)
def repeat(workspace: Store, user: Caller, body: RepeatRequest) -> PageOf[RatingShape]:
    """Give your own answer for further elements of the same country: each is a rating of its own, or none is made."""
    return every(RatingShape, workspace.repeat(body.rating, body.elements, by=user))


@router.post("/adjudications", status_code=201)
def adjudicate(workspace: Store, user: Caller, once: Once, body: RatingRequest, key: Key = None) -> RatingShape:
    """Settle a disagreement by a third rating; its rationale is the note."""
    asked = ["adjudicate", body.model_dump(mode="json")]
    return RatingShape.of(once.once(user, key, asked, lambda: workspace.adjudicate(body.draft(), by=user)))


@router.get("/agreement", dependencies=cached)
def agreement(
    workspace: Store, user: Caller, benchmark: BenchmarkId, country: Country = None, round: int = 1
) -> AgreementShape:
    """How far blind reviewers agree."""
    return _agreement(workspace.agreement(benchmark, viewer=user, country=country, round=round))


@router.get("/agreement/parts", dependencies=cached)
def agreement_parts(workspace: Store, user: Caller, benchmark: BenchmarkId, round: int = 1) -> BreakdownShape:
    """How far blind reviewers agree, by element, by country and by pair."""
    found = workspace.agreements(benchmark, viewer=user, round=round)
    return BreakdownShape(
        elements={name: _agreement(part) for name, part in found.elements.items()},
        countries={name: _agreement(part) for name, part in found.countries.items()},
        pairs=[PairShape(reviewers=list(pair), agreement=_agreement(part)) for pair, part in found.pairs.items()],
    )


@router.get("/absence", dependencies=cached)
def absence(workspace: Store, user: Caller, country: str, element: str) -> dict[str, Any]:
    """What a `not_covered` of yours would stand on; `sample` lists the drawn sections it needs read."""
    return dict(workspace.absence(country, element, viewer=user))


@router.get("/changes", dependencies=cached)
def changes(workspace: Store, user: Caller, country: str) -> PageOf[RatingChangeShape]:
    """Ratings that the present text asks to be looked at again, and what became of the sections they cite."""
    return every(RatingChangeShape, workspace.changes(country, viewer=user))


@router.get("/assignments", dependencies=cached)
def assignments(workspace: Store, user: Caller, name: str | None = None) -> PageOf[AssignmentShape]:
    """Your assignments; everybody's for adjudicators and admins."""
    return every(AssignmentShape, workspace.assignments(viewer=user, name=name))


@router.post("/assignments", status_code=201)
def assign(workspace: Store, user: Caller, body: AssignmentRequest) -> AssignedShape:
    """Share cells out among reviewers, in turn. Assigned cells are blind until all have answered."""
    added = workspace.assign(
        body.benchmark, body.countries, body.reviewers, by=user, each=body.each, elements=body.elements
    )
    return AssignedShape(added=added)


@router.get("/reopenings", dependencies=cached)
def reopenings(workspace: Store, user: Caller, country: str, element: str) -> PageOf[ReopeningShape]:
    """Why a cell was opened anew."""
    return every(ReopeningShape, workspace.reopenings(country, element, viewer=user))


@router.post("/reopenings", status_code=201)
def reopen(workspace: Store, user: Caller, body: ReopeningRequest) -> ReopeningShape:
    """Open another round of a cell; earlier answers stay on record."""
    return ReopeningShape.of(workspace.reopen(body.country, body.element, body.reason, by=user))


def _agreement(found: Agreement) -> AgreementShape:
    confusion = [
        ConfusionShape(first=first, second=second, items=items)
        for (first, second), items in sorted(found.confusion.items())
    ]
    return AgreementShape(
        items=found.items,
        reviewers=list(found.reviewers),
        percent=found.percent,
        kappa=IntervalShape.of(found.kappa),
        alpha=found.alpha,
        ac1=found.ac1,
        confusion=confusion,
    )
