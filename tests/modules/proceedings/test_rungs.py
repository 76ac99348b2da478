"""A rung that says so proposes, once, when it becomes true: after an outage too."""

from datetime import timedelta

import pytest

from anhuan.accountability.models import Matter
from anhuan.base.jobs import run_one
from anhuan.notices.models import Notice
from anhuan.obligations.models import Escalation
from anhuan.obligations.services import sweep
from anhuan.proceedings.models import Proceeding
from anhuan.rulebook.models import Version
from tests import factories as make
from tests.modules.cases.town import build, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules, vault):
    return build()


def catch_up(at):
    while sweep(at=at):
        pass
    while run_one():
        pass


def test_overdue_ball_is_proposed_for_an_interview_once(town):
    number = enter(town, town.officer).number
    early = make.AT + timedelta(days=10)
    catch_up(early)
    assert not Proceeding.objects.exists()

    late = make.AT + timedelta(days=40)
    catch_up(late)
    catch_up(late)

    found = Proceeding.objects.get()
    assert (found.trigger, found.state, found.case.number) == ("rung", "proposed", number)
    assert (found.subject_unit_id, found.unit_id) == (town.station.id, town.office.id)
    assert (found.proposed_by_id, found.ball_act) == (None, "interview.review")


def test_outage_of_ten_days_proposes_what_a_running_worker_would_have(town):
    enter(town, town.officer)
    begin, end = make.AT, make.AT + timedelta(days=30)

    catch_up(begin + timedelta(days=5))
    catch_up(end)

    assert Proceeding.objects.count() == 1
    found = Proceeding.objects.get()
    catch_up(end + timedelta(days=1))
    assert Proceeding.objects.get().key == found.key


def test_rung_that_says_matter_proposes_a_lead(town):
    ladders = Version.objects.filter(subject="escalation")
    for ladder in ladders:
        for rung in ladder.value["rungs"]:
            if rung.get("proposes"):
                rung["proposes"] = "matter"
        ladder.save(update_fields=["value"])
    number = enter(town, town.officer).number

    for _ in range(2):
        catch_up(make.AT + timedelta(days=40))

    found = Matter.objects.get(trigger="rung")
    assert (found.case.number, found.state, found.person_id) == (number, "lead", None)
    assert not Proceeding.objects.exists()


def test_loaded_history_proposes_nothing(town):
    enter(town, town.officer)
    late = make.AT + timedelta(days=40)

    while sweep(at=late, silent_before=late):
        pass
    catch_up(late)

    assert not Proceeding.objects.exists()


def test_obligation_of_an_interview_climbs_by_the_same_clock_and_proposes_no_other(town):
    enter(town, town.officer)
    catch_up(make.AT + timedelta(days=40))
    number = Proceeding.objects.get().number

    catch_up(make.AT + timedelta(days=120))

    climbed = Escalation.objects.filter(obligation__number=number).order_by("became_at")
    assert "talk" in set(climbed.values_list("measure", flat=True))
    assert Proceeding.objects.filter(key__contains="rung").count() == Proceeding.objects.count()
    assert not Proceeding.objects.filter(case=None).exists()


def test_climbed_proceeding_is_told_as_one(town):
    enter(town, town.officer)
    late = make.AT + timedelta(days=40)
    catch_up(late)
    catch_up(late + timedelta(days=60))

    found = Proceeding.objects.get()
    rows = Notice.objects.filter(topic="obligation.climbed", params__number=found.number)
    assert {(row.subject_kind, row.subject) for row in rows} == {("proceeding", found.id)}
