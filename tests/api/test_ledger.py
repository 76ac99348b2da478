"""The ledger, work, notices, areas and selections."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anhuan.api.views.cases import CaseQuery
from anhuan.base.rows import NEXT
from anhuan.cases.types import Filters
from anhuan.obligations.services import sweep
from tests import factories as make
from tests.api.callers import refused
from tests.api.ways import DUE, PLAN, door, underway

pytestmark = pytest.mark.django_db


def numbers(answer):
    return [row["number"] for row in answer.json()["rows"]]


def queries_of(ask):
    """How many statements an answer takes once the rules are read; PostgreSQL gets some of them
    in one round trip."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    assert answer.status_code < 300, answer.content.decode()
    statements = [each for q in captured for each in q["sql"].split(NEXT)]
    return len([sql for sql in statements if sql.split()[0] not in {"SAVEPOINT", "RELEASE"}])


def test_every_filter_of_the_ledger_is_offered():
    asked = set(CaseQuery.model_fields) - {"sort", "after", "size"}

    assert asked == {field.name for field in fields(Filters)}


@pytest.fixture
def three(town, of):
    officer = of(town.officer)
    return [
        officer.open(door(town, description="安全出口被堵塞", found_on="2026-05-09")),
        officer.open(door(town, description="灭火器过期", domain="fire", found_on="2026-05-08")),
        underway(town, of, description="粉尘超标", source="expert", found_on="2026-05-07"),
    ]


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ({}, {0, 1, 2}),
        ({"states": "registered"}, {0, 1}),
        ({"states": ["registered", "underway"]}, {0, 1, 2}),
        ({"domains": "fire"}, {1}),
        ({"sources": "expert"}, {2}),
        ({"kinds": "pollution"}, set()),
        ({"grade": "general"}, {2}),
        ({"query": "灭火器"}, {1}),
        ({"ball_side": "firm"}, {2}),
        ({"ball_side": "government"}, {0, 1}),
        ({"mine": "true"}, {0, 1}),
        ({"open": "false"}, set()),
        ({"overdue": "true"}, set()),
        ({"due_within": 5}, {0, 1}),
        ({"found_from": "2026-05-08"}, {0, 1}),
        ({"found_to": "2026-05-08"}, {1, 2}),
        ({"listed": "true"}, set()),
        ({"round_from": 1}, {2}),
        ({"watched": "true"}, set()),
    ],
)
def test_ledger_is_narrowed(town, of, three, query, which):
    answer = of(town.officer).get("/cases", query)

    assert set(numbers(answer)) == {three[at] for at in which}
    assert answer.json()["total"] == len(which)


@pytest.mark.parametrize(
    ("sort", "order"),
    [("number", [0, 1, 2]), ("newest", [2, 1, 0]), ("found", [0, 1, 2]), ("due", [0, 1, 2])],
)
def test_pages_follow_each_other_without_gap_or_double(town, of, three, clock, sort, order):
    officer, found, after = of(town.officer), [], ""

    while True:
        page = officer.get("/cases", {"sort": sort, "size": 1, "after": after})
        found += numbers(page)
        after = page.json()["after"]
        if not after:
            break

    assert sorted(found) == sorted(three)
    if sort in {"number", "found"}:
        assert found == [three[at] for at in order]


def test_cursor_with_hidden_characters_is_refused(town, of):
    from base64 import urlsafe_b64encode

    cursor = urlsafe_b64encode(b'["C-\\u0000", "00000000000000000000000000000000"]').decode()

    answer = of(town.officer).get("/cases", {"sort": "number", "after": cursor})

    assert refused(answer)[:2] == (422, "malformed")


def test_line_says_with_whom_the_ball_is(town, of, three):
    (row,) = of(town.officer).get("/cases", {"states": "underway"}).json()["rows"]

    assert (row["ball_act"], row["ball_name"], row["ball_title"], row["ball_due_on"]) == (
        "submit",
        "王建国",
        "安全员",
        DUE,
    )


def test_similar_open_cases_are_found_by_site_and_by_words(town, of, three):
    officer = of(town.officer)

    by_site = officer.get("/cases/similar", {"site": str(town.site.id)})
    by_words = officer.get("/cases/similar", {"text": "灭火器"})

    assert (set(numbers(by_site)), numbers(by_words)) == (set(three), [three[1]])


def test_work_is_what_is_due_from_the_caller(town, of, three):
    firm, officer = of(town.firm), of(town.officer)

    assert [(each["number"], each["act"]) for each in firm.get("/work").json()["items"]] == [
        (three[2], "submit")
    ]
    assert {each["number"] for each in officer.get("/work").json()["items"]} == set(three[:2])


def test_selection_tells_the_outcome_of_each_row(town, of, three):
    head = of(town.head)

    answer = head.post("/cases/batch", {"action": "remind", "numbers": [*three, three[0]]})
    again = head.post("/cases/batch", {"action": "remind", "numbers": three[:1]})

    assert [(each["number"], each["done"]) for each in answer.json()["outcomes"]] == [
        (number, True) for number in three
    ]
    (outcome,) = again.json()["outcomes"]
    assert (outcome["done"], outcome["code"]) == (False, "reminded-today")
    assert outcome["title"].endswith("。")


def test_selection_sent_again_under_its_key_acts_once(town, of, three):
    body = {"action": "remind", "numbers": three}
    head = of(town.head)

    answers = [head.post("/cases/batch", body, Idempotency_Key="b") for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert head.get(f"/cases/{three[0]}").json()["standing"]["version"] == 2


def test_selection_of_too_many_is_refused(town, of):
    many = [f"C-2026-{n:06d}" for n in range(201)]

    answer = of(town.officer).post("/cases/batch", {"action": "remind", "numbers": many})

    assert refused(answer)[:2] == (422, "too-many")


def test_selection_does_not_do_what_asks_for_a_look_at_each(town, of, three):
    answer = of(town.head).post("/cases/batch", {"action": "close", "numbers": three})

    assert refused(answer)[:2] == (403, "wrong-role")


def test_notices_are_read_once(town, of):
    underway(town, of)
    firm = of(town.firm)

    before = firm.get("/notices", {"unread": "true"}).json()
    marked = firm.post("/notices/read", {"ids": [before["notices"][0]["id"]]}).json()
    rest = firm.post("/notices/read").json()
    after = firm.get("/notices").json()

    assert (before["unread"], len(before["notices"])) == (marked["read"] + rest["read"],) * 2
    assert after["unread"] == 0
    assert all(each["read_at"] for each in after["notices"])


def test_notices_of_others_are_not_marked(town, of):
    underway(town, of)
    theirs = of(town.firm).get("/notices").json()["notices"][0]["id"]

    answer = of(town.officer).post("/notices/read", {"ids": [theirs]})

    assert answer.json() == {"read": 0}


def test_areas_are_the_callers_own_with_all_below(town, of):
    officer = of(town.officer).get("/areas").json()["areas"]
    clerk = of(town.clerk).get("/areas").json()["areas"]

    assert [(each["name"], each["level"], each["parent"] is None) for each in officer] == [
        ("枫林街道", "street", True),
        ("枫林07格", "cell", False),
    ]
    assert [each["name"] for each in clerk] == ["云溪区", "枫林街道", "枫林07格"]


def test_acts_take_a_known_number_of_queries(town, of):
    """Transactions and savepoints are not counted."""
    officer, firm, head = of(town.officer), of(town.firm), of(town.head)
    photos = [firm.photo(shade) for shade in (60, 70)]
    made = [officer.open(door(town)) for _ in range(2)]
    takes = {}

    def count(name, caller, path, body):
        waiting = iter(made)
        takes[name] = queries_of(lambda: caller.post(path(next(waiting)), body))

    takes["open"] = queries_of(lambda: officer.post("/cases", {"given": door(town)}))
    steps = [
        ("grade", officer, {"given": {"grade": "general"}}),
        ("assign", officer, {"given": {"due_on": DUE}}),
        ("sign_for", firm, {}),
        ("plan", firm, {"given": PLAN}),
        ("submit", firm, {"given": {"done": "已清空"}, "exhibits": photos[:1]}),
        ("pass", officer, {"given": {"way": "on-site"}}),
        ("close", head, {}),
    ]
    for name, who, body in steps:
        count(name, who, lambda number, name=name: f"/cases/{number}/acts/{name}", body)

    each = {"open": 15, "grade": 19, "assign": 21, "sign_for": 20}
    each |= {"plan": 20, "submit": 23, "pass": 22, "close": 16}
    # What an act and its obligations write down is one statement a table on PostgreSQL.
    together = {"open": 12, "grade": 13, "assign": 15, "sign_for": 14}
    together |= {"plan": 14, "submit": 17, "pass": 16, "close": 13}
    assert takes == (together if connection.vendor == "postgresql" else each)


def test_lists_take_the_same_queries_for_one_and_for_three(town, of):
    officer = of(town.officer)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            officer.open(door(town))
        counts.append(queries_of(lambda: officer.get("/cases")))
    page = officer.get("/cases").json()["rows"][0]["number"]

    assert counts == [8, 8]
    assert queries_of(lambda: officer.get(f"/cases/{page}")) == 20
    assert queries_of(lambda: officer.get(f"/cases/{page}")) == 20


def test_case_tells_what_climbed_its_level_and_what_comes_next(town, of, clock):
    officer = of(town.officer)
    number = officer.open(door(town))
    clock.shift(timedelta(days=22))
    sweep(at=make.AT + timedelta(days=22))

    case = officer.get(f"/cases/{number}").json()

    assert [(each["rung"], each["measure"]) for each in case["escalations"]] == [
        ("remind-0", "reminder"),
        ("late-1", "letter"),
        ("late-5", "supervision"),
        ("late-10", "talk"),
    ]
    assert (case["supervision_level"], case["lapse"]["supervision"]) == (2, 3)


def test_site_is_found_and_its_dossier_read(town, of):
    officer = of(town.officer)

    (row,) = officer.get("/sites", {"query": "恒泰"}).json()["rows"]
    dossier = officer.get(f"/sites/{row['id']}").json()

    assert (row["id"], dossier["site"]["name"]) == (str(town.site.id), "恒泰家具")
    assert dossier["completeness"]["applicable"] > dossier["completeness"]["good"]


def test_dossier_is_begun_and_changed_under_its_version(town, of):
    officer = of(town.officer)
    given = {
        "name": "安澜市顺达包装厂",
        "subject": "enterprise",
        "address": "枫林街道工业路 9 号",
        "code_missing": "正在办理",
        "area": str(town.street.id),
    }

    made = officer.post("/sites", {"given": given}).json()
    path = f"/sites/{made['id']}"
    changed = officer.patch(path, {"seen_version": 1, "changes": {"employees": 42}})
    stale = officer.patch(path, {"seen_version": 1, "changes": {"employees": 43}})
    stopped = officer.post(
        f"{path}/operation", {"seen_version": 2, "operation": "stopped", "since": "2026-05-01"}
    )
    kept = officer.patch(
        f"{path}/organisation", {"seen_version": 3, "changes": {"has_director": True}}
    )
    vouched = officer.post(f"{path}/vouchers", {"field": "name", "source": "营业执照"})

    assert [each.json()["version"] for each in (changed, stopped, kept)] == [2, 3, 4]
    assert refused(stale)[:2] == (409, "stale")
    assert vouched.status_code == 201
    dossier = officer.get(path).json()
    assert (dossier["site"]["employees"], dossier["site"]["operation"]) == (42, "stopped")
    assert dossier["organisation"]["has_director"] is True
    assert dossier["vouchers"]["name"]["source"] == "营业执照"


def test_dossier_outside_the_callers_areas_is_refused(town, of):
    elsewhere = make.area("远处")
    given = {
        "name": "远处工厂",
        "subject": "enterprise",
        "address": "远处 1 号",
        "code_missing": "无",
        "area": str(elsewhere.id),
    }

    answer = of(town.officer).post("/sites", {"given": given})

    assert refused(answer)[:2] == (404, "not-visible")


def test_sites_are_paged_by_name(town, of):
    officer = of(town.officer)
    for name in ("甲厂", "乙厂"):
        make.site(name, area=town.street)

    first = officer.get("/sites", {"size": 2}).json()
    second = officer.get("/sites", {"size": 2, "after": first["after"]}).json()

    assert (len(first["rows"]), len(second["rows"]), second["after"]) == (2, 1, "")
