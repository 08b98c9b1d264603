"""Values and the words for them. Imports the standard library alone."""
