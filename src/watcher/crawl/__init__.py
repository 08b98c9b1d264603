"""Fetches pages politely and hands on the answers. Only this package and `spiders` know Scrapy."""
