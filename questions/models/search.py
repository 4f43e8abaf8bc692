"""What follows the sets has to take in: one row for each change of a set, written in the same transaction.

The search index follows, and so does the review that fills the queue. Each remembers a position: the number
of a transaction before which it has seen all changes.
"""

from __future__ import annotations

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

NO_SET = 0  # the `inquiry_id` of a change that is in no set: of the name by which a person or body is listed


def oldest_running() -> int:
    """All transactions before this one are over: what they changed is to be seen."""
    with transaction.atomic():
        return _number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def next_transaction() -> int:
    """A number that no transaction of this cluster has had yet.

    Numbers begin anew in a new cluster, into which a backup was put back: a position may lie ahead of it.
    """
    return _number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")


def can_write() -> bool:
    """False on a database that follows another, and where the account may only read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('transaction_read_only') = 'off' "
            "AND has_table_privilege('questions_searchchange', 'DELETE')"
        )
        return bool(cursor.fetchone()[0])


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


class SearchChangeQuerySet(models.QuerySet["SearchChange"]):
    """Rows by their position."""

    def since(self, position: int) -> SearchChangeQuerySet:
        """What was changed by transactions that were not over at that position."""
        return self.filter(transaction__gte=position)

    def sets(self) -> list[int]:
        """The ids of the sets that changed, each once."""
        rows = self.exclude(inquiry_id=NO_SET).order_by("inquiry_id")
        return list(rows.values_list("inquiry_id", flat=True).distinct())

    def newest_before(self, position: int) -> tuple[int, int] | None:
        """Id and transaction of the newest change of a transaction that was over at that position."""
        rows = self.filter(transaction__lt=position).order_by("-id").values_list("id", "transaction")
        return rows.first()

    def are_lost(self, position: int) -> bool:
        """Whether changes since that position may have been pruned."""
        kept = self.aggregate(first=models.Min("id"), oldest=models.Min("transaction"))
        return bool(kept["first"]) and kept["first"] > 1 and position < kept["oldest"]


class SearchChange(models.Model):
    """A set that was made, changed or taken away.

    The number of its transaction says what an index has not seen yet.
    """

    inquiry_id = models.BigIntegerField("vragenset")
    transaction = models.BigIntegerField(
        "transactie", db_default=RawSQL("(pg_current_xact_id()::text::bigint)", []), db_index=True
    )

    objects = SearchChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "wijziging voor het zoeken"
        verbose_name_plural = "wijzigingen voor het zoeken"

    def __str__(self) -> str:
        return f"vragenset {self.inquiry_id}"
