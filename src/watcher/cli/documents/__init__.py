"""The JSON that the commands print: documented, stable forms."""
