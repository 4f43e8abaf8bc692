"""Who is who by the Chamber's own ids, and who sat for which party when, by its word."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from questions.models import Membership, RemoteEntity
from questions.vocabulary.kinds import Category
from questions.vocabulary.periods import covers, is_near

from .person_matching import OFFICE_TOLERANCE


@dataclass(frozen=True, slots=True)
class Seat:
    """For which party somebody sat, and when."""

    party_id: int
    since: dt.date | None
    until: dt.date | None


class ChamberSeats:
    """All of them in memory; `members` has the member of each person, by the Chamber's id."""

    def __init__(self) -> None:
        people = RemoteEntity.objects.filter(category=Category.PERSON, member__isnull=False)
        self.members = {str(guid): member for guid, member in people.values_list("guid", "member_id")}
        self._seats: dict[int, list[Seat]] = defaultdict(list)
        for seat in Membership.objects.filter(chamber_entities__is_deleted=False).distinct():
            self._seats[seat.member_id].append(Seat(seat.party_id, seat.since, seat.until))

    def __bool__(self) -> bool:
        return bool(self.members or self._seats)

    def party_on(self, member_id: int | None, on: dt.date | None) -> int | None:
        """The one party of a member on a day; None when there was none, or more than one."""
        if member_id is None or on is None:
            return None
        seats = self._seats.get(member_id, ())
        parties = {seat.party_id for seat in seats if covers(on, seat.since, seat.until)}
        return parties.pop() if len(parties) == 1 else None

    def near(self, member_id: int, on: dt.date) -> set[int]:
        """The parties of a member on a day, or some weeks before or after it."""
        seats = self._seats.get(member_id, ())
        return {seat.party_id for seat in seats if is_near(on, seat.since, seat.until, OFFICE_TOLERANCE)}
