"""Migrations are shipped from here; the local database, kept files and outbox are written beside them."""
