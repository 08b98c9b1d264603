"""One article page to its text, dates, quotations and speakers. Pure."""
