"""Builders, servers and stand-ins that the tests share."""
