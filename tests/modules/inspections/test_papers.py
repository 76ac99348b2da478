"""Papers of a visit: what they say, who may issue them, and the same from a phone."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from anhuan.base.ids import new_id
from anhuan.cases.models import Case
from anhuan.documents.models import Document
from anhuan.documents.queries import of_subject
from anhuan.documents.services import lease
from anhuan.inspections import services
from anhuan.inspections.papers import visit_paper
from anhuan.inspections.services import Ordered, Sent
from anhuan.kernel import paper
from anhuan.kernel.paper import About, PaperAct, Point, Told
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.rulebook.queries import form_at
from tests import factories as make
from tests.modules.cases.town import Town, build
from tests.modules.inspections.walks import DUE, Walk, certify, departments, listed

pytestmark = pytest.mark.django_db

A = VisitAct
P = PaperAct


@pytest.fixture
def town(rules: int, vault: Any) -> Town:
    listed()
    town = build()
    certify(town.officer, "37-0411")
    certify(town.colleague, "37-0412")
    return town


def walked(town: Town, *, ended: bool = True) -> Walk:
    walk = Walk(town, town.officer)
    walk.do(A.JOIN, officer=town.colleague.person)
    walk.answer(exit="fails", dust="not-checked", wire="fails")
    walk.find("exit", "安全出口堆着板材", spot="东门")
    walk.find("wire", "电线没有穿管")
    if ended:
        walk.do(A.END)
    return walk


def ordered() -> list[Ordered]:
    rows = Case.objects.order_by("number").values_list("id", flat=True)
    return [Ordered(case=case, due_on=DUE, grade="general") for case in rows]


def issue(town: Town, walk: Walk, what: P, **more: Any) -> Document:
    given = {"second": town.colleague.person, "by": town.officer, "at": walk.at} | more
    document = services.issue_paper(number=walk.number, what=what, **given)
    return Document.objects.get(pk=document)


def why(call: Callable[[], Any]) -> Why:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def test_record_says_what_was_looked_at_and_what_not(town: Town) -> None:
    content = issue(town, walked(town), P.RECORD, typed={"person": "王建国"}).content

    facts = dict(content["facts"])
    assert (facts["site"], facts["person"], facts["began"]) == (
        "恒泰家具",
        "王建国",
        "2026-05-11 10:00",
    )
    assert facts["looked"] == (
        "3 项中查了 2 项（不符合 2 项），不适用 0 项，未查 1 项。未查：粉尘收集：没开门"
    )
    assert [one["text"] for one in content["items"]] == ["安全出口堆着板材", "电线没有穿管"]
    assert content["officers"] == [["陈立", "37-0411"], ["周敏", "37-0412"]]


def test_order_assigns_its_cases_and_says_when(town: Town) -> None:
    document = issue(town, walked(town), P.ORDER, ordered=ordered())

    assert set(Case.objects.values_list("state", "due_on")) == {("assigned", DUE)}
    assert document.content["after"][0] == (
        "现责令你单位对上述第 1、2 项问题于 2026 年 5 月 20 日 24:00 前整改完毕，"
        "达到有关法律、法规、规章和标准的要求。"
    )
    assert document.digest == paper.digest(document.content)


def test_order_stands_under_each_of_its_cases(town: Town) -> None:
    number = issue(town, walked(town), P.ORDER, ordered=ordered()).number

    papers = [of_subject(town.officer, case.id) for case in Case.objects.all()]
    assert [[line.number for line in one] for one in papers] == [[number], [number]]


def test_order_of_nothing_is_refused(town: Town) -> None:
    assert why(lambda: issue(town, walked(town), P.ORDER)) is Why.MISSING


def test_refused_order_leaves_no_case_assigned(town: Town) -> None:
    walk = walked(town)

    assert why(lambda: issue(town, walk, P.ORDER, ordered=ordered(), second=None)) is Why.MISSING
    assert set(Case.objects.values_list("state", flat=True)) == {"registered"}


def test_paper_takes_two_certificates(town: Town) -> None:
    walk = Walk(town, town.officer)
    walk.do(A.JOIN, officer=town.head.person)
    walk.answer(exit="conforms", dust="conforms", wire="conforms")
    walk.do(A.END)

    assert why(lambda: issue(town, walk, P.RECORD, second=town.head.person)) is (
        Why.CERTIFICATE_EXPIRED
    )


def test_paper_is_not_for_whoever_was_not_there(town: Town) -> None:
    walk = walked(town)

    assert why(lambda: issue(town, walk, P.RECORD, by=town.clerk)) is Why.VISIT_OFFICER


def test_visit_underway_has_no_record_yet(town: Town) -> None:
    walk = walked(town, ended=False)

    assert why(lambda: issue(town, walk, P.RECORD)) is Why.VISIT_STATE


def test_paper_sent_twice_takes_one_number(town: Town) -> None:
    walk = walked(town)
    issue(town, walk, P.RECORD, seen=0)

    assert (why(lambda: issue(town, walk, P.RECORD, seen=0)), Document.objects.count()) == (
        Why.STALE,
        1,
    )


def test_note_of_refusal_says_what_happened(town: Town) -> None:
    walk = Walk(town, town.officer, checklist="")
    walk.do(A.JOIN, officer=town.colleague.person)
    walk.do(A.REFUSE_ENTRY, refusal="kept-out", description="门卫不让进")

    facts = dict(issue(town, walk, P.REFUSAL).content["facts"])
    assert (facts["refused"], facts["told"]) == ("在场的人不让进", "门卫不让进")


def test_spoilt_paper_keeps_its_number(town: Town) -> None:
    walk = walked(town)
    document = issue(town, walk, P.RECORD)
    services.spoil_paper(
        number=walk.number, document=document.id, reason="写错了", by=town.officer, at=walk.at
    )

    document.refresh_from_db()
    assert (document.standing, document.spoilt_reason) == ("spoilt", "写错了")


def test_paper_is_printed_for_whoever_sees_the_visit(town: Town) -> None:
    document = issue(town, walked(town), P.RECORD)
    stranger = make.viewer_for(make.person("外人"))

    assert visit_paper(town.firm, document.id)[1][:5] == b"%PDF-"
    assert why(lambda: visit_paper(stranger, document.id)) is Why.NOT_VISIBLE


def test_paper_of_a_joint_visit_is_not_another_departments(town: Town) -> None:
    three = departments(town)
    for n, one in enumerate((three.fire, three.ecology)):
        certify(one, f"37-05{n}")
    walk = Walk(town, town.officer, kind="joint", checklist="")
    walk.do(A.JOIN, officer=town.colleague.person)
    walk.do(A.END)
    document = issue(town, walk, P.RECORD)

    assert why(lambda: visit_paper(three.fire, document.id)) is Why.NOT_VISIBLE
    assert visit_paper(town.clerk, document.id)[0] == document.number


# From a phone


def content(town: Town, walk: Walk, **more: Any) -> dict[str, Any]:
    """The order as the phone makes it: of the same form, by the same rule."""
    form = form_at("visit.order", walk.at)
    assert form is not None
    assert form.paper is not None
    cases = Case.objects.order_by("number")
    told: dict[str, Any] = {
        "visit": str(next(iter(of_number(walk)))),
        "unit": "枫林安监站",
        "facts": {About.SITE: "恒泰家具"},
        "officers": (("陈立", "37-0411"), ("周敏", "37-0412")),
        "issued": date(2026, 5, 11),
        "points": tuple(
            Point(text=one.description, part=one.spot, due=one.due_on, case=str(one.id))
            for one in cases
        ),
    }
    version = str(form.version)
    return paper.said("visit.order", version, form.title, form.paper, Told(**(told | more)))


def of_number(walk: Walk) -> list[UUID]:
    from anhuan.inspections.models import Visit

    return list(Visit.objects.filter(number=walk.number).values_list("id", flat=True))


def assigned(town: Town) -> Walk:
    from anhuan.kernel.case import Action
    from tests.modules.cases.town import Loop

    walk = walked(town)
    for number in Case.objects.values_list("number", flat=True):
        loop = Loop(town, number)
        loop.at = walk.at
        loop.do(Action.GRADE, town.officer, grade="general")
        loop.do(Action.ASSIGN, town.officer, due_on=DUE)
    return walk


def send(town: Town, walk: Walk, said: dict[str, Any], **more: Any) -> str:
    device = new_id()
    given: dict[str, Any] = {
        "document": new_id(),
        "device": device,
        "form": "visit.order",
        "visit": of_number(walk)[0],
        "cases": tuple(Case.objects.order_by("number").values_list("id", flat=True)),
        "content": said,
        "digest": paper.digest(said),
        "lease": lease(form="visit.order", device=device, by=town.officer, at=walk.at),
        "serial": 2,
    }
    sent = Sent(**(given | more))
    return services.issue_sent(sent=sent, by=town.officer, at=walk.at).number


def test_order_of_a_phone_is_kept_as_it_was_made(town: Town) -> None:
    walk = assigned(town)
    said = content(town, walk)

    number = send(town, walk, said)

    row = Document.objects.get()
    assert (row.content, row.digest, row.number) == (said, paper.digest(said), number)
    assert number == "（枫林安监站）应急责改〔2026〕现2号"


def test_order_of_a_phone_assigns_what_is_not_assigned(town: Town) -> None:
    walk = walked(town)
    rows = Case.objects.order_by("number")
    points = tuple(Point(text=one.description, due=DUE, case=str(one.id)) for one in rows)

    send(town, walk, content(town, walk, points=points))

    assert set(Case.objects.values_list("state", "grade", "due_on")) == {
        ("assigned", "general", DUE)
    }


def test_order_of_a_phone_without_numbers_left_gets_the_next(town: Town) -> None:
    walk = assigned(town)

    number = send(town, walk, content(town, walk), lease=None, provisional="手机 3-1")

    assert number == "（枫林安监站）应急责改〔2026〕现11号"


@pytest.mark.parametrize(
    "wrong",
    [
        {"officers": (("陈立", "37-0411"),)},
        {"officers": (("陈立", "37-0411"), ("周敏", "37-9999"))},
        {"officers": (("周敏", "37-0412"), ("周敏", "37-0412"))},
        {"unit": "别的站"},
        {"visit": "0199"},
        {"points": ()},
    ],
)
def test_order_that_says_what_is_not_so_is_refused(town: Town, wrong: dict[str, Any]) -> None:
    walk = assigned(town)

    with pytest.raises(Refusal):
        send(town, walk, content(town, walk, **wrong))
    assert Document.objects.count() == 0


def test_order_with_lines_of_its_own_is_refused(town: Town) -> None:
    walk = assigned(town)
    said = content(town, walk) | {"remedy": "不得复议"}

    assert why(lambda: send(town, walk, said)) is Why.MALFORMED


def test_order_with_another_day_than_the_case_is_refused(town: Town) -> None:
    walk = assigned(town)
    said = content(town, walk)
    Case.objects.update(due_on=date(2026, 5, 21))

    assert why(lambda: send(town, walk, said)) is Why.NEEDS_DUE
