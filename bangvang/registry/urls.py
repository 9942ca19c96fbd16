"""/ho-so-thanh-tich/…"""

from django.urls import path

from bangvang.registry import views

app_name = "registry"
urlpatterns = [
    path("", views.subject_list, name="subject_list"),
    path("lap/<slug:unit>/", views.subject_open, name="subject_open"),
    path("lap/<slug:unit>/ho-gia-dinh/", views.household_open, name="household_open"),
    path("<str:code>/", views.subject_detail, name="subject_detail"),
    path("<str:code>/sua/", views.subject_describe, name="subject_describe"),
    path("<str:code>/ghi/<str:what>/", views.fact_record, name="fact_record"),
    path("<str:code>/<str:what>/<int:pk>/sua/", views.fact_correct, name="fact_correct"),
    path("<str:code>/<str:what>/<int:pk>/bo/", views.fact_remove, name="fact_remove"),
    path("<str:code>/vu-viec/<int:pk>/ket-thuc/", views.proceeding_close, name="proceeding_close"),
]
