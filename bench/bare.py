"""A bare Django site of one view: one query, one row in a template, no middleware."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bangvang.directory.models import Organisation


def row(request: HttpRequest) -> HttpResponse:
    """One organisation in a table of one row."""
    return render(request, "bench/bare.html", {"row": Organisation.objects.order_by("pk")[0]})


urlpatterns = [path("", row)]
