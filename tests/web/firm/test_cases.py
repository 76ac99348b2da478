"""One case of the firm: its own acts, what was returned, and nobody else's cases."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from anhuan.cases.models import Case
from anhuan.kernel.access import Role
from anhuan.kernel.case import Action
from anhuan.obligations.services import sweep
from tests import factories as make
from tests.modules.cases.town import PLAN, Loop, Town, door, enter, photo
from tests.modules.cases.town import _person as somebody
from tests.web.conftest import Enter

from .test_todo import sentence, words

QUERIES = 23
Assigned = Callable[..., Loop]


def picture(name: str = "改后.jpg", shade: int = 30) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (32, 24), (shade, 90, 80)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def state(number: str) -> str:
    return Case.objects.get(number=number).state


def version(number: str) -> int:
    return Case.objects.get(number=number).version


@pytest.fixture
def underway(town: Town, assigned: Assigned) -> Loop:
    loop = assigned()
    loop.do(Action.SIGN_FOR, town.firm)
    loop.do(Action.PLAN, town.firm, **PLAN)
    return loop


def test_case_says_whose_turn_it_is(
    firm: Client, underway: Loop, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(QUERIES):
        response = firm.get(f"/firm/cases/{underway.number}/")
    assert sentence(response) == "轮到你：整改，改完报完成"
    assert re.findall(r'class="btn btn-primary"[^>]*>(.*?)</', response.content.decode()) == [
        "报整改完成"
    ]


def test_lateness_names_the_unit_that_was_told_and_nobody(
    town: Town, sign_in: Enter, underway: Loop
) -> None:
    late = make.AT + timedelta(days=18)
    while sweep(at=late):
        pass
    with time_machine.travel(late, tick=False):
        page = sign_in(town.firm).get(f"/firm/cases/{underway.number}/")
    (block,) = re.findall(
        r"到期没办，告知了谁</h2></div>(.*?)</section>", page.content.decode(), re.S
    )
    texts = re.findall(r'block-name">(.*?)<', block)
    assert texts[0] == "应于 05-20，没有办。已告知：枫林安监站（提示函）"
    assert [name for name in ("陈立", "郑明", "韩东") if name in block] == []


def test_case_in_time_says_nothing_of_lateness(firm: Client, underway: Loop) -> None:
    page = words(firm.get(f"/firm/cases/{underway.number}/"))
    assert page.count("到期没办，告知了谁") == 0


def test_case_returned_says_why(town: Town, firm: Client, underway: Loop) -> None:
    underway.do(Action.SUBMIT, town.firm, photo(town.firm), done="清空了")
    underway.do(Action.RETURN, town.colleague, finding="门后仍有板材", fix_by="2026-05-18")
    response = firm.get(f"/firm/cases/{underway.number}/")
    assert "05-11 周一 复查没过 门后仍有板材 周敏 枫林安监站 科员" in words(response)


def test_case_names_no_finder_and_no_inner_note(town: Town, firm: Client) -> None:
    loop = Loop(town, enter(town, town.grid).number)
    loop.do(Action.NOTE, town.officer, note="先别告诉厂里")
    loop.do(Action.NOTE, town.firm, note="我们在清了")
    page = words(firm.get(f"/firm/cases/{loop.number}/"))
    assert [word for word in ("刘桂芳", "先别告诉厂里") if word in page] == []
    assert page.count("我们在清了") == 1


@pytest.mark.parametrize("page", ["", "submit/", "trouble/"])
def test_case_of_another_firm_is_not_there(
    town: Town, sign_in: Enter, underway: Loop, page: str
) -> None:
    from tests import factories as make

    other = make.site("顺达物流", area=town.site.area)
    stranger = sign_in(somebody(Role.FIRM_HEAD, "经理", "万红", site=other.id))
    assert stranger.get(f"/firm/cases/{underway.number}/{page}").status_code == 404


def test_case_of_another_firm_takes_no_act(town: Town, sign_in: Enter, underway: Loop) -> None:
    from tests import factories as make

    other = make.site("顺达物流", area=town.site.area)
    stranger = sign_in(somebody(Role.FIRM_HEAD, "经理", "万红", site=other.id))
    sent = {"done": "改好了", "files": picture(), "version": version(underway.number)}
    assert stranger.post(f"/firm/cases/{underway.number}/submit/", sent).status_code == 404
    assert state(underway.number) == "underway"


@pytest.mark.parametrize("action", ["close", "pass", "assign", "nonsense", "void"])
def test_act_of_somebody_else_has_no_page(firm: Client, underway: Loop, action: str) -> None:
    assert firm.get(f"/firm/cases/{underway.number}/{action}/").status_code == 404


def test_sign_for_by_one_press(firm: Client, assigned: Assigned) -> None:
    loop = assigned()
    url = f"/firm/cases/{loop.number}/sign_for/"
    response = firm.post(url, {"version": version(loop.number)}, follow=True)
    assert state(loop.number) == "signed"
    toast = re.search(r"data-toast>(.*?)</div>", response.content.decode())
    assert toast is not None
    assert toast[1] == (
        "签收。下一步：落实五定：责任人、措施、期限、完成人、验收人，05-14 周四 前。"
    )


def test_plan_asks_for_what_is_not_known(firm: Client, town: Town, assigned: Assigned) -> None:
    loop = assigned()
    loop.do(Action.SIGN_FOR, town.firm)
    page = firm.get(f"/firm/cases/{loop.number}/plan/").content.decode()
    assert re.findall(r'name="acceptor" value="(.*?)"', page) == ["陈立"]
    sent = {"responsible": "王建国", "version": version(loop.number)}
    response = firm.post(f"/firm/cases/{loop.number}/plan/", sent)
    assert response.status_code == 422
    bad = re.findall(r'class="field field-bad" id="field_(\w+)"', response.content.decode())
    assert bad == ["measure", "finisher", "acceptor"]


def test_submit_without_a_photo_keeps_what_was_typed(firm: Client, underway: Loop) -> None:
    sent = {"done": "门口清空了", "version": version(underway.number)}
    response = firm.post(f"/firm/cases/{underway.number}/submit/", sent)
    assert (response.status_code, state(underway.number)) == (422, "underway")
    assert re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", response.content.decode()) == [
        "门口清空了"
    ]


def test_submit_with_a_photo_hands_the_ball_on(firm: Client, underway: Loop) -> None:
    sent = {"done": "清空了", "files": picture(), "version": version(underway.number)}
    response = firm.post(f"/firm/cases/{underway.number}/submit/", sent)
    assert response.url == f"/firm/cases/{underway.number}/"
    assert state(underway.number) == "submitted"
    shown = firm.get(response.url).content.decode()
    assert len(re.findall(r"data-shot ", shown)) == 1


def test_submit_refused_keeps_the_photo_for_the_next_try(firm: Client, underway: Loop) -> None:
    url = f"/firm/cases/{underway.number}/submit/"
    first = firm.post(url, {"files": picture(), "version": version(underway.number)})
    assert first.status_code == 422
    (ticket,) = re.findall(r'name="files_ticket" value="(.*?)"', first.content.decode())
    again = {"done": "清空了", "files_ticket": ticket, "version": version(underway.number)}
    assert firm.post(url, again).status_code == 302
    assert state(underway.number) == "submitted"


def test_act_on_a_case_that_moved_shows_what_changed(
    town: Town, firm: Client, underway: Loop
) -> None:
    seen = version(underway.number)
    underway.do(
        Action.REQUEST_EXTENSION, town.boss, until="2026-06-01", code="parts", reason="缺货"
    )
    sent = {"note": "我们在催货", "version": seen}
    response = firm.post(f"/firm/cases/{underway.number}/note/", sent)
    assert response.status_code == 409
    page = response.content.decode()
    assert re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page) == ["我们在催货"]
    assert re.findall(r'name="version" value="(\d+)"', page) == [str(seen + 1)]
    assert re.findall(r'<span class="deed-act">(.*?)</span>', page) == ["申请延期"]


def test_act_sent_twice_is_done_once(firm: Client, assigned: Assigned) -> None:
    loop = assigned()
    sent = {"version": version(loop.number)}
    url = f"/firm/cases/{loop.number}/sign_for/"
    assert [firm.post(url, sent).status_code for _ in range(2)] == [302, 409]
    assert version(loop.number) == sent["version"] + 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "９", "99999999999999999999"])
def test_act_page_with_a_strange_version_opens(firm: Client, underway: Loop, seen: str) -> None:
    url = f"/firm/cases/{underway.number}/submit/"
    assert firm.get(url, {"version": seen}).status_code == 200


def test_trouble_offers_time_a_word_and_a_call(firm: Client, underway: Loop) -> None:
    page = firm.get(f"/firm/cases/{underway.number}/trouble/").content.decode()
    found = re.findall(r'<a class="btn" href="/firm/cases/[^/]+/(\w+)/', page)
    assert found == ["request_extension", "note"]


def test_trouble_says_why_time_cannot_be_asked_for(firm: Client, assigned: Assigned) -> None:
    page = firm.get(f"/firm/cases/{assigned().number}/trouble/")
    assert "还没到这一步" in words(page) or "现在是" in words(page)
    assert re.findall(r"/(request_extension)/", page.content.decode()) == []


def test_own_check_enters_a_case_of_the_own_firm(town: Town, firm: Client) -> None:
    sent = {
        "kind": "hazard",
        "domain": "safety",
        "found_on": "2026-05-11",
        "description": "3 号砂光机急停按钮松动",
        "files": picture(),
    }
    response = firm.post("/firm/check/", sent)
    row = Case.objects.get()
    assert response.url == f"/firm/cases/{row.number}/"
    assert (row.site_id, row.source, row.kind) == (town.site.id, "self-check", "hazard")


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "instruction"), ("kind", "report"), ("found_on", "2026-13-01"), ("description", "")],
)
def test_own_check_refuses_at_the_field(firm: Client, field: str, value: str) -> None:
    sent = door(None, description="松动", **{field: value} if field != "description" else {})
    sent = {key: text for key, text in (sent | {field: value}).items() if key != "site"}
    response = firm.post("/firm/check/", sent)
    assert (response.status_code, Case.objects.count()) == (422, 0)
    bad = re.findall(r'class="field field-bad" id="field_(\w+)"', response.content.decode())
    assert bad == [field]


def test_slip_is_there_for_what_the_firm_is_told_and_names_no_finder(
    town: Town, firm: Client, underway: Loop
) -> None:
    underway.do(Action.NOTE, town.officer, photo(town.officer), note="内部")
    page = firm.get(f"/firm/cases/{underway.number}/").content.decode()
    offered = re.findall(rf'href="/firm/cases/{underway.number}/acts/(\d+)/"', page)
    noted = version(underway.number)

    answers = {
        each: firm.get(f"/firm/cases/{underway.number}/acts/{each}/")
        for each in range(1, noted + 1)
    }

    there = [str(each) for each, answer in answers.items() if answer.status_code == 200]
    assert sorted(offered) == there
    assert str(noted) not in there
    assert "枫林安监站" not in answers[1].content.decode().partition("<article")[2]
    assert firm.get(f"/firm/cases/{underway.number}/acts/{noted}/received").status_code == 404
