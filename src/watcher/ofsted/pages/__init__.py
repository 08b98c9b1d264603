"""Ofsted's web pages, parsed. Pure."""
