"""The worker writes what is true: the same history whether or not it was there all the time."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import DatabaseError, transaction

from anhuan.base.models import Job
from anhuan.ledger.models import Fact
from anhuan.notices.models import Notice
from anhuan.obligations import jobs
from anhuan.obligations.models import Escalation, Obligation
from anhuan.obligations.queries import batches_ripe, compared
from anhuan.obligations.services import look_again, sweep
from anhuan.rulebook.queries import rules_at
from tests.modules.obligations import ladders
from tests.modules.obligations.ladders import DAY, START, chain, history, opened, sweep_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
HOUR = timedelta(hours=1)


def outbox() -> list[tuple[object, ...]]:
    rows = Notice.objects.order_by("recipient", "key")
    return list(rows.values_list("recipient", "key", "topic", "urgent"))


def recorded() -> list[tuple[object, ...]]:
    rows = Fact.objects.filter(kind="obligation.climbed").order_by("subject")
    return list(rows.values_list("subject", "version", "public", "at"))


class Undone(Exception):
    pass


def lived(seed: int, *, every: timedelta | None) -> tuple[object, ...]:
    """What a story leaves behind; nothing of it stays."""
    left: tuple[object, ...] = ()
    try:
        with transaction.atomic():
            here = chain(vacant=("head",))
            events = ladders.story(here, Random(seed))
            renamed = dict(Obligation.objects.values_list("id", "number"))
            ladders.told(events, every=every, until=START + 10 * DAY)
            found = [(renamed[row[1]], *row[2:7]) for row in history()]
            titles = dict(_titles())
            persons = [
                (renamed[row[1]], row[3], titles.get(row[7]), titles.get(row[9]), bool(row[8]))
                for row in history()
            ]
            texts = sorted(
                (str(n.params["number"]), n.params["measure"], n.urgent)
                for n in Notice.objects.all()
            )
            left = (sorted(map(str, found)), sorted(map(str, persons)), texts)
            assert len(recorded()) == len(found)
            raise Undone
    except Undone:
        return left


def _titles() -> list[tuple[object, str]]:
    from anhuan.territory.models import Post

    return list(Post.objects.values_list("id", "title"))


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_days_without_a_worker_leave_the_same_history(seed: int) -> None:
    steady = lived(seed, every=6 * HOUR)
    away = lived(seed, every=None)

    assert len(steady[0]) > 40  # type: ignore[arg-type]
    assert away == steady


@pytest.mark.long
def test_many_stories_leave_the_same_history(depth: int) -> None:
    for seed in range(10, 10 + 2 * depth):
        assert lived(seed, every=None) == lived(seed, every=11 * HOUR)


def test_rung_is_written_once_with_row_record_and_notices() -> None:
    here = chain()
    opened(here, 1, date(2026, 5, 20), START)
    late = datetime(2026, 5, 20, 16, tzinfo=UTC)

    before = (sweep(at=late - HOUR), len(history()))
    sweep_all(late)
    sweep_all(late)

    row = Escalation.objects.get(rung="late-1")
    assert before == (1, 2)
    assert (row.became_at, row.recorded_at, row.measure) == (late, late, "letter")
    assert row.post_id == here.officer.pk
    assert len(recorded()) == 3
    told = Notice.objects.filter(key=f"climbed:{row.pk}").values_list("params__own", flat=True)
    assert sorted(told) == [False, True]


def test_late_worker_writes_when_it_became_true_and_when_it_was_written() -> None:
    opened(chain(), 1, date(2026, 5, 20), START)
    at = START + 40 * DAY

    sweep_all(at)

    rows = Escalation.objects.order_by("became_at").values_list("rung", "became_at")
    midnight = datetime(2026, 5, 20, 16, tzinfo=UTC)
    assert list(rows)[2:] == [
        ("late-1", midnight),
        ("late-7", midnight + 6 * DAY),
        ("late-15", midnight + 14 * DAY),
        ("late-30", midnight + 29 * DAY),
    ]
    assert {row.recorded_at for row in Escalation.objects.all()} == {at}


def test_rung_that_was_true_before_the_end_is_written_after_it() -> None:
    here = chain()
    opened(here, 1, date(2026, 5, 11), START - 5 * DAY)
    ladders._ended(here, 1)(START + 3 * DAY)

    sweep_all(START + 30 * DAY)

    assert [row[3] for row in history() if row[3] != "remind-1"] == ["late-1"]
    assert Obligation.objects.filter(next_at__isnull=False).count() == 0


def test_what_was_kept_in_time_is_never_looked_at() -> None:
    here = chain()
    opened(here, 1, date(2026, 6, 20), START)
    ladders._ended(here, 1)(START + DAY)

    assert batches_ripe(START + 90 * DAY) == 0


def test_nobody_up_to_the_top_is_written_and_nobody_told() -> None:
    here = chain(vacant=("firm", "officer", "head", "leader"))
    opened(here, 1, date(2026, 5, 11), START)

    sweep_all(START + 2 * DAY)

    row = Escalation.objects.get(rung="late-1")
    assert (row.post_id, row.person) == (here.officer.pk, None)
    assert outbox() == []


def test_quiet_hours_hold_back_sending_and_not_the_rung() -> None:
    here = chain()
    opened(here, 1, date(2026, 5, 11), START)
    opened(here, 2, date(2026, 5, 11), START, grade="major")
    midnight = datetime(2026, 5, 11, 16, tzinfo=UTC)

    sweep_all(midnight)

    sent = Notice.objects.order_by("urgent").values_list("urgent", "deliver_after", "at")
    morning = datetime(2026, 5, 11, 23, tzinfo=UTC)
    assert set(sent) == {(False, morning, midnight), (True, None, midnight)}
    assert {row[6] for row in history()} == {midnight}


def test_changed_calendar_brings_the_next_look_forward() -> None:
    here = chain()
    opened(here, 1, date(2026, 5, 15), START, act="pass", firm=False)
    sweep_all(START + 4 * DAY)
    before = Obligation.objects.get().next_at
    value = {"holidays": [], "workdays": ["05-16"]}
    changed = START + 4 * DAY + HOUR
    ladders.change_rule(
        subject="workdays",
        code="2026",
        value=value,
        from_on=date(2026, 1, 1),
        source="国务院办公厅通知",
        verified=True,
        by=ladders.KEEPER,
        at=changed,
    )
    job = Job.objects.get(function="anhuan.obligations.jobs.rules_changed")

    jobs.rules_changed("workdays", changed)

    assert job.payload["subject"] == "workdays"
    assert before == datetime(2026, 5, 17, 16, tzinfo=UTC)
    assert Obligation.objects.get().next_at == datetime(2026, 5, 15, 16, tzinfo=UTC)
    assert look_again(since=changed, after=None, at=changed) is None


def test_worker_is_given_as_many_batches_as_are_ripe() -> None:
    here = chain()
    for number in range(3):
        opened(here, number, date(2026, 5, 12), START)

    batches = [[n for n in jobs.due(at) if isinstance(n, int)] for at in (START, START + 2 * DAY)]

    assert batches == [[], [0]]
    jobs.run(0, START + 2 * DAY)
    assert len(history()) == 3


def test_written_rung_cannot_be_changed() -> None:
    opened(chain(), 1, date(2026, 5, 11), START)
    sweep_all(START + DAY)

    with pytest.raises(DatabaseError), transaction.atomic():
        Escalation.objects.update(supervision=5)
    with pytest.raises(DatabaseError), transaction.atomic():
        Escalation.objects.all().delete()


def test_comparison_names_what_is_missing_waiting_or_invented() -> None:
    here = chain()
    for number in range(3):
        opened(here, number, date(2026, 5, 11), START)
    at = START + 2 * DAY
    sweep_all(at)
    rows = list(Obligation.objects.order_by("number"))
    spare = Escalation.objects.get(obligation=rows[0])
    with transaction.atomic():
        Escalation(
            **{name: getattr(spare, name) for name in ("family", "measure", "supervision")},
            id=rows[1].pk,
            obligation=rows[1],
            rung="late-99",
            became_at=at,
            recorded_at=at,
        ).save(force_insert=True)
    opened(here, 4, date(2026, 5, 1), START)
    opened(here, 5, date(2026, 5, 1), START)
    Obligation.objects.filter(number="C-2026-000005").update(next_at=None)

    found = compared(rules_at(at).knowledge, at=at, after=None)

    numbers = dict(Obligation.objects.values_list("id", "number"))
    assert [numbers[key] for key, _ in found.missing] == ["C-2026-000005"]
    assert [numbers[key] for key, _ in found.waiting] == ["C-2026-000004"]
    assert [numbers[key] for key, _ in found.invented] == ["C-2026-000001"]
    assert (found.last, found.count) == (None, 5)
