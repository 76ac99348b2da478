"""Commands to a device from its page: what is asked, and what is told of it afterwards."""

import re
from datetime import timedelta

import pytest

from anhuan.kernel.access import Role
from anhuan.telemetry import services
from anhuan.telemetry.models import Order
from anhuan.telemetry.queries import orders
from anhuan.telemetry.types import Standing
from anhuan.territory.types import Level
from tests import factories as make
from tests.web.desk.test_stations import station, text

HOSTILE = "<b>\"'&</b>"
TIMES = {"since": "2026-05-10T08:00", "until": "2026-05-10T20:00"}


def ask(browser, ident, command, **more):
    return browser.post(f"/stations/{ident}/ask/", {"command": command} | more)


def standing(ident, **ended):
    """What was asked goes out, and ends so."""
    (one,) = orders(None, station=ident)
    services.note_sent(order_id=one.id, number="20260511100000001", at=make.AT)
    if ended:
        services.note_ended(order_id=one.id, at=make.AT + timedelta(seconds=3), **ended)


@pytest.mark.parametrize(
    ("command", "more", "details"),
    [
        ("2061", TIMES, {"BeginTime": "20260510080000", "EndTime": "20260510200000"}),
        ("2031", TIMES, {"BeginTime": "20260510080000", "EndTime": "20260510200000"}),
        ("1062", {"number": "60"}, {"RtdInterval": "60"}),
        ("1064", {"number": "10"}, {"MinInterval": "10"}),
        ("1012", {}, {}),
        ("2012", TIMES | {"number": "60"}, {}),
    ],
)
def test_what_is_asked_waits_for_the_device(town, desk, command, more, details):
    ident = station(town)

    done = ask(desk, ident, command, **more)

    (one,) = orders(None, station=ident)
    assert (done.status_code, one.command, one.details, one.standing) == (
        302, command, details, Standing.WAITING,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "more", "wrong"),
    [
        ("", {}, ["command"]),
        ("9999", {}, ["command"]),
        ("2061", {}, ["since", "until"]),
        ("2061", {"since": "2026-05-10T08:00"}, ["until"]),
        ("2061", TIMES | {"since": "gestern"}, ["since"]),
        ("2061", TIMES | {"since": "2026-02-30T08:00"}, ["since"]),
        ("2061", {"since": TIMES["until"], "until": TIMES["since"]}, ["since"]),
        ("1062", {}, ["number"]),
        ("1062", {"number": "0"}, ["number"]),
        ("1062", {"number": "²"}, ["number"]),
        ("1064", {"number": "7"}, ["number"]),
    ],
)
def test_what_no_device_can_be_told_is_refused_at_its_field(town, desk, command, more, wrong):
    ident = station(town)

    page = ask(desk, ident, command, **more)

    found = re.findall(r'class="field field-bad" id="field_(\w+)"', page.content.decode())
    assert (page.status_code, found) == (422, wrong)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        ({}, "补传小时数据 05-10 08:00 – 05-10 20:00 05-11 10:00 · 已下发，未应答"),
        (
            {"standing": Standing.DONE, "taken": 1, "executed": 1, "answers": ["a"] * 12},
            "已执行 · 12 帧",
        ),
        ({"standing": Standing.REFUSED, "taken": 3}, "设备拒绝 · QnRtn=3"),
        ({"standing": Standing.FAILED, "taken": 1, "executed": 100}, "未能执行 · ExeRtn=100"),
        ({"standing": Standing.SILENT}, "无应答"),
        ({"standing": Standing.LAPSED}, "已失效，设备一直没连上"),
    ],
)
def test_page_tells_what_became_of_it(town, desk, ended, told):
    ident = station(town)
    ask(desk, ident, "2061", **TIMES)
    standing(ident, **ended)

    assert told in text(desk.get(f"/stations/{ident}/"))


def test_answer_of_a_device_is_text_alone(town, desk):
    ident = station(town)
    ask(desk, ident, "1011")
    standing(ident, standing=Standing.DONE, taken=1, executed=1, answers=[f"SystemTime={HOSTILE}"])

    page = desk.get(f"/stations/{ident}/").content.decode()

    assert HOSTILE not in page
    assert "SystemTime=&lt;b&gt;" in page


def test_too_many_that_wait_are_said_plainly(town, desk):
    ident = station(town)
    for _ in range(20):
        ask(desk, ident, "1011")

    page = ask(desk, ident, "1011")

    assert "这台设备已有太多指令在等。" in text(page, page.status_code)
    assert Order.objects.count() == 20


def test_who_keeps_no_stations_asks_nothing(town, sign_in, browser_of):
    ident = station(town)
    other = sign_in(make.viewer_in(Role.OFFICER, area=make.area("临江县", level=Level.COUNTY)))

    assert ask(other, ident, "1011").status_code == 404
    assert ask(browser_of(town.leader), ident, "1011").status_code == 403
    assert "给设备的指令" not in text(browser_of(town.leader).get(f"/stations/{ident}/"))
    assert not Order.objects.exists()
