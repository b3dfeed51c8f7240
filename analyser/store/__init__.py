"""Everything that is kept: tables, queries, migrations. No other package imports SQLAlchemy or Alembic."""
