"""Run by Alembic: migrates the connection that `analyser.store.migrate` opened; there is no offline mode."""

from alembic import context

from analyser.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
