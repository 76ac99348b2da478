"""Permits that run out are owed by the unit that issued them, and climb by the same clock."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from anhuan.duty.certificate import Change, certificate, rechecked
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.chain import Break
from anhuan.kernel.permit import Ending
from anhuan.notices.models import Notice
from anhuan.obligations.jobs import due, run
from anhuan.obligations.models import Escalation, Obligation
from anhuan.sites.models import Permit
from anhuan.sites.services import add_permit, end_permit, renew_permit
from anhuan.territory.models import Appointment, Unit
from anhuan.territory.types import Level, UnitKind
from tests import factories as make

LAST = make.TODAY + timedelta(days=10)


class Licensing:
    """A county with its bureau: a mayor, a head of the bureau, a clerk; one site, one permit."""

    def __init__(self, **more: Any) -> None:
        self.city = make.area()
        self.county = make.area("云溪区", level=Level.COUNTY, parent=self.city)
        self.site = make.site(area=self.county)
        town = make.unit("云溪区政府", area=self.county, kind=UnitKind.GOVERNMENT)
        office = UnitKind.COMMITTEE_OFFICE
        self.office = make.unit("云溪区安委办", area=self.county, kind=office)
        self.bureau = make.unit("云溪区应急管理局", area=self.county)
        Unit.objects.filter(pk=self.bureau.pk).update(fields=["emergency"])
        self.mayor, self.head = make.person("罗秀英"), make.person("沈国梁")
        top = make.post("区长", role=Role.LEADER, unit=town)
        self.chief = make.post("局长", role=Role.LEADER, unit=self.bureau, superior=top, rank=1)
        desk = make.post("许可科", unit=self.bureau, superior=self.chief)
        clerk = make.person("郑明")
        make.appointed(self.mayor, top)
        make.appointed(self.head, self.chief)
        make.appointed(clerk, desk)
        self.clerk: Viewer = make.viewer_for(clerk)
        given = {"kind": "fireworks-retail", "number": "1", "issued_on": date(2024, 1, 1)}
        given = given | {"valid_to": LAST} | more
        self.permit = add_permit(site_id=self.site.id, given=given, by=self.clerk, at=make.AT)

    def renew(self, at: datetime) -> None:
        renew_permit(
            permit_id=self.permit,
            seen_version=Permit.objects.get(pk=self.permit).version,
            given={"issued_on": make.TODAY, "valid_to": date(2029, 1, 1)},
            by=self.clerk,
            at=at,
        )


@pytest.fixture
def town(rules: int) -> Licensing:
    return Licensing()


def later(days: int) -> datetime:
    return make.AT + timedelta(days=days)


def sweep(at: datetime) -> None:
    for item in due(at):
        run(item, at)


def owed() -> list[tuple[Any, ...]]:
    rows = Obligation.objects.filter(permit__isnull=False).order_by("opened_at", "id")
    return list(rows.values_list("unit__name", "due_on", "ball", "outcome"))


BUREAU = "云溪区应急管理局"


def test_permit_that_runs_out_is_owed_by_its_unit_at_once(town: Licensing) -> None:
    assert owed() == [(BUREAU, LAST, True, "")]


def test_permit_far_from_its_end_is_owed_on_its_day(rules: int) -> None:
    town = Licensing(valid_to=make.TODAY + timedelta(days=40))
    before = owed()
    sweep(later(9))
    still = owed()

    sweep(later(10))

    assert (before, still) == ([], [])
    assert owed() == [(BUREAU, make.TODAY + timedelta(days=40), True, "")]
    assert town.permit == Obligation.objects.get(permit__isnull=False).permit


def test_day_is_swept_once(town: Licensing) -> None:
    sweep(make.AT)

    assert [item for item in due(make.AT) if item == "permits"] == []


def test_expired_permit_stays_owed_and_climbs(town: Licensing) -> None:
    sweep(later(11))

    row = Obligation.objects.get(permit__isnull=False)
    reached = Escalation.objects.filter(obligation=row).order_by("became_at")
    told = list(reached.values_list("rung", "person"))
    assert (row.outcome, row.closed_at) == ("", None)
    assert told == [("remind-7", town.head.id), ("late-1", town.mayor.id)]
    urgent = Notice.objects.filter(recipient=town.mayor.id, urgent=True)
    assert [one.subject_kind for one in urgent] == ["permit"]


def test_renewal_keeps_it(town: Licensing) -> None:
    town.renew(later(1))

    assert owed() == [(BUREAU, LAST, True, "discharged")]


def test_end_keeps_it(town: Licensing) -> None:
    end_permit(
        permit_id=town.permit,
        seen_version=1,
        given={
            "ended_how": Ending.CANCELLED,
            "ended_on": make.TODAY,
            "end_reason": "企业关闭，申请注销",
        },
        by=town.clerk,
        at=make.AT,
    )

    assert owed() == [(BUREAU, LAST, True, "discharged")]


def test_abolished_unit_leaves_it_to_the_committee_office(town: Licensing) -> None:
    Unit.objects.filter(pk=town.bureau.pk).update(active=False)

    sweep(later(1))

    assert owed() == [(BUREAU, LAST, True, "withdrawn"), ("云溪区安委办", LAST, True, "")]


def test_quiet_day_writes_nothing(town: Licensing, django_assert_num_queries: Any) -> None:
    sweep(later(1))
    before = list(Obligation.objects.values())

    sweep(later(2))

    assert list(Obligation.objects.values()) == before


def breaks(found: Any) -> list[tuple[Break, Any]]:
    return [(gap.kind, gap.object) for gap in found if gap.subject == "permit"]


def test_certificate_names_an_abolished_unit(town: Licensing) -> None:
    before = certificate(town.clerk, town.county.path, at=make.AT)
    Unit.objects.filter(pk=town.bureau.pk).update(active=False)

    after = certificate(town.clerk, town.county.path, at=make.AT)

    assert breaks(before.gaps) == []
    assert breaks(after.gaps) == [(Break.ABOLISHED, town.bureau.id)]


def test_certificate_after_a_change_looks_at_what_the_unit_licensed(town: Licensing) -> None:
    before = certificate(town.clerk, town.county.path, at=make.AT)
    Appointment.objects.filter(post=town.chief).delete()
    change = Change(posts=frozenset({town.chief.id}))

    gaps, _looked = rechecked(town.clerk, before, change, at=make.AT)

    whole = certificate(town.clerk, town.county.path, at=make.AT)
    assert breaks(gaps) == breaks(whole.gaps) == [(Break.VACANT, town.bureau.id)]
