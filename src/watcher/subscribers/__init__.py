"""Which topics a reader may follow, the signed links to a reader's own pages, and the keys that sign them."""
