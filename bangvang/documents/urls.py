"""/van-ban/…"""

from django.urls import path

from bangvang.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.paper_list, name="paper_list"),
    path("<str:code>/", views.paper_detail, name="paper_detail"),
    path("<str:code>/tep.<str:form>", views.paper_file, name="paper_file"),
]
