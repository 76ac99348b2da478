"""A matter that an instrument called for, as the firm reads it: with what was measured."""

import json
import re

from django.test import Client

from anhuan.alarms.models import Alarm
from anhuan.cases.models import Case
from anhuan.kernel.case import Action
from tests.modules.cases.town import DUE, Loop, Town
from tests.web.desk.test_alarms import HOSTILE, night


def matter(town: Town) -> str:
    """The one of a night's exceedance, assigned to the firm."""
    night(town)
    case = Case.objects.get(pk=Alarm.objects.get(rule="exceedance").case_id)
    loop = Loop(town, case.number)
    loop.do(Action.VERIFY, town.officer, opinion="到排口看过，属实")
    loop.do(Action.GRADE, town.officer, grade="general")
    loop.do(Action.ASSIGN, town.officer, due_on=DUE, requirement="检修脱硫塔")
    return case.number


def test_firm_sees_the_values_their_limit_and_the_curve(town: Town, firm: Client) -> None:
    page = firm.get(f"/firm/cases/{matter(town)}/").content.decode()

    panel = page[page.index('id="alarms"') :].partition("</section>")[0]
    assert "SO2 超过限值" in panel
    assert "05-11 05:00 到 05-11 07:00 · 120 mg/m³ / 35 mg/m³" in panel
    (block,) = re.findall(r'application/json"[^>]*>(.*?)</script>', panel, re.S)
    assert [one["label"] for one in json.loads(block)["limits"]] == ["对比值 35 mg/m³"]
    assert HOSTILE not in panel


def test_firm_is_sent_to_no_page_of_the_office(town: Town, firm: Client) -> None:
    page = firm.get(f"/firm/cases/{matter(town)}/").content.decode()

    assert re.findall(r'(?:href|data-url)="/(?:alarms|stations|cases|sites)/', page) == []


def test_matter_that_no_instrument_called_for_shows_no_measurement(
    firm: Client, assigned: object
) -> None:
    number = assigned().number  # type: ignore[operator]

    assert 'id="alarms"' not in firm.get(f"/firm/cases/{number}/").content.decode()
