"""What an article states about inspections, and whether the record bears it out. Pure."""
