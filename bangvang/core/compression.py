"""Pages travel compressed: a board of 500 units weighs a tenth.

Django pads each answer by a random length, so that its size tells nothing of the secrets in it. Files are left as they
are: Office files, PDF and pictures are compressed already, and their length is worth knowing.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Compresses HTML only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """As Django does it, for pages."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
