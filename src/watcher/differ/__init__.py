"""Decides what one visit means: is the page trustworthy, what is new on it, what is sent and what is held. Pure."""
