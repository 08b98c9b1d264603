"""What sentences state about inspections, read by rules. Pure."""
