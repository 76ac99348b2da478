"""Daily sheets of the small town: drafted at the hour, edited, issued, corrected."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from anhuan.cases.models import Case
from anhuan.inspections import services as inspections
from anhuan.judgements import jobs, queries, services
from anhuan.judgements.checking import differences
from anhuan.judgements.models import Judgement
from anhuan.judgements.types import JudgementFile, Written
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.judgement import Conclusion, Section, Work
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.ledger.models import Fact
from anhuan.obligations.models import Obligation
from anhuan.tasks.models import Task
from anhuan.territory.models import Area
from tests import factories as make
from tests.modules.cases.town import Loop, Town, enter

pytestmark = pytest.mark.django_db

EVENING = make.AT.replace(hour=9, minute=30)
TOMORROW = day_of(make.AT) + timedelta(days=1)
S = Section


def drafted(town: Town) -> str:
    jobs.run(town.county.id, EVENING)
    return Judgement.objects.get(area=town.county.id).number


def concluded(town: Town, text: str = "夜查三家混凝土搅拌站", **more: Any) -> Conclusion:
    values = {"unit": town.station.id, "due_on": TOMORROW} | more
    return Conclusion(id=uuid4(), text=text, **values)


def write(number: str, by: Viewer, *conclusions: Conclusion, **texts: str) -> None:
    told = {Section(name): text for name, text in texts.items()}
    written = Written(texts=told, conclusions=conclusions)
    services.edit(number=number, written=written, by=by, at=EVENING)


def read(town: Town, number: str, by: Viewer | None = None) -> JudgementFile:
    return queries.judgement(by or town.clerk, number)


def why(act: Any, **given: Any) -> Why | None:
    try:
        with transaction.atomic():
            act(**given)
    except Refusal as refusal:
        return refusal.why
    return None


def test_sheet_is_drafted_once_at_its_hour(town: Town) -> None:
    before = jobs.due(EVENING - timedelta(hours=1))
    due = jobs.due(EVENING)
    jobs.run(town.county.id, EVENING)
    jobs.run(town.county.id, EVENING)

    assert (before, due) == ([], [town.county.id])
    assert jobs.due(EVENING) == []
    assert Judgement.objects.count() == 1
    assert list(differences()) == []


def test_sheet_says_what_the_day_made(town: Town) -> None:
    enter(town, town.officer)
    loop = Loop(town, enter(town, town.officer, description="灭火器过期").number)
    loop.to_underway()
    visit = inspections.open_visit(
        given={"kind": "patrol", "site": town.site.id}, by=town.officer, at=make.AT
    )
    given = {"description": "配电箱没有门", "kind": "hazard", "domain": "safety"}
    inspections.find_on_visit(number=visit.number, given=given, by=town.officer, at=make.AT)
    inspections.act(number=visit.number, what=VisitAct.END, given={}, by=town.officer, at=make.AT)
    late = Case.objects.order_by("number")[0]
    Case.objects.filter(pk=late.pk).update(sort_due=date(2026, 5, 8), ball_due_on=date(2026, 5, 8))

    drawn = read(town, drafted(town)).drawn

    visits = {name: drawn["visits"][name] for name in ("units", "visits", "places", "all", "open")}
    assert visits == {"units": 1, "visits": 1, "places": 1, "all": 1, "open": 1}
    cases = {name: drawn["cases"][name] for name in ("found", "closed", "overdue", "supervised")}
    assert cases == {"found": 3, "closed": 0, "overdue": 1, "supervised": 0}
    assert [each["number"] for each in drawn["cases"]["late"]] == [late.number]
    assert drawn["coordinate"] == {"help": 0, "overdue": 0}


def test_drawing_anew_loses_no_word(town: Town) -> None:
    number = drafted(town)
    write(number, town.clerk, concluded(town), air="风小，午后好转")
    enter(town, town.officer)

    services.redraw(number=number, by=town.clerk, at=EVENING + timedelta(hours=1))

    file = read(town, number)
    assert file.written == {S.AIR: "风小，午后好转"}
    assert [each.one.text for each in file.concluded] == ["夜查三家混凝土搅拌站"]
    assert file.drawn["cases"]["found"] == 1
    assert list(differences()) == []


def test_each_conclusion_becomes_work_once(town: Town) -> None:
    number = drafted(town)
    case = concluded(town, "西大街积尘，清扫", work=Work.CASE)
    write(number, town.clerk, concluded(town), concluded(town, "查渣土车苫盖"), case)

    services.issue(number=number, by=town.clerk, at=EVENING)
    again = why(services.issue, number=number, by=town.clerk, at=EVENING)

    file = read(town, number)
    tasks = list(Task.objects.order_by("number").values_list("title", "due_on", "occasion"))
    occasion = f"日研判 2026-05-11（{number}）"
    assert tasks == [
        ("夜查三家混凝土搅拌站", TOMORROW, occasion),
        ("查渣土车苫盖", TOMORROW, occasion),
    ]
    assert Case.objects.values_list("description", "target_unit", "due_on").get() == (
        "西大街积尘，清扫",
        town.station.id,
        TOMORROW,
    )
    numbers = [*Task.objects.order_by("number").values_list("number", flat=True)]
    assert [one.number for one in file.concluded] == [*numbers, Case.objects.get().number]
    assert again is Why.JUDGEMENT_STATE
    assert list(differences()) == []


def test_owner_finds_the_work_next_morning(town: Town) -> None:
    number = drafted(town)
    write(number, town.clerk, concluded(town))

    services.issue(number=number, by=town.clerk, at=EVENING)

    task = Task.objects.get()
    owed = Obligation.objects.get(task=task.id, closed_at__isnull=True)
    assert owed.post_id == town.head.seats[0].post
    assert read(town, number).concluded[0].person == "郑明"


@pytest.mark.parametrize("lacking", [{"unit": None}, {"due_on": None}, {"text": ""}])
def test_conclusion_without_owner_or_date_gives_nothing_out(
    town: Town, lacking: dict[str, Any]
) -> None:
    number = drafted(town)
    write(number, town.clerk, concluded(town), concluded(town, **({"text": "查"} | lacking)))

    refused = why(services.issue, number=number, by=town.clerk, at=EVENING)

    assert refused is Why.CONCLUSION_OPEN
    assert (Task.objects.count(), read(town, number).line.state) == (0, "draft")


def test_correction_keeps_the_old_and_gives_no_work_twice(town: Town) -> None:
    number = drafted(town)
    write(number, town.clerk, concluded(town), air="轻度污染")
    services.issue(number=number, by=town.clerk, at=EVENING)

    next_one = services.correct(number=number, why="空气质量数补到", by=town.clerk, at=EVENING)
    write(next_one.number, town.clerk, concluded(town, "补查一家"), air="中度污染")
    services.issue(number=next_one.number, by=town.clerk, at=EVENING)

    old, new = read(town, number), read(town, next_one.number)
    assert (old.written[S.AIR], old.line.latest, len(old.concluded)) == ("轻度污染", False, 1)
    assert (new.written[S.AIR], new.line.latest, new.why) == ("中度污染", True, "空气质量数补到")
    assert [one.one.text for one in new.concluded] == ["夜查三家混凝土搅拌站", "补查一家"]
    assert Task.objects.count() == 2
    assert list(differences()) == []


def test_issued_sheet_is_never_edited(town: Town) -> None:
    number = drafted(town)
    services.issue(number=number, by=town.clerk, at=EVENING)
    written = Written(texts={S.AIR: "改"}, conclusions=())

    edited = why(services.edit, number=number, written=written, by=town.clerk, at=EVENING)
    redrawn = why(services.redraw, number=number, by=town.clerk, at=EVENING)

    assert (edited, redrawn) == (Why.JUDGEMENT_STATE, Why.JUDGEMENT_STATE)
    assert read(town, number).written == {}


def test_each_act_is_in_the_record_and_words_lie_beside(town: Town) -> None:
    number = drafted(town)
    write(number, town.clerk, concluded(town, "查搅拌站"), air="风小")
    services.issue(number=number, by=town.clerk, at=EVENING)

    facts = Fact.objects.filter(kind__startswith="judgement.").order_by("version")
    assert [fact.kind for fact in facts] == [
        "judgement.draft",
        "judgement.edit",
        "judgement.issue",
    ]
    assert "风小" not in str([fact.public for fact in facts])
    assert facts[2].public["data"]["works"] == [str(Task.objects.get().id)]


def test_who_sees_and_who_writes(town: Town) -> None:
    number = drafted(town)
    elsewhere = make.area("东湖区", parent=Area.objects.get(name="安澜市"))
    stranger = make.viewer_in(Role.OFFICE, unit=make.unit("东湖区安委办", area=elsewhere))
    above = make.unit("安澜市安委办", area=Area.objects.get(name="安澜市"))
    city = make.viewer_in(Role.OFFICE, unit=above)
    bureau = make.viewer_in(Role.OFFICER, unit=make.unit("云溪区住建局", area=town.county))
    people = (town.clerk, town.leader, city, bureau, town.officer, town.boss, stranger)

    def seen() -> list[bool]:
        return [bool(queries.judgements(one).rows) for one in people]

    drafts = seen()
    by_city = why(services.redraw, number=number, by=city, at=EVENING)
    by_stranger = why(services.redraw, number=number, by=stranger, at=EVENING)
    services.issue(number=number, by=town.leader, at=EVENING)

    assert drafts == [True, True, True, False, False, False, False]
    assert seen() == [True, True, True, True, False, False, False]
    assert (by_city, by_stranger) == (Why.WRONG_ROLE, Why.NOT_VISIBLE)


def test_sheet_of_another_day(town: Town) -> None:
    clerk, today = town.clerk, day_of(make.AT)
    past = services.draft(area=town.county.id, by=clerk, at=EVENING, day=today - timedelta(days=2))
    tomorrow = why(services.draft, area=town.county.id, by=clerk, at=EVENING, day=TOMORROW)
    nowhere = why(services.draft, area=town.street.id, by=clerk, at=EVENING)
    again = why(
        services.draft, area=town.county.id, by=clerk, at=EVENING, day=today - timedelta(days=2)
    )

    assert past is not None
    assert past.one.day == today - timedelta(days=2)
    assert (tomorrow, nowhere, again) == (Why.MALFORMED, Why.NOT_VISIBLE, Why.JUDGEMENT_STATE)


def test_rows_that_cannot_be_are_refused(town: Town) -> None:
    drafted(town)
    row = Judgement.objects.get()

    for changes in (
        {"state": "issued"},
        {"digest": "ab"},
        {"edition": 2},
        {"why": "没有更正"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Judgement.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.concluded.create(position=1, work="task", made=UUID(int=1), made_number="T-1")
