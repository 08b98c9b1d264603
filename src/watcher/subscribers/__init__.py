"""Topics, the links that let a reader in, and the keys that sign them."""
