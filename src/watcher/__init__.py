"""Watches Ofsted and council pages for inspection news and tells subscribers what changed."""

__version__ = "0.1.0"
