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
from analyser.store.tables.operations import ApiTokenRow, AuditRow, EditionRow, JobRow, UserRow
from analyser.store.tables.review import AdjudicationRow, RatingCitationRow, RatingRow
from analyser.store.tables.runs import CandidateRow, RunRow

__all__ = [
    "AdjudicationRow",
    "ApiTokenRow",
    "AuditRow",
    "Base",
    "CandidateRow",
    "EditionRow",
    "EditionSignatureRow",
    "JobRow",
    "JurisdictionRow",
    "LawRow",
    "LawVersionRow",
    "RatingCitationRow",
    "RatingRow",
    "RunRow",
    "SectionRow",
    "UserRow",
    "VersionSetMemberRow",
    "VersionSetRow",
]
