import datetime as dt

import pytest

from questions.loading.people.directory import Directory
from questions.models import Member, Membership, Minister, Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory() -> Directory:
    return Directory()


def name_of(minister_id: int) -> str:
    return Minister.objects.get(pk=minister_id).name


def test_two_people_of_one_surname(directory: Directory) -> None:
    """Bruno Bruins (Medische Zorg, 2017-2020) and Eppo Bruins (OCW, 2024-2025) sign "Minister Bruins"."""
    assert (
        name_of(directory.minister("Bruins", "minister", "Medische Zorg", dt.date(2018, 5, 1)))
        == "Bruno Bruins"
    )
    assert (
        name_of(
            directory.minister("Bruins", "minister", "Onderwijs, Cultuur en Wetenschap", dt.date(2025, 2, 21))
        )
        == "Eppo Bruins"
    )
    assert (
        name_of(
            directory.minister("Bruins", "minister", "Volksgezondheid, Welzijn en Sport", dt.date(2019, 5, 1))
        )
        == "Bruno Bruins"
    )


@pytest.mark.parametrize(
    "spelling",
    [
        "Faber – van de Klashorst",
        "Faber-Van de Klashorst",
        "Faber – Van de Klashorst",
        "Faber-van de Klashorst",
        "M.H.M. Faber-van de Klashorst",
    ],
)
def test_spellings_of_one_name(directory: Directory, spelling: str) -> None:
    assert (
        name_of(directory.minister(spelling, "minister", "Asiel en Migratie", dt.date(2024, 11, 14)))
        == "Marjolein Faber-van de Klashorst"
    )


def test_the_portfolio_may_be_printed_by_another_name(directory: Directory) -> None:
    on = dt.date(2024, 4, 24)
    assert (
        name_of(directory.minister("Helder", "minister", "Volksgezondheid, Welzijn en Sport", on))
        == "Conny Helder"
    )
    assert (
        name_of(directory.minister("Dekker", "minister", "Justitie en Veiligheid", dt.date(2019, 1, 1)))
        == "Sander Dekker"
    )


def test_initials_tell_people_apart(directory: Directory) -> None:
    known = directory.minister("Bruins", "minister", "Medische Zorg", dt.date(2018, 5, 1))
    other = directory.minister("X.Y. Bruins", "minister", "Medische Zorg", dt.date(2018, 5, 1))
    assert other != known
    assert not Minister.objects.get(pk=other).is_confirmed


def test_an_unknown_name_becomes_one_new_person_and_one_problem(directory: Directory) -> None:
    first = directory.minister("Zwartenberg-Ooms", "minister", "Defensie", dt.date(2031, 5, 1))
    again = Directory().minister("Zwartenberg – Ooms", "minister", "Defensie", dt.date(2031, 6, 1))
    assert first == again
    assert not Minister.objects.get(pk=first).is_confirmed
    (report,) = directory.take_reports()
    assert report.kind == "unknown_minister"
    assert report.cause.startswith("zwartenbergooms")
    assert directory.take_reports() == []


def test_a_known_name_at_an_impossible_time_is_not_guessed(directory: Directory) -> None:
    found = directory.minister("Bruins", "minister", "Defensie", dt.date(2040, 5, 1))
    assert not Minister.objects.get(pk=found).is_confirmed


def test_an_endless_name_is_one_person(directory: Directory) -> None:
    """Only so much of it is kept, and by that it is found again, in this process and in the next."""
    name = "Van " + "Oneindig" * 40
    on = dt.date(2024, 1, 1)
    for people, found in (
        (Member, lambda d: d.member(name, "XYZ")),
        (Minister, lambda d: d.minister(name, "minister", "Iets", on)),
    ):
        before = people.objects.count()
        assert found(directory) == found(directory) == found(Directory())
        assert people.objects.count() == before + 1


def test_who_held_an_office(directory: Directory) -> None:
    assert (
        name_of(directory.office_holder("minister", "Rechtsbescherming", dt.date(2019, 1, 1)) or 0)
        == "Sander Dekker"
    )
    assert directory.office_holder("minister", "Rechtsbescherming", dt.date(1950, 1, 1)) is None
    # there were two
    assert directory.office_holder("staatssecretaris", "Financiën", dt.date(2023, 1, 1)) is None
    assert directory.office_holder("minister", None, dt.date(2023, 1, 1)) is None


def test_a_portfolio_changes_ministry(directory: Directory) -> None:
    from questions.models import Ministry

    def ministry(on: dt.date) -> str:
        return Ministry.objects.get(
            pk=directory.ministry("Volkshuisvesting en Ruimtelijke Ordening", on)
        ).abbreviation

    assert (ministry(dt.date(2023, 1, 1)), ministry(dt.date(2024, 12, 1))) == ("BZK", "VRO")
    assert directory.ministry("Ruimtevaart", None) is None
    assert directory.ministry("Ruimtevaart", None) is None
    assert [report.kind for report in directory.take_reports()] == ["unknown_ministry"]


def test_members_by_name_and_party(directory: Directory) -> None:
    party = Party.objects.get(name="SP")
    jan = Member.objects.create(name="Jan Dubbelman", surname="Dubbelman", initials="J.")
    piet = Member.objects.create(name="Piet Dubbelman", surname="Dubbelman", initials="P.")
    Membership.objects.create(member=jan, party=party)
    Membership.objects.create(member=piet, party=Party.objects.get(name="CDA"))
    assert directory.member("Dubbelman", "SP") == jan.pk
    assert directory.member("Dubbelman", "CDA") == piet.pk
    unknown = directory.member("Dubbelman", "VVD")
    assert unknown not in (jan.pk, piet.pk)
    assert not Member.objects.get(pk=unknown).is_confirmed
    assert directory.member("Dubbelman", "VVD") == unknown


def test_a_first_name_tells_members_apart(directory: Directory) -> None:
    party = Party.objects.get(name="CDA")
    for name, initials in (("Inge van Dijksma", "I."), ("Olger van Dijksma", "O.")):
        Membership.objects.create(
            member=Member.objects.create(name=name, surname="Van Dijksma", initials=initials), party=party
        )
    assert Member.objects.get(pk=directory.member("Inge van Dijksma", "CDA")).initials == "I."
    assert Member.objects.get(pk=directory.member("Olger van Dijksma", "CDA")).initials == "O."


def test_a_party_by_its_full_name(directory: Directory) -> None:
    assert directory.party("Nieuw Sociaal Contract") == Party.objects.get(name="NSC").pk
    assert directory.party("GroenLinks-PvdA") == Party.objects.get(name="GroenLinks-PvdA").pk
    assert directory.party(None) is None
    assert directory.party("Partij voor de Proef") == directory.party("Partij voor de Proef")


def test_after_a_rollback_the_directory_forgets(directory: Directory) -> None:
    made = directory.minister("Weggegaan", "minister", "Defensie", dt.date(2031, 5, 1))
    Minister.objects.filter(pk=made).delete()
    directory.forget()
    assert directory.minister("Weggegaan", "minister", "Defensie", dt.date(2031, 5, 1)) != made


BURGEMAN = ("Brechtje van Burgeman", "Egbert van Burgeman")


def test_a_namesake_of_no_known_party_is_a_doubt(directory: Directory) -> None:
    """Who sat for the VVD at some time, and who came later and of whom no party is known: neither is
    linked.
    """
    party = Party.objects.get(name="VVD")
    first, second = (
        Member.objects.create(name=name, surname="Van Burgeman", initials=f"{name[0]}.") for name in BURGEMAN
    )
    membership = Membership.objects.create(member=first, party=party)
    on = dt.date(2024, 11, 19)
    unknown = directory.member("Van Burgeman", "VVD", on)
    assert unknown not in (first.pk, second.pk)
    assert not Member.objects.get(pk=unknown).is_confirmed
    assert (
        directory.member("Van Burgeman", "VVD", on)
        == unknown
        == Directory().member("Van Burgeman", "VVD", on)
    )
    assert directory.member("Brechtje van Burgeman", "VVD", on) == first.pk
    membership.since = dt.date(2023, 12, 6)
    membership.save()
    # now it is known that she sat there that day
    assert Directory().member("Van Burgeman", "VVD", on) == first.pk


def test_a_party_of_long_ago_is_none(directory: Directory) -> None:
    old = Member.objects.create(name="Machiel Patijnen", surname="Patijnen", initials="M.")
    Membership.objects.create(
        member=old, party=Party.objects.get(name="PvdA"), since=dt.date(1963, 1, 1), until=dt.date(1978, 1, 1)
    )
    assert directory.member("Patijnen", "PvdA", dt.date(1970, 1, 1)) == old.pk
    assert directory.member("Patijnen", "GroenLinks-PvdA", dt.date(2024, 11, 20)) != old.pk


def test_a_first_name_before_the_surname(directory: Directory) -> None:
    """ "Daniëlle Jansen (NSC)" is printed so because there are more of that name."""
    member = Member.objects.create(name="Daniëlle Jansema", surname="Jansema", initials="D.")
    Member.objects.create(name="Paulus Jansema", surname="Jansema", initials="P.")
    assert directory.member("Daniëlle Jansema", "NSC") == member.pk
    assert Member.objects.get(pk=directory.member("Bruins Slotema", "CDA")).surname == "Bruins Slotema"


def test_a_party_without_letters(directory: Directory) -> None:
    found = directory.member("Zandstraat", "50+")
    assert directory.member("Zandstraat", "50+") == found == Directory().member("Zandstraat", "50+")
    assert Party.objects.filter(name="50+").count() == 1
