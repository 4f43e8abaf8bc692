"""Sources, runs, and the queue of what needs a person."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from questions.ingesting import reparse
from questions.models import IngestProblem, IngestRun, Member, Minister, Source
from questions.models.choices import choices
from questions.vocabulary.kinds import ProblemKind, ProblemStatus

from .base import DerivedAdmin, SeenAdmin, change_address, change_link, follow
from .correction_forms import described
from .source_comparison import side_by_side

MODEL_OF_PROBLEM: dict[str, Any] = {
    ProblemKind.UNKNOWN_MINISTER: Minister,
    ProblemKind.UNKNOWN_MEMBER: Member,
}


@admin.register(Source)
class SourceAdmin(SeenAdmin):
    list_display = ("name", "format", "status", "received_at", "set_link")
    list_filter = ("status", "format")
    list_select_related = ("inquiry",)
    search_fields = ("name", "sha256__exact")
    fields = readonly_fields = (
        "name", "origin", "format", "size", "sha256", "received_at", "status", "rank", "download",
        "set_link", "document",
        "side_by_side",
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        download = path(
            "<int:pk>/bestand/", self.admin_site.admin_view(self.file), name="questions_source_file"
        )
        return [download, *super().get_urls()]

    def file(self, request: HttpRequest, pk: int) -> FileResponse:
        """The bytes as received; always as a download, because they come from outside."""
        source = get_object_or_404(Source, pk=pk)
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        if not default_storage.exists(source.file):
            raise Http404
        opened = default_storage.open(source.file)
        return FileResponse(
            opened, as_attachment=True, filename=source.name, content_type="application/octet-stream"
        )

    @admin.display(description="bestand")
    def download(self, source: Source) -> SafeString:
        return format_html(
            '<a href="{}">Download</a>', reverse("admin:questions_source_file", args=[source.pk])
        )

    @admin.display(description="bron en lezing")
    def side_by_side(self, source: Source) -> SafeString:
        return side_by_side(source)


@admin.register(IngestRun)
class IngestRunAdmin(SeenAdmin):
    list_display = (
        "started_at",
        "duration",
        "created",
        "updated",
        "unchanged",
        "warned",
        "failed",
        "problem_count",
        "arguments",
    )
    fields = readonly_fields = (
        "started_at", "finished_at", "duration", "arguments", "created", "updated", "unchanged", "warned",
        "failed", "passed_over", "problems",
    )  # fmt: skip

    @admin.display(description="duur")
    def duration(self, run: IngestRun) -> str:
        return timesince(run.started_at, run.finished_at) if run.finished_at else "niet afgemaakt"

    def _problems(self, run: IngestRun) -> QuerySet[IngestProblem]:
        return IngestProblem.objects.filter(
            first_seen_at__gte=run.started_at, first_seen_at__lte=run.finished_at or timezone.now()
        )

    @admin.display(description="nieuwe problemen")
    def problem_count(self, run: IngestRun) -> int:
        return self._problems(run).count()

    @admin.display(description="nieuwe problemen")
    def problems(self, run: IngestRun) -> SafeString:
        found = self._problems(run)
        shown = format_html_join("", "<li>{}</li>", ((change_link(problem),) for problem in found[:200]))
        return format_html("<p>{}</p><ul>{}</ul>", found.count(), shown)


class StatusFilter(admin.SimpleListFilter):
    """What is open, unless another state is asked for."""

    title = "toestand"
    parameter_name = "toestand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*choices(ProblemStatus), ("alle", "alle")]

    def choices(self, changelist: Any) -> Any:
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {
                "selected": value == (self.value() or ProblemStatus.OPEN.value),
                "query_string": query,
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[IngestProblem]) -> QuerySet[IngestProblem]:
        wanted = self.value() or ProblemStatus.OPEN.value
        return queryset if wanted == "alle" else queryset.filter(status=wanted)


@admin.register(IngestProblem)
class IngestProblemAdmin(DerivedAdmin):
    """The queue: what is open comes first seen last; each can be read again, settled by correcting, or
    dismissed.
    """

    list_display = ("what", "kind", "age", "source_link", "set_link", "status")
    list_filter = (StatusFilter, "kind")
    list_select_related = ("source", "inquiry")
    search_fields = ("message", "source__name", "inquiry__case_number__exact")
    readonly_fields = (
        "kind", "message", "source_link", "set_link", "document_link", "person", "outdated",
        "first_seen_at", "status", "note",
        "decided_by", "decided_at", "compared",
    )  # fmt: skip
    fields = readonly_fields
    change_form_template = "admin/questions/change_problem.html"
    actions = ("read_again", "resolve", "dismiss")

    def get_fields(self, request: HttpRequest, obj: IngestProblem | None = None) -> list[Any]:
        """What there is to say about this one."""
        if obj is None:
            return list(self.readonly_fields)
        wanted = {
            "source_link": obj.source, "set_link": obj.inquiry,
            "document_link": obj.source and obj.source.document,
            "person": obj.kind in MODEL_OF_PROBLEM, "outdated": obj.correction, "note": obj.note,
            "decided_by": obj.decided_by,
            "decided_at": obj.decided_at, "compared": obj.source or obj.inquiry,
        }  # fmt: skip
        return [name for name in self.readonly_fields if wanted.get(name, True)]

    @admin.display(description="melding", ordering="message")
    def what(self, problem: IngestProblem) -> str:
        return Truncator(problem.message).chars(160)

    @admin.display(description="hoe lang", ordering="first_seen_at")
    def age(self, problem: IngestProblem) -> str:
        return timesince(problem.first_seen_at, depth=1)

    @admin.display(description="bron")
    def source_link(self, problem: IngestProblem) -> SafeString | str:
        return change_link(problem.source)

    @admin.display(description="document")
    def document_link(self, problem: IngestProblem) -> SafeString | str:
        return change_link(problem.source.document if problem.source else None)

    @admin.display(description="wie")
    def person(self, problem: IngestProblem) -> SafeString | str:
        """The unconfirmed people of the name in question: merging one with whom it is, settles the name for
        ever.
        """
        model = MODEL_OF_PROBLEM.get(problem.kind)
        if model is None:
            return "–"
        found = model._default_manager.filter(surname_key=problem.cause.split("|")[0])
        name = model._meta.model_name
        return format_html_join(
            ", ", '{} (<a href="{}">is dezelfde als …</a>)',
            ((change_link(row), reverse(f"admin:questions_{name}_merge", args=[row.pk])) for row in found),
        ) or "–"  # fmt: skip

    @admin.display(description="verbetering")
    def outdated(self, problem: IngestProblem) -> SafeString | str:
        """The value when it was corrected, the correction, and what the source says now."""
        if problem.correction is None:
            return "–"
        shown = described(problem.correction)
        return format_html(
            "<p>{}: bron toen «{}», verbeterd tot «{}», bron nu «{}».</p><p>{}</p>",
            shown["label"], shown["source"], shown["value"], shown["latest"],
            change_link(problem.correction, "Besluit nemen"),
        )  # fmt: skip

    @admin.display(description="bron en lezing")
    def compared(self, problem: IngestProblem) -> SafeString | str:
        source = problem.source or (
            problem.inquiry.sources.order_by("-rank", "-pk").first() if problem.inquiry else None
        )
        return side_by_side(source) if source else "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/besluit/", view, name="questions_ingestproblem_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        problem = get_object_or_404(IngestProblem, pk=pk)
        decision, note = request.POST.get("decision", ""), request.POST.get("note", "").strip()
        if decision == "dismiss" and not note:
            messages.error(request, "Schrijf waarom u dit afwijst.")
        elif decision in DECISIONS:
            self._decide(request, IngestProblem.objects.filter(pk=pk), decision, note)
        return redirect(change_address(problem))

    def _decide(
        self, request: HttpRequest, chosen: QuerySet[IngestProblem], decision: str, note: str
    ) -> None:
        if not request.user.has_perm("questions.change_ingestproblem"):
            raise PermissionDenied
        if decision == "read_again":
            tally = reparse(
                Source.objects.filter(problems__in=chosen).distinct(), finds_people=True, waits=False
            )
            if tally.stopped:
                messages.error(request, tally.stopped)
            if not tally.total:
                messages.warning(request, "Deze problemen hebben geen bron; er is niets gelezen.")
                return
            read, unreadable = tally.unchanged - tally.unreadable, tally.failed + tally.unreadable
            text = (
                f"Opnieuw gelezen: {tally.updated} bijgewerkt, {read} ongewijzigd, {unreadable} niet "
                f"te lezen."
            )
            messages.info(request, text)
            return
        for problem in chosen:
            problem.decide(DECISIONS[decision], request.user, note)
            self.log_change(request, problem, f"{DECISION_WORDS[decision]}. {note}".strip())
        follow()
        messages.success(
            request,
            f"{len(chosen)} {'probleem' if len(chosen) == 1 else 'problemen'} {DECISION_WORDS[decision]}.",
        )

    @admin.action(description="Opnieuw lezen", permissions=["change"])
    def read_again(self, request: HttpRequest, chosen: QuerySet[IngestProblem]) -> HttpResponse | None:
        return self._ask(request, chosen, "read_again")

    @admin.action(description="Markeer als opgelost", permissions=["change"])
    def resolve(self, request: HttpRequest, chosen: QuerySet[IngestProblem]) -> HttpResponse | None:
        return self._ask(request, chosen, "resolve")

    @admin.action(description="Wijs af (komt voor dezelfde oorzaak niet terug)", permissions=["change"])
    def dismiss(self, request: HttpRequest, chosen: QuerySet[IngestProblem]) -> HttpResponse | None:
        return self._ask(request, chosen, "dismiss")

    def _ask(
        self, request: HttpRequest, chosen: QuerySet[IngestProblem], decision: str
    ) -> HttpResponse | None:
        """A page that shows what was chosen before it is done."""
        note = request.POST.get("note", "").strip()
        if "confirm" in request.POST and (note or decision != "dismiss"):
            self._decide(request, chosen, decision, note)
            return None
        context = self.admin_site.each_context(request) | {
            "title": f"{chosen.count()} problemen: {DECISION_TITLES[decision]}", "opts": self.model._meta,
            "chosen": chosen[:100],
            "decision": decision,
            "button": DECISION_TITLES[decision], "count": chosen.count(),
            "ids": request.POST.getlist("_selected_action"),
            "across": request.POST.get("select_across", "0"), "error": "confirm" in request.POST,
        }  # fmt: skip
        return render(request, "admin/questions/decide_many.html", context)


DECISIONS = {
    "read_again": "",
    "resolve": ProblemStatus.RESOLVED,
    "dismiss": ProblemStatus.DISMISSED,
    "reopen": ProblemStatus.OPEN,
}
DECISION_WORDS = {"resolve": "opgelost", "dismiss": "afgewezen", "reopen": "heropend"}
DECISION_TITLES = {"read_again": "opnieuw lezen", "resolve": "oplossen", "dismiss": "afwijzen"}
