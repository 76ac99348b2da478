"""Every obligation is in the record: made, and ended as it ended; absence is a fact."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anhuan.base.ids import new_id
from anhuan.kernel.log_entry import decode
from anhuan.ledger.models import Body, Fact, Pending
from anhuan.ledger.queries import stored
from anhuan.obligations.checking import differences
from anhuan.obligations.models import Obligation
from tests import factories as make
from tests.modules.cases.town import Loop, Town, build, enter
from tests.modules.obligations.test_cyclic import SPONSOR, SPRING, sponsor, sweep
from tests.ops.tampered import past_the_triggers


@pytest.fixture
def town(rules: int, vault: object) -> Town:
    return build()


def told(**narrow):
    """Kind and version of what was recorded of the obligations, in the order of acts."""
    of = Obligation.objects.filter(**narrow).values("id")
    return list(
        Fact.objects.filter(subject__in=of)
        .order_by("at", "id")
        .values_list("kind", "version", "public__act")
    )


def found():
    return [(each.column, each.stored, each.replayed) for each in differences()]


def test_case_leaves_each_obligation_made_and_discharged(town):
    Loop(town, enter(town, town.officer).number).to_underway()

    rows = list(Obligation.objects.order_by("opened_at", "id"))
    acts = [row.act for row in rows]
    ends = [row.outcome for row in rows]
    kinds = sorted(told())

    assert ends == ["discharged"] * (len(rows) - 1) + [""]
    assert kinds == sorted(
        [("obligation.made", 1, act) for act in acts]
        + [("obligation.discharged", 2, None)] * (len(rows) - 1)
    )


def test_entry_of_a_promise_has_its_day_and_nothing_else(town):
    enter(town, town.officer)
    row = Obligation.objects.get()

    fact = Fact.objects.get(subject=row.id)
    entry = decode(stored(fact.pk).entry)

    assert (entry.kind, entry.record, entry.version, entry.due_on) == (
        "obligation.made",
        str(row.id),
        1,
        row.due_on,
    )
    assert entry.organisations == ()
    assert fact.public == {
        "act": row.act,
        "case": str(row.case),
        "due_on": row.due_on.isoformat(),
        "party": row.party,
        "post": str(row.post_id),
        "term": row.term,
        "unit": str(row.unit_id),
    }
    assert (fact.by, Body.objects.get(fact=fact).content) == (None, {})


def test_window_that_nobody_kept_is_missed_at_the_end_of_its_last_day(town):
    sponsor(town, town.leader)
    sweep()
    sweep(make.AT.replace(month=7, day=9))

    row = Obligation.objects.get(duty=SPONSOR, from_on=SPRING[0])
    missed = Fact.objects.get(kind="obligation.missed", subject=row.id)

    assert (missed.at, missed.version) == (datetime(2026, 6, 30, 16, tzinfo=UTC), 2)
    assert (row.outcome, row.due_on) == ("missed", SPRING[1])
    assert found() == []


def test_window_that_was_kept_names_the_act_that_kept_it(town):
    sponsor(town, town.leader)
    sweep()
    done = enter(town, town.leader)

    row = Obligation.objects.get(duty=SPONSOR)
    kept = Fact.objects.get(kind="obligation.discharged", subject=row.id)

    assert (kept.public, kept.by) == (
        {"deed": "register", "deed_number": done.number},
        town.leader.person,
    )
    assert found() == []


def test_window_is_recorded_once_however_often_the_worker_runs(town):
    sponsor(town, town.leader)
    sweep()
    sweep(make.AT + timedelta(days=1))

    assert told(duty=SPONSOR) == [("obligation.made", 1, "duty")]


@pytest.mark.parametrize(
    "change, column",
    [
        ({"due_on": date(2031, 1, 1)}, "due_on"),
        ({"act": "close"}, "act"),
        ({"outcome": "withdrawn"}, "outcome"),
        ({"closed_at": make.AT + timedelta(days=400)}, "closed_at"),
        ({"opened_at": make.AT - timedelta(days=400)}, "opened_at"),
    ],
)
def test_row_that_was_changed_is_named_by_its_column(town, change, column):
    Loop(town, enter(town, town.officer).number).to_underway()
    row = Obligation.objects.filter(outcome="discharged").earliest("id")
    Obligation.objects.filter(pk=row.pk).update(**change)

    assert [each[0] for each in found()] == [column]


def test_row_that_was_removed_and_one_that_was_slipped_in_are_named(town):
    enter(town, town.officer)
    row = Obligation.objects.get()
    other = new_id()
    Obligation.objects.filter(pk=row.pk).update(id=other)

    assert sorted((each.column, each.number.split()[-1]) for each in differences()) == [
        ("facts", str(other)),
        ("row", str(row.pk)),
    ]


def test_obligations_from_before_are_taken_over_as_they_stand(town):
    Loop(town, enter(town, town.officer).number).to_underway()
    keys = list(Obligation.objects.values_list("id", flat=True))
    old = Fact.objects.filter(subject__in=keys)
    with past_the_triggers():
        Pending.objects.filter(fact__in=old).delete()
        Body.objects.filter(fact__in=old).delete()
        old.delete()
    before = {column for column, _, _ in found()}

    import_module("anhuan.obligations.migrations.0011_recorded").take_over(
        apps, SimpleNamespace(connection=connection)
    )

    facts = {fact.subject: fact for fact in Fact.objects.filter(kind="obligation.imported")}
    dated = {key for key, fact in facts.items() if decode(stored(fact.pk).entry).due_on}
    assert before == {"facts"}
    assert (found(), set(facts)) == ([], set(keys))
    assert dated == {Obligation.objects.get(closed_at=None).id}
    assert Pending.objects.filter(fact__in=[fact.pk for fact in facts.values()]).count() == len(
        keys
    )
