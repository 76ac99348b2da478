import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from anhuan.base import jobs
from anhuan.base.clock import now
from anhuan.base.ids import new_id
from anhuan.base.models import Counter, Job
from tests.modules.base import acts

pytestmark = pytest.mark.django_db
COUNT = f"{acts.HERE}.count"
FAIL = f"{acts.HERE}.count_then_fail"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _nothing_received() -> Iterator[None]:
    acts.received.clear()
    yield
    acts.received.clear()


def counted(scope: str) -> int:
    return sum(Counter.objects.filter(scope=scope).values_list("last", flat=True))


def make_ready() -> None:
    Job.objects.update(ready_at=now() - SECOND)


def test_run_one_does_the_job_and_removes_it() -> None:
    jobs.enqueue(COUNT, {"scope": "a"})

    assert [jobs.run_one(), jobs.run_one()] == [True, False]
    assert (counted("a"), Job.objects.count()) == (1, 0)


def test_enqueue_in_a_transaction_rolled_back() -> None:
    with transaction.atomic():
        jobs.enqueue(COUNT, {"scope": "a"})
        transaction.set_rollback(True)

    assert jobs.run_one() is False


def test_enqueue_with_a_key_that_waits() -> None:
    first = jobs.enqueue(COUNT, {"scope": "a"}, key="k")
    again = jobs.enqueue(COUNT, {"scope": "a"}, key="k")
    other = jobs.enqueue(COUNT, {"scope": "a"}, key="l")

    assert [first, again, other] == [True, False, True]


def test_enqueue_with_a_key_that_runs() -> None:
    jobs.enqueue(COUNT, {"scope": "a"}, key="k")
    jobs.claim(now())

    assert jobs.enqueue(COUNT, {"scope": "a"}, key="k") is True


def test_run_at_in_the_future() -> None:
    later = now() + timedelta(hours=1)
    jobs.enqueue(COUNT, {"scope": "a"}, run_at=later)

    assert jobs.run_one() is False
    assert jobs.claim(later) is not None


def test_claim_takes_the_most_urgent_first() -> None:
    jobs.enqueue(COUNT, {"scope": "a"}, priority=5)
    jobs.enqueue(COUNT, {"scope": "b"}, priority=-5)
    jobs.enqueue(COUNT, {"scope": "c"}, priority=-5)

    claimed = [jobs.claim(now()) for _ in range(4)]

    assert [job and job.payload["scope"] for job in claimed] == ["b", "c", "a", None]


def test_failed_job_leaves_nothing_and_waits() -> None:
    jobs.enqueue(FAIL, {"scope": "a"})

    jobs.run_one()

    job = Job.objects.get()
    assert (job.state, job.tries, job.error) == ("waiting", 1, "RuntimeError: as asked")
    assert timedelta(seconds=9) < job.ready_at - now() < timedelta(seconds=11)
    assert counted("a") == 0


def test_failed_job_is_given_up_after_the_last_try() -> None:
    jobs.enqueue(FAIL, {"scope": "a"}, max_tries=2)
    for _ in range(3):
        make_ready()
        jobs.run_one()

    assert [(job.state, job.tries) for job in jobs.dead_letters()] == [("dead", 2)]


def test_failed_job_whose_key_waits_again() -> None:
    jobs.enqueue(FAIL, {"scope": "a"}, key="k")
    job = jobs.claim(now())
    assert job is not None
    jobs.enqueue(FAIL, {"scope": "a"}, key="k")

    jobs.Lease(job.pk, job.tries, 60).give_back(RuntimeError("x"), now())

    assert [(row.pk == job.pk, row.state) for row in Job.objects.all()] == [(False, "waiting")]


def test_unknown_function_is_a_failed_try() -> None:
    jobs.enqueue("anhuan.nowhere.act", {})

    jobs.run_one()

    assert Job.objects.get().error == "ModuleNotFoundError: No module named 'anhuan.nowhere'"


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 10), (2, 20), (3, 40), (9, 2560), (10, 3600), (500, 3600)]
)
def test_delay_doubles_up_to_an_hour(tries: int, seconds: int) -> None:
    assert jobs.delay(tries) == timedelta(seconds=seconds)


def test_claim_before_and_after_the_lease_ends() -> None:
    jobs.enqueue(COUNT, {"scope": "a"}, lease_seconds=60)
    at = now()
    first = jobs.claim(at)

    assert jobs.claim(at + timedelta(seconds=59)) is None
    again = jobs.claim(at + timedelta(seconds=60))
    assert (first and first.tries, again and again.tries) == (1, 2)


def test_claim_gives_up_a_job_whose_worker_always_vanishes() -> None:
    jobs.enqueue(COUNT, {"scope": "a"}, max_tries=1)
    jobs.claim(now())
    make_ready()

    assert jobs.claim(now()) is None
    assert jobs.dead_letters()[0].error == "the worker vanished at the last try"


def test_late_worker_writes_nothing() -> None:
    jobs.enqueue(COUNT, {"scope": "a"})
    late = jobs.claim(now())
    make_ready()
    jobs.run_one()
    assert late is not None
    assert counted("a") == 1

    lease = jobs.Lease(late.pk, late.tries, 60)
    with pytest.raises(jobs.LostLease):
        jobs._run_short(acts.count, {"scope": "a"}, lease)

    assert counted("a") == 1


def test_late_worker_cannot_end_or_return_another_try() -> None:
    jobs.enqueue(COUNT, {"scope": "a"})
    late = jobs.claim(now())
    make_ready()
    current = jobs.claim(now())
    assert late is not None
    assert current is not None
    lease = jobs.Lease(late.pk, late.tries, 60)

    with pytest.raises(jobs.LostLease):
        lease.finish()
    with pytest.raises(jobs.LostLease):
        lease.hold()
    lease.give_back(RuntimeError("late"), now())

    job = Job.objects.get()
    assert (job.state, job.tries, job.error) == ("leased", 2, "")


def test_hold_prolongs_the_lease() -> None:
    began = now() - timedelta(seconds=50)
    jobs.enqueue(COUNT, {"scope": "a"}, lease_seconds=60, run_at=began)
    job = jobs.claim(began)
    assert job is not None

    jobs.Lease(job.pk, job.tries, 60).hold()

    assert jobs.claim(now() + timedelta(seconds=50)) is None


def test_poll_goes_on_after_a_bad_item() -> None:
    jobs.enqueue(COUNT, {}, lease_seconds=60)
    job = jobs.claim(now())
    assert job is not None

    jobs.poll(jobs.Lease(job.pk, job.tries, 60), module=acts.HERE)

    assert [counted(f"poll-{item}") for item in ("first", "bad", "last")] == [1, 0, 1]


def test_schedule_polls_once_per_module() -> None:
    jobs.schedule_polls([acts.HERE])
    jobs.schedule_polls([acts.HERE])
    jobs.claim(now())
    jobs.schedule_polls([acts.HERE])

    assert [job.payload for job in Job.objects.all()] == [{"module": acts.HERE}]


def test_job_modules_are_those_that_offer_due() -> None:
    assert all(hasattr(jobs.import_module(name), "due") for name in jobs.job_modules())
    assert "anhuan.base.jobs" not in jobs.job_modules()


@pytest.mark.django_db(transaction=True)
def test_run_worker_does_jobs_and_polls_until_stopped() -> None:
    stop = threading.Event()
    jobs.enqueue(COUNT, {"scope": "a"})
    thread = threading.Thread(
        target=jobs.run_worker, args=([acts.HERE], stop), kwargs={"idle": 0.01}
    )
    thread.start()
    for _ in range(500):
        if counted("a") == 1 and counted("poll-last") == 1 and not Job.objects.exists():
            break
        stop.wait(0.02)
    stop.set()
    thread.join(20)

    assert (thread.is_alive(), counted("a"), counted("poll-last")) == (False, 1, 1)
    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_each_job_once() -> None:
    for _ in range(30):
        jobs.enqueue(COUNT, {"scope": "a"})

    def work() -> None:
        while jobs.run_one():
            pass
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    while jobs.run_one():  # one of them may have seen the other's last job as taken
        pass

    assert (counted("a"), Job.objects.count()) == (30, 0)


def test_depth_of_each_kind() -> None:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    for state, ready in [
        ("waiting", at),
        ("waiting", at - SECOND),
        ("waiting", at + SECOND),
        ("leased", at + SECOND),
        ("dead", at),
    ]:
        Job.objects.create(
            function="f", payload={}, state=state, ready_at=ready,
            max_tries=1, lease_seconds=1, enqueued_at=at,
        )  # fmt: skip

    assert jobs.depth(at) == jobs.Depth(2, 1, 1, 1, at - SECOND)


def test_depth_of_an_empty_queue() -> None:
    assert jobs.depth(now()) == jobs.Depth(0, 0, 0, 0, None)


def test_revive_a_job_given_up() -> None:
    jobs.enqueue(COUNT, {"scope": "a"}, max_tries=1)
    Job.objects.update(state="dead", tries=1)
    job_id = jobs.dead_letters()[0].pk

    assert [jobs.revive(job_id, now()), jobs.revive(job_id, now())] == [True, False]
    assert (jobs.run_one(), counted("a")) == (True, 1)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [({}, False), ({"state": "lost"}, True), ({"tries": 8}, False), ({"tries": 9}, True)],
)
def test_job_constraints(changes: dict[str, Any], refused: bool) -> None:
    jobs.enqueue(COUNT, {}, max_tries=8)
    try:
        with transaction.atomic():
            Job.objects.update(priority=1, **changes)
        raised = False
    except IntegrityError:
        raised = True

    assert raised is refused


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=5)
    | st.uuids()
    | st.datetimes(timezones=st.just(UTC))
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_unpack_gives_back_what_was_packed(value: Any) -> None:
    assert jobs.unpack(jobs.pack(value)) == value


@pytest.mark.parametrize("value", [1.5, object(), {"$id": "x"}, {1: "x"}, b"x"])
def test_pack_refuses_what_a_job_cannot_carry(value: object) -> None:
    with pytest.raises(TypeError):
        jobs.pack(value)


def test_payload_keeps_its_types_through_the_database() -> None:
    case, on = new_id(), date(2026, 5, 1)
    at = datetime(2026, 5, 1, 8, 0, 0, 123456, tzinfo=UTC)
    jobs.enqueue(f"{acts.HERE}.receive", {"case": case, "at": at, "on": on, "n": [1, None]})

    jobs.run_one()

    assert acts.received == [{"case": case, "at": at, "on": on, "n": [1, None]}]
