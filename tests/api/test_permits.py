"""Permits through the API."""

import pytest

from anhuan.territory.models import Unit
from tests import factories as make
from tests.api.callers import refused

pytestmark = pytest.mark.django_db

GIVEN = {
    "kind": "fireworks-retail",
    "number": "7",
    "issued_on": "2024-06-01",
    "valid_to": "2026-05-31",
}


@pytest.fixture
def bureau(town):
    unit = make.unit("云溪区应急局", area=town.county)
    Unit.objects.filter(pk=unit.pk).update(fields=["emergency"])
    return unit


@pytest.fixture
def caller(town, of):
    return of(town.officer)


@pytest.fixture
def permit(town, bureau, caller):
    answer = caller.post(f"/sites/{town.site.id}/permits", {"given": GIVEN})
    assert answer.status_code == 201
    return answer.json()["id"]


def test_permit_is_read_with_who_answers(caller, permit, bureau):
    found = caller.get(f"/permits/{permit}").json()

    assert (found["standing"], found["answers"]["unit"], found["answers"]["broken"]) == (
        "expiring",
        str(bureau.id),
        "no-post",
    )


def test_permits_are_listed_where_they_are_due(caller, permit, town):
    due = caller.get("/permits").json()["rows"]
    here = caller.get(f"/sites/{town.site.id}/permits").json()["rows"]

    assert [row["id"] for row in due] == [row["id"] for row in here] == [permit]


def test_renewed_permit_is_due_no_more(caller, permit):
    body = {"seen_version": 1, "issued_on": "2026-05-11", "valid_to": "2028-05-31"}

    done = caller.post(f"/permits/{permit}/renewal", body)

    assert (done.status_code, done.json()["version"]) == (200, 2)
    assert caller.get("/permits").json()["rows"] == []


def test_ended_permit_takes_no_correction(caller, permit):
    body = {"ended_how": "revoked", "ended_on": "2026-05-11", "end_reason": "不再具备条件"}
    caller.post(f"/permits/{permit}/end", {"seen_version": 1} | body)

    answer = caller.patch(f"/permits/{permit}", {"seen_version": 2, "changes": {"scope": "x"}})

    assert refused(answer)[:2] == (422, "ended")


def test_stale_change_is_a_conflict(caller, permit):
    answer = caller.patch(f"/permits/{permit}", {"seen_version": 9, "changes": {"scope": "x"}})

    assert refused(answer)[:2] == (409, "stale")


def test_firm_does_not_enter_its_own_permits(town, of, bureau):
    answer = of(town.boss).post(f"/sites/{town.site.id}/permits", {"given": GIVEN})

    assert refused(answer)[:2] == (403, "wrong-role")
