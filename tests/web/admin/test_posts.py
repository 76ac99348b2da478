"""Units and posts: vacancies first, holders on a past day, appointing, ending, correcting."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from anhuan.people.models import Person
from anhuan.territory.models import Appointment, Post, Unit
from tests import factories as make

from .conftest import Town, errors

SCRIPT = "<script>alert(1)</script>"


def titles(response: object) -> list[str]:
    rows = response.context["table"].rows  # type: ignore[attr-defined]
    return [next(cell.text for cell in row.cells if hasattr(cell, "text")) for row in rows]


def known(post: Post) -> list[tuple[str, bool]]:
    rows = Appointment.objects.filter(post=post, recorded_to=None).order_by("valid_from")
    return [(row.person.name, row.acting) for row in rows]


def test_posts_without_vacancy(keeper: Client, town: Town) -> None:
    response = keeper.get("/admin/posts/")
    assert (response.context["sentence"], titles(response)) == ("2 个岗位都有人", [])


@pytest.mark.parametrize("number", [1, 3])
def test_posts_vacant_come_first(
    keeper: Client, town: Town, number: int, django_assert_num_queries
) -> None:
    for place in range(number):
        make.post(f"执法员{place}", unit=town.station)
    make.post("执法员", unit=town.other_post.unit)
    with django_assert_num_queries(15):
        response = keeper.get("/admin/posts/")
    assert response.context["sentence"] == f"{number} 个岗位空着"
    assert titles(response) == [f"执法员{place}" for place in range(number)]


def test_posts_stand_in_leaves_the_post_vacant(keeper: Client, town: Town) -> None:
    make.appointed(town.officer, make.post("站长", unit=town.station), acting=True)
    assert keeper.get("/admin/posts/").context["sentence"] == "1 个岗位空着"


def test_posts_on_a_past_day(keeper: Client, town: Town) -> None:
    gone = make.person("郑明")
    make.appointed(
        gone,
        make.post("站长", unit=town.station, rank=1),
        until=datetime(2026, 4, 1, 16, tzinfo=UTC),
    )
    address = f"/admin/posts/?unit={town.station.id}"
    then, after = keeper.get(f"{address}&on=2026-04-01"), keeper.get(f"{address}&on=2026-04-02")
    held = [page.context["table"].rows[0].cells[2][0] for page in (then, after)]
    assert (getattr(held[0], "name", held[0]), held[1]) == ("郑明", "空着")
    assert after.context["sentence"] == "2026-04-02：1 个岗位空着"


@pytest.mark.parametrize(
    "query", ["?on=2026-02-30", "?on=0001-01-01", "?on=9999-12-31", "?unit=x"]
)
def test_posts_with_a_bad_query_shows_today(keeper: Client, query: str) -> None:
    response = keeper.get("/admin/posts/" + query)
    assert (response.status_code, response.context["today"]) == (200, True)


def test_posts_are_not_for_an_officer(officer: Client, town: Town) -> None:
    assert officer.get("/admin/posts/").status_code == 403
    assert officer.get(f"/admin/posts/{town.post.id}/").status_code == 403


@pytest.mark.parametrize("what", ["", "change/", "appoint/"])
def test_post_of_another_district_is_not_found(keeper: Client, town: Town, what: str) -> None:
    assert keeper.get(f"/admin/posts/{town.other_post.id}/{what}").status_code == 404


def test_appointment_of_another_district_is_not_found(keeper: Client, town: Town) -> None:
    row = Appointment.objects.get(post=town.other_post)
    found = [
        keeper.post(f"/admin/appointments/{row.id}/{what}/", {"last": "2026-05-11"}).status_code
        for what in ("end", "correct", "withdraw")
    ]
    assert (found, known(town.other_post)) == ([404, 404, 404], [("高远", False)])


def test_appoint_after_the_former_left(keeper: Client, town: Town) -> None:
    fresh = make.person("周敏")
    address = f"/admin/posts/{town.post.id}/appoint/?q=周敏"
    given = {"person": str(fresh.id), "since": "2026-05-12", "basis": "云组〔2026〕8 号"}
    early = keeper.post(address, given)
    keeper.post(
        f"/admin/people/{town.officer.id}/handover/",
        {"last": "2026-05-11", "fate": "vacant", "because": "调任", "fill_by": "2026-05-12"},
    )
    keeper.post(address, given)
    assert errors(early) == ["那段时间已有人任这个岗位。先让前任离任，或勾“只是代管”。"]
    assert known(town.post) == [("陈立", False), ("周敏", False)]


def test_appoint_a_stand_in(keeper: Client, town: Town) -> None:
    fresh = make.person("周敏")
    given = {"person": str(fresh.id), "since": "2026-05-12", "last": "2026-05-31", "acting": "on"}
    keeper.post(f"/admin/posts/{town.post.id}/appoint/?q=周敏", given)
    row = Appointment.objects.get(post=town.post, acting=True)
    assert (row.person, row.valid_to) == (fresh, datetime(2026, 5, 31, 16, tzinfo=UTC))


def test_appoint_somebody_of_another_district_is_refused(keeper: Client, town: Town) -> None:
    given = {"person": str(town.stranger.id), "since": "2026-05-12"}
    response = keeper.post(f"/admin/posts/{town.post.id}/appoint/?q=高远", given)
    assert (response.context["found"], known(town.post)) == ([], [("陈立", False)])


def test_appoint_somebody_new(keeper: Client, town: Town) -> None:
    entered = keeper.post(f"/admin/posts/{town.post.id}/appoint/new/", {"name": "邱小川"})
    fresh = Person.objects.get(name="邱小川")
    page = keeper.get(entered.url)
    assert [one for one, _text in page.context["found"]] == [fresh.id]


def test_appointment_corrected_stays_to_be_seen(keeper: Client, town: Town) -> None:
    row = Appointment.objects.get(post=town.post)
    keeper.post(
        f"/admin/appointments/{row.id}/correct/",
        {"since": "2020-03-01", "basis": "云组〔2020〕1 号"},
    )
    page = keeper.get(f"/admin/posts/{town.post.id}/")
    terms, corrected = page.context["terms"].rows, page.context["corrected"].rows
    assert ([line.cells[1] for line in terms], [line.cells[1] for line in corrected]) == (
        ["2020-03-01"],
        ["2020-01-01"],
    )


def test_appointment_withdrawn_leaves_the_post_vacant(keeper: Client, town: Town) -> None:
    row = Appointment.objects.get(post=town.post)
    address = f"/admin/appointments/{row.id}/withdraw/"
    first, again = keeper.post(address), keeper.post(address)
    assert (first.status_code, again.status_code, known(town.post)) == (302, 409, [])


def test_unit_and_post_added(keeper: Client, town: Town) -> None:
    unit = {"name": SCRIPT, "short": "新站", "kind": "station", "area": str(town.here.id)}
    keeper.post("/admin/units/new/", unit)
    row = Unit.objects.get(name=SCRIPT)
    given = {"title": SCRIPT, "role": "officer", "rank": "10"}
    made = keeper.post(f"/admin/units/{row.id}/post/", given)
    text = keeper.get(made.url).content.decode()
    assert (Post.objects.get(unit=row).area_path, SCRIPT in text) == (town.here.path, False)


def test_unit_in_another_district_is_refused(keeper: Client, town: Town) -> None:
    unit = {"name": "新站", "kind": "station", "area": str(town.there.id)}
    response = keeper.post("/admin/units/new/", unit)
    assert (list(response.context["form"].errors), Unit.objects.count()) == (["area"], 2)


def test_unit_keeps_a_parent_out_of_reach(keeper: Client, town: Town) -> None:
    over = make.unit("市应急管理局", area=town.city)
    Unit.objects.filter(pk=town.station.id).update(parent=over)
    form = keeper.get(f"/admin/units/{town.station.id}/change/").context["form"]
    given = {name: form[name].value() for name in form.fields} | {"short": "云溪站"}
    keeper.post(f"/admin/units/{town.station.id}/change/", given)
    town.station.refresh_from_db()
    assert (town.station.short, town.station.parent) == ("云溪站", over)


def test_post_changed_meanwhile_keeps_what_was_typed(keeper: Client, town: Town) -> None:
    address = f"/admin/posts/{town.post.id}/change/"
    form = keeper.get(address).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    keeper.post(address, given | {"title": "站长"})
    stale = keeper.post(address, given | {"title": "所长"})
    again = keeper.post(
        address, given | {"title": "所长", "version": stale.context["form"]["version"].value()}
    )
    town.post.refresh_from_db()
    assert (stale.status_code, stale.context["form"]["title"].value()) == (422, "所长")
    assert "现在是：站长" in errors(stale)
    assert (again.status_code, town.post.title) == (302, "所长")


def test_appointment_may_not_end_before_it_began(keeper: Client, town: Town) -> None:
    make.appointed(make.person("周敏"), town.post, acting=True)
    row = Appointment.objects.get(post=town.post, acting=True)
    response = keeper.post(f"/admin/appointments/{row.id}/end/", {"last": str(date(2019, 1, 1))})
    assert errors(response) == ["结束要晚于开始。"]
