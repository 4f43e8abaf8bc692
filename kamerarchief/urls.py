"""The addresses of the project: the admin, and the archive at the root."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("beheer/", admin.site.urls),
    *i18n_patterns(path("", include("questions.urls")), prefix_default_language=False),  # English below /en/
]
handler400 = "questions.views.exceptions.bad_request"
handler404 = "questions.views.exceptions.not_found"
handler500 = "questions.views.exceptions.server_error"
