"""What a person, cron or the scheduler starts: each act wired together from the other packages, once."""
