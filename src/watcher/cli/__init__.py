"""The command line: options, what is printed, JSON. Typer and Rich are known here alone."""
