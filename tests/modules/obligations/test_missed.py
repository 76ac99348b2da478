"""Missed windows of cyclic duties climb once, whenever the worker comes to them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from anhuan.duty.services import charge
from anhuan.kernel.chain import Line, Side
from anhuan.notices.models import Notice
from anhuan.obligations.jobs import due, run
from anhuan.obligations.models import Escalation, Obligation
from anhuan.obligations.queries import compared
from anhuan.rulebook.queries import rules_at
from anhuan.rulebook.services import change_rule
from anhuan.territory.models import Post
from tests import factories as make
from tests.modules.cases.town import Town, build, enter
from tests.modules.obligations.test_cyclic import KEEPER, SPONSOR

DAY = timedelta(days=1)


class Undone(Exception):
    pass


@pytest.fixture
def town(rules: int, vault: object) -> Town:
    """An officer who is to see a site every day, and the head of the station above."""
    town = build()
    above = town.head.seats[0].post
    Post.objects.filter(pk=town.officer.seats[0].post).update(superior=above)
    change_rule(
        subject="duty",
        code=SPONSOR,
        value={
            "bearer": {"capacity": "sponsor"},
            "text": "每天看一次",
            "clause": "包保责任制",
            "cycle": {"every": "day"},
            "evidence": {"acts": ["register"], "at": "object"},
        },
        from_on=date(2026, 4, 1),
        source="安澜市包保办法",
        verified=True,
        by=KEEPER,
        at=make.AT,
    )
    charge(
        object=town.site.id,
        post=town.officer.seats[0].post,
        line=Line.TERRITORY,
        side=Side.GOVERNMENT,
        level="sponsor",
        since=make.START,
        by=KEEPER,
        at=make.AT,
    )
    return town


def work(at: datetime) -> None:
    for item in due(at):
        run(item, at)


def lived(town: Town, *, every: timedelta) -> list[tuple[object, ...]]:
    """Ten days in which one window is kept; what became of it all, then undone."""
    left: list[tuple[object, ...]] = []
    try:
        with transaction.atomic():
            work(make.AT)
            enter(town, town.officer)
            at, end = make.AT + every, make.AT + 10 * DAY
            while at < end:
                work(at)
                at += every
            for _ in range(3):
                work(end)
            rows = Escalation.objects.filter(obligation__duty=SPONSOR)
            fields = ("obligation__due_on", "family", "rung", "became_at", "post", "person")
            left = list(rows.order_by("became_at", "rung").values_list(*fields))
            raise Undone
    except Undone:
        return left


def test_missed_day_is_told_one_step_up_once(town: Town) -> None:
    work(make.AT)

    work(make.AT + DAY)
    work(make.AT + DAY)

    missed = Obligation.objects.get(duty=SPONSOR, outcome="missed")
    row = Escalation.objects.get(obligation=missed, rung="late-1")
    assert (row.became_at, row.measure, row.supervision) == (missed.closed_at, "letter", 0)
    assert row.person == town.head.person
    told = Notice.objects.filter(key=f"climbed:{row.pk}")
    assert set(told.values_list("recipient", flat=True)) == {
        town.head.person,
        town.officer.person,
    }


def test_ten_days_without_a_worker_leave_the_same_missed_windows(town: Town) -> None:
    steady = lived(town, every=timedelta(hours=5))
    away = lived(town, every=11 * DAY)

    assert sum(row[2] == "late-1" for row in steady) == 9
    assert away == steady


def test_what_is_written_of_windows_follows_from_the_rules(town: Town) -> None:
    work(make.AT)
    end = datetime(2026, 5, 20, 2, tzinfo=UTC)
    for _ in range(3):
        work(end)

    found = compared(rules_at(end).knowledge, at=end, after=None)

    assert (found.missing, found.invented) == ((), ())
