"""Lists of articles: pages, feeds and sitemaps. Pure."""
