from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils.module_loading import import_string

from anhuan.base import jobs
from anhuan.base.ids import new_id
from anhuan.base.models import Counter, Job
from anhuan.base.reactions import Reaction, publish
from tests.modules.base import acts

TABLE = {
    "now": (Reaction(f"{acts.HERE}.typed"), Reaction(f"{acts.HERE}.receive")),
    "later": (Reaction(f"{acts.HERE}.typed", later=True),),
    "counted": (Reaction(f"{acts.HERE}.count"),),
    "failing": (Reaction(f"{acts.HERE}.count_then_fail"),),
}


@pytest.fixture(autouse=True)
def _table(settings: Any) -> Iterator[None]:
    settings.REACTIONS = "tests.modules.base.test_reactions.TABLE"
    acts.received.clear()
    yield
    acts.received.clear()


@pytest.mark.django_db
def test_publish_calls_in_the_order_of_the_table() -> None:
    payload = {"case": new_id(), "at": datetime(2026, 5, 1, tzinfo=UTC)}

    publish("now", **payload)

    assert acts.received == [payload, payload]
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_publish_later_leaves_a_job_with_the_same_payload() -> None:
    payload = {"case": new_id(), "at": datetime(2026, 5, 1, tzinfo=UTC)}

    publish("later", **payload)

    assert acts.received == []
    jobs.run_one()
    assert acts.received == [payload]


@pytest.mark.django_db
def test_publish_a_topic_nobody_wants() -> None:
    publish("unwanted", case=new_id())

    assert (acts.received, Job.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_failing_reaction_undoes_the_act() -> None:
    def act() -> None:
        with transaction.atomic():
            publish("counted", scope="a")
            publish("failing", scope="b")

    with pytest.raises(RuntimeError, match="as asked"):
        act()

    assert Counter.objects.count() == 0


@pytest.mark.django_db
def test_reactions_vanish_with_the_act() -> None:
    with transaction.atomic():
        publish("later", case=new_id(), at=datetime(2026, 5, 1, tzinfo=UTC))
        transaction.set_rollback(True)

    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_publish_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError, match="now was published"):
        publish("now")


def test_every_function_of_the_real_table_exists() -> None:
    from anhuan.config.reactions import REACTIONS

    assert settings.REACTIONS == "tests.modules.base.test_reactions.TABLE"
    functions = [reaction.function for wanted in REACTIONS.values() for reaction in wanted]
    assert [name for name in functions if not callable(import_string(name))] == []
