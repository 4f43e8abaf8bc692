"""The archive's admin site in place of Django's."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "questions.desk.DeskSite"
