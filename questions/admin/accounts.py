"""Accounts, and what was done with them: nobody's history goes with an account, and nobody gives rights that
are not their own.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from .base import LargeTableAdmin, SeenAdmin

admin.site.unregister(User)
admin.site.unregister(Group)
SUPERUSERS_FIELDS = ("is_superuser", "user_permissions")
OWN_RIGHTS_FIELDS = ("is_active", "is_staff", "groups")


def rights_of(account: User) -> QuerySet[Permission]:
    """All that an account was given, by its groups too; also of one that is inactive."""
    return Permission.objects.filter(Q(user=account) | Q(group__user=account))


def may_change(editor: Any, account: User) -> bool:
    """Whether an editor has every right that the account has: else a new password would be a way to them."""
    if editor.is_superuser:
        return True
    return not account.is_superuser and not rights_of(account).exclude(pk__in=rights_of(editor)).exists()


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """An account that is not used any more is made inactive: what its owner did keeps a name."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_change(request.user, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = tuple(super().get_readonly_fields(request, obj))
        if request.user.is_superuser:
            return fields
        own = OWN_RIGHTS_FIELDS if obj is not None and obj.pk == request.user.pk else ()
        return (*fields, *SUPERUSERS_FIELDS, *own)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only groups that give nothing which who chooses has not."""
        if db_field.name == "groups" and not request.user.is_superuser:
            assert isinstance(request.user, User)
            others = Permission.objects.exclude(pk__in=rights_of(request.user))
            kwargs["queryset"] = Group.objects.exclude(permissions__in=others)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """What a group may do is for superusers: everybody in it gets it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(LogEntry)
class LogEntryAdmin(SeenAdmin, LargeTableAdmin):
    """Who did what and when, in every table; also of rows that are gone."""

    list_display = ("action_time", "user", "content_type", "object_repr", "said")
    list_filter = ("action_flag",)
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "user__username")

    @admin.display(description="wat")
    def said(self, entry: LogEntry) -> str:
        return entry.get_change_message()
