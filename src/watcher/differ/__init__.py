"""What one visit means: whether the page can be trusted, what is new on it, what is told and what is held. Pure."""
