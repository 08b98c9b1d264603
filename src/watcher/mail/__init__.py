"""From a view model to bytes, from bytes to a mail server, and what comes back from there."""
