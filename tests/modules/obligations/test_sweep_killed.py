"""Workers that are killed at any moment, or two at once, leave the one history there is."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count

from anhuan.ledger.models import Fact
from anhuan.notices.models import Notice
from anhuan.obligations.models import Escalation, Obligation
from anhuan.obligations.queries import compared
from anhuan.obligations.services import open_many, sweep
from anhuan.rulebook.queries import rules_at
from anhuan.rulebook.services import load_seed
from tests import factories as make
from tests.modules.obligations import ladders
from tests.modules.obligations.ladders import DAY, START

KILLS, KILLS_IN_FULL = 3, 50
EACH = 40
"""Obligations for each kill, swept one by one, so that there is work left to be killed at."""
AT = START + 10 * DAY


def worker(limit: int) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "tests.modules.obligations.sweep_on"]
    words += [str(connection.settings_dict["NAME"]), AT.isoformat(), str(limit)]
    process = subprocess.Popen(words, env=dict(os.environ), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def due_in_ten_days(count: int) -> None:
    load_seed(at=make.START)
    here = ladders.chain(vacant=("head",))
    knowledge = rules_at(START).knowledge
    owed = [
        (
            ladders.about(here, number),
            [ladders.due(here, (START + timedelta(days=number % 12 - 3)).date())],
        )
        for number in range(count)
    ]
    open_many(owed, at=START - 20 * DAY, knowledge=knowledge)


def what_is_wrong() -> list[object]:
    """Anything written that is not true, anything true that is not written, once each."""
    found = compared(rules_at(AT).knowledge, at=AT, after=None, size=100_000)
    facts = Fact.objects.filter(kind="obligation.climbed").order_by("subject")
    rows = Escalation.objects.order_by("id")
    unlike = set(facts.values_list("subject", "at")) ^ set(rows.values_list("id", "became_at"))
    told = dict(Notice.objects.order_by().values_list("key").annotate(n=Count("id")))
    should = {f"climbed:{row.pk}": 1 if row.rung.startswith("remind") else 2 for row in rows}
    wrong = {key for key in told.keys() | should if told.get(key) != should.get(key)}
    return [*found.missing, *found.waiting, *found.invented, *unlike, *wrong]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_worker_killed_at_random_loses_and_doubles_nothing(depth: int) -> None:
    kills, dice = KILLS if depth == 1 else KILLS_IN_FULL, random.Random(5)
    due_in_ten_days(EACH * kills)
    half, patience = 0, 0.25
    for _ in range(kills):
        process = worker(limit=1)
        time.sleep(dice.uniform(0, patience))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        before, half = half, Escalation.objects.count()
        # A busy machine lets a worker begin later.
        patience = 0.25 if half > before else min(2 * patience, 8)
    while sweep(at=AT):
        pass

    assert half > 0
    assert what_is_wrong() == []
    assert Obligation.objects.filter(next_at__lte=AT).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_everything_once() -> None:
    due_in_ten_days(160)
    both = [worker(limit=5), worker(limit=5)]
    ends = [process.communicate(timeout=120) and process.returncode for process in both]

    assert ends == [0, 0]
    assert what_is_wrong() == []
    assert Escalation.objects.count() > 160
