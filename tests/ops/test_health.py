"""The two addresses for probes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from anhuan.base.clock import now
from anhuan.ops import jobs
from anhuan.ops.models import Heartbeat

pytestmark = pytest.mark.django_db


def get(path: str) -> tuple[int, dict[str, Any]]:
    answer = Client(headers={"host": "10.1.2.3"}).get(path)
    return answer.status_code, json.loads(answer.content)


def test_process_that_answers_is_healthy_whatever_host_is_asked_for() -> None:
    assert get("/healthz") == (200, {"status": "ok"})


def test_worker_that_never_ran_is_told() -> None:
    status, facts = get("/readyz")

    assert (status, facts["worker"], facts["worker_seconds"]) == (200, "never seen", None)


@pytest.mark.parametrize(("seconds", "word"), [(5, "ok"), (600, "late")])
def test_age_of_the_last_sign_of_life_is_told(seconds: int, word: str) -> None:
    at = now() - timedelta(seconds=seconds)
    for item in jobs.due(at):
        jobs.run(item, at)

    status, facts = get("/readyz")

    assert (status, facts["worker"]) == (200, word)
    assert seconds <= facts["worker_seconds"] < seconds + 60


def test_second_sign_of_life_replaces_the_first() -> None:
    jobs.run("worker", now() - timedelta(hours=1))
    jobs.run("worker", now())

    assert Heartbeat.objects.count() == 1


def test_tables_of_another_version_are_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ops'")

    assert get("/readyz") == (
        503,
        {"status": "not ready", "database": "ok", "migrations": "missing"},
    )


def test_page_says_what_it_may_use_and_is_kept_by_no_proxy() -> None:
    answer = Client(headers={"host": "localhost"}).get("/sign-in/")

    assert answer.headers["Permissions-Policy"] == (
        "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
    )
    assert "private" in answer.headers["Cache-Control"]
