"""What articles claim of reports, judged against what is on record. Pure."""
