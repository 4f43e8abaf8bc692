"""The front of the editor's desk: what waits first, then the archive, its people, and the rest."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Count
from django.http import HttpRequest
from django.template.response import TemplateResponse

from questions.models import EditorAction, IngestProblem, IngestRun
from questions.models.choices import choices
from questions.vocabulary.kinds import ProblemKind, ProblemStatus

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Werk", ("IngestProblem", "Correction", "EditorAction", "NameChoice")),
    ("Archief", ("Inquiry", "Document", "Source", "IngestRun")),
    ("Mensen en instellingen", ("Minister", "Office", "Cabinet", "Member", "Membership", "Party",
    "Ministry", "Portfolio",
                                "MinistrySuccession", "ReplyTerm")),
    ("Accounts", ("User", "Group", "AccessAttempt", "AccessLog", "AccessFailureLog")),
)  # fmt: skip
REST = "Onderdelen"


class DeskSite(AdminSite):
    """Models by task instead of by app."""

    site_header = "KamerArchief · redactie"
    site_title = "Redactie KamerArchief"
    index_title = "Wat er te doen is"
    enable_nav_sidebar = False

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        found = super().get_app_list(request, app_label)
        if app_label:
            return found
        models = {model["object_name"]: model for app in found for model in app["models"]}
        sections = [
            (title, [models.pop(name) for name in names if name in models]) for title, names in SECTIONS
        ]
        sections.append((REST, list(models.values())))
        return [
            {
                "name": title,
                "app_label": f"deel-{number}",
                "app_url": "",
                "has_module_perms": True,
                "models": rows,
            }
            for number, (title, rows) in enumerate(sections)
            if rows
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """With the open problems by kind, and the last run."""
        kinds = dict(choices(ProblemKind))
        waiting = (
            IngestProblem.objects.filter(status=ProblemStatus.OPEN)
            .values_list("kind")
            .annotate(count=Count("pk"))
            .order_by("-count")
        )
        shown = {
            "waiting": [(kind, kinds.get(kind, kind), count) for kind, count in waiting],
            "run": IngestRun.objects.first(),
            "latest_actions": EditorAction.objects.select_related("editor")[:5],
        }
        return super().index(request, shown | (extra_context or {}))
