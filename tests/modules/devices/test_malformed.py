"""What cannot be read as an act is kept where it can be, and holds up nothing."""

from pathlib import Path
from typing import Any

import pytest

from anhuan.base.ids import new_id
from anhuan.devices.models import Submission
from anhuan.devices.reading import Unreadable, read_act
from anhuan.devices.services import receive
from anhuan.inspections.models import Visit
from anhuan.kernel.refusal import Refusal, Why
from tests.modules.cases.town import Town, build
from tests.modules.devices.phone import Phone, phone_of, sealed

pytestmark = pytest.mark.django_db
POINT = [118.5, 36.25, 12.5]


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


@pytest.fixture
def phone(town: Town) -> Phone:
    return phone_of(town.grid)


def an_act(phone: Phone, **changes: Any) -> dict[str, Any]:
    return sealed(phone.do("visit.end", new_id()) | changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": "visit.fly"}, "what"),
        ({"what": 7}, "what"),
        ({"about": "x"}, "about"),
        ({"about": None}, "about"),
        ({"given": []}, "given"),
        ({"given": None}, "given"),
        ({"done_at": "2026-05-11"}, "done_at"),
        ({"done_at": "2026-05-11T10:00:00"}, "done_at"),
        ({"done_at": "2026-13-11T10:00:00Z"}, "done_at"),
        ({"done_at": "0001-01-01T00:00:00+23:59"}, "done_at"),
        ({"done_at": 1}, "done_at"),
        ({"elapsed_ms": -1}, "elapsed_ms"),
        ({"elapsed_ms": 1.5}, "elapsed_ms"),
        ({"elapsed_ms": True}, "elapsed_ms"),
        ({"boot": "x"}, "boot"),
        ({"seen": 7}, "seen"),
        ({"seen": {"size": "7", "root": ""}}, "seen"),
        ({"seen": {"size": 7}}, "seen"),
        ({"seen": {"size": 7, "root": "r" * 65}}, "seen"),
        ({"more": 1}, "fields"),
        ({"given": {"photos": "x"}}, "photos"),
        ({"given": {"photos": [{}]}}, "photos"),
        ({"given": {"photos": [{"sha256": "A" * 64}]}}, "photos"),
        ({"given": {"photos": [{"sha256": "a" * 64, "point": [200, 0, 1]}]}}, "photos"),
        ({"given": {"photos": [{"sha256": "a" * 64, "point": [None, 0, 1]}]}}, "photos"),
        ({"given": {"photos": [{"sha256": "a" * 64, "point": [0, 0, -1]}]}}, "photos"),
        ({"given": {"photos": [{"sha256": "a" * 64, "stage": "later"}]}}, "photos"),
        ({"given": {"photos": [{"sha256": "a" * 64, "taken_at": "x"}]}}, "photos"),
        ({"given": {"photos": [{"sha256": "a" * 64}] * 2}}, "photos"),
        ({"given": {"photos": [{"sha256": f"{n:064x}"} for n in range(13)]}}, "photos"),
    ],
)
def test_act_that_is_none_names_the_field(
    phone: Phone, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Unreadable, match=field):
        read_act(an_act(phone, **changes))


def test_act_with_another_hash_is_none(phone: Phone) -> None:
    act = an_act(phone) | {"elapsed_ms": 1}

    with pytest.raises(Unreadable, match="hash"):
        read_act(act)


@pytest.mark.parametrize("point", [POINT, POINT[:2], [*POINT[:2], None], None])
def test_photo_has_a_place_or_none(phone: Phone, point: Any) -> None:
    photo = {"sha256": "a" * 64, "point": point}

    read = read_act(an_act(phone, given={"photos": [photo]}))

    accuracy = point[2] if point and len(point) == 3 else None
    assert read.photos[0].point == (None if point is None else (118.5, 36.25, accuracy))


def test_malformed_act_is_kept_and_the_next_goes_on(town: Town, phone: Phone) -> None:
    phone.do("visit.open", new_id(), kind="patrol", site=town.site.id)
    phone.made[0] = sealed(phone.made[0] | {"what": "visit.fly"})
    phone.do("visit.open", new_id(), kind="patrol", site=town.site.id)

    assert phone.said() == ["malformed", "done"]
    assert phone.said() == ["malformed", "done"]
    kept = Submission.objects.get(seq=1)
    assert (kept.outcome, kept.answer) == ("malformed", {"field": "what"})
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        [],
        {},
        {"id": "x", "seq": 1},
        {"id": str(new_id())},
        {"id": str(new_id()), "seq": 0},
        {"id": str(new_id()), "seq": True},
        {"id": str(new_id()), "seq": 2**40},
    ],
)
def test_what_has_no_place_in_the_order_is_answered_and_not_kept(phone: Phone, raw: Any) -> None:
    (found,) = receive(device=phone.device, acts=[raw], at=phone.at).results

    assert found.outcome.value == "malformed"
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "a" * 5000, {"deep": [1.5]}, ["x"], 7])
def test_odd_words_are_kept_and_refused(town: Town, phone: Phone, odd: Any) -> None:
    key = new_id()
    phone.do("visit.open", key, kind="patrol", site=town.site.id)
    act = {**phone.made[0], "id": str(new_id()), "seq": 2, "what": "visit.note", "about": str(key)}
    act |= {"given": {"note": odd}}
    raw = act | {"hash": "0" * 64} if odd == "\ud800" else sealed(act)

    found = receive(device=phone.device, acts=[phone.made[0], raw], at=phone.at).results[1]

    assert found.outcome.value in {"statement", "malformed"}
    assert Submission.objects.count() == 2


def test_hundred_acts_are_taken_and_no_more(phone: Phone) -> None:
    with pytest.raises(Refusal) as refused:
        receive(device=phone.device, acts=[{}] * 101, at=phone.at)

    assert refused.value.why is Why.TOO_MANY


def test_act_far_ahead_waits_without_being_kept(phone: Phone) -> None:
    act = sealed(phone.do("visit.end", new_id()) | {"seq": 30_000})

    (found,) = phone.send(act).results

    assert (found.outcome.value, found.after) == ("waiting", 1)
    assert Submission.objects.count() == 0


def test_odd_names_of_inputs_are_kept_and_refused(town: Town, phone: Phone) -> None:
    key = new_id()
    phone.do("visit.open", key, kind="patrol", site=town.site.id, **{"\x00": "\x00"})
    phone.do("visit.open", new_id(), kind="\x00", site="\x00")
    phone.do("case.act", new_id(), act="\x00", given={"\x00": 1})

    assert phone.said() == ["statement"] * 3
