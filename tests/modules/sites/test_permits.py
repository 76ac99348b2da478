"""Permits of a site: entered with the unit that answers, renewed, ended; seen within reach."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.permit import Ending, Validity
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.rulebook.queries import permit_kinds
from anhuan.sites.models import Permit, Site
from anhuan.sites.permits import PermitTab, of_site, permit, permits, validity_of
from anhuan.sites.services import add_permit, change_permit, end_permit, renew_permit
from anhuan.territory.models import Area, Unit
from anhuan.territory.types import Level
from tests import factories as make

GIVEN = {
    "kind": "chemicals-trade",
    "number": "安危化经字〔2024〕0031",
    "issued_on": date(2024, 6, 1),
    "valid_to": date(2027, 5, 31),
}


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY, parent=make.area())


@pytest.fixture
def bureau(county: Area) -> Unit:
    found = make.unit("云溪区应急管理局", area=county)
    Unit.objects.filter(pk=found.pk).update(fields=["emergency"])
    return found


@pytest.fixture
def site(county: Area) -> Site:
    return make.site(area=make.area("枫林街道", level=Level.STREET, parent=county))


@pytest.fixture
def officer(site: Site) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=site.area)


def entered(site: Site, officer: Viewer, **more: Any) -> Permit:
    found = add_permit(site_id=site.id, given=GIVEN | more, by=officer, at=make.AT)
    return Permit.objects.get(pk=found)


def why(refused: pytest.ExceptionInfo[Refusal]) -> tuple[Why, Any]:
    return refused.value.why, refused.value.facts.get("field")


def test_unit_follows_from_the_rule_of_the_kind(site: Site, officer: Viewer, bureau: Unit) -> None:
    assert entered(site, officer).unit == bureau


def test_unit_printed_on_the_paper_goes_before_the_rule(
    site: Site, officer: Viewer, bureau: Unit, county: Area
) -> None:
    city = make.unit("安澜市行政审批局", area=county.parent)

    assert entered(site, officer, issuer="安澜市行政审批局").unit == city


def test_issuer_that_is_not_here_leaves_a_gap(site: Site, officer: Viewer, bureau: Unit) -> None:
    assert entered(site, officer, issuer="某省应急管理厅").unit is None


def test_two_departments_of_one_field_leave_a_gap(
    site: Site, officer: Viewer, bureau: Unit, county: Area
) -> None:
    twin = make.unit("云溪区应急管理二局", area=county)
    Unit.objects.filter(pk=twin.pk).update(fields=["emergency"])

    assert entered(site, officer).unit is None


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"kind": "magic"}, (Why.MALFORMED, "kind")),
        ({"issued_on": make.TODAY + timedelta(days=1)}, (Why.MALFORMED, "issued_on")),
        ({"valid_to": date(2024, 5, 31)}, (Why.MALFORMED, "valid_to")),
        ({"unit": str(UUID(int=9))}, (Why.MALFORMED, "unit")),
        ({"number": "X\x00"}, (Why.MALFORMED, "number")),
    ],
)
def test_malformed_permit_is_refused_by_its_field(
    given: dict[str, Any], found: tuple[Why, str], site: Site, officer: Viewer
) -> None:
    with pytest.raises(Refusal) as refused:
        entered(site, officer, **given)

    assert why(refused) == found


def test_what_is_needed_is_asked_for(site: Site, officer: Viewer) -> None:
    with pytest.raises(Refusal) as refused:
        entered(site, officer, number=" ", kind="")

    assert refused.value == Refusal(Why.MISSING, fields=("kind", "number"))


def test_same_permit_again_is_refused(site: Site, officer: Viewer) -> None:
    entered(site, officer)

    with pytest.raises(Refusal) as refused:
        entered(site, officer)

    assert why(refused) == (Why.REPEATED, "number")


def test_grid_inspector_enters_none(site: Site) -> None:
    with pytest.raises(Refusal) as refused:
        entered(site, make.viewer_in(Role.GRID, area=site.area))

    assert refused.value.why is Why.WRONG_ROLE


def test_officer_of_another_street_finds_nothing(
    site: Site, officer: Viewer, county: Area
) -> None:
    row = entered(site, officer)
    other = make.viewer_in(
        Role.OFFICER, area=make.area("海棠街道", level=Level.STREET, parent=county)
    )

    for act in (
        lambda: permit(other, row.id),
        lambda: entered(site, other, number="2"),
        lambda: change_permit(
            permit_id=row.id, seen_version=1, changes={"scope": "x"}, by=other, at=make.AT
        ),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.why is Why.NOT_VISIBLE
    assert permits(other, tab=PermitTab.ALL).lines == ()


def test_issuing_unit_finds_what_it_issued_elsewhere(
    site: Site, officer: Viewer, county: Area
) -> None:
    issuer = make.unit(area=make.area("别区", level=Level.COUNTY, parent=county.parent))
    row = entered(site, officer, unit=issuer.id)
    clerk = make.viewer_in(Role.OFFICER, unit=issuer)

    assert permit(clerk, row.id).id == row.id
    assert [line.id for line in permits(clerk, tab=PermitTab.ALL).lines] == [row.id]


def test_renewal_moves_the_last_day_and_keeps_the_record(site: Site, officer: Viewer) -> None:
    row = entered(site, officer)

    renew_permit(
        permit_id=row.id,
        seen_version=1,
        given={"issued_on": date(2026, 5, 8), "valid_to": date(2030, 5, 31)},
        by=officer,
        at=make.AT,
    )

    found = permit(officer, row.id)
    kinds = list(Fact.objects.filter(subject=row.id).order_by("version").values_list("kind"))
    assert (found.version, found.valid_to, found.number) == (2, date(2030, 5, 31), row.number)
    assert kinds == [("permit.added",), ("permit.renewed",)]


@pytest.mark.parametrize("valid_to", [date(2027, 5, 31), date(2026, 12, 31)])
def test_renewal_that_ends_no_later_is_refused(
    valid_to: date, site: Site, officer: Viewer
) -> None:
    row = entered(site, officer)

    with pytest.raises(Refusal) as refused:
        renew_permit(
            permit_id=row.id,
            seen_version=1,
            given={"issued_on": make.TODAY, "valid_to": valid_to},
            by=officer,
            at=make.AT,
        )

    assert refused.value.why is Why.NOT_LATER


def ended(row: Permit, by: Viewer, **more: Any) -> None:
    given = {
        "ended_how": Ending.REVOKED,
        "ended_on": make.TODAY,
        "end_reason": "不再具备安全生产条件",
    }
    end_permit(permit_id=row.id, seen_version=row.version, given=given | more, by=by, at=make.AT)


def test_ended_permit_is_done_with(site: Site, officer: Viewer) -> None:
    row = entered(site, officer)
    ended(row, officer)

    with pytest.raises(Refusal) as refused:
        change_permit(
            permit_id=row.id, seen_version=2, changes={"scope": "x"}, by=officer, at=make.AT
        )

    line = permit(officer, row.id)
    standing = validity_of(line, permit_kinds(make.AT), on=make.TODAY)
    assert (refused.value.why, standing) == (Why.ENDED, Validity.ENDED)


@pytest.mark.parametrize(
    "more",
    [
        {"end_reason": " "},
        {"ended_on": make.TODAY + timedelta(days=1)},
        {"ended_on": date(2024, 5, 1)},
        {"ended_how": "lost"},
    ],
)
def test_end_needs_a_reason_and_a_day_that_was(
    more: dict[str, Any], site: Site, officer: Viewer
) -> None:
    row = entered(site, officer)

    with pytest.raises(Refusal):
        ended(row, officer, **more)


def test_stale_change_is_refused(site: Site, officer: Viewer) -> None:
    row = entered(site, officer)
    change_permit(permit_id=row.id, seen_version=1, changes={"scope": "a"}, by=officer, at=make.AT)

    with pytest.raises(Refusal) as refused:
        change_permit(
            permit_id=row.id, seen_version=1, changes={"scope": "b"}, by=officer, at=make.AT
        )

    assert refused.value.why is Why.STALE


def test_due_are_listed_the_longest_expired_first_page_by_page(
    site: Site, officer: Viewer
) -> None:
    days = [make.TODAY + timedelta(days=n) for n in (-5, 90, 91, -40, 3)]
    for n, day in enumerate(days):
        entered(site, officer, number=str(n), issued_on=date(2020, 1, 1), valid_to=day)
    entered(site, officer, number="z", valid_to=None)

    first = permits(officer, size=3)
    rest = permits(officer, size=3, after=first.after)

    assert [line.number for line in (*first.lines, *rest.lines)] == ["3", "0", "4", "1"]
    assert (rest.after, len(permits(officer, tab=PermitTab.ALL).lines)) == ("", 6)


def test_those_of_nobody_are_listed_apart(site: Site, officer: Viewer, bureau: Unit) -> None:
    entered(site, officer, number="1")
    entered(site, officer, number="2", issuer="某省应急管理厅")

    listed = permits(officer, tab=PermitTab.NOBODY)

    assert [line.number for line in listed.lines] == ["2"]


def test_bad_cursor_is_refused(site: Site, officer: Viewer) -> None:
    for tab in (PermitTab.DUE, PermitTab.ALL):
        with pytest.raises(Refusal) as refused:
            permits(officer, tab=tab, after="9_x")
        assert why(refused) == (Why.MALFORMED, "after")


def test_permits_of_a_site_put_the_ended_last(site: Site, officer: Viewer) -> None:
    old = entered(site, officer, number="old")
    ended(old, officer)
    entered(site, officer, number="new")

    assert [line.number for line in of_site(officer, site.id)] == ["new", "old"]


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_to": date(2024, 5, 31)},
        {"ended_on": make.TODAY},
        {"ended_how": Ending.REVOKED},
    ],
)
def test_database_refuses_days_that_cannot_be(
    changes: dict[str, Any], site: Site, officer: Viewer
) -> None:
    row = entered(site, officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Permit.objects.filter(pk=row.pk).update(**changes)
