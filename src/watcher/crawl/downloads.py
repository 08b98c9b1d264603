"""The downloader that is used, and what it may be answered with."""

from __future__ import annotations

from typing import ClassVar

from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

_ACCEPTED = (b"", b"identity", b"gzip", b"x-gzip", b"deflate")


class Downloads(AiohttpDownloadHandler):
    """Scrapy's own choice without a reactor, by name, so that it is not warned of at every crawl."""

    experimental: ClassVar[bool] = False
    # reading the system's certificates takes longer than a quiet pass, and only one scheme is in use
    lazy = True


class AskedEncodings:
    """Refuses a body packed in a way that was not asked for, or packed twice, before it is unpacked."""

    def process_response(self, request: Request, response: Response) -> Response:
        named = b",".join(response.headers.getlist("Content-Encoding")).strip().lower()
        if named not in _ACCEPTED:
            raise IgnoreRequest(f"the answer is compressed as {named[:30]!r}, which we did not ask for")
        return response
