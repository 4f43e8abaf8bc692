"""The front of the editor's desk: what waits first, then the archive, its people, and the rest."""

from __future__ import annotations

import logging
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.core.validators import MaxLengthValidator
from django.db import DataError
from django.db.models import Count
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from questions.models import EditorAction, IngestProblem, IngestRun
from questions.models.choices import choices
from questions.vocabulary.kinds import ProblemKind, ProblemStatus

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Werk", ("IngestProblem", "Correction", "EditorAction", "NameChoice")),
    ("Archief", ("Inquiry", "Document", "Source", "IngestRun")),
    ("Ophalen", ("RemoteDocument", "RemoteEntity", "HarvestCursor")),
    ("Mensen en instellingen", ("Minister", "Office", "Cabinet", "Member", "Membership", "Party",
    "Ministry", "Portfolio",
                                "MinistrySuccession", "ReplyTerm")),
    ("Accounts", ("User", "Group", "AccessAttempt", "AccessLog", "AccessFailureLog")),
)  # fmt: skip
REST = "Onderdelen"
MAX_USERNAME_CHARS = 150  # as the column of accounts
MAX_PASSWORD_CHARS = 4096
WRONG_PASSWORDS, MAX_WRONG_PASSWORDS = "wrong_passwords", 5
UNUSABLE = (DataError, OverflowError, ValueError, IndexError)
logger = logging.getLogger(__name__)


class LoginForm(AdminAuthenticationForm):
    """Bounded before anything is asked of the database: what failed is written in a column of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most, said in (
            ("username", MAX_USERNAME_CHARS, "Een gebruikersnaam heeft maximaal %(limit_value)d tekens."),
            ("password", MAX_PASSWORD_CHARS, "Een wachtwoord heeft maximaal %(limit_value)d tekens."),
        ):
            self.fields[name].validators.append(MaxLengthValidator(most, said))


class DeskSite(AdminSite):
    """Models by task instead of by app."""

    login_form = LoginForm

    site_header = "KamerArchief · redactie"
    site_title = "Redactie KamerArchief"
    index_title = "Wat er te doen is"
    enable_nav_sidebar = False

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Parameters and fields that the database cannot take are refused; a page without them is a bug's."""

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            has_input = request.GET or request.POST
            try:
                response: HttpResponseBase = view(request, *args, **kwargs)
                if has_input and isinstance(response, TemplateResponse):
                    response.render()  # which asks the database too
                return response
            except UNUSABLE as error:
                if not has_input:
                    raise
                logger.error("Een aanvraag is geweigerd: %s", request.path, exc_info=True)
                raise BadRequest(str(error)) from error

        return super().admin_view(update_wrapper(checked, view), cacheable)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Leaving is a button; who types the address, or is sent to it, goes to the desk."""
        if request.method != "POST":
            return redirect("admin:index")
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Who guesses at the old password, in a session that was left open, is logged out."""
        user = request.user
        if request.method == "POST" and user.is_authenticated:
            if user.check_password(request.POST.get("old_password", "")[:MAX_PASSWORD_CHARS]):
                request.session.pop(WRONG_PASSWORDS, None)
            else:
                request.session[WRONG_PASSWORDS] = request.session.get(WRONG_PASSWORDS, 0) + 1
                if request.session[WRONG_PASSWORDS] >= MAX_WRONG_PASSWORDS:
                    logout(request)
                    return redirect("admin:login")
        return super().password_change(request, extra_context)

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
