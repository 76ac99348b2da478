"""The law: read by everyone, changed by those who keep it, from a day on and with a source."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from anhuan.kernel.access import Capability, Role
from anhuan.rulebook.models import Version
from anhuan.rulebook.queries import readiness_at, rules_at, visit_cycles_at
from anhuan.rulebook.standards import alarm_rules_at
from anhuan.web.admin.forms.rules import days_of, spans
from anhuan.web.admin.showing.calendar import months
from tests.factories import AT

TERM = {
    "amount": "7",
    "unit": "day",
    "last_day": "moved",
    "from_on": "2026-06-01",
    "source": "应急管理部令第 18 号 第二十条",
    "verified": "on",
    "note": "读到条款",
}
SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "subject",
    ["term", "evidence", "kind", "workdays", "form", "dossier", "season", "alarm-limit", "x"],
)
def test_rules_are_open_to_everyone(officer: Client, subject: str) -> None:
    response = officer.get(f"/admin/rules/?subject={subject}")
    assert (response.status_code, response.context["keeps"]) == (200, False)


def test_rules_say_how_many_are_unverified(officer: Client) -> None:
    response = officer.get("/admin/rules/")
    rows = response.context["table"].rows
    open_ = sum(row.cells[4] != "已核验" for row in rows)
    assert response.context["sentence"] == f"{len(rows)} 条在施行，{open_} 条未核验"


def test_rules_cost_the_same_whatever_the_subject(
    officer: Client, django_assert_num_queries
) -> None:
    officer.get("/admin/rules/")
    for subject in ("evidence", "workdays"):
        with django_assert_num_queries(7):
            officer.get(f"/admin/rules/?subject={subject}")


def test_rule_changed_from_a_day_on(keeper: Client) -> None:
    keeper.post("/admin/rules/term/case.recheck/change/", TERM)
    page = keeper.get("/admin/rules/term/case.recheck/")
    rows = [row.cells[0] for row in page.context["history"].rows]
    now, then = rules_at(AT), rules_at(AT.replace(month=6))
    assert (now.term("case.recheck").amount, then.term("case.recheck").amount) == (10, 7)
    assert rows == ["2026-06-01", "一直", "一直"]


def test_dossier_field_is_asked_of_nobody_from_a_day_on(keeper: Client) -> None:
    given = {"whom": "none", "days": "", "until": "", "place": "9"}
    keeper.post("/admin/rules/dossier/duty_phone/change/", TERM | given)
    now, then = (rules_at(at).dossier["duty_phone"] for at in (AT, AT.replace(month=6)))
    listed = keeper.get("/admin/rules/?subject=dossier").context["table"].rows
    row = next(row for row in listed if row.key == "duty_phone")
    assert (now.whom, now.days, then.whom, then.days) == ("all", 180, "none", None)
    assert (row.cells[1], row.cells[5]) == ("所有单位，180 天核一次", "2026-06-01 不要求")


def test_rule_to_come_is_announced(keeper: Client, officer: Client) -> None:
    keeper.post("/admin/rules/term/case.recheck/change/", TERM)
    response = officer.get("/admin/rules/")
    row = next(row for row in response.context["table"].rows if row.key == "case.recheck")
    assert (row.cells[1], row.cells[5]) == ("10 天", "2026-06-01 7 天，遇休息日顺延到下一个工作日")
    assert response.context["sentence"].endswith("；下次变动 2026-06-01")


@pytest.mark.parametrize("field", ["source", "note", "from_on", "amount"])
def test_rule_without_a_field_is_asked_again(keeper: Client, field: str) -> None:
    response = keeper.post("/admin/rules/term/case.recheck/change/", TERM | {field: ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("amount", ["0", "-1", "99999", "x", SCRIPT])
def test_rule_with_an_impossible_value_is_refused(keeper: Client, amount: str) -> None:
    before = Version.objects.count()
    response = keeper.post("/admin/rules/term/case.recheck/change/", TERM | {"amount": amount})
    assert (response.status_code, Version.objects.count()) == (422, before)


def test_rule_is_not_changed_by_an_officer(officer: Client) -> None:
    before = Version.objects.count()
    response = officer.post("/admin/rules/term/case.recheck/change/", TERM)
    assert (response.status_code, Version.objects.count()) == (403, before)


@pytest.mark.parametrize("address", ["term/x", "x/case.recheck", "form/case.recheck"])
def test_rule_that_is_not_there_is_not_found(keeper: Client, address: str) -> None:
    found = [keeper.get(f"/admin/rules/{address}/{what}").status_code for what in ("", "change/")]
    assert found == [404, 404]


def test_rule_source_with_script_is_shown_as_text(keeper: Client) -> None:
    keeper.post(
        "/admin/rules/term/case.recheck/change/", TERM | {"source": SCRIPT, "note": SCRIPT}
    )
    text = keeper.get("/admin/rules/term/case.recheck/").content.decode()
    assert (SCRIPT in text, "&lt;script&gt;" in text) == (False, True)


@pytest.mark.parametrize(
    "subject, code", [("kind", "report"), ("evidence", "submit"), ("dossier", "duty_phone")]
)
def test_rule_form_begins_with_what_holds(keeper: Client, subject: str, code: str) -> None:
    form = keeper.get(f"/admin/rules/{subject}/{code}/change/").context["form"]
    stored = Version.objects.get(subject=subject, code=code).value
    assert {name: form[name].value() for name in stored} == stored


def test_year_entered_counts_from_then_on(keeper: Client) -> None:
    given = {
        "year": "2031",
        "holidays": "01-01~01-03，05-01",
        "workdays": "01-04",
        "from_on": "2026-05-11",
        "source": "国务院办公厅通知",
        "note": "新年度",
    }
    keeper.post("/admin/rules/workdays/new/", given)
    calendar = rules_at(AT).calendar
    page = keeper.get("/admin/rules/workdays/2031/")
    assert (calendar.is_published(2031), calendar.is_workday(date(2031, 1, 4))) == (True, True)
    january = page.context["months"][0].weeks[0]
    assert [(day.number, day.mark) for day in january[2:5]] == [(1, "off"), (2, "off"), (3, "off")]


@pytest.mark.parametrize(
    ("holidays", "workdays", "field"),
    [("02-30", "", "holidays"), ("10-08~10-01", "", "holidays"), ("01-01", "01-01", "workdays")],
)
def test_year_with_an_impossible_day_is_refused(
    keeper: Client, holidays: str, workdays: str, field: str
) -> None:
    given = {"year": "2031", "from_on": "2026-05-11", "source": "通知", "note": "新"}
    response = keeper.post(
        "/admin/rules/workdays/new/", given | {"holidays": holidays, "workdays": workdays}
    )
    assert list(response.context["form"].errors) == [field]


def test_spans_read_back_as_the_same_days() -> None:
    days = ["01-01", "01-02", "01-03", "02-28", "03-01", "12-31"]
    assert days_of(2027, spans(days)) == (days, [])


def test_month_shows_make_up_days() -> None:
    january = months(2026, {"holidays": ["01-01"], "workdays": ["01-04"]})[0]
    week = january.weeks[0]
    assert [(day.number, day.mark) for day in week[3:]] == [
        (1, "off"),
        (2, ""),
        (3, "weekend"),
        (4, "extra"),
    ]
    assert january.workdays == 22


def test_roles_show_the_table_in_force(officer: Client) -> None:
    table = officer.get("/admin/roles/").context["table"]
    shown = {
        (column.head, row.key)
        for row in table.rows
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=True)
        if cell
    }
    held = rules_at(AT).capabilities
    assert len(shown) == sum(len(held[role]) for role in Role)
    assert ("系统管理员", Capability.KEEP_RULES.value) in shown


def test_roles_printed(officer: Client) -> None:
    response = officer.get("/admin/roles/?print")
    assert response.templates[0].name == "admin/roles_print.html"


def test_role_changed_as_a_version(keeper: Client) -> None:
    given = {key: TERM[key] for key in ("from_on", "source", "note")}
    keeper.post(
        "/admin/rules/capability/grid/change/", given | {"capabilities": ["report", "verify"]}
    )
    later = rules_at(AT.replace(month=6)).capabilities[Role.GRID]
    assert later == {Capability.REPORT, Capability.VERIFY}


LADDER = {
    "rungs": "-3 提醒 0 0\n1 提示函 1 0\n5w 督办函 2 1 !",
    "rank": "0",
    "scope": "{}",
    "from_on": "2026-05-12",
    "source": "云溪区文件",
    "note": "收紧",
}


def test_ladder_is_changed_line_by_line(keeper: Client) -> None:
    keeper.post("/admin/rules/escalation/general/change/", LADDER)

    policy = rules_at(AT).knowledge[-1].policies["general"]

    assert [(r.code, r.days, r.up, r.measure.value, r.supervision) for r in policy.rungs] == [
        ("remind-3", -3, 0, "reminder", 0),
        ("late-1", 1, 1, "letter", 0),
        ("late-5", 5, 2, "supervision", 1),
    ]
    assert [(r.unit.value, r.urgent) for r in policy.rungs][1:] == [
        ("day", False),
        ("workday", True),
    ]


@pytest.mark.parametrize(
    "lines", ["", "七天 督办函 2 1", "7 警告 2 1", "1 提醒 0 0\n1w 提示函 1 0"]
)
def test_ladder_that_cannot_be_read_is_asked_again(keeper: Client, lines: str) -> None:
    before = Version.objects.filter(subject="escalation").count()
    address = "/admin/rules/escalation/general/change/"
    response = keeper.post(address, LADDER | {"rungs": lines})
    assert list(response.context["form"].errors) == ["rungs"]
    assert Version.objects.filter(subject="escalation").count() == before


@pytest.mark.parametrize("code", ["general", "steps", "directive", "major", "cyclic", "duty-call"])
def test_ladder_sent_as_it_stood_reaches_no_rung_twice(keeper: Client, code: str) -> None:
    address = f"/admin/rules/escalation/{code}/change/"
    form = keeper.get(address).context["form"]
    given = {name: form[name].value() for name in ("rungs", "rank", "scope")}
    keeper.post(address, LADDER | given)

    first, *_, last = [known for known in rules_at(AT).knowledge if known.policies]

    assert last.policies[code] == first.policies[code]
    assert Version.objects.filter(subject="escalation", code=code, recorded_to=None).count() == 2


STATE = {
    "rank": "1",
    "more": "2",
    "lead_up": "1",
    "starts": "20:00 08:00",
    "calls": "09:30 15:00 21:00",
    "from_on": "2026-05-12",
    "source": "云溪区值班制度",
    "note": "两班",
}


def test_state_of_duty_is_changed(keeper: Client) -> None:
    keeper.post("/admin/rules/readiness/raised/change/", STATE)

    asked = readiness_at(AT.replace(month=6))["raised"].asked

    assert (asked.more, asked.lead_up) == (2, 1)
    assert asked.starts == (8 * 60, 20 * 60)
    assert asked.calls == (9 * 60 + 30, 15 * 60, 21 * 60)


@pytest.mark.parametrize(
    ("field", "text"), [("starts", "8 Uhr"), ("starts", ""), ("calls", "25:00"), ("more", "-1")]
)
def test_state_of_duty_that_cannot_be_read_is_asked_again(
    keeper: Client, field: str, text: str
) -> None:
    response = keeper.post("/admin/rules/readiness/raised/change/", STATE | {field: text})

    assert list(response.context["form"].errors) == [field]


def test_quiet_hours_are_changed(keeper: Client) -> None:
    given = {**LADDER, "starts": "22:30", "ends": "06:00", "from_on": "2026-05-11"}
    keeper.post("/admin/rules/quiet/hours/change/", given)
    quiet = rules_at(AT).quiet
    assert (quiet.starts, quiet.ends) == (22 * 60 + 30, 6 * 60)


NEW = {"from_on": "2026-05-11", "source": "安澜市文件", "note": "提前供热"}


def test_season_is_changed_and_a_limit_is_set_for_it(keeper: Client) -> None:
    keeper.post("/admin/rules/season/heating/change/", NEW | {"begins": "11-01", "ends": "03-31"})
    address = "/admin/rules/alarm-limit/gas-a21026/change/"
    fixed = keeper.get(address).context["form"].initial["fixed"]
    given = NEW | {"most": "35.50", "span": "hour", "season": "heating"}
    keeper.post(address, given | {"fixed": json.dumps(fixed)})

    seasons = keeper.get("/admin/rules/?subject=season").context["table"].rows
    limits = keeper.get("/admin/rules/alarm-limit/gas-a21026/").context["history"].rows
    at = AT.replace(month=11, day=5)
    limit = alarm_rules_at(at, known_at=AT + timedelta(days=300)).limits["gas-a21026"].rule
    assert [row.cells[1] for row in seasons] == ["每年 11-01 至 03-31"]
    assert limits[0].cells[2].title == "小时均值 ≤ 35.5 mg/m³（折算），采暖期"
    assert (limit.most, limit.season, limit.converted) == (Decimal("35.5"), "heating", True)


@pytest.mark.parametrize("day", ["02-29", "11-31", "1月1日", ""])
def test_season_without_a_day_that_every_year_has_is_asked_again(keeper: Client, day: str) -> None:
    given = NEW | {"begins": "11-15", "ends": day}
    response = keeper.post("/admin/rules/season/heating/change/", given)
    assert list(response.context["form"].errors) == ["ends"]


@pytest.mark.parametrize(
    ("field", "text"),
    [("most", "-1"), ("most", "NaN"), ("season", "monsoon"), ("fixed", "[1]"), ("fixed", "{")],
)
def test_limit_that_cannot_be_applied_is_asked_again(
    keeper: Client, field: str, text: str
) -> None:
    address = "/admin/rules/alarm-limit/gas-a21026/change/"
    fixed = json.dumps(keeper.get(address).context["form"].initial["fixed"])
    given = NEW | {"most": "35", "span": "hour", "season": "", "fixed": fixed}

    response = keeper.post(address, given | {field: text})

    assert response.status_code == 422
    assert response.context["form"].errors
    assert Version.objects.filter(subject="alarm-limit", code="gas-a21026").count() == 1


def test_rung_that_proposes_is_written_and_read_in_one_line(keeper: Client) -> None:
    lines = "1 提示函 1 0\n15 talk 2 2 ! > 约谈\n30 referral 3 3 > matter"
    keeper.post("/admin/rules/escalation/general/change/", LADDER | {"rungs": lines})

    policy = rules_at(AT).knowledge[-1].policies["general"]

    assert [rung.proposes for rung in policy.rungs] == ["", "interview", "matter"]


def test_rung_that_proposes_what_does_not_exist_is_asked_again(keeper: Client) -> None:
    address = "/admin/rules/escalation/general/change/"
    response = keeper.post(address, LADDER | {"rungs": "15 talk 2 2 ! > trial"})
    assert list(response.context["form"].errors) == ["rungs"]


def test_conditions_of_vetoes_and_grounds_of_interviews_are_changed(keeper: Client) -> None:
    dated = {"from_on": "2026-05-12", "source": "云溪区考核办法", "note": "新办法"}
    veto = {
        "definition": "辖区发生较大以上责任事故。",
        "effects": "年度考核不得评优\n\n取消评优资格",
        "amount": "6",
        "unit": "month",
    }
    sent = [
        keeper.post("/admin/rules/veto/fatal/change/", dated | veto),
        keeper.post(
            "/admin/rules/interview/duty/change/", dated | {"definition": "职责没有落实。"}
        ),
        keeper.post("/admin/rules/behaviour/slack/change/", dated | {"definition": "不干不办。"}),
    ]

    assert [each.status_code for each in sent] == [302, 302, 302]
    rules = rules_at(AT + timedelta(days=2))
    assert rules.vetoes["fatal"].effects == ("年度考核不得评优", "取消评优资格")
    assert (rules.vetoes["fatal"].period.amount, rules.vetoes["fatal"].period.unit) == (6, "month")
    assert rules.interviews["duty"].definition == "职责没有落实。"


def test_cycle_of_checks_is_changed(keeper: Client) -> None:
    given = {
        **{"level": "grid-2", "every": "week", "times": "3", "risks": ["larger"], "tags": "涉氨"},
        **{"from_on": "2026-05-12", "source": "区网格办〔2026〕3 号", "note": "加密"},
    }
    keeper.post("/admin/rules/visit-cycle/grid.2.key/change/", given)

    rule = visit_cycles_at(AT.replace(month=6))["grid.2.key"].rule
    assert (rule.cycle.times, rule.risks, rule.tags, rule.falls) == (
        3,
        {"larger"},
        {"涉氨"},
        False,
    )


@pytest.mark.parametrize("subject", ["visit-cycle", "visit-reduction", "campaign"])
def test_every_rule_of_lists_opens_with_its_form(keeper: Client, subject: str) -> None:
    listed = keeper.get(f"/admin/rules/?subject={subject}").content.decode()
    codes = re.findall(rf'/admin/rules/{subject}/([^/"]+)/"', listed)
    opened = [
        keeper.get(f"/admin/rules/{subject}/{code}/change/").status_code for code in set(codes)
    ]

    assert (set(opened), len(opened) >= 2) == ({200}, True)
