"""News sites, their lists and articles, and which story an article belongs to."""
