"""Who holds a role that others rely on sets up a second factor before doing anything else."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from bangvang.directory import policies

SETTING_UP = "mfa_activate_totp"
# What stays open meanwhile: proving who one is, leaving, and choosing a language.
OPEN = frozenset({SETTING_UP, "account_logout", "account_reauthenticate", "set_language", "health"})


class SecondFactor:
    """A password alone does not open the door to administration, the standing body's desk or a signature."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Lead to the page where the second factor is set up."""
        user = request.user
        match = request.resolver_match
        if not user.is_authenticated or user.has_second_factor or (match and match.url_name in OPEN):
            return None
        if not policies.needs_second_factor(user):
            return None
        messages.warning(
            request, _("Vai trò của anh, chị cần xác thực hai lớp. Xin thiết lập trước khi làm việc khác.")
        )
        if request.htmx:  # type: ignore[attr-defined]
            response = HttpResponse(status=401)
            response["HX-Redirect"] = resolve_url(SETTING_UP)
            return response
        return redirect(SETTING_UP)
