"""The full model as SQLAlchemy 2 typed classes. Changing one needs a migration; a test compares the two."""

from analyser.store.tables.base import Base
from analyser.store.tables.editions import EditionSignatureRow
from analyser.store.tables.laws import (
    JurisdictionRow,
    LawRow,
    LawVersionRow,
    SectionRow,
    VersionSetMemberRow,
    VersionSetRow,
)
from analyser.store.tables.operations import (
    ApiTokenRow,
    AuditRow,
    EditionRow,
    IdentityRow,
    InvitationRow,
    JobRow,
    LoginFailureRow,
    UserRow,
)
from analyser.store.tables.review import (
    AdjudicationRow,
    AssignmentRow,
    ConductRow,
    MemberRow,
    RatingCitationRow,
    RatingRow,
    ReopeningRow,
    VerificationCommentRow,
    VerificationRow,
)
from analyser.store.tables.runs import CandidateRow, RunRow
from analyser.store.tables.search import SearchLawRow, SearchVectorRow
from analyser.store.tables.translations import TranslatedSectionRow, TranslationRow
from analyser.store.tables.webhooks import DeliveryRow, WebhookRow

__all__ = [
    "AdjudicationRow",
    "ApiTokenRow",
    "AssignmentRow",
    "AuditRow",
    "Base",
    "CandidateRow",
    "ConductRow",
    "DeliveryRow",
    "EditionRow",
    "EditionSignatureRow",
    "IdentityRow",
    "InvitationRow",
    "JobRow",
    "JurisdictionRow",
    "LawRow",
    "LawVersionRow",
    "LoginFailureRow",
    "MemberRow",
    "RatingCitationRow",
    "RatingRow",
    "ReopeningRow",
    "RunRow",
    "SearchLawRow",
    "SearchVectorRow",
    "SectionRow",
    "TranslatedSectionRow",
    "TranslationRow",
    "UserRow",
    "VerificationCommentRow",
    "VerificationRow",
    "VersionSetMemberRow",
    "VersionSetRow",
    "WebhookRow",
]
