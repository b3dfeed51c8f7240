"""Written by `python -m api.generate` from the OpenAPI description."""

from typing import Any

from api.client.transport import Transport
from api.schemas.base import PageOf
from api.schemas.review import (
    AgreementShape,
    AssignedShape,
    AssignmentRequest,
    AssignmentShape,
    BreakdownShape,
    CandidateShape,
    CellShape,
    DutyRequest,
    RatingChangeShape,
    RatingRequest,
    RatingShape,
    ReopeningRequest,
    ReopeningShape,
)
from api.schemas.translations import RepeatRequest


class Review(Transport):
    def candidates(
        self,
        *,
        country: str | None = None,
        element: str | None = None,
        benchmark: str | None = None,
        law: str | None = None,
        run: str | None = None,
        min_probability: float = 0.0,
        top: int | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> PageOf[CandidateShape]:
        """Sections proposed by the newest runs or by one run, by jurisdiction, benchmark, element, rank."""
        return self._ask(
            PageOf[CandidateShape],
            "GET",
            "/api/v1/candidates",
            query={
                "country": country,
                "element": element,
                "benchmark": benchmark,
                "law": law,
                "run": run,
                "min_probability": min_probability,
                "top": top,
                "cursor": cursor,
                "limit": limit,
            },
        )

    def ratings(
        self,
        *,
        country: str | None = None,
        element: str | None = None,
        history: bool = False,
        cursor: str | None = None,
        limit: int = 500,
    ) -> PageOf[RatingShape]:
        """Ratings and adjudications you may see."""
        return self._ask(
            PageOf[RatingShape],
            "GET",
            "/api/v1/ratings",
            query={"country": country, "element": element, "history": history, "cursor": cursor, "limit": limit},
        )

    def rate(self, body: RatingRequest) -> RatingShape:
        """Record your answer on the jurisdiction's present laws; your earlier answer stays on record, superseded."""
        return self._ask(RatingShape, "POST", "/api/v1/ratings", body=body)

    def repeat_rating(self, body: RepeatRequest) -> PageOf[RatingShape]:
        """Give your own answer for further elements of the same country: each is a rating of its own, or none is
        made.
        """
        return self._ask(PageOf[RatingShape], "POST", "/api/v1/ratings/repeat", body=body)

    def further_elements(self, rating_id: str, *, benchmark: str) -> list[str]:
        """Elements that your own answer may be repeated for: one of the sections it cites is proposed there too."""
        return self._ask(
            list[str],
            "GET",
            "/api/v1/ratings/{rating_id}/further",
            at={"rating_id": rating_id},
            query={"benchmark": benchmark},
        )

    def adjudicate(self, body: RatingRequest) -> RatingShape:
        """Settle a disagreement by a third rating; its rationale is the note."""
        return self._ask(RatingShape, "POST", "/api/v1/adjudications", body=body)

    def cell(self, country: str, element: str) -> CellShape:
        """What is known of one element in one country, as far as you may see it."""
        return self._ask(
            CellShape,
            "GET",
            "/api/v1/cells/{country}/{element}",
            at={"country": country, "element": element},
        )

    def elsewhere(self, country: str, element: str) -> PageOf[RatingShape]:
        """How other countries word it: covered answers for the same element, one per country, newest first."""
        return self._ask(
            PageOf[RatingShape],
            "GET",
            "/api/v1/cells/{country}/{element}/elsewhere",
            at={"country": country, "element": element},
        )

    def agreement(self, *, benchmark: str, country: str | None = None, round: int = 1) -> AgreementShape:
        """How far blind reviewers agree."""
        return self._ask(
            AgreementShape,
            "GET",
            "/api/v1/agreement",
            query={"benchmark": benchmark, "country": country, "round": round},
        )

    def agreement_parts(self, *, benchmark: str, round: int = 1) -> BreakdownShape:
        """How far blind reviewers agree, by element, by country and by pair."""
        return self._ask(
            BreakdownShape,
            "GET",
            "/api/v1/agreement/parts",
            query={"benchmark": benchmark, "round": round},
        )

    def absence(self, *, country: str, element: str, read: int | None = None) -> dict[str, Any]:
        """What a `not_covered` of yours would stand on at every place to stop; `sample`: drawn sections it needs
        read.
        """
        return self._ask(
            dict[str, Any],
            "GET",
            "/api/v1/absence",
            query={"country": country, "element": element, "read": read},
        )

    def changes(self, *, country: str, cursor: str | None = None, limit: int = 500) -> PageOf[RatingChangeShape]:
        """Ratings that the present text asks to be looked at again, and what became of the sections they cite."""
        return self._ask(
            PageOf[RatingChangeShape],
            "GET",
            "/api/v1/changes",
            query={"country": country, "cursor": cursor, "limit": limit},
        )

    def assignments(
        self,
        *,
        name: str | None = None,
        cursor: str | None = None,
        limit: int = 500,
    ) -> PageOf[AssignmentShape]:
        """Your assignments; everybody's for adjudicators and admins."""
        return self._ask(
            PageOf[AssignmentShape],
            "GET",
            "/api/v1/assignments",
            query={"name": name, "cursor": cursor, "limit": limit},
        )

    def assign(self, body: AssignmentRequest) -> AssignedShape:
        """Share cells out among reviewers, in turn. Assigned cells are blind until all have answered."""
        return self._ask(AssignedShape, "POST", "/api/v1/assignments", body=body)

    def unassign(self, body: DutyRequest) -> None:
        """Take a duty back from somebody who will not answer."""
        self._act("POST", "/api/v1/assignments/withdraw", body=body)

    def reopenings(self, *, country: str, element: str) -> PageOf[ReopeningShape]:
        """Why a cell was opened anew."""
        return self._ask(
            PageOf[ReopeningShape],
            "GET",
            "/api/v1/reopenings",
            query={"country": country, "element": element},
        )

    def reopen(self, body: ReopeningRequest) -> ReopeningShape:
        """Open another round of a cell; earlier answers stay on record."""
        return self._ask(ReopeningShape, "POST", "/api/v1/reopenings", body=body)
