"""News sites, their lists and articles, which report an article is about, and own posts that went out of date. Pure."""
