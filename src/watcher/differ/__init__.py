"""One visit held against what is remembered: the gate, the diff, the decisions, what is held. Pure."""
