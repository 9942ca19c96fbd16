"""The floor's doors: the first page, language, health, notices, the working-day calendar, the gallery."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from bangvang.core.views import calendar, gallery, health, home, notices

urlpatterns = [
    path("", home.home, name="home"),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("ui/", gallery.gallery, name="gallery"),
    path("song", health.health, name="health"),
    path("thong-bao/", notices.notice_list, name="notice_list"),
    path("thong-bao/mo/", notices.notice_open, name="notice_open"),
    path("thong-bao/doc-het/", notices.notice_read_all, name="notice_read_all"),
    path("lich-lam-viec/", calendar.calendar_now, name="calendar_now"),
    path("lich-lam-viec/<int:year>/", calendar.calendar_year, name="calendar_year"),
    path("lich-lam-viec/<int:year>/them/", calendar.calendar_day_add, name="calendar_day_add"),
    path("lich-lam-viec/ngay/<str:on>/", calendar.calendar_day_change, name="calendar_day_change"),
    path("lich-lam-viec/ngay/<str:on>/xoa/", calendar.calendar_day_remove, name="calendar_day_remove"),
]
