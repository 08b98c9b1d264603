"""The command line: options, what is printed, JSON documents. The only package that knows Typer and Rich."""
