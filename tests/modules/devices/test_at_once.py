"""The same acts in two requests at once are done once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from anhuan.cases.models import Case
from anhuan.devices.models import Submission
from anhuan.inspections.checking import differences
from anhuan.inspections.models import Visit
from anhuan.rulebook.services import load_seed
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.devices.phone import phone_of, small_shop


@pytest.fixture
def town(transactional_db: None, vault: Path) -> Town:
    load_seed(at=make.START)
    small_shop()
    return build()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            ready.wait(10)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_one_phone_in_two_requests_at_once_does_each_act_once(town: Town) -> None:
    phone = phone_of(town.grid)
    for _ in range(4):
        phone.visit(town.site.id)

    first, second = at_once(phone.send, phone.send)

    assert [one.outcome.value for one in first.results] == ["done"] * 12
    assert first.results == second.results
    assert (Visit.objects.count(), Case.objects.count()) == (4, 4)
    assert list(differences()) == []


def test_two_phones_at_once_do_not_wait_for_each_other_for_good(town: Town) -> None:
    phones = [phone_of(who) for who in (town.grid, town.officer)]
    for phone in phones:
        for _ in range(3):
            phone.visit(town.site.id)

    at_once(*(phone.send for phone in phones))

    assert set(Submission.objects.values_list("outcome", flat=True)) == {"done"}
    assert (Visit.objects.count(), Case.objects.count()) == (6, 6)
