"""Ofsted's reports, read from the text of their PDFs."""
