"""Visits on the desk: the list, one of them, a visit entered by hand, its papers."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from anhuan.cases.models import Case
from anhuan.documents.models import Document
from anhuan.evidence.models import Use
from anhuan.inspections import services
from anhuan.inspections.models import Visit
from anhuan.kernel.visit import VisitAct
from tests.modules.cases.town import Town, photo
from tests.modules.inspections.walks import Walk, certify, departments, listed
from tests.web.conftest import Enter

pytestmark = pytest.mark.django_db

A = VisitAct
EDGES = ("original", "thumb", "page")


@pytest.fixture
def desk(town: Town, sign_in: Enter) -> Client:
    listed()
    certify(town.officer, "37-0411")
    certify(town.colleague, "37-0412")
    return sign_in(town.officer)


def body(response: Any) -> str:
    return str(response.content.decode())


def status(response: Any) -> int:
    """The status of a file's answer, which is read to its end."""
    if response.streaming:
        b"".join(response.streaming_content)
    return int(response.status_code)


def cells(page: str) -> list[list[str]]:
    """The texts of a table's rows."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S)[1:]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)]
        for row in rows
    ]


def walked(town: Town, **more: Any) -> Walk:
    walk = Walk(town, town.officer, **more)
    walk.do(A.JOIN, officer=town.colleague.person)
    walk.answer(exit="fails", dust="not-checked", wire="not-applicable")
    walk.find("exit", "安全出口堆着板材")
    return walk


def test_list_says_what_was_looked_at_of_how_much(town: Town, desk: Client) -> None:
    number = walked(town).number

    (row,) = cells(body(desk.get("/visits/")))
    assert (row[0], row[2:]) == (
        number,
        ["恒泰家具", "部门检查", "枫林安监站", "检查中", "1/2", "1", "1", "1", "1"],
    )


def test_walk_without_a_list_has_no_share(town: Town, desk: Client) -> None:
    Walk(town, town.officer, checklist="")

    (row,) = cells(body(desk.get("/visits/")))
    assert row[6:] == ["—", "—", "—", "—", "0"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=department", 1),
        ("kind=patrol", 0),
        ("state=underway", 1),
        ("state=ended", 0),
        ("period=week", 1),
        ("unit=00000000-0000-0000-0000-000000000000", 0),
        ("kind=nonsense&state=x&period=y&unit=z", 1),
    ],
)
def test_list_is_narrowed(town: Town, desk: Client, query: str, count: int) -> None:
    walked(town)

    assert len(cells(body(desk.get(f"/visits/?{query}")))) == count


def test_list_goes_on_where_the_page_ended(
    town: Town, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [walked(town).number for _ in range(3)]
    monkeypatch.setattr(
        "anhuan.inspections.visit_list.visit_page.__kwdefaults__",
        {
            "after": "",
            "size": 2,
        },
    )
    first = body(desk.get("/visits/"))
    following = re.findall(r'href="(/visits/\?after=[^"]+)"', first)[0].replace("&amp;", "&")

    shown = [row[0] for row in cells(first)] + [row[0] for row in cells(body(desk.get(following)))]
    assert shown == numbers[::-1]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_many(
    town: Town, desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        walked(town)
    desk.get("/visits/")

    with django_assert_num_queries(17):
        desk.get("/visits/")


def test_visit_of_elsewhere_is_not_found(town: Town, sign_in: Enter, desk: Client) -> None:
    number = walked(town).number
    three = departments(town)
    del three
    from tests import factories as make

    elsewhere = sign_in(make.viewer_for(make.person("外人")))
    assert [
        elsewhere.get(f"/visits/{number}/").status_code,
        len(cells(body(elsewhere.get("/visits/")))),
    ] == [404, 0]


def test_page_shows_answers_with_reason_and_clause(town: Town, desk: Client) -> None:
    number = walked(town).number

    page = body(desk.get(f"/visits/{number}/"))

    items = re.findall(r'<li class="line visit-item">(.*?)</li>', page, re.S)
    plain = [re.sub(r"<[^>]+>|\s+", " ", one).split() for one in items]
    case = Case.objects.get().number
    assert plain == [
        ["安全出口畅通", "安全出口畅通的依据（没有核对原文）", "不符合", case],
        ["粉尘收集", "粉尘收集的依据（没有核对原文）", "原因：没开门", "未查"],
        ["电线穿管", "电线穿管的依据（没有核对原文）", "原因：没开门", "不适用"],
    ]


def test_department_reads_its_own_part_of_a_joint_visit(
    town: Town, desk: Client, sign_in: Enter
) -> None:
    three = departments(town)
    walk = Walk(town, town.officer, kind="joint")
    walk.answer(exit="fails", dust="fails", wire="conforms")
    walk.find("exit", "安全出口堆着板材")
    walk.find("dust", "除尘器没开")

    page = body(sign_in(three.fire).get(f"/visits/{walk.number}/"))

    assert ("安全出口堆着板材" in page, "除尘器" in page, "粉尘收集" in page) == (
        True,
        False,
        False,
    )
    assert "还有发现的问题在：云溪区生态环境分局 1" in page


def test_photo_of_a_joint_finding_goes_where_its_case_goes(
    town: Town, desk: Client, sign_in: Enter
) -> None:
    three = departments(town)
    walk = Walk(town, town.officer, kind="joint")
    walk.answer(exit="fails", dust="conforms", wire="conforms")
    services.find_on_visit(
        number=walk.number,
        given={"description": "安全出口堆着板材"},
        item="exit",
        by=town.officer,
        at=walk.at + timedelta(minutes=1),
        exhibits=[photo(town.officer)],
    )
    use = Use.objects.get(owner=Case.objects.get().id).id

    found = {
        viewer.name: {status(browser.get(f"/evidence/{use}/{edge}")) for edge in EDGES}
        for viewer in (three.fire, three.ecology, town.clerk)
        for browser in [sign_in(viewer)]
    }

    assert found == {three.fire.name: {200}, three.ecology.name: {404}, town.clerk.name: {200}}


def begin(desk: Client, town: Town, **more: str) -> Any:
    given = {"site": str(town.site.id), "kind": "department", "checklist": "wood"} | more
    return desk.post("/visits/new/", given)


def test_visit_is_entered_by_hand(town: Town, desk: Client) -> None:
    begin(desk, town, officer=str(town.colleague.person))
    number = Visit.objects.get().number
    answers = {
        "answer_exit": "fails",
        "answer_dust": "conforms",
        "answer_wire": "not-applicable",
        "reason_wire": "没有电线",
    }
    desk.post(f"/visits/{number}/answers/", answers)
    found = {"item": "exit", "description": "安全出口堆着板材", "spot": "东门"}
    desk.post(f"/visits/{number}/find/", found)
    ended = desk.post(f"/visits/{number}/end/", {"summary": "一处问题"})

    row = Visit.objects.get()
    assert (ended.status_code, row.state, row.fails, row.conforms) == (302, "ended", 1, 1)
    assert (Case.objects.get().spot, len(row.officers)) == ("东门", 2)


def test_second_officer_that_is_none_begins_no_visit(town: Town, desk: Client) -> None:
    answered = begin(desk, town, officer="nobody")

    assert (answered.status_code, Visit.objects.count()) == (422, 0)


def test_answer_without_its_reason_keeps_what_was_typed(town: Town, desk: Client) -> None:
    begin(desk, town)
    number = Visit.objects.get().number

    answered = desk.post(
        f"/visits/{number}/answers/", {"answer_exit": "not-checked", "answer_dust": "conforms"}
    )

    page = body(answered)
    assert (answered.status_code, Visit.objects.get().answers) == (422, {})
    assert 'name="answer_dust" value="conforms" checked' in page


def test_end_says_why_the_rest_was_not_looked_at(town: Town, desk: Client) -> None:
    begin(desk, town, kind="cross", officer=str(town.colleague.person))
    number = Visit.objects.get().number
    refused = desk.post(f"/visits/{number}/end/", {"rest": ""})
    done = desk.post(f"/visits/{number}/end/", {"rest": "今天停产"})

    row = Visit.objects.get()
    assert (refused.status_code, done.status_code) == (422, 302)
    assert (row.state, row.not_checked, row.conforms) == ("ended", 3, 0)


def test_inspection_by_one_officer_does_not_end(town: Town, desk: Client) -> None:
    begin(desk, town)
    number = Visit.objects.get().number

    answered = desk.post(f"/visits/{number}/end/", {"rest": "今天停产"})

    assert (answered.status_code, Visit.objects.get().state) == (422, "underway")
    assert Visit.objects.get().answers == {}


def test_order_is_issued_for_several_findings(town: Town, desk: Client) -> None:
    walk = walked(town)
    walk.find("wire", "电线没有穿管")
    sent = {"second_officer": str(town.colleague.person), "seen": "0"}
    for number in Case.objects.values_list("number", flat=True):
        sent |= {
            f"order_{number}": "1",
            f"due_{number}": "2026-05-20",
            f"grade_{number}": "general",
        }

    answered = desk.post(f"/visits/{walk.number}/papers/order/", sent)

    document = Document.objects.get()
    assert (answered.status_code, len(document.content["items"])) == (302, 2)
    assert desk.get(f"/documents/{document.id}.pdf").content[:5] == b"%PDF-"


def test_order_without_a_day_says_so(town: Town, desk: Client) -> None:
    walk = walked(town)
    case = Case.objects.get().number
    sent = {"second_officer": str(town.colleague.person), f"order_{case}": "1"}

    answered = desk.post(
        f"/visits/{walk.number}/papers/order/", sent | {f"grade_{case}": "general"}
    )

    assert (answered.status_code, Document.objects.count()) == (422, 0)


def test_paper_is_marked_spoilt(town: Town, desk: Client) -> None:
    walk = walked(town)
    walk.do(A.END)
    desk.post(
        f"/visits/{walk.number}/papers/record/", {"second_officer": str(town.colleague.person)}
    )
    document = Document.objects.get()
    desk.post(f"/visits/{walk.number}/papers/{document.id}/spoil/", {"reason": "写错了"})

    assert "作废：写错了" in body(desk.get(f"/visits/{walk.number}/"))


def test_revisit_lists_what_was_found_before(town: Town, desk: Client) -> None:
    walked(town)
    again = Walk(town, town.officer, kind="revisit")

    page = body(desk.get(f"/visits/{again.number}/"))

    former = re.findall(r'id="former">(.*?)</section>', page, re.S)[0]
    assert re.findall(r"C-2026-\d+", re.sub(r"<[^>]+>", "", former)) == [Case.objects.get().number]


def test_each_act_has_its_slip(town: Town, desk: Client) -> None:
    number = walked(town).number

    slip = desk.get(f"/visits/{number}/acts/1/")
    missing = desk.get(f"/visits/{number}/acts/99/")

    assert (slip.status_code, missing.status_code, number in body(slip)) == (200, 404, True)


def test_firm_page_shows_the_last_visits(town: Town, desk: Client) -> None:
    number = walked(town).number

    assert f"/visits/{number}/" in body(desk.get(f"/sites/{town.site.id}/"))


def test_refused_inspection_is_read_by_whoever_leads_the_unit(town, browser_of):
    walk = Walk(town, town.officer, checklist="")
    walk.do(VisitAct.JOIN, officer=town.colleague.person)
    walk.do(VisitAct.REFUSE_ENTRY, refusal="kept-out", description="门卫不让进")

    page = browser_of(town.head).get("/work/").content.decode()

    line = re.search(r'<a[^>]*href="([^"]*)"[^>]*>[^<]*拒绝检查：([^<]*)<', page)
    assert line.groups() == (f"/visits/{walk.number}/", "恒泰家具")
