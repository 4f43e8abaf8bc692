"""Takes in what the Chamber says of parties, people and their seats; what an editor changed stands.

A value follows the Chamber as long as it is the one that the Chamber gave before. Where an editor changed it
and the Chamber says something else since, a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model, Q

from kamerarchief.stopping import Stop
from questions.models import IngestProblem, Member, Membership, Party, RemoteEntity
from questions.parsing.genres.case_record import ASKING
from questions.parsing.wording.dates import iso_date
from questions.vocabulary import lengths
from questions.vocabulary.kinds import Category, ProblemKind, ProblemStatus
from questions.vocabulary.names import name_key

from ..problems import record_problem
from .chamber_sets import rewrite_sets_of
from .directory import lock_people
from .person_matching import party_key, same_initials

Values = Mapping[str, object]
MAX_SAID_CHARS = 500
NEAR = dt.timedelta(days=60)  # between the days of one membership in two accounts


def take_people(stop: Stop, check: Callable[[], None]) -> int:
    """Parties, then people, then seats, as far as they are due and what they refer to is here; then the sets
    of whom that concerns. Returns how many rows were taken in.

    They stay due until those sets were written, so a run that ends anywhere leaves nothing behind.
    """
    done: list[int] = []
    changed: set[int] = set()
    with transaction.atomic():
        lock_people()
        for category, take in TAKERS.items():
            for entity in RemoteEntity.objects.filter(category=category, is_due=True).order_by("pk"):
                taken = _safely(take, entity)
                if taken is not None:
                    done.append(entity.pk)
                    changed |= taken
    rewrite_sets_of(changed, stop, check)
    RemoteEntity.objects.filter(pk__in=done).update(is_due=False)
    return len(done)


def _safely(take: Callable[[RemoteEntity], set[int] | None], entity: RemoteEntity) -> set[int] | None:
    """What cannot be, such as a seat that ends before it begins, costs no other: a person looks at it."""
    try:
        with transaction.atomic():
            return take(entity)
    except (IntegrityError, DataError) as error:
        about = getattr(error.__cause__, "diag", None)
        what = getattr(about, "constraint_name", "") or type(error).__name__
        said = f"{entity} van de Tweede Kamer is niet over te nemen ({what}): {entity.values}"
        cause = f"{entity.category}:{entity.guid}:{what}"
        record_problem(ProblemKind.PERSON_FACT, cause, said[:MAX_SAID_CHARS], None, None)
        return set()


def _done(entity: RemoteEntity, taken: Values) -> None:
    entity.taken = dict(taken)
    entity.save(update_fields=["taken", "member", "party", "membership"])


# --- parties --------------------------------------------------------------------------------------


def _take_faction(entity: RemoteEntity) -> set[int]:
    name = str(entity.values.get("afkorting") or entity.values.get("naamNl") or "")[: lengths.MAX_PARTY_CHARS]
    if entity.is_deleted or not name:
        return set()
    long_name = str(entity.values.get("naamNl") or "")[:200]
    if entity.party is None and entity.taken is None:
        entity.party = _party_named(name, long_name) or Party.objects.create(name=name, long_name=long_name)
    party = entity.party
    if party and _party_named(name) is None:  # a name that another has stays that one's
        party.aliases = [*party.aliases, name]
        party.save(update_fields=["aliases"])
    _done(entity, {"name": name, "long_name": long_name})
    return set()


def _party_named(*names: str) -> Party | None:
    wanted = [party_key(name) for name in names if name]
    by_key = {
        party_key(name): party for party in Party.objects.all() for name in (*party.aliases, party.name)
    }
    return next((by_key[key] for key in wanted if key in by_key), None)


# --- people ---------------------------------------------------------------------------------------


def _take_person(entity: RemoteEntity) -> set[int]:
    """Only members: another whom the Chamber knows is due again when he gets a seat, or asks."""
    parties = _parties_of(entity.guid)
    is_member = bool(parties) or entity.member_id or _asks(entity.guid)
    if entity.is_deleted or not entity.values.get("achternaam") or not is_member:
        return set()
    values = _person_values(entity.values)
    if entity.member is None and entity.taken is None:
        known = _member_like(entity.values, values, parties)
        entity.member = known or Member.objects.create(**values)
        if known:
            _complete(known, values)
    elif entity.member:
        _follow(entity.member, values, entity.taken or {}, entity.member)
    _done(entity, values)
    return {entity.member_id} if entity.member_id else set()


def _person_values(said: Values) -> dict[str, str]:
    """As columns of a member: "van Nispen" is kept as it stands in a publication, "Van Nispen"."""
    surname = " ".join(filter(None, (str(said.get("tussenvoegsel") or ""), str(said["achternaam"]))))
    called = str(said.get("roepnaam") or said.get("voornamen") or said.get("initialen") or "")
    return {
        "name": f"{called} {surname}".strip()[: lengths.MAX_NAME_CHARS],
        "surname": (surname[:1].upper() + surname[1:])[: lengths.MAX_SURNAME_CHARS],
        "initials": str(said.get("initialen") or "")[: lengths.MAX_INITIALS_CHARS],
    }


def _seats_of(person: UUID) -> Iterable[RemoteEntity]:
    return RemoteEntity.objects.filter(
        category=Category.SEAT_HOLDER, links__contains=[person], is_deleted=False
    )


def _parties_of(person: UUID) -> set[int]:
    """The parties for which somebody sat, as far as they are here."""
    return {party.pk for seat in _seats_of(person) if (party := _party_of_seat(seat))}


def _asks(person: UUID) -> bool:
    actors = RemoteEntity.objects.filter(
        category=Category.CASE_ACTOR, links__contains=[person], values__relatie__in=ASKING, is_deleted=False
    )
    cases = RemoteEntity.objects.filter(category=Category.CASE)
    return any(cases.filter(guid__in=actor.links).exists() for actor in actors)


def _member_like(said: Values, values: Mapping[str, str], parties: set[int]) -> Member | None:
    """The one member who is here already and is meant; None in doubt."""
    linked = RemoteEntity.objects.filter(category=Category.PERSON, member__isnull=False).values("member")
    rows = Member.objects.filter(surname_key=name_key(values["surname"])).exclude(pk__in=linked)
    fitting = [row for row in rows if _may_be(row, said)]
    confirmed = [row for row in fitting if row.is_confirmed]
    if confirmed:
        return confirmed[0] if len(confirmed) == 1 else None
    if _has_namesakes(said):
        return None  # a printed surname may mean either
    of_party = [
        row
        for row in fitting
        if not (own := set(row.memberships.values_list("party_id", flat=True))) or own & parties
    ]
    return of_party[0] if len(of_party) == 1 else None


def _has_namesakes(said: Values) -> bool:
    same = RemoteEntity.objects.filter(
        category=Category.PERSON, values__achternaam=said["achternaam"], is_deleted=False
    )
    holders = RemoteEntity.objects.filter(category=Category.SEAT_HOLDER, is_deleted=False)
    return (
        sum(holders.filter(links__contains=[guid]).exists() for guid in same.values_list("guid", flat=True))
        > 1
    )


def _may_be(row: Member, said: Values) -> bool:
    """A first name must be one of the person's, initials must begin as his."""
    first, _, rest = row.name.partition(" ")
    has_first_name = (
        bool(rest) and not first.endswith(".") and not row.surname_key.startswith(name_key(first))
    )
    if has_first_name:
        own = [*str(said.get("voornamen") or "").split(), str(said.get("roepnaam") or "")]
        return name_key(first) in {name_key(name) for name in own if name}
    return same_initials(row.initials, str(said.get("initialen") or ""))


def _complete(member: Member, values: Mapping[str, str]) -> None:
    """Somebody whom loading made of a printed name is known from now on; others keep what they have."""
    names = [name for name in values if not getattr(member, name) or not member.is_confirmed]
    for name in names:
        setattr(member, name, values[name])
    member.is_confirmed = True
    member.save()


def _follow(row: Model, values: Values, taken: Values, member: Member) -> None:
    """Gives a row the new values where it has those of before; says where an editor's differ."""
    changed = False
    for name, value in values.items():
        own, before = _plain(getattr(row, name)), taken.get(name)
        if _plain(value) == own:
            _resolve(row, name)
        if _plain(value) in (own, before):
            continue
        if own == before:
            setattr(row, name, value)
            changed = True
            continue
        title = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        cause = f"{row._meta.model_name}:{row.pk}:{name}:{_plain(value)}"
        said = f"{member.name}, {title}: hier «{own or '–'}», bij de Tweede Kamer «{_plain(value) or '–'}»."
        record_problem(ProblemKind.PERSON_FACT, cause, said, None, None)
    if changed:
        row.save()


def _resolve(row: Model, name: str) -> None:
    """Both say the same by now."""
    asked = IngestProblem.objects.filter(kind=ProblemKind.PERSON_FACT, status=ProblemStatus.OPEN)
    asked.filter(cause__startswith=f"{row._meta.model_name}:{row.pk}:{name}:").update(
        status=ProblemStatus.RESOLVED
    )


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, dt.date) else value


# --- seats ----------------------------------------------------------------------------------------


def _take_seat(entity: RemoteEntity) -> set[int] | None:
    """A seat waits (None) until the person and the party are here; it makes the person a member."""
    person, party = _linked(entity, "persoon", Category.PERSON), _party_of_seat(entity)
    if person and party and person.member is None:
        _take_person(person)
    member = person.member if person else None
    if entity.is_deleted:
        return {entity.membership.member_id} if entity.membership else set()
    if member is None or party is None:
        return None
    since, last = iso_date(entity.values.get("van")), iso_date(entity.values.get("totEnMet"))
    until = last + dt.timedelta(days=1) if last else None
    values = {"member": member, "party": party, "since": since, "until": until}
    if entity.membership is None and entity.taken is None:
        known = _membership_like(member, party, since, until)
        entity.membership = known or Membership.objects.create(**values)
    elif entity.membership:
        _follow(entity.membership, values, entity.taken or {}, member)
    _done(entity, {name: _plain(value) for name, value in values.items()})
    return {member.pk}


def _party_of_seat(entity: RemoteEntity) -> Party | None:
    seat = _linked(entity, "fractieZetel", Category.SEAT)
    faction = _linked(seat, "fractie", Category.FACTION) if seat else None
    return faction.party if faction else None


def _linked(entity: RemoteEntity, name: str, category: Category) -> RemoteEntity | None:
    guids = entity.values.get(name) or []
    return RemoteEntity.objects.filter(category=category, guid__in=guids).first() if guids else None


def _membership_like(
    member: Member, party: Party, since: dt.date | None, until: dt.date | None
) -> Membership | None:
    """The same membership by another account: it gets the days of the Chamber, unless an editor has been
    there.
    """
    own = Membership.objects.filter(member=member, party=party)
    same = own.filter(since=since).first()
    if same and RemoteEntity.objects.filter(membership=same).exists():
        return same
    near = Q(since__isnull=True) | (
        Q(since__gte=since - NEAR, since__lte=since + NEAR) if since else Q(pk=None)
    )
    found = same or own.filter(near, chamber_entities__isnull=True).order_by("since").first()
    if found and not _is_edited(found):
        found.since, found.until = since, until
        found.save()
    return found


def _is_edited(membership: Membership) -> bool:
    """Whether an editor has changed it, or the member on whose page it stands."""
    return any(
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
        ).exists()
        for row in (membership, membership.member)
    )


TAKERS: dict[Category, Callable[[RemoteEntity], set[int] | None]] = {
    Category.FACTION: _take_faction,
    Category.PERSON: _take_person,
    Category.SEAT_HOLDER: _take_seat,
}
