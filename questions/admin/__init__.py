"""The editors' admin: every table, usable with 100,000 sets."""

from django.contrib import admin

from . import documents, ingestion, people  # noqa: F401  they register their models

admin.site.site_header = "KamerArchief – beheer"
admin.site.site_title = "KamerArchief"
admin.site.index_title = "Beheer"
