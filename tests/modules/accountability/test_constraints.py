"""What the database itself refuses, and that it lets through what is right."""

import pytest
from django.db import IntegrityError, transaction

from anhuan.accountability.models import Matter
from anhuan.obligations.models import Obligation
from tests import factories as make
from tests.modules.accountability.procedure import Court
from tests.modules.cases.town import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def court(rules, vault):
    return Court(build())


def change(number, **values):
    with transaction.atomic():
        Matter.objects.filter(number=number).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"is_open": False},
        {"ended_at": make.AT},
        {"state": "archived"},
        {"person": None},
        {"state": "lead"},
        {"ruling": ""},
        {"decided_by": None},
        {"decided_at": None},
    ],
)
def test_half_a_change_is_refused(court, values):
    number = court.in_force()

    with pytest.raises(IntegrityError):
        change(number, **values)


def test_whole_change_is_let_through(court):
    number = court.in_force()

    change(number, state="archived", is_open=False, ended_at=make.AT)

    assert Matter.objects.get(number=number).state == "archived"


def test_nobody_is_the_own_judge(court):
    number = court.in_force()

    with pytest.raises(IntegrityError):
        change(number, decided_by=court.town.officer.person)
    change(number, decided_by=court.second.person)


def test_lead_of_one_trigger_about_one_case_is_kept_once(court):
    court.returned_case()
    court.returned_case()
    first, second = Matter.objects.order_by("number").values_list("number", flat=True)
    key = Matter.objects.get(number=first).key

    with pytest.raises(IntegrityError):
        change(second, key=key)
    change(second, key="")
    change(first, key="")


def test_open_matter_has_one_ball(court):
    number = court.lead()
    row = Obligation.objects.get(number=number)
    values = {"act": "x", "party": "owner", "term": "x", "post": row.post, "opened_at": make.AT}

    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(matter=row.matter, ball=True, **values)
    Obligation.objects.create(matter=row.matter, ball=False, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(matter=row.matter, task=row.id, ball=False, **values)
