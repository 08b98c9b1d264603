"""Everything that is remembered: SQLite or PostgreSQL through one code base."""
