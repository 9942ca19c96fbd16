"""One's own notices."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from bangvang.core import notices
from bangvang.core.web import render_page

PER_PAGE = 50


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """What was told to me, newest first."""
    page = Paginator(notices.of(request.user), PER_PAGE).get_page(request.GET.get("trang"))
    return render_page(
        request,
        "core/notice_list.html",
        {"page": page, "unread": notices.unread_count(request.user)},
        partial="rows",
    )


@require_POST
def notice_open(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read and go where it leads. The key travels in the form, never in an address."""
    key = request.POST.get("notice", "")
    notice = get_object_or_404(notices.of(request.user), pk=key if key.isdecimal() else None)
    notices.mark_read(request.user, notice.pk)
    inside = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if notice.url and inside else "notice_list")


@require_POST
def notice_read_all(request: HttpRequest) -> HttpResponse:
    """Mark all my notices as read."""
    notices.mark_read(request.user)
    return redirect("notice_list")
