"""Bytes to values: every parser is a pure function."""
