"""What a phone carries: its person's places and nothing else, in as many queries for many."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from anhuan.cases.models import Case
from anhuan.devices.carried import Pack
from anhuan.devices.packing import MOST_PLACES
from anhuan.devices.queries import packed
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from anhuan.sites.carrying import masked
from anhuan.sites.models import Site
from anhuan.territory.models import Area
from tests import factories as make
from tests.modules.cases.town import Loop, Town, build, enter, photo
from tests.modules.devices.phone import Phone, phone_of, small_shop

pytestmark = pytest.mark.django_db
PACK_QUERIES = 24


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    small_shop()
    found = build()
    Site.objects.filter(pk=found.site.pk).update(duty_phone="13812340021", industry="5211")
    return found


def carried(phone: Phone) -> Pack:
    return packed(phone.viewer, device=phone.device)


def more_places(town: Town, n: int) -> None:
    cell = Area.objects.get(pk=town.site.area_id)
    for k in range(n):
        site = make.site(f"小店{k:03}", area=cell)
        enter(Town(**{**vars(town), "site": site}), town.officer)


@pytest.mark.parametrize("n", [1, 12])
def test_pack_makes_as_many_queries_for_one_place_as_for_many(
    town: Town, django_assert_num_queries: Any, n: int
) -> None:
    phone = phone_of(town.grid)
    more_places(town, n)
    carried(phone)

    with django_assert_num_queries(PACK_QUERIES):
        found = carried(phone)

    assert len(found.places) == n + 1


def test_pack_of_the_grid_holds_its_own_cell_and_no_other(town: Town) -> None:
    other = build()

    found = carried(phone_of(town.grid))

    assert [one.site for one in found.places] == [town.site.id]
    assert str(other.site.id) not in repr(found)
    assert (found.places[0].phone, found.places[0].lists[-1:]) == ("138****0021", ("small-shop",))
    assert found.lists["small-shop"].look == ("exit", "fire")


def test_pack_of_an_officer_begins_with_what_is_due(town: Town) -> None:
    case = enter(town, town.officer)
    Loop(town, case.number).to_underway()
    Loop(town, case.number).do(Action.SUBMIT, town.firm, photo(town.firm), done="清空")
    officer = make.viewer_for(_person(town.officer), make.AT + timedelta(days=30))

    found = packed(officer, device=phone_of(officer).device)

    place = found.places[0]
    assert place.due is not None
    assert (place.site, place.due.kind, place.due.visit_kind) == (town.site.id, "pass", "revisit")
    assert [(one.number, one.may) for one in place.cases] == [
        (case.number, ("pass", "return", "note"))
    ]
    assert [one.name for one in found.colleagues] == ["刘桂芳", "周敏", "郑明"]


def _person(viewer: Viewer) -> Any:
    from anhuan.people.models import Person

    return Person.objects.get(pk=viewer.person)


def test_pack_says_what_the_posts_allow(town: Town) -> None:
    grid, officer = (carried(phone_of(who)).person for who in (town.grid, town.officer))

    assert grid.may == ("report", "fix-on-spot", "note")
    assert officer.may == ("report", "fix-on-spot", "recheck", "assign", "note")
    assert [seat.unit for seat in grid.seats] == ["枫林安监站"]


def test_pack_shows_the_last_visit_and_what_failed(town: Town) -> None:
    phone = phone_of(town.officer)
    key = phone.device
    phone.visit(town.site.id)
    phone.send()
    before = carried(phone).places[0].last
    phone.at += timedelta(hours=1)
    key = phone.visit(town.site.id)
    phone.made = phone.made[:4]
    answers = [
        {"item": "exit", "answer": "fails", "exhibits": 1},
        {"item": "fire", "answer": "conforms"},
    ]
    phone.made[3] = _with_list(phone.made[3])
    phone.do("visit.answer", key, answers=answers)
    phone.do("visit.end", key)
    assert phone.said() == ["done"] * 6
    last = carried(phone).places[0].last

    assert before is not None
    assert last is not None
    assert (before.said, before.failed, last.said, last.failed) == (
        "problem",
        (),
        "problem",
        ("exit",),
    )


def _with_list(act: dict[str, Any]) -> dict[str, Any]:
    from tests.modules.devices.phone import sealed

    return sealed(act | {"given": act["given"] | {"checklist": "small-shop"}})


def test_echo_tells_what_became_of_an_own_finding(town: Town) -> None:
    phone = phone_of(town.grid)
    phone.visit(town.site.id)
    phone.send()
    case = Case.objects.get()
    phone.bring(140)
    phone.do(
        "case.act",
        case.id,
        act="fix_on_spot",
        given={"measure": "清走"},
        photos=[phone.photo(140, stage="after")],
    )
    assert phone.said()[-1] == "done"
    Loop(town, case.number).do(Action.CLOSE, town.head)
    viewer = make.viewer_for(_person(town.grid), phone.at + timedelta(days=1))

    own = packed(viewer, device=phone.device).echoes
    others = packed(
        make.viewer_for(_person(town.colleague), viewer.at), device=phone.device
    ).echoes

    assert [(one.case, one.photo) for one in own] == [(case.number, True)]
    assert own[0].news == "你 05-11 报的“安全出口堵塞”已整改销号。"
    assert others == ()


def test_places_are_five_hundred_at_most() -> None:
    assert MOST_PLACES == 500


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812340021", "138****0021"),
        ("0533-7654321", "053****4321"),
        ("8812", "****12"),
        ("", ""),
    ],
)
def test_telephone_number_is_masked(phone: str, shown: str) -> None:
    assert masked(phone) == shown
