"""One spider module for each family of site, and the table of sources."""
