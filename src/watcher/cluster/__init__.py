"""Many machines at one state: a queue in its PostgreSQL database, and the workers that take jobs from it.

Needs the extra `cluster`. Only this package knows procrastinate; nothing else imports it.
"""
