"""How a mail is filled in, built and sent, and what comes back."""
