"""Which topics a reader may follow, the signed links that let a reader in, and the keys that sign them."""
