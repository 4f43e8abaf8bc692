"""Up to which day the archive can know of answers."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils import timezone

from .documents import Document
from .inquiries import Inquiry


def complete_until() -> dt.date | None:
    """The newest day on which a document here was received; without any, the newest day of submission.

    What was answered later cannot be here. None for an archive without days.
    """
    received: dt.date | None = Document.objects.aggregate(day=Max("received_on"))["day"]
    if received:
        return received
    submitted: dt.date | None = Inquiry.objects.aggregate(day=Max("submitted_on"))["day"]
    return submitted


def archive_day() -> dt.date:
    """The day by which it is judged whether an answer is late: today, or the last day that is here."""
    return judged_on(complete_until())


def judged_on(until: dt.date | None) -> dt.date:
    """The same, where it is known how far the archive goes."""
    today = timezone.localdate()
    return min(today, until or today)
