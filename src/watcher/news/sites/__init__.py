"""Which news sites are known, and how each kind of site is read."""
