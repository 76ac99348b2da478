"""Acts arrive doubled, out of order, in parts: each is done once, and nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from anhuan.cases.models import Case
from anhuan.devices.models import Submission
from anhuan.evidence.models import Use
from anhuan.inspections.checking import differences
from anhuan.inspections.models import Visit
from anhuan.kernel.claim import CAPTURE
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.devices.phone import Phone, phone_of, sealed, small_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    small_shop()
    return build()


@pytest.fixture
def phone(town: Town) -> Phone:
    return phone_of(town.grid)


def counted() -> tuple[int, int, int]:
    return (
        Visit.objects.count(),
        Case.objects.count(),
        Fact.objects.filter(kind__startswith="visit.").count(),
    )


def test_patrol_made_offline_is_recorded_with_its_own_times(town: Town, phone: Phone) -> None:
    key = phone.visit(town.site.id)
    arrived = phone.at + timedelta(hours=3)

    found = phone.send(at=arrived)

    visit, case = Visit.objects.get(pk=key), Case.objects.get()
    began, ended = phone.at - timedelta(minutes=2), phone.at
    assert [one.outcome.value for one in found.results] == ["done"] * 3
    assert (visit.began_at, visit.ended_at) == (began, ended)
    assert [fact.at for fact in Fact.objects.filter(subject=key)] == [arrived] * 3
    assert (found.results[1].case, found.applied) == (case.number, 3)
    assert list(differences()) == []


def test_act_sent_again_is_answered_as_before(town: Town, phone: Phone) -> None:
    phone.visit(town.site.id)
    first = phone.send()

    again = phone.send(at=phone.at + timedelta(days=1))

    assert again == first
    assert counted() == (1, 1, 3)


def test_acts_out_of_order_wait_for_the_one_before(town: Town, phone: Phone) -> None:
    phone.visit(town.site.id)
    opened, found, ended = phone.made

    assert phone.said(ended) == ["waiting"]
    assert phone.send(found).results[0].after == 1
    assert phone.said(opened) == ["done"]
    assert phone.said(ended, found) == ["done", "done"]
    assert counted() == (1, 1, 3)


def test_sending_that_broke_off_after_any_act_is_finished_by_the_next(
    town: Town, phone: Phone
) -> None:
    for _ in range(3):
        phone.visit(town.site.id)

    for upto in range(1, 10):
        phone.send(*phone.made[:upto])

    assert counted() == (3, 3, 9)
    assert Submission.objects.filter(outcome="done").count() == 9


def test_same_number_with_other_content_changes_nothing(town: Town, phone: Phone) -> None:
    phone.visit(town.site.id)
    phone.send()
    other = sealed(phone.made[0] | {"given": {"kind": "patrol", "site": "x"}})
    taken = sealed(phone.made[1] | {"id": phone.made[0]["id"], "seq": 9})

    assert phone.said(other, taken) == ["malformed", "malformed"]
    assert Submission.objects.count() == 3


def test_photo_is_awaited_and_then_shown_with_where_and_when(town: Town, phone: Phone) -> None:
    key = phone.visit(town.site.id, photos=[phone.photo()])
    digest = phone.made[1]["given"]["photos"][0]["sha256"]

    waiting = phone.send()
    phone.bring()
    done = phone.send()

    assert [one.outcome.value for one in waiting.results] == ["done", "waiting", "waiting"]
    assert (waiting.results[1].missing, waiting.results[2].after) == ((digest,), 2)
    assert [one.outcome.value for one in done.results] == ["done"] * 3
    use = Use.objects.get()
    assert (use.file_id, use.lon, use.lat, use.accuracy_m) == (digest, 118.5, 36.25, 12.5)
    assert use.original == phone.made[1]["given"]["photos"][0]["original"]
    assert use.owner == Case.objects.get().id != key


def test_photo_of_another_phone_counts_as_missing(town: Town, phone: Phone) -> None:
    phone_of(town.officer).bring()
    phone.visit(town.site.id, photos=[phone.photo()])

    assert [one.outcome.value for one in phone.send().results] == ["done", "waiting", "waiting"]


def test_photo_with_another_digest_is_refused(phone: Phone) -> None:
    with pytest.raises(Refusal) as refused:
        phone.bring(sha="a" * 64)

    assert refused.value.why is Why.WRONG_DIGEST


def test_found_and_fixed_on_the_spot_shows_before_and_after(town: Town, phone: Phone) -> None:
    phone.bring(100)
    phone.bring(140)
    phone.visit(town.site.id, photos=[phone.photo(100)])
    case = phone.made[1]["given"]["case"]
    phone.do(
        "case.act",
        case,
        act="fix_on_spot",
        given={"measure": "当场清走"},
        photos=[phone.photo(140, stage="after")],
    )

    assert phone.said() == ["done"] * 4
    assert Case.objects.get().state == "fixed_on_spot"
    stages = sorted(use.name.split("-")[-1] for use in Use.objects.all())
    assert stages == ["after.jpg", "before.jpg"]


def test_act_of_the_record_holds_what_the_phone_claims(town: Town, phone: Phone) -> None:
    phone.visit(town.site.id)
    phone.send()

    fact = Fact.objects.get(kind="visit.open")
    claim = fact.public["field"]
    assert claim["done_at"] == (phone.at - timedelta(minutes=2)).isoformat()
    assert (claim["elapsed_ms"], claim["seen"]) == (482_133, None)
    assert fact.body.content[CAPTURE] == phone.made[0]["hash"]


@pytest.mark.parametrize("days", [-9, 9])
def test_clock_set_wrong_is_bounded_by_enrolment_and_receipt(
    town: Town, phone: Phone, days: int
) -> None:
    phone.at += timedelta(days=days)
    key = phone.visit(town.site.id)
    arrived = make.AT + timedelta(hours=4)
    phone.send(at=arrived)

    visit = Visit.objects.get(pk=key)
    expected = make.AT if days < 0 else arrived
    assert (visit.began_at, visit.ended_at) == (expected, expected)
    claim = Fact.objects.get(kind="visit.end").public["field"]["claimed_at"]
    assert claim == phone.at.isoformat()


def test_week_offline_arrives_whole(town: Town, phone: Phone) -> None:
    for _ in range(7):
        phone.at += timedelta(days=1)
        phone.visit(town.site.id)

    assert phone.said(at=phone.at + timedelta(hours=1)) == ["done"] * 21
    days = [visit.began_at.date() for visit in Visit.objects.order_by("began_at")]
    assert len(set(days)) == 7
    assert list(differences()) == []


def test_phone_enrolled_anew_sends_the_same_act_and_nothing_doubles(
    town: Town, phone: Phone
) -> None:
    phone.visit(town.site.id)
    phone.send()
    again = phone_of(town.grid, account=phone.account)
    again.made = phone.made

    assert again.said(at=phone.at) == ["done"] * 3
    assert counted() == (1, 1, 3)
