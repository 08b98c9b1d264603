"""News sites, their lists and articles, the report an article is about, and our own articles that are out of date.
Pure.
"""
