"""What an article states about inspections, and whether the record bears it out. Pure."""

#: the version of these rules; raise it when a verdict may change, and what is stored is judged anew
RULES = 4
