"""What a person, cron, the scheduler or the web server starts: each act wired together, once."""
