"""How an email is filled in, built and sent, and how returned email is read."""
