"""The tables, in SQLAlchemy."""
