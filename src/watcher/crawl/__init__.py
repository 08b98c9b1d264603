"""Asking sites politely, and handing on what they answer. Scrapy is known here and in `spiders` alone."""
