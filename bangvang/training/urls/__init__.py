"""The doors of the training room: /ke-hoach/… for plans, /lop/… for classes."""

from django.urls import URLPattern, URLResolver

from bangvang.training.urls import classes, plans

app_name = "training"
urlpatterns: list[URLPattern | URLResolver] = [*plans.urlpatterns, *classes.urlpatterns]
