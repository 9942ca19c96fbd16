"""Pages for what nobody foresaw: they lean on as little as possible."""

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.templatetags.static import static

REQUEST_ID = "request_id"


def _stylesheet() -> str:
    """The address of the style sheet, or nothing while static files have not been collected."""
    try:
        return static("core/bangvang.css")
    except ValueError:
        return ""


def _answer(request: HttpRequest, template: str, status: int) -> HttpResponse:
    context = {REQUEST_ID: getattr(request, REQUEST_ID, ""), "stylesheet": _stylesheet()}
    return HttpResponse(loader.get_template(template).render(context), status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug: it was logged with the id that the person sees."""
    return _answer(request, "500.html", 500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing that a browser sends by itself."""
    return _answer(request, "400.html", 400)
