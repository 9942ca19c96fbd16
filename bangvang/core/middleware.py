"""What happens around every request: its id, its day, who may enter, and how an error is told."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse

from bangvang.core import clock, request_id
from bangvang.core.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestId:
    """Gives each request an id: the proxy's when it is well formed, else a new one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        own = given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex[:16]
        token = request_id.current.set(own)
        request.request_id = own  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            request_id.current.reset(token)
        response["X-Request-Id"] = own
        return response


class Guarded:
    """Headers that every answer carries beside Django's own: no camera, no private page left in the browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response


class Today:
    """Hands the day to the request and to the person who makes it; below the views nobody asks for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.today = clock.today()  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.user.acting_on(request.today)  # type: ignore[attr-defined]
        return self.get_response(request)


class LoginRequired:
    """Nobody enters without an account, but through views marked `login_not_required` and allauth's own doors."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Turn a visitor to the login page; HTMX is told to load it whole, so no form appears inside a table."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if view.__module__.startswith("allauth."):
            return None
        if request.htmx:  # type: ignore[attr-defined]
            response = HttpResponse(status=401)
            response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
            return response
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


class ErrorPages:
    """Tells a `DomainError` as page, part or JSON, with its own status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the person's mistakes; leave bugs to crash."""
        if not isinstance(exception, DomainError):
            return None
        if request.accepts("text/html"):
            name = "ui/error_part.html" if request.htmx else "ui/error.html"  # type: ignore[attr-defined]
            response = TemplateResponse(request, name, {"error": exception}, status=exception.status)
            return response.render()
        findings = [{"place": each.place, "sentence": str(each.sentence)} for each in exception.findings]
        return JsonResponse({"error": str(exception), "findings": findings}, status=exception.status)
