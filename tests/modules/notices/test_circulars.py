"""A circular goes once to a frozen list; who has read and signed it is a share of who could."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.circulars import circular, circulars, open_ones, reached, received
from anhuan.notices.models import Addressee, Circular, Notice
from anhuan.notices.services.circulars import (
    hand_over_circular,
    list_unread,
    read_circular,
    send_circular,
    sign_circular,
)
from anhuan.people.models import Account, Disclosure
from anhuan.sites.models import Site
from anhuan.sites.types import Operation
from anhuan.territory.types import Level, UnitKind
from tests import factories as make

LETTER = {"title": "致全区危化企业的一封信", "body": "各企业：节前请自查一次。"}


class District:
    """A county with two streets: two chemical firms that can sign in, one that cannot, a mill."""

    def __init__(self) -> None:
        self.county = make.area("云溪区", level=Level.COUNTY, parent=make.area())
        self.east = make.area("东街道", level=Level.STREET, parent=self.county)
        self.west = make.area("西街道", level=Level.STREET, parent=self.county)
        self.office = make.unit("云溪区安委办", area=self.county, kind=UnitKind.COMMITTEE_OFFICE)
        self.clerk = make.viewer_in(Role.OFFICE, unit=self.office)
        self.one, self.boss = self.firm("甲化工", self.east, "2614")
        self.two, self.other = self.firm("乙化工", self.west, "2614")
        self.mill, _ = self.firm("丙面粉", self.east, "1310")
        self.silent = make.site("=丁化工", area=self.west, industry="2614", address="无人路 1 号")

    def firm(self, name: str, area: Any, industry: str) -> tuple[Site, Viewer]:
        site = make.site(name, area=area, industry=industry, address=f"{name}路 1 号")
        boss = make.viewer_in(Role.FIRM_HEAD, site=site.id)
        Account.objects.create(person_id=boss.person, username=f"u{boss.person.hex[-12:]}")
        return site, boss

    def send(self, **more: Any) -> UUID:
        given: dict[str, Any] = {
            "given": LETTER,
            "area": self.county.id,
            "industries": ["26"],
            "to_sign": True,
            "unit": self.office.pk,
            "by": self.clerk,
            "at": make.AT,
        }
        return send_circular(**given | more)


@pytest.fixture
def district(rules: int) -> District:
    return District()


def counts(one: Any) -> tuple[int, int, int, int, int]:
    return one.sent, one.reachable, one.read, one.signed, one.handed


def test_list_is_frozen_when_it_is_sent(district: District) -> None:
    sent = district.send()
    district.firm("戊化工", district.east, "2614")
    Site.objects.filter(pk=district.one.pk).update(operation=Operation.CLOSED)

    names = Addressee.objects.filter(circular=sent).order_by("name").values_list("name", flat=True)

    assert sorted(names) == sorted(["=丁化工", "甲化工", "乙化工"])


def test_each_firm_is_told_once_and_not_urgently(district: District) -> None:
    district.send()

    told = Notice.objects.filter(topic="circular.sent").values_list("recipient", "urgent")
    assert set(told) == {(district.boss.person, False), (district.other.person, False)}


def test_shares_count_only_who_could(district: District) -> None:
    sent = district.send()
    read_circular(
        circular_id=sent, site=district.one.pk, by=district.boss, at=make.AT + timedelta(hours=1)
    )
    sign_circular(
        circular_id=sent, site=district.two.pk, by=district.other, at=make.AT + timedelta(hours=2)
    )

    total, streets, industries = reached(district.clerk, sent)

    assert counts(total) == (3, 2, 2, 1, 0)
    assert [(one.key, *counts(one)) for one in streets] == [
        ("东街道", 1, 1, 1, 0, 0),
        ("西街道", 2, 1, 1, 1, 0),
    ]
    assert [(one.key, *counts(one)) for one in industries] == [("C", 3, 2, 2, 1, 0)]


def test_first_reading_counts(district: District) -> None:
    sent = district.send()
    for hour in (1, 2):
        at = make.AT + timedelta(hours=hour)
        read_circular(circular_id=sent, site=district.one.pk, by=district.boss, at=at)

    assert received(district.boss, district.one.pk)[0].read_at == make.AT + timedelta(hours=1)


def test_worker_reads_and_does_not_sign(district: District) -> None:
    sent = district.send()
    worker = make.viewer_in(Role.FIRM_WORKER, site=district.one.pk)

    with pytest.raises(Refusal) as refused:
        sign_circular(circular_id=sent, site=district.one.pk, by=worker, at=make.AT)

    assert refused.value.why is Why.WRONG_ROLE


def test_firm_it_did_not_go_to_finds_nothing(district: District) -> None:
    sent = district.send()
    baker = make.viewer_in(Role.FIRM_HEAD, site=district.mill.pk)

    for site in (district.mill.pk, district.one.pk):
        with pytest.raises(Refusal) as refused:
            read_circular(circular_id=sent, site=site, by=baker, at=make.AT)
        assert refused.value.why is Why.NOT_VISIBLE
    assert received(baker, district.mill.pk) == []


def silent(sent: UUID) -> UUID:
    return Addressee.objects.get(circular=sent, reachable=False).pk


def hand(district: District, sent: UUID, **more: Any) -> UUID:
    by = make.viewer_in(Role.OFFICER, area=district.west)
    given: dict[str, Any] = {"addressee": silent(sent), "on": make.TODAY, "to": "丁老板"}
    return hand_over_circular(**given | {"by": by, "at": make.AT} | more)


def test_firm_without_account_gets_it_by_hand(district: District) -> None:
    sent = district.send()

    assert hand(district, sent) == sent
    assert counts(reached(district.clerk, sent)[0]) == (3, 2, 0, 0, 1)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"to": " "}, Why.MISSING),
        ({"on": make.TODAY + timedelta(days=1)}, Why.MALFORMED),
        ({"on": make.TODAY - timedelta(days=1)}, Why.MALFORMED),
        ({"addressee": uuid4()}, Why.NOT_VISIBLE),
    ],
)
def test_handing_over_needs_day_and_name(
    more: dict[str, Any], why: Why, district: District
) -> None:
    sent = district.send()

    with pytest.raises(Refusal) as refused:
        hand(district, sent, **more)

    assert refused.value.why is why


def test_handing_over_is_for_firms_without_account_and_once(district: District) -> None:
    sent = district.send()
    own = Addressee.objects.get(circular=sent, site=district.two).pk
    hand(district, sent)

    for addressee, why in ((own, Why.FIRM_HAS_ACCOUNT), (silent(sent), Why.REPEATED)):
        with pytest.raises(Refusal) as refused:
            hand(district, sent, addressee=addressee)
        assert refused.value.why is why


def test_officer_of_another_street_hands_over_nothing(district: District) -> None:
    sent = district.send()

    with pytest.raises(Refusal) as refused:
        hand(district, sent, by=make.viewer_in(Role.OFFICER, area=district.east))

    assert refused.value.why is Why.NOT_VISIBLE


def test_street_counts_its_own_firms(district: District) -> None:
    sent = district.send()
    officer = make.viewer_in(Role.OFFICER, area=district.east)

    assert counts(reached(officer, sent)[0]) == (1, 1, 0, 0, 0)
    assert [one.name for one in open_ones(officer, sent)] == ["甲化工"]
    assert [one.sent for _, one in circulars(officer)] == [1]


def test_other_county_finds_nothing(district: District) -> None:
    sent = district.send()
    other = make.viewer_in(
        Role.OFFICE, area=make.area("别区", level=Level.COUNTY, parent=district.county.parent)
    )

    with pytest.raises(Refusal) as refused:
        circular(other, sent)

    assert (refused.value.why, circulars(other)) == (Why.NOT_VISIBLE, [])


def test_street_circular_is_not_seen_next_door(district: District) -> None:
    sent = district.send(area=district.east.id)
    neighbour = make.viewer_in(Role.OFFICER, area=district.west)

    with pytest.raises(Refusal):
        circular(neighbour, sent)


def strings(book: bytes) -> str:
    with ZipFile(BytesIO(book)) as parts:
        return (
            parts.read("xl/sharedStrings.xml").decode()
            + parts.read("xl/worksheets/sheet1.xml").decode()
        )


def test_unread_list_is_taken_once(district: District) -> None:
    sent = district.send()
    first = list_unread(circular_id=sent, by=district.clerk, at=make.AT + timedelta(hours=1))
    read_circular(
        circular_id=sent, site=district.one.pk, by=district.boss, at=make.AT + timedelta(hours=2)
    )
    hand(district, sent, at=make.AT + timedelta(hours=2))

    again = list_unread(circular_id=sent, by=district.clerk, at=make.AT + timedelta(hours=3))

    assert "甲化工" in strings(first)
    assert strings(again) == strings(first)
    assert Circular.objects.get().listed_at == make.AT + timedelta(hours=1)
    assert Disclosure.objects.filter(what="circular.unread").count() == 2


def test_name_that_looks_like_a_formula_stays_text(district: District) -> None:
    book = strings(list_unread(circular_id=district.send(), by=district.clerk, at=make.AT))

    assert "=丁化工" in book
    assert "<f>" not in book


def test_only_the_sender_takes_the_list(district: District) -> None:
    sent = district.send()
    officer = make.viewer_in(Role.OFFICER, area=district.county)

    with pytest.raises(Refusal) as refused:
        list_unread(circular_id=sent, by=officer, at=make.AT)

    assert refused.value.why is Why.NOT_VISIBLE


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"given": {"title": "x", "body": " "}}, Why.MISSING),
        ({"given": {"title": "x" * 101, "body": "y"}}, Why.MALFORMED),
        ({"given": {"title": "x", "body": "y" * 4001}}, Why.MALFORMED),
        ({"industries": ["B"]}, Why.NO_SUCH_TARGET),
        ({"unit": uuid4()}, Why.NOT_VISIBLE),
        ({"area": uuid4()}, Why.NOT_VISIBLE),
    ],
)
def test_letter_to_nobody_or_of_nothing_is_refused(
    more: dict[str, Any], why: Why, district: District
) -> None:
    with pytest.raises(Refusal) as refused:
        district.send(**more)

    assert (refused.value.why, Circular.objects.count()) == (why, 0)


def test_officer_sends_none(district: District) -> None:
    officer = make.viewer_in(Role.OFFICER, unit=district.office)

    with pytest.raises(Refusal) as refused:
        district.send(by=officer)

    assert refused.value.why is Why.WRONG_ROLE


@pytest.mark.parametrize(
    "changes",
    [{"signed_at": make.AT}, {"handed_on": date(2026, 5, 11)}, {"handed_at": make.AT}],
)
def test_database_refuses_half_a_receipt(changes: dict[str, Any], district: District) -> None:
    sent = district.send()

    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.filter(circular=sent).update(**changes)
