"""One leased table of jobs and the loop that runs them.

A job is enqueued in the transaction of the act that wants it. A short job's effects and its end
commit together, so a worker that lost its lease can write nothing. A long job runs outside a
transaction, its lease is renewed while it runs, and it calls ``lease.hold()`` inside each of its
own transactions.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import Error, IntegrityError, close_old_connections, connection, transaction
from django.db.models import Count, Min, Q
from django.utils.module_loading import import_string, module_has_submodule

from anhuan.base.clock import now
from anhuan.base.models import Job

log = logging.getLogger(__name__)

FIRST_DELAY: Final = timedelta(seconds=10)
LONGEST_DELAY: Final = timedelta(hours=1)
POLL_EVERY: Final = timedelta(seconds=30)


class LostLease(Exception):
    """Another worker has the job now: what this one did must not count."""


@dataclass(frozen=True)
class Depth:
    """The queue at an instant: due now, scheduled for later, leased, given up, oldest due."""

    due: int
    scheduled: int
    leased: int
    dead: int
    oldest_due_at: datetime | None


def enqueue(
    function: str,
    payload: Mapping[str, Any],
    *,
    key: str | None = None,
    run_at: datetime | None = None,
    priority: int = 0,
    max_tries: int = 8,
    lease_seconds: int = 60,
    long: bool = False,
) -> bool:
    """Leave a call of ``function`` (dotted path) for the worker; smaller ``priority`` goes first.

    Payload values are text, whole numbers, booleans, null, ids, instants, dates, lists and
    objects with text keys. False when a job with the same ``key`` already waits.
    """
    at = now()
    job = Job(
        function=function,
        payload=pack(dict(payload)),
        key=key,
        priority=priority,
        ready_at=run_at or at,
        max_tries=max_tries,
        lease_seconds=lease_seconds,
        long=long,
        enqueued_at=at,
    )
    if key is None:
        job.save(force_insert=True)
        return True
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return Job.objects.filter(pk=job.pk).exists()


def claim(at: datetime) -> Job | None:
    """Lease the most urgent job that is ready; two workers never get the same try."""
    ready = Job.objects.filter(state__in=Job.OPEN, ready_at__lte=at)
    order = ready.order_by("priority", "ready_at", "id")
    while order.exists():  # a plain read: an idle worker takes no lock
        with transaction.atomic():
            job = order.select_for_update(skip_locked=True).first()
            if job is None:
                return None
            if job.tries < job.max_tries:
                return _lease(job, at)
            job.state = Job.State.DEAD
            job.error = job.error or "the worker vanished at the last try"
            job.save(update_fields=["state", "error"])
    return None


def _lease(job: Job, at: datetime) -> Job:
    job.state = Job.State.LEASED
    job.tries += 1
    job.ready_at = at + timedelta(seconds=job.lease_seconds)
    job.save(update_fields=["state", "tries", "ready_at"])
    return job


@dataclass(frozen=True)
class Lease:
    """One try of one job."""

    job: UUID
    tries: int
    seconds: int

    def hold(self) -> None:
        """Prolong the lease, and lock it for the transaction. Raises ``LostLease``."""
        until = now() + timedelta(seconds=self.seconds)
        if not self._mine().update(ready_at=until):
            raise LostLease(f"job {self.job}, try {self.tries}")

    def finish(self) -> None:
        """End the job. Raises ``LostLease``."""
        if not self._mine().delete()[0]:
            raise LostLease(f"job {self.job}, try {self.tries}")

    def give_back(self, error: BaseException, at: datetime) -> None:
        """Wait for another try, twice as long each time, or be given up after the last."""
        message = f"{type(error).__name__}: {error}"[:2000]
        job = self._mine().first()
        if job is None:
            return
        if job.tries >= job.max_tries:
            self._mine().update(state=Job.State.DEAD, error=message)
            return
        later = at + delay(job.tries)
        try:
            with transaction.atomic():
                self._mine().update(state=Job.State.WAITING, ready_at=later, error=message)
        except IntegrityError:
            # A newer job with the same key waits already and will do the same work.
            self._mine().delete()

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job, state=Job.State.LEASED, tries=self.tries)


def delay(tries: int) -> timedelta:
    """How long to wait after the given number of failed tries: 10 s doubling, at most 1 h."""
    doubled: timedelta = FIRST_DELAY * (1 << min(tries - 1, 20))
    return min(doubled, LONGEST_DELAY)


def run_one() -> bool:
    """Run one job that is ready; False when there was none."""
    job = claim(now())
    if job is None:
        return False
    lease = Lease(job.pk, job.tries, job.lease_seconds)
    try:
        function = import_string(job.function)
        (_run_long if job.long else _run_short)(function, unpack(job.payload), lease)
    except LostLease as lost:
        log.warning("lease lost: %s", lost)
    except Exception as error:
        log.exception("job failed: %s", job)
        lease.give_back(error, now())
    return True


def _run_short(function: Callable[..., Any], payload: dict[str, Any], lease: Lease) -> None:
    with transaction.atomic():
        function(**payload)
        lease.finish()


def _run_long(function: Callable[..., Any], payload: dict[str, Any], lease: Lease) -> None:
    with _renewed(lease):
        function(lease, **payload)
    lease.finish()


@contextmanager
def _renewed(lease: Lease) -> Iterator[None]:
    """Prolong the lease from a second thread while the body runs."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(lease.seconds / 3):
            try:
                lease.hold()
            except LostLease:
                break
            except Error:
                log.exception("a lease could not be prolonged; trying again")
        connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def job_modules() -> list[str]:
    """The dotted names of the ``jobs`` files of the installed modules that offer ``due``."""
    names = [
        f"{config.name}.jobs"
        for config in apps.get_app_configs()
        if config.module and module_has_submodule(config.module, "jobs")
    ]
    return [name for name in names if hasattr(import_module(name), "due")]


def poll(lease: Lease, *, module: str) -> None:
    """Do everything that ``module`` says is due; one item's failure does not stop the others."""
    source = import_module(module)
    for item in source.due(now()):
        lease.hold()
        try:
            source.run(item, now())
        except Exception:
            log.exception("%s could not do %r", module, item)


def schedule_polls(modules: Sequence[str]) -> None:
    """See to it that each module is asked what is due, by one worker at a time."""
    for module in modules:
        key = f"poll:{module}"
        if not Job.objects.filter(key=key, state__in=Job.OPEN).exists():
            enqueue("anhuan.base.jobs.poll", {"module": module}, key=key, priority=-1, long=True)


def run_worker(modules: Sequence[str], stop: threading.Event, *, idle: float = 1.0) -> None:
    """Run jobs and ask ``modules`` what is due, until ``stop`` is set; outlives the database."""
    next_poll = now()
    while not stop.is_set():
        try:
            close_old_connections()
            if now() >= next_poll:
                next_poll = now() + POLL_EVERY
                schedule_polls(modules)
            if not run_one():
                stop.wait(idle)
        except Error:
            log.exception("the worker cannot reach the database; trying again")
            stop.wait(idle)
    connection.close()


def depth(at: datetime) -> Depth:
    """The queue at ``at``, for the doctor."""
    waiting = Q(state=Job.State.WAITING)
    due = waiting & Q(ready_at__lte=at)
    counts = Job.objects.aggregate(
        due=Count("pk", filter=due),
        scheduled=Count("pk", filter=waiting & Q(ready_at__gt=at)),
        leased=Count("pk", filter=Q(state=Job.State.LEASED)),
        dead=Count("pk", filter=Q(state=Job.State.DEAD)),
        oldest_due_at=Min("ready_at", filter=due),
    )
    return Depth(**counts)


def dead_letters(limit: int = 100) -> list[Job]:
    """The jobs that were given up, the newest first."""
    return list(Job.objects.filter(state=Job.State.DEAD).order_by("-id")[:limit])


def revive(job_id: UUID, at: datetime) -> bool:
    """Let a job that was given up wait again, with all its tries."""
    dead = Job.objects.filter(pk=job_id, state=Job.State.DEAD)
    return dead.update(state=Job.State.WAITING, tries=0, ready_at=at) == 1


def pack(value: Any) -> Any:
    """The JSON form of a payload value. Raises ``TypeError`` for a value jobs do not carry."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, UUID):
        return {"$id": str(value)}
    if isinstance(value, datetime):
        return {"$at": value.isoformat()}
    if isinstance(value, date):
        return {"$on": value.isoformat()}
    if isinstance(value, Mapping):
        if any(not isinstance(name, str) or name.startswith("$") for name in value):
            raise TypeError("a job's objects have text keys that do not begin with $")
        return {name: pack(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [pack(item) for item in value]
    raise TypeError(f"a job cannot carry {type(value).__name__}")


_TAGS: Final[Mapping[str, Callable[[str], Any]]] = {
    "$id": UUID,
    "$at": datetime.fromisoformat,
    "$on": date.fromisoformat,
}


def unpack(value: Any) -> Any:
    """The payload value of its JSON form; tuples come back as lists."""
    if isinstance(value, list):
        return [unpack(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, item),) = value.items()
        if name in _TAGS:
            return _TAGS[name](item)
    return {name: unpack(item) for name, item in value.items()}
