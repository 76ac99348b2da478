"""The doctor finds each kind of fault, planted past the program's own doors."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from anhuan.accountability.models import Matter
from anhuan.base import jobs
from anhuan.base.clock import now
from anhuan.base.ids import new_id
from anhuan.base.models import Job
from anhuan.cases.models import ENDED, Case
from anhuan.devices.models import Submission
from anhuan.evidence import vault
from anhuan.evidence.models import File
from anhuan.ledger.models import Body, Fact
from anhuan.ledger.services import erase
from anhuan.obligations.models import Escalation, Obligation
from anhuan.obligations.services import sweep
from anhuan.ops.checks.cases import appointments
from anhuan.ops.checks.finding import Context
from anhuan.ops.checks.machine import expected_triggers
from anhuan.ops.doctor import examine
from anhuan.ops.models import Node
from anhuan.ops.progress import Progress
from anhuan.sites.models import Site
from anhuan.tasks.models import Task
from anhuan.territory.models import Appointment
from tests import factories as make
from tests.flush import triggers_off
from tests.modules.accountability.procedure import Court
from tests.modules.cases.town import Loop, Town, build, enter
from tests.modules.devices.phone import phone_of
from tests.modules.tasks.asking import Asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Any) -> Town:
    Node.objects.create(name="anlan", made_at=make.START)
    town = build()
    loop = Loop(town, enter(town, town.officer).number)
    loop.to_underway()
    return town


def found(*, notes: bool = False) -> list[tuple[str, str]]:
    """(check, subject) of what the doctor names; notes apart."""
    out = io.StringIO()
    examine(out, as_json=True, progress=Progress(io.StringIO()))
    answer = json.loads(out.getvalue())
    return [(e["check"], e["subject"]) for e in answer["findings"] if e["note"] == notes]


@contextmanager
def past_the_triggers() -> Iterator[None]:
    with connection.cursor() as cursor:
        # PostgreSQL alters no table while a deferred check waits.
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with triggers_off():
        yield


def test_healthy_town_passes(town: Town) -> None:
    out = io.StringIO()

    code = examine(out, as_json=False, progress=Progress(io.StringIO()))

    assert (code, out.getvalue().splitlines()[-1]) == (
        0,
        "30 项检查全部正常 / all 30 checks passed",
    )


def test_case_that_differs_from_its_facts_is_named(town: Town) -> None:
    number = Case.objects.get().number
    Case.objects.update(round=7)

    assert found() == [("cases", number)]


@pytest.mark.parametrize(
    "changed",
    [
        {"round": 7},
        {"state": "accepted"},
        {"doers": [str(UUID(int=3))]},
        {"asked_by": None},
    ],
)
def test_task_that_differs_from_its_facts_is_named(town: Town, changed: Any) -> None:
    asking = Asking(town)
    asking.give()
    asking.to_reported()
    sound = found()
    Task.objects.update(**changed)

    assert (sound, found()) == ([], [("tasks", asking.number)])


def test_task_whose_ball_is_lost_is_named(town: Town) -> None:
    number = Asking(town).give().number
    Obligation.objects.filter(task__isnull=False).update(ball=False)

    assert found() == [("tasks", number)]


def test_matter_that_differs_from_its_facts_is_named(rules: int, vault: Any) -> None:
    Node.objects.create(name="anlan", made_at=make.START)
    court = Court(build())
    number = court.in_force()
    sound = found()
    Matter.objects.update(ruling="referral")

    assert (sound, found()) == ([], [("matters", number)])


def test_ball_that_differs_from_the_obligation_is_named(town: Town) -> None:
    number = Case.objects.get().number
    Obligation.objects.filter(closed_at__isnull=True).update(act="close")
    key = Obligation.objects.get(closed_at=None).pk

    assert found() == [("balls", number), ("obligations", f"{number} close {key}")]


def test_case_without_an_obligation_is_named(town: Town) -> None:
    number = Case.objects.get().number
    keys = Obligation.objects.order_by("opened_at", "id").values_list("id", flat=True)
    gone = [("obligations", str(key)) for key in keys]
    Obligation.objects.all().delete()

    assert found() == [("cases", number), ("balls", number), *gone]


def test_rung_that_will_never_be_written_or_does_not_follow_is_named(town: Town) -> None:
    waiting = found(notes=True)
    while sweep(at=now()):
        pass
    written = found()
    owed = Obligation.objects.filter(closed_at__isnull=True).get()
    spare = Escalation.objects.filter(obligation=owed).latest("became_at")
    with past_the_triggers():
        Escalation.objects.filter(pk=spare.pk).delete()
    missing = found()
    Escalation.objects.create(
        id=owed.pk,
        obligation=owed,
        family="general",
        rung="late-99",
        measure="talk",
        supervision=9,
        became_at=now(),
        recorded_at=now(),
    )

    assert [check for check, _ in waiting] == ["escalation"]
    assert written == []
    lost = ("climbed", str(spare.pk))
    assert missing == [("escalation", str(owed.pk)), lost]
    assert found() == [("escalation", str(owed.pk))] * 2 + [("climbed", str(owed.pk)), lost]


def test_ball_of_what_has_ended_is_named(town: Town) -> None:
    from anhuan.ops.checks.escalation import one_ball

    Case.objects.update(is_open=False, sort_due=ENDED, ended_at=make.AT, state="voided")
    number = Case.objects.get().number

    named = list(one_ball(Context(Progress(io.StringIO()))))

    assert [(each.check, each.subject) for each in named] == [("ball", number)]


def test_fact_that_was_changed_is_named(town: Town) -> None:
    fact = Fact.objects.filter(kind__startswith="case").earliest("version")
    with past_the_triggers():
        Body.objects.filter(pk=fact.pk).update(content={"description": "改过"})

    assert found() == [("commitments", f"{fact.kind} {fact.pk}")]


def test_body_that_vanished_is_named_and_one_erased_lawfully_is_not(town: Town) -> None:
    first, second = Fact.objects.order_by("version")[:2]
    erase(fact_id=second.pk, ground="on-request", by=town.officer.person, at=make.AT)
    lawful = found()
    Body.objects.filter(pk=first.pk).delete()

    assert lawful == []
    assert found() == [("commitments", f"{first.kind} {first.pk}")]


def test_version_that_is_missing_is_named(town: Town) -> None:
    fact = Fact.objects.filter(kind__startswith="case.", version=2).get()
    with past_the_triggers():
        Fact.objects.filter(pk=fact.pk).update(version=99)

    assert ("versions", str(fact.subject)) in found()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
        lambda path: path.write_bytes(b"x" * path.stat().st_size),
    ],
)
def test_file_that_is_not_what_it_was_is_named(town: Town, spoil: Callable[[Any], None]) -> None:
    file = File.objects.filter(used=True).first() or _photo(town)
    spoil(vault.original(file.sha256))

    assert found() == [("evidence", file.sha256)]


def _photo(town: Town) -> File:
    from tests.modules.cases.town import photo

    photo(town.officer)
    File.objects.update(used=True)
    return File.objects.get()


def test_job_that_was_given_up_is_named(town: Town) -> None:
    jobs.enqueue("anhuan.no.such", {})
    job = Job.objects.get(function="anhuan.no.such")
    Job.objects.update(state=Job.State.DEAD, tries=1)

    assert found() == [("jobs", f"anhuan.no.such {job.pk}")]


def test_job_that_nobody_does_is_a_note(town: Town) -> None:
    jobs.enqueue("anhuan.no.such", {}, run_at=now() - timedelta(hours=1))

    assert found() == []
    assert [check for check, _ in found(notes=True) if check == "jobs"] == ["jobs"]


def test_two_holders_of_a_post_are_named_and_neighbours_are_not(town: Town) -> None:
    row = Appointment.objects.first()
    assert row is not None
    ended = make.AT
    Appointment.objects.filter(pk=row.pk).update(valid_to=ended)
    other = make.person("胡军")
    make.appointed(other, row.post, since=ended)
    neighbours = list(appointments(Context(Progress(io.StringIO()))))
    make.appointed(other, row.post, since=ended + timedelta(days=1))

    assert neighbours == []
    assert found() == [("appointments", f"{row.post.title} {row.post_id}")]


def test_another_node_is_named(town: Town) -> None:
    Node.objects.update(name="other")

    assert found() == [("node", "other")]


def test_trigger_that_is_gone_is_named(town: Town) -> None:
    table = " ON ledger_fact" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER insert_only_ledger_fact_update{table}")

    assert found() == [("triggers", "insert_only_ledger_fact_update")]


def test_triggers_of_every_insert_only_table_are_expected() -> None:
    expected = {name for name in expected_triggers() if name.startswith("insert_only_ledger")}

    assert {name.rpartition("_")[0] for name in expected} == {
        "insert_only_ledger_fact",
        "insert_only_ledger_entry",
        "insert_only_ledger_body",
    }


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="PostgreSQL refuses such a text")
def test_text_too_long_for_the_other_database_is_named(town: Town) -> None:
    Site.objects.update(risk="considerable")

    assert found() == [("lengths", "sites.Site.risk")]


@pytest.mark.parametrize(
    "changes", [{"fact": UUID(int=1)}, {"content": "{}"}, {"seq": 9}, {"outcome": "waiting"}]
)
def test_what_a_phone_sent_that_is_not_what_became_of_it_is_named(
    town: Town, changes: dict[str, Any]
) -> None:
    phone = phone_of(town.grid)
    phone.do("visit.open", new_id(), kind="patrol", site=town.site.id)
    phone.send(at=now())
    more = {"judged_at": None, "fact": None} if "outcome" in changes else {}
    assert found() == []
    Submission.objects.update(**changes, **more)

    assert found() == [("devices", f"HarmonyOS {changes.get('seq', 1)}")]


def test_statement_that_nobody_owes_a_decision_on_is_named(town: Town) -> None:
    phone = phone_of(town.grid)
    phone.do("visit.end", phone.device)
    phone.send(at=now())
    assert found() == []
    Submission.objects.update(state="set-aside", decided_at=now())

    assert found() == [("devices", "HarmonyOS 1")]
