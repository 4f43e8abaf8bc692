"""Takes in what the Chamber says of parties, people and their seats; what an editor changed stands.

A value follows the Chamber as long as it is the one that the Chamber gave before. Where an editor changed it
and the Chamber says something else since, a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from questions.models import Asker, Inquiry, Member, Membership, Party, RemoteEntity
from questions.vocabulary import lengths
from questions.vocabulary.kinds import Category, ProblemKind
from questions.vocabulary.names import name_key

from ..problems import record_problem
from ..store import rewrite_set
from .directory import Directory, lock_people
from .person_matching import party_key, same_initials

Values = Mapping[str, object]
NEAR = dt.timedelta(days=60)  # between the days of one membership in two accounts


def take_people() -> int:
    """Parties, then people, then seats, as far as they are due and what they refer to is here; then the sets
    of whom that concerns. Returns how many rows were taken in.
    """
    before = set(_due().values_list("pk", flat=True))
    with transaction.atomic():
        lock_people()
        changed: set[int] = set()
        for faction in _due().filter(category=Category.FACTION):
            _take_faction(faction)
        for person in _due().filter(category=Category.PERSON):
            changed |= _take_person(person)
        for holder in _due().filter(category=Category.SEAT_HOLDER):
            changed |= _take_seat(holder)
    _rewrite(changed)
    return len(before - set(_due().values_list("pk", flat=True)))


def _due() -> QuerySet[RemoteEntity]:
    people = (Category.FACTION, Category.PERSON, Category.SEAT_HOLDER)
    return RemoteEntity.objects.filter(category__in=people, is_due=True).order_by("pk")


def _done(entity: RemoteEntity, taken: Values) -> None:
    entity.is_due, entity.taken = False, dict(taken)
    entity.save(update_fields=["is_due", "taken", "member", "party", "membership"])


# --- parties
# ----------------------------------------------------------------------------------------------------


def _take_faction(entity: RemoteEntity) -> None:
    name = str(entity.values.get("afkorting") or entity.values.get("naamNl") or "")[: lengths.MAX_PARTY_CHARS]
    if entity.is_deleted or not name:
        _done(entity, entity.taken or {})
        return
    long_name = str(entity.values.get("naamNl") or "")[:200]
    if entity.party is None and entity.taken is None:
        entity.party = _party_named(name, long_name) or Party.objects.create(name=name, long_name=long_name)
    party = entity.party
    if party and party_key(name) not in {party_key(each) for each in (party.name, *party.aliases)}:
        party.aliases = [*party.aliases, name]
        party.save(update_fields=["aliases"])
    _done(entity, {"name": name, "long_name": long_name})


def _party_named(*names: str) -> Party | None:
    wanted = [party_key(name) for name in names if name]
    by_key = {
        party_key(name): party for party in Party.objects.all() for name in (*party.aliases, party.name)
    }
    return next((by_key[key] for key in wanted if key in by_key), None)


# --- people
# -----------------------------------------------------------------------------------------------------


def _take_person(entity: RemoteEntity) -> set[int]:
    """Only members: another whom the Chamber knows is due again when he gets a seat, or asks."""
    parties = _parties_of(entity.guid)
    is_member = bool(parties) or entity.member_id or _asks(entity.guid)
    if entity.is_deleted or not entity.values.get("achternaam") or not is_member:
        entity.is_due = False
        entity.save(update_fields=["is_due"])
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
    actors = RemoteEntity.objects.filter(category=Category.CASE_ACTOR, links__contains=[person])
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
    of_party = [
        row
        for row in fitting
        if not (own := set(row.memberships.values_list("party_id", flat=True))) or own & parties
    ]
    return of_party[0] if len(of_party) == 1 else None


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


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, dt.date) else value


# --- seats
# ------------------------------------------------------------------------------------------------------


def _take_seat(entity: RemoteEntity) -> set[int]:
    """A seat waits until the person and the party are here; it makes the person a member."""
    person, party = _linked(entity, "persoon", Category.PERSON), _party_of_seat(entity)
    if person and party and person.member is None:
        _take_person(person)
    member = person.member if person else None
    if entity.is_deleted:
        _done(entity, entity.taken or {})
        return {entity.membership.member_id} if entity.membership else set()
    if member is None or party is None:
        return set()
    since, last = _day(entity.values.get("van")), _day(entity.values.get("totEnMet"))
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


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None


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


# --- sets of whom that concerns
# ---------------------------------------------------------------------------------


def _rewrite(members: set[int]) -> None:
    """The sets that these members asked, where the person or the party is another now."""
    if not members:
        return
    directory = Directory()
    ids = _with_another_party(members, directory) | _with_another_person(members, directory)
    for pk in sorted(ids):
        with transaction.atomic():
            rewrite_set(Inquiry.objects.select_for_update().get(pk=pk), directory)


def _with_another_party(members: set[int], directory: Directory) -> set[int]:
    rows = Asker.objects.filter(member__in=members).exclude(inquiry__submitted_on=None)
    asked = rows.values_list("inquiry_id", "member_id", "party_id", "inquiry__submitted_on")
    return {
        inquiry
        for inquiry, member, party, day in asked
        if (sat := directory.party_on(member, day)) is not None and sat != party
    }


def _with_another_person(members: set[int], directory: Directory) -> set[int]:
    """Sets whose case names one of these members, and whose printed name was taken for somebody else."""
    people = RemoteEntity.objects.filter(category=Category.PERSON, member__in=members)
    guids = list(people.values_list("guid", flat=True))
    actors = RemoteEntity.objects.filter(category=Category.CASE_ACTOR, links__overlap=guids, is_deleted=False)
    cases = RemoteEntity.objects.filter(
        category=Category.CASE,
        guid__in={guid for links in actors.values_list("links", flat=True) for guid in links},
    )
    numbers = [case["nummer"] for case in cases.values_list("values", flat=True) if case.get("nummer")]
    sets = Inquiry.objects.filter(case_number__in=numbers).prefetch_related("askers")
    return {row.pk for row in sets if not members & {asker.member_id for asker in row.askers.all()}}
