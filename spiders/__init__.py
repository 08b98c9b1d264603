"""One spider for each kind of site, and the table of news sites that ship."""
