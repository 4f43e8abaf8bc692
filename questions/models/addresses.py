"""Addresses of people and bodies: made of a name, and leading on for ever once they were given."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any, TypeVar

from django.db import models
from django.utils.text import slugify

from questions.vocabulary.names import folded

from .search import NO_SET, SearchChange

S = TypeVar("S", bound="Slugged")
MAX_CHAIN_LENGTH = 10  # of former addresses that lead to each other


def slug_of(text: str) -> str:
    return slugify(folded(text))[:80] or "onbekend"


def free_slug(model: type[models.Model], text: str, own_id: int | None = None) -> str:
    """A slug for `text` that no other row of the model has or had."""
    base = slug_of(text)
    taken = set(
        model._default_manager.filter(slug__startswith=base).exclude(pk=own_id).values_list("slug", flat=True)
    )
    taken |= set(
        FormerSlug.objects.filter(kind=model._meta.model_name, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    return first_free(base, taken)


def first_free(base: str, taken: Container[str]) -> str:
    """The slug itself, or with the lowest number that makes it one of its own."""
    slug, count = base, 2
    while slug in taken:
        slug, count = f"{base}-{count}", count + 1
    return slug


class Slugged(models.Model):
    """A row with a name and an address of its own; an address that it once had leads to it for ever."""

    name: models.CharField[str, str]
    slug = models.SlugField(
        "adres", max_length=100, unique=True, blank=True, help_text="Leeg laten: wordt uit de naam gemaakt."
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = free_slug(type(self), str(self), self.pk)
        former = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if former and former.slug != self.slug:
            FormerSlug.objects.update_or_create(
                kind=self._meta.model_name, slug=former.slug, defaults={"target": self.slug}
            )
        if former and (former.slug, str(former)) != (self.slug, str(self)):
            SearchChange.objects.create(inquiry_id=NO_SET)
        super().save(*args, **kwargs)


class FormerSlug(models.Model):
    """An address that was renamed or merged away, and where it leads now."""

    kind = models.CharField("soort", max_length=30)
    slug = models.CharField("vroeger adres", max_length=100)
    target = models.CharField("adres nu", max_length=100)

    class Meta:
        verbose_name = "vroeger adres"
        verbose_name_plural = "vroegere adressen"
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="former_slug_unique")]

    def __str__(self) -> str:
        return f"{self.slug} → {self.target}"


def row_at(model: type[S], slug: str) -> S | None:
    """The row with this address, or with the one that took its place."""
    rows = model._default_manager
    targets = FormerSlug.objects.filter(kind=model._meta.model_name).values_list("target", flat=True)
    return led_to(
        slug, lambda slug: rows.filter(slug=slug).first(), lambda slug: targets.filter(slug=slug).first()
    )


def led_to(slug: str, row_of: Callable[[str], S | None], target_of: Callable[[str], str | None]) -> S | None:
    """The row to which an address leads; `target_of` gives the one that took the place of another."""
    for _ in range(MAX_CHAIN_LENGTH):
        found = row_of(slug)
        if found is not None:
            return found
        target = target_of(slug)
        if target is None:
            return None
        slug = target
    return None
