"""Values that all packages share, such as a report, a change or a reader. Imports the standard library alone."""
