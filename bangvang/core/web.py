"""The one way to answer with a page, or with a part of it when HTMX asks."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or with HTMX its named part: page and part are one template and cannot drift."""
    is_part = bool(partial) and bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
    name = f"{template}#{partial}" if is_part else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
