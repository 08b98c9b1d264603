"""The whole program, from outside or from end to end."""
