"""Ministers, ministries, members and parties in the admin."""

from __future__ import annotations

from django.contrib import admin

from questions.models import (
    Cabinet,
    FormerSlug,
    Member,
    Membership,
    Minister,
    Ministry,
    MinistrySuccession,
    Office,
    Party,
    Portfolio,
    ReplyTerm,
)

from .base import PER_PAGE, DerivedAdmin


class OfficeInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Office
    extra = 0
    autocomplete_fields = ("ministry", "cabinet")


class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "surname", "initials", "is_confirmed")
    list_filter = ("is_confirmed",)
    list_per_page = PER_PAGE
    search_fields = ("name", "surname", "initials")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Minister)
class MinisterAdmin(PersonAdmin):
    inlines = (OfficeInline,)


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("minister", "role", "portfolio", "ministry", "cabinet", "since", "until")
    list_filter = ("role", "cabinet")
    list_select_related = ("minister", "ministry", "cabinet")
    search_fields = ("minister__name", "portfolio")
    autocomplete_fields = ("minister", "ministry", "cabinet")


class SuccessorInline(admin.TabularInline):  # type: ignore[type-arg]
    model = MinistrySuccession
    fk_name = "predecessor"
    extra = 0
    autocomplete_fields = ("successor",)


class PortfolioInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Portfolio
    extra = 0


@admin.register(Ministry)
class MinistryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "abbreviation")
    search_fields = ("name", "abbreviation")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (PortfolioInline, SuccessorInline)


@admin.register(MinistrySuccession)
class MinistrySuccessionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("predecessor", "successor", "on")
    list_select_related = ("predecessor", "successor")
    autocomplete_fields = ("predecessor", "successor")


@admin.register(Portfolio)
class PortfolioAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "ministry", "since", "until")
    list_select_related = ("ministry",)
    search_fields = ("name",)
    autocomplete_fields = ("ministry",)


@admin.register(Cabinet)
class CabinetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "since", "until")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields = ("party",)


@admin.register(Member)
class MemberAdmin(PersonAdmin):
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("member", "party", "since", "until")
    list_select_related = ("member", "party")
    search_fields = ("member__name", "party__name")
    autocomplete_fields = ("member", "party")


@admin.register(Party)
class PartyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "long_name")
    search_fields = ("name", "long_name")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(FormerSlug)
class FormerSlugAdmin(DerivedAdmin):
    list_display = ("kind", "slug", "target")
    search_fields = ("slug", "target")
    readonly_fields = ("kind", "slug", "target")


@admin.register(ReplyTerm)
class ReplyTermAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("chamber", "since", "days", "postponed_days")
