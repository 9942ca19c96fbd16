"""What every page needs beside its own context."""

from django.http import HttpRequest


def office(request: HttpRequest) -> dict[str, object]:
    """The day on which the page was made and the request's id."""
    return {"today": getattr(request, "today", None), "request_id": getattr(request, "request_id", "")}
