"""The addresses of the project: the admin, and the archive at the root."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("beheer/", admin.site.urls),
    path("", include("questions.urls")),
]
handler404 = "questions.views.errors.not_found"
handler500 = "questions.views.errors.server_error"
