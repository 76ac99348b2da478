"""The duty roster at the desk: its week, its forms, states and calls."""

import re
from datetime import timedelta

import pytest
from django.utils.html import escape

from anhuan.duty import services
from anhuan.duty.calls import call
from anhuan.duty.models import DutyCall, RaisedState, Stint
from anhuan.kernel.roster import Place
from anhuan.territory.models import Appointment
from tests import factories as make
from tests.modules.cases.town import build

WEEK, NOW, STATES = 25, 19, 16
DAY = timedelta(days=1)
EARLY = make.AT - 3 * DAY
"""When the roster was made: its shifts run at ten of the day of the tests."""


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def post_of(viewer):
    return viewer.seats[0].post


def rostered(town, *, days=7, people=None):
    services.make_roster(
        unit=town.station.id,
        from_on=EARLY.date(),
        to_on=EARLY.date() + days * DAY,
        leads=[post_of(town.head)],
        people=[post_of(one) for one in people or (town.officer, town.colleague)],
        persons=1,
        starts=[],
        by=town.head,
        at=EARLY,
    )


def called(town, *, about=""):
    return services.call_unit(unit=town.station.id, about=about, by=town.clerk, at=make.AT)


def raised(town, **more):
    given = {
        "code": "raised",
        "occasion": "meeting",
        "because": "市两会期间",
        "area": town.county.id,
        "since": make.AT,
        "until": make.AT + 2 * DAY,
    }
    return services.declare_state(**given | more, by=town.leader, at=make.AT)


def test_week_says_who_is_on_duty_now(town, desk):
    rostered(town)

    shown = text(desk.get("/roster/"))

    assert "枫林安监站：郑明 带班，周敏 值班，到 05-12 08:30" in shown
    assert "05-11 周一 今天 08:30 至次日 08:30 当班 带班 郑明 站长 值班 周敏 科员" in shown
    assert "05-12 周二 08:30 至次日 08:30 带班 郑明 站长 值班 陈立 副站长" in shown


@pytest.mark.parametrize("days", [4, 9])
def test_week_makes_as_many_queries_for_one_day_as_for_six(
    town, desk, django_assert_num_queries, days
):
    rostered(town, days=days)
    desk.get("/roster/")

    with django_assert_num_queries(WEEK):
        desk.get("/roster/")


def test_unit_without_a_roster_says_so(town, desk):
    shown = text(desk.get("/roster/"))

    assert "枫林安监站：现在没有排班" in shown
    assert shown.count("没有排班") == 8


def test_gap_is_drawn_with_who_holds_the_post(town, sign_in):
    rostered(town)
    Appointment.objects.filter(person=town.officer.person).update(valid_to=make.AT)
    make.appointed(make.person("吴海"), _post(town.officer), since=make.AT)

    page = sign_in(town.head).get("/roster/")

    assert "值班 陈立 副站长 已不在岗位，岗位上现在是 吴海" in text(page)
    assert "这几天有 2 处缺人" in text(page)
    assert page.content.decode().count("week-place week-gap") == 2


def _post(viewer):
    from anhuan.territory.models import Post

    return Post.objects.get(pk=post_of(viewer))


def test_roster_of_another_street_is_not_found(town, sign_in):
    rostered(town)
    other = build()

    response = sign_in(other.officer).get(f"/roster/?unit={town.station.id}")

    assert response.status_code == 404
    assert "郑明 带班" not in response.content.decode()


def test_roster_is_made_from_the_names_that_stand_there(town, sign_in):
    browser = sign_in(town.head)
    page = browser.get("/roster/turns/").content.decode()
    people = "\n".join(["周敏 科员", "陈立"])
    given = {"from_on": "2026-05-12", "to_on": "2026-05-13", "leads": "郑明 站长"}

    done = browser.post("/roster/turns/", {**given, "people": people, "persons": "1"})

    assert escape("陈立 副站长") in page
    assert done.status_code == 302
    rows = Stint.objects.filter(place=Place.DUTY).order_by("day")
    assert [row.person for row in rows] == [town.colleague.person, town.officer.person]


def test_name_that_nobody_has_is_shown_at_its_field(town, sign_in):
    given = {"from_on": "2026-05-12", "to_on": "2026-05-13", "leads": "郑明", "people": "张三"}

    answer = sign_in(town.head).post("/roster/turns/", {**given, "persons": "1"})

    assert re.search(r'id="id_people_error"[^>]*>.*?从列表里选', answer.content.decode(), re.S)
    assert "张三" in text(answer, 422)
    assert Stint.objects.count() == 0


@pytest.mark.parametrize(
    "given",
    [
        {"from_on": "", "to_on": "x"},
        {"from_on": "2026-05-12", "to_on": "9999-12-31", "persons": "1"},
        {"from_on": "2026-05-12", "to_on": "2026-05-12", "persons": "-1"},
        {"from_on": "2026-05-12", "to_on": "2026-05-12", "persons": "1", "starts": "26:00"},
        {"from_on": "2020-05-12", "to_on": "2020-05-12", "persons": "1"},
    ],
)
def test_form_of_turns_answers_what_cannot_be_read(town, sign_in, given):
    names = {"leads": "郑明 站长", "people": "陈立 副站长"}

    answer = sign_in(town.head).post("/roster/turns/", names | given)

    assert (answer.status_code, Stint.objects.count()) == (422, 0)


def test_officer_who_keeps_no_roster_is_told_so(town, desk):
    assert desk.get("/roster/turns/").status_code == 403
    assert 'href="/roster/turns/"' not in desk.get("/roster/").content.decode()


def test_place_is_changed_with_its_reason(town, sign_in):
    rostered(town)
    tomorrow = Stint.objects.get(day=make.TODAY + DAY, place=Place.DUTY)
    browser, url = sign_in(town.head), f"/roster/places/{tomorrow.id}/"
    asked = text(browser.get(url))

    empty = browser.post(url, {"post": str(post_of(town.colleague)), "because": " "})
    done = browser.post(url, {"post": str(post_of(town.colleague)), "because": "与周敏对调"})
    shown = text(browser.get("/roster/"))

    assert "05-12 08:30 值班 副站长" in asked
    assert (empty.status_code, done.status_code) == (422, 302)
    assert "值班 周敏 科员 与周敏对调" in shown
    assert "05-12 值班 陈立，05-11 10:00 换下" in shown


def test_day_is_entered_by_hand(town, sign_in):
    given = {"day": "2026-05-12", "lead": str(post_of(town.head))}

    done = sign_in(town.head).post(
        "/roster/day/", {**given, "people": [str(post_of(town.officer))], "because": ""}
    )

    assert done.status_code == 302
    assert Stint.objects.filter(turns__isnull=True).count() == 2


def test_call_stands_in_the_work_list_and_is_answered_with_one_tap(town, sign_in):
    rostered(town)
    key = called(town, about="夜间抽查")
    browser = sign_in(town.colleague)

    shown = text(browser.get("/work/"))
    done = browser.post(f"/roster/calls/{key}/answer/")
    after = text(browser.get("/work/"))

    assert "应答查岗 枫林安监站：夜间抽查" in shown
    assert "今天 10:15" in shown
    assert (done.status_code, done["Location"]) == (302, "/work/")
    assert call(town.clerk, key).answered_name == "周敏"
    assert "应答查岗" not in after


def test_leader_on_duty_sees_the_call_above_the_list(town, sign_in):
    rostered(town)
    called(town)

    shown = text(sign_in(town.head).get("/work/"))

    assert "有 1 次查岗等你应答 枫林安监站 05-11 10:00 云溪区安委办 呼叫" in shown


def test_call_is_no_business_of_who_is_off_duty(town, desk):
    rostered(town)
    key = called(town)

    shown = text(desk.get("/work/"))
    answer = desk.post(f"/roster/calls/{key}/answer/")

    assert "查岗" not in shown
    assert "由当班的人应答" in text(answer, 422)


def test_call_of_another_street_is_not_found(town, sign_in):
    rostered(town)
    key = called(town)

    answer = sign_in(build().officer).post(f"/roster/calls/{key}/answer/")

    assert answer.status_code == 404
    assert DutyCall.objects.get().answered_at is None


def test_clerk_above_calls_a_unit_from_the_list_of_who_is_on_duty(town, sign_in):
    rostered(town)
    browser = sign_in(town.clerk)

    shown = text(browser.get("/roster/calls/"))
    done = browser.post(f"/roster/calls/{town.station.id}/new/", {"about": "节日抽查"})
    after = text(browser.get("/roster/calls/"))

    assert "枫林安监站 带班 郑明 站长 值班 周敏 科员" in shown
    assert done.status_code == 302
    assert "枫林安监站 节日抽查 05-11 10:00 云溪区安委办 呼叫 呼叫 周敏" in after


@pytest.mark.parametrize("n", [1, 3])
def test_list_of_calls_makes_as_many_queries_for_one_as_for_three(
    town, sign_in, django_assert_num_queries, n
):
    rostered(town)
    for _ in range(n):
        key = called(town)
        services.answer_call(call=key, said="", by=town.colleague, at=make.AT)
    browser = sign_in(town.clerk)
    browser.get("/roster/calls/")

    with django_assert_num_queries(NOW):
        browser.get("/roster/calls/")


def test_officer_of_the_unit_finds_nobody_to_call(town, desk):
    rostered(town)

    html = desk.get("/roster/calls/").content.decode()

    assert "/new/" not in html
    assert desk.post(f"/roster/calls/{town.station.id}/new/").status_code == 403


def test_leader_declares_a_state_and_ends_it(town, sign_in):
    rostered(town)
    browser = sign_in(town.leader)
    given = {"code": "raised", "occasion": "pollution", "because": "重污染天气橙色预警"}
    days = {"since": "2026-05-11", "until": "2026-05-13"}

    done = browser.post("/roster/states/new/", {**given, **days, "area": str(town.county.id)})
    row = RaisedState.objects.get()
    shown = text(browser.get("/roster/states/"))
    ended = browser.post(
        f"/roster/states/{row.id}/end/", {"because": "预警解除", "version": str(row.version)}
    )

    assert done.status_code == 302
    assert "加强值守：重污染天气：重污染天气橙色预警" in shown
    assert "05-11 10:00 至 05-13 周三 24:00" in shown
    assert ended.status_code == 302
    assert "提前结束：预警解除" in text(browser.get("/roster/states/"))


@pytest.mark.parametrize("code", ["normal", "peace", ""])
def test_state_that_is_none_is_refused(town, sign_in, code):
    given = {"code": code, "occasion": "holiday", "because": "国庆", "area": str(town.county.id)}

    answer = sign_in(town.leader).post(
        "/roster/states/new/", {**given, "since": "2026-05-11", "until": "2026-05-12"}
    )

    assert (answer.status_code, RaisedState.objects.count()) == (422, 0)


@pytest.mark.parametrize("n", [1, 3])
def test_states_make_as_many_queries_for_one_as_for_three(
    town, sign_in, django_assert_num_queries, n
):
    for _ in range(n):
        raised(town)
    browser = sign_in(town.leader)
    browser.get("/roster/states/")

    with django_assert_num_queries(STATES):
        browser.get("/roster/states/")


def test_state_of_the_level_above_is_one_line_on_the_work_page(town, desk):
    raised(town)

    shown = text(desk.get("/work/"))

    assert "加强值守：市两会期间，云溪区安委办 宣布，到 05-13 周三 10:00" in shown


def test_state_of_another_district_is_not_found(town, sign_in):
    key = raised(town)
    other = sign_in(build().leader)

    assert other.get(f"/roster/states/{key}/end/").status_code == 404
    assert "加强值守" not in text(other.get("/roster/states/"))
