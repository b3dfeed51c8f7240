"""Written by `python -m api.generate` from the OpenAPI description."""

from api.client.transport import Transport
from api.schemas.base import PageOf
from api.schemas.conduct import (
    CommentShape,
    ConductRequest,
    ConductShape,
    GroupShape,
    MappingRequest,
    OpenedVerification,
    StepShape,
    VerificationRequest,
    VerificationShape,
)


class Conduct(Transport):
    def groups(self) -> PageOf[GroupShape]:
        """Groups of States that a study can be narrowed to."""
        return self._ask(PageOf[GroupShape], "GET", "/api/v1/groups")

    def conduct(self, benchmark: str) -> ConductShape:
        """How a study is conducted; the defaults where nobody set anything."""
        return self._ask(ConductShape, "GET", "/api/v1/studies/{benchmark}/conduct", at={"benchmark": benchmark})

    def set_conduct(self, benchmark: str, body: ConductRequest) -> ConductShape:
        """Change how a study is conducted; admins only."""
        return self._ask(
            ConductShape,
            "PUT",
            "/api/v1/studies/{benchmark}/conduct",
            at={"benchmark": benchmark},
            body=body,
        )

    def members(self, benchmark: str) -> list[str]:
        """Names of a study's members; adjudicators and admins only."""
        return self._ask(list[str], "GET", "/api/v1/studies/{benchmark}/members", at={"benchmark": benchmark})

    def add_member(self, benchmark: str, name: str) -> None:
        """Take a person into a study; admins only."""
        self._act("PUT", "/api/v1/studies/{benchmark}/members/{name}", at={"benchmark": benchmark, "name": name})

    def remove_member(self, benchmark: str, name: str) -> None:
        """Take a person out of a study; admins only."""
        self._act("DELETE", "/api/v1/studies/{benchmark}/members/{name}", at={"benchmark": benchmark, "name": name})

    def verifications(self, *, cursor: str | None = None, limit: int = 500) -> PageOf[VerificationShape]:
        """Verification rounds, newest first; adjudicators and admins only."""
        return self._ask(
            PageOf[VerificationShape],
            "GET",
            "/api/v1/verifications",
            query={"cursor": cursor, "limit": limit},
        )

    def open_verification(self, body: VerificationRequest) -> OpenedVerification:
        """Open one country's answers to a partner by a link, until a deadline; adjudicators and admins only."""
        return self._ask(OpenedVerification, "POST", "/api/v1/verifications", body=body)

    def close_verification(self, verification_id: str) -> None:
        """The link opens nothing any more; the comments stay."""
        self._act("POST", "/api/v1/verifications/{verification_id}/close", at={"verification_id": verification_id})

    def verification_comments(self, verification_id: str) -> PageOf[CommentShape]:
        """What the partner said, oldest first."""
        return self._ask(
            PageOf[CommentShape],
            "GET",
            "/api/v1/verifications/{verification_id}/comments",
            at={"verification_id": verification_id},
        )

    def apply_mapping(self, body: MappingRequest, *, dry_run: bool = True) -> PageOf[StepShape]:
        """Take answers to another benchmark by a mapping that people decided; once, all or nothing. Admins only."""
        return self._ask(PageOf[StepShape], "POST", "/api/v1/mappings", query={"dry_run": dry_run}, body=body)
