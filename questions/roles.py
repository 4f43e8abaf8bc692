"""Two groups of accounts: editors correct the archive, administrators also keep accounts and rules."""

from __future__ import annotations

from typing import Any

EDITOR, ADMINISTRATOR = "redacteur", "beheerder"
CORRECTED = (
    "inquiry", "document", "question", "answer", "footnote", "ingestproblem", "correction",
    "editoraction", "remotedocument",
)  # fmt: skip
EDITED = (
    "asker", "addressee", "signatory", "reference", "minister", "office", "member", "membership",
    "party", "ministry", "ministrysuccession", "portfolio", "cabinet", "namechoice",
)  # fmt: skip
ACCOUNTS = ("auth", "axes")
EVIDENCE = ("delete_accesslog", "delete_accessfailurelog")  # of who tried to come in


def ensure(**kwargs: Any) -> None:
    """Makes both groups and gives them their rights; called after every migration, and harmless to repeat."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    if config := kwargs.get("app_config"):
        create_permissions(config, verbosity=0)  # which Django does too, but perhaps later
    ours = Permission.objects.filter(content_type__app_label="questions")
    seen = [p for p in ours if p.codename.startswith("view_")]
    changed = [p for p in ours if p.codename in {f"change_{name}" for name in (*CORRECTED, *EDITED)}]
    kept = [
        p for p in ours if p.codename in {f"{verb}_{name}" for verb in ("add", "delete") for name in EDITED}
    ]
    evidence = Permission.objects.filter(content_type__app_label="axes", codename__in=EVIDENCE)
    accounts = Permission.objects.filter(content_type__app_label__in=ACCOUNTS).exclude(pk__in=evidence)
    logs = Permission.objects.filter(content_type__app_label="admin", codename="view_logentry")
    for name, permissions in (
        (EDITOR, [*seen, *changed, *kept, *logs]),
        (ADMINISTRATOR, [*ours, *accounts, *logs]),
    ):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions)
        group.permissions.remove(*evidence)
