"""Review: candidates to look at, ratings to record, disagreements to settle."""

from typing import Annotated, Any

from fastapi import Depends, Query

from analyser.errors import NotFound
from analyser.review.plan import Assignment
from analyser.review.records import Agreement, Rating
from api.auth import Caller, Store
from api.caching import conditional
from api.idempotency import OnlyOnce
from api.routers.common import APiece, BenchmarkId, Country, Cursor, Limit, api_router, every, pieces
from api.schemas.base import PageOf
from api.schemas.review import (
    AgreementShape,
    AssignedShape,
    AssignmentRequest,
    AssignmentShape,
    BreakdownShape,
    CandidateShape,
    CellShape,
    ConfusionShape,
    DutyRequest,
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
    law: Annotated[str | None, Query(description="Only sections of this law version.")] = None,
    run: Annotated[str | None, Query(description="Of this run; left out, of the newest ones.")] = None,
    min_probability: Annotated[float, Query(ge=0, le=1)] = 0.0,
    top: Annotated[int | None, Query(ge=1, le=100_000, description="Only ranks up to this.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PageOf[CandidateShape]:
    """Sections proposed by the newest runs or by one run, by jurisdiction, benchmark, element, rank."""
    found = workspace.candidates(
        country,
        element,
        benchmark=benchmark,
        law=law,
        run=run,
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
    piece: APiece,
    country: Country = None,
    element: str | None = None,
    history: Annotated[bool, Query(description="Superseded ones too.")] = False,
) -> PageOf[RatingShape]:
    """Ratings and adjudications you may see."""
    return piece.of(RatingShape, workspace.ratings(country, element, viewer=user, history=history), _id)


@router.post("/ratings", status_code=201)
def rate(workspace: Store, user: Caller, once: OnlyOnce, body: RatingRequest) -> RatingShape:
    """Record your answer on the jurisdiction's present laws; your earlier answer stays on record, superseded."""
    return RatingShape.of(once(body.model_dump(mode="json"), lambda: workspace.rate(body.draft(), by=user)))


@router.post("/ratings/repeat", status_code=201)
def repeat_rating(workspace: Store, user: Caller, once: OnlyOnce, body: RepeatRequest) -> PageOf[RatingShape]:
    """Give your own answer for further elements of the same country: each is a rating of its own, or none is made."""
    made = once(body.model_dump(), lambda: workspace.repeat(body.rating, body.elements, by=user))
    return every(RatingShape, made)


@router.get("/ratings/{rating_id}/further", dependencies=cached)
def further_elements(workspace: Store, user: Caller, rating_id: str, benchmark: BenchmarkId) -> list[str]:
    """Elements that your own answer may be repeated for: one of the sections it cites is proposed there too."""
    own = [one for one in workspace.ratings(viewer=user) if one.id == rating_id and one.reviewer == user.name]
    if not own:
        raise NotFound(f"There is no answer {rating_id} of yours in force.", hint="GET /api/v1/ratings lists them.")
    return list(workspace.further(own[0], benchmark, viewer=user))


@router.post("/adjudications", status_code=201)
def adjudicate(workspace: Store, user: Caller, once: OnlyOnce, body: RatingRequest) -> RatingShape:
    """Settle a disagreement by a third rating; its rationale is the note."""
    return RatingShape.of(once(body.model_dump(mode="json"), lambda: workspace.adjudicate(body.draft(), by=user)))


@router.get("/cells/{country}/{element}", dependencies=cached)
def cell(workspace: Store, user: Caller, country: str, element: str) -> CellShape:
    """What is known of one element in one country, as far as you may see it."""
    return CellShape.of(workspace.cell(country, element, viewer=user))


@router.get("/cells/{country}/{element}/elsewhere", dependencies=cached)
def elsewhere(workspace: Store, user: Caller, country: str, element: str) -> PageOf[RatingShape]:
    """How other countries word it: covered answers for the same element, one per country, newest first."""
    return every(RatingShape, workspace.elsewhere(country, element, viewer=user))


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
def absence(
    workspace: Store,
    user: Caller,
    country: str,
    element: str,
    read: Annotated[int | None, Query(ge=0, description="Candidates read, best first; all when left out.")] = None,
) -> dict[str, Any]:
    """What a `not_covered` of yours would stand on at every place to stop; `sample`: drawn sections it needs read."""
    return dict(workspace.absence(country, element, viewer=user, read=read))


@router.get("/changes", dependencies=cached)
def changes(workspace: Store, user: Caller, piece: APiece, country: str) -> PageOf[RatingChangeShape]:
    """Ratings that the present text asks to be looked at again, and what became of the sections they cite."""
    return piece.of(RatingChangeShape, workspace.changes(country, viewer=user), lambda one: one.rating.id)


@router.get("/assignments", dependencies=cached)
def assignments(workspace: Store, user: Caller, piece: APiece, name: str | None = None) -> PageOf[AssignmentShape]:
    """Your assignments; everybody's for adjudicators and admins."""
    return piece.of(AssignmentShape, workspace.assignments(viewer=user, name=name), _duty)


@router.post("/assignments", status_code=201)
def assign(workspace: Store, user: Caller, once: OnlyOnce, body: AssignmentRequest) -> AssignedShape:
    """Share cells out among reviewers, in turn. Assigned cells are blind until all have answered."""

    def share_out() -> int:
        where = (body.benchmark, body.countries, body.reviewers)
        return workspace.assign(*where, by=user, each=body.each, elements=body.elements)

    return AssignedShape(added=once(body.model_dump(), share_out))


@router.post("/assignments/withdraw", status_code=204)
def unassign(workspace: Store, user: Caller, body: DutyRequest) -> None:
    """Take a duty back from somebody who will not answer."""
    workspace.unassign(Assignment(body.country, body.element, body.round, body.reviewer), by=user)


@router.get("/reopenings", dependencies=cached)
def reopenings(workspace: Store, user: Caller, country: str, element: str) -> PageOf[ReopeningShape]:
    """Why a cell was opened anew."""
    return every(ReopeningShape, workspace.reopenings(country, element, viewer=user))


@router.post("/reopenings", status_code=201)
def reopen(workspace: Store, user: Caller, once: OnlyOnce, body: ReopeningRequest) -> ReopeningShape:
    """Open another round of a cell; earlier answers stay on record."""
    asked = (body.country, body.element, body.reason)
    return ReopeningShape.of(once(asked, lambda: workspace.reopen(*asked, by=user)))


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


def _id(rating: Rating) -> str:
    return rating.id


def _duty(one: Assignment) -> str:
    return f"{one.jurisdiction} {one.element} {one.round} {one.reviewer}"
