"""When the worker of a running job was last heard of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
