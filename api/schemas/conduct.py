"""The rules of a study, its verification rounds, and the moving of answers as JSON."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from api.schemas.base import Request, Shape


class GroupShape(Shape):
    id: str
    name: str
    members: list[str] = Field(description="Jurisdiction codes.")


class ConductShape(Shape):
    benchmark: str
    blind_suggestions: bool = Field(description="Candidates are shown only after the reviewer's own first answer.")
    sample: int = Field(description="Sections drawn below the candidates that `not_covered` must have read.")
    members_only: bool = Field(description="Only members and admins see and rate it.")


class ConductRequest(Request):
    blind_suggestions: bool = False
    sample: int = Field(default=0, ge=0, le=200, examples=[20])
    members_only: bool = False


class VerificationShape(Shape):
    id: str
    benchmark: str
    jurisdiction: str
    partner: str
    created_at: datetime
    created_by: str
    deadline: datetime
    closed_at: datetime | None


class VerificationRequest(Request):
    benchmark: str = Field(examples=["csea-2012"])
    country: str = Field(examples=["xa"])
    partner: str = Field(min_length=1, max_length=200, examples=["Ministry of Justice of Arcadia"])
    deadline: AwareDatetime = Field(examples=["2030-06-30T23:59:00Z"])


class OpenedVerification(Shape):
    verification: VerificationShape
    path: str = Field(description="The link's path on this server. Shown this once; only its hash is kept.")


class CommentShape(Shape):
    id: str
    element: str
    agrees: bool | None
    comment: str
    provision: str = Field(description="Words of a provision they point to; empty for none.")
    at: datetime


class MappingRequest(Request):
    mapping: str = Field(
        max_length=2_000_000,
        description="YAML, as `analyser benchmarks draft-mapping` writes it, decided.",
        examples=["from: {benchmark: csea-2012, ...}"],
    )


class StepShape(Shape):
    """What a mapping does to the answers of one element in one jurisdiction."""

    jurisdiction: str
    source: str
    target: str | None
    action: str = Field(description="stands, carried, reopened, dropped, waiting or answered.")
    answers: int
    why: str
