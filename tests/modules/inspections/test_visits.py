"""Visits in the small town: a patrol, an inspection by two, what it finds, who sees it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from anhuan.cases.models import Case
from anhuan.inspections import queries, services
from anhuan.inspections.checking import differences
from anhuan.inspections.models import Visit
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Answer, Tally
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct, VisitState
from anhuan.ledger.models import Fact
from anhuan.rulebook.models import Version
from tests import factories as make
from tests.modules.cases.town import Town, build

pytestmark = pytest.mark.django_db

A = VisitAct
LIST: dict[str, Any] = {
    "object": "小商铺",
    "industries": [],
    "items": [
        {
            "code": code,
            "topic": "消防",
            "text": text,
            "domain": "fire",
            "field": "fire",
            "basis": "《消防法》第二十八条",
        }
        for code, text in (("exit", "安全出口畅通"), ("fire", "灭火器在有效期内"))
    ],
}


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    Version.objects.create(
        subject="checklist",
        code="small-shop",
        name="小商铺",
        value=LIST,
        valid_from=make.START,
        recorded_from=make.START,
        source="测试",
    )
    return build()


def begun(town: Town, by: Viewer, **more: Any) -> str:
    given = {"kind": "patrol", "site": town.site.id} | more
    return services.open_visit(given=given, by=by, at=make.AT).number


def did(number: str, what: A, by: Viewer, **given: Any) -> Any:
    at = make.AT + timedelta(minutes=5)
    return services.act(number=number, what=what, given=given, by=by, at=at)


def inspected(town: Town) -> str:
    """A department's inspection by two, with one thing wrong and one not looked at."""
    number = begun(town, town.officer, kind="department", checklist="small-shop")
    did(number, A.JOIN, town.officer, officer=town.colleague.person)
    did(
        number,
        A.ANSWER,
        town.officer,
        answers=[
            {"item": "exit", "answer": "fails", "exhibits": 1},
            {"item": "fire", "answer": "not-checked", "reason": "仓库锁着"},
        ],
    )
    return number


def found(number: str, by: Viewer, **more: Any) -> Any:
    given = {"description": "安全出口堆着板材", "domain": "fire"} | more
    at = make.AT + timedelta(minutes=6)
    return services.find_on_visit(number=number, given=given, item="exit", by=by, at=at)


def why(call: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def test_inspection_is_recorded_whole(town: Town) -> None:
    number = inspected(town)
    opened = found(number, town.officer)
    done = did(number, A.END, town.officer)

    file = queries.visit(town.officer, number)

    assert (done.visit.state, file.line.state) == (VisitState.ENDED, VisitState.ENDED)
    assert file.line.tally == Tally(conforms=0, fails=1, not_applicable=0, not_checked=1, open=0)
    assert (file.answers, file.reasons) == (
        {"exit": Answer.FAILS, "fire": Answer.NOT_CHECKED},
        {"fire": "仓库锁着"},
    )
    assert file.visit.findings == {Case.objects.get(number=opened.case).id}
    assert list(differences()) == []


def test_finding_becomes_a_case_with_the_basis_of_its_item(town: Town) -> None:
    opened = found(inspected(town), town.officer)

    case = Case.objects.get(number=opened.case)
    assert (case.site_id, case.source, case.basis, case.domain) == (
        town.site.id,
        "enforcement",
        "《消防法》第二十八条",
        "fire",
    )


def test_case_that_is_refused_leaves_no_finding(town: Town) -> None:
    number = inspected(town)

    assert why(lambda: found(number, town.officer, description="")) is Why.MISSING
    assert (Case.objects.count(), Visit.objects.get(number=number).findings) == (0, [])


def test_stored_visit_that_was_changed_is_named(town: Town) -> None:
    number = inspected(town)
    Visit.objects.filter(number=number).update(answers={"exit": "conforms"})

    assert [(each.number, each.column) for each in differences()] == [(number, "answers")]


def test_reason_stands_in_the_body_alone(town: Town) -> None:
    inspected(town)

    fact = Fact.objects.get(kind="visit.answer")
    assert "仓库" not in str(fact.public)


def test_patrol_of_the_grid_ends_without_a_list(town: Town) -> None:
    number = begun(town, town.grid)

    assert did(number, A.END, town.grid).visit.is_whole


def test_visit_that_was_begun_is_not_begun_again(town: Town) -> None:
    visit = make.person().id
    given = {"kind": "patrol", "site": town.site.id}

    def begin() -> Any:
        return services.open_visit(given=given, by=town.grid, at=make.AT, visit_id=visit)

    begin()

    assert (why(begin), Visit.objects.count()) == (Why.REPEATED, 1)


def test_second_writer_is_told(town: Town) -> None:
    number = begun(town, town.grid)
    at = make.AT

    def late() -> Any:
        return services.act(
            number=number, what=A.END, given={}, by=town.grid, at=at, seen_version=7
        )

    assert why(late) is Why.STALE


def test_visit_is_seen_where_it_belongs(town: Town) -> None:
    number = begun(town, town.grid)
    elsewhere = make.viewer_for(make.person("外人"))

    seen = [
        [line.number for line in queries.visits(each, site=town.site.id)]
        for each in (town.grid, town.leader, town.firm, elsewhere)
    ]
    assert seen == [[number], [number], [number], []]
    assert why(lambda: queries.visit(elsewhere, number)) is Why.NOT_VISIBLE


def test_firm_does_not_see_a_supervision(town: Town) -> None:
    number = begun(town, town.clerk, kind="supervision")

    assert why(lambda: queries.visit(town.firm, number)) is Why.NOT_VISIBLE
    assert queries.visit(town.officer, number).line.number == number


def test_place_out_of_reach_is_not_found(town: Town) -> None:
    other = make.site("别处工厂", area=make.area("邻县"))

    def visit() -> str:
        return begun(town, town.officer, kind="department", site=other.id)

    assert why(visit) is Why.NOT_VISIBLE


def test_stranger_does_not_join(town: Town) -> None:
    number = begun(town, town.officer, kind="department")
    stranger = make.person("外人")

    def join() -> Any:
        return did(number, A.JOIN, town.officer, officer=stranger.id)

    assert why(join) is Why.NO_SUCH_TARGET


def test_list_of_visits_takes_one_query(town: Town, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        begun(town, town.grid)

    with django_assert_num_queries(1):
        assert len(queries.visits(town.officer)) == 3


def major(town: Town, by: Viewer) -> Case:
    """What becomes of an item with a criterion of a major hazard that ``by`` finds failing."""
    items = [LIST["items"][0] | {"major": "判定标准第四条第（二）项"}, LIST["items"][1]]
    Version.objects.filter(subject="checklist", code="small-shop").update(
        value=LIST | {"items": items}
    )
    kind = "patrol" if by is town.grid else "department"
    number = begun(town, by, kind=kind, checklist="small-shop")
    return Case.objects.get(number=found(number, by).case)


def test_item_with_a_major_criterion_is_graded_major_at_once(town: Town) -> None:
    case = major(town, town.officer)

    assert (case.grade, case.state) == ("major", "graded")
    graded = Fact.objects.get(subject=case.id, kind="case.grade")
    assert graded.body.content["criterion"] == "判定标准第四条第（二）项"


def test_who_may_not_grade_proposes_it_as_major(town: Town) -> None:
    case = major(town, town.grid)

    assert (case.grade, case.category) == ("", "拟判重大隐患：判定标准第四条第（二）项")
