"""Matters about me: what the person reads and may do, and what nobody else finds."""

import re

import pytest

from anhuan.accountability.models import Matter
from anhuan.kernel.accountability import MatterAct as A
from anhuan.kernel.refusal import Refusal, Why
from tests.modules.accountability.procedure import SECRET, Court
from tests.web.desk.conftest import browser_of, clock, town  # noqa: F401


@pytest.fixture
def court(town):  # noqa: F811
    return Court(town)


@pytest.fixture
def own(court, browser_of, clock):  # noqa: F811
    def at_the_courts_time(viewer=None):
        clock.move_to(court.at)
        return browser_of(viewer or court.town.officer)

    return at_the_courts_time


def text(response, status=200):
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_person_without_a_matter_reads_what_would_happen(court, own):
    assert "作出决定前您在这里能看到全部内容" in text(own().get("/me/matters/"))


def test_matter_before_the_notice_is_not_found(court, own):
    number = court.opened()
    assert number not in text(own().get("/me/matters/"))
    assert own().get(f"/me/matters/{number}/").status_code == 404


def test_notice_shows_charge_facts_and_record_and_asks_for_the_statement(court, own):
    number = court.notified()

    found = text(own().get(f"/me/matters/{number}/"))

    for said in ("两次复查不合格，没有跟进", "引用的记录", "记录能为当事人说明什么", "您的说明"):
        assert said in found
    assert SECRET not in found
    assert "申诉" not in found.replace("可申诉至", "")


def test_matter_of_somebody_else_is_not_found(court, own):
    number = court.in_force()
    town = court.town  # noqa: F811
    for viewer in (town.colleague, town.clerk, town.head, court.chair, town.firm):
        browser = own(viewer)
        assert browser.get(f"/me/matters/{number}/").status_code == 404
        assert browser.get(f"/me/matters/{number}/record.pdf").status_code == 404
        sent = browser.post(f"/me/matters/{number}/appeal/", {"reason": "不服"})
        assert sent.status_code == 404
    assert Matter.objects.get(number=number).state == "in_force"


def test_measure_is_appealed_against_from_ones_own_page(court, own):
    number = court.in_force()
    assert "可以提出，由另一人主持研究" in text(own().get(f"/me/matters/{number}/"))

    empty = own().post(f"/me/matters/{number}/appeal/", {"reason": " "})
    sent = own().post(f"/me/matters/{number}/appeal/", {"reason": "球当时不在我这里"})

    assert (empty.status_code, sent.status_code) == (422, 302)
    assert Matter.objects.get(number=number).state == "appealed"


def test_statement_can_be_added_to_until_the_decision(court, own):
    number = court.heard()

    own().post(f"/me/matters/{number}/state/", {"statement": "补充：当天在值班"})

    found = text(own().get(f"/me/matters/{number}/"))
    assert "两次都在时限内去了现场" in found
    assert "补充：当天在值班" in found
    court.decide(number)
    late = own().post(f"/me/matters/{number}/state/", {"statement": "再说一句"})
    assert late.status_code == 422


def test_page_of_the_desk_leads_the_person_to_the_own_page(court, own):
    number = court.notified()
    assert own().get(f"/matters/{number}/")["Location"] == f"/me/matters/{number}/"
    with pytest.raises(Refusal) as refused:
        court.do(number, A.NOTE, court.town.officer, note="我来补一笔")
    assert refused.value.why is Why.WRONG_ROLE
