"""Rules by date: what is in force, what ends, what was known when."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.calendar import start_of_day
from anhuan.kernel.case import Action, Kind
from anhuan.kernel.deadline import Term, Unit
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import DOSSIER_FIELDS, FieldRule
from anhuan.ledger.models import Body, Fact
from anhuan.rulebook.models import Version
from anhuan.rulebook.queries import rules_at, versions
from anhuan.rulebook.services import change_rule, load_seed
from tests.factories import AT, START, area, viewer_in

pytestmark = pytest.mark.django_db

KEEPER = Viewer(person=uuid4(), at=AT, capabilities=frozenset({Capability.KEEP_RULES}))
DAY = timedelta(days=1)


def days(amount: int) -> dict[str, Any]:
    return {"amount": amount, "unit": "day"}


def changed(
    amount: int, from_on: date, *, at: datetime = AT, code: str = "case.recheck", **more: Any
) -> UUID:
    return change_rule(
        subject="term",
        code=code,
        value=days(amount),
        from_on=from_on,
        source="安澜市文件",
        verified=True,
        by=KEEPER,
        at=at,
        **more,
    )


def recheck(at: datetime, known_at: datetime | None = None) -> int:
    return rules_at(at, known_at=known_at).term("case.recheck").amount


def test_seed_enters_once(rules: int) -> None:
    assert rules > 40
    assert load_seed(at=AT) == 0
    assert Version.objects.count() == rules


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("shoe_size", {}),
        ("code", {"whom": "firms"}),
        ("code", {"days": 0}),
        ("code", {"days": True}),
        ("code", {"until": "name"}),
        ("code", {"place": None}),
        ("code", {"colour": "red"}),
    ],
)
def test_dossier_rule_that_cannot_be_applied_is_refused(
    rules: int, code: str, change: dict[str, Any]
) -> None:
    value = {"whom": "all", "days": 90, "until": "", "place": 1} | change

    with pytest.raises(Refusal) as refused:
        change_rule(
            subject="dossier",
            code=code,
            value=value,
            from_on=date(2026, 6, 1),
            source="安澜市文件",
            verified=True,
            by=KEEPER,
            at=AT,
            name="项",
        )

    assert refused.value.why is Why.MALFORMED


def test_dossier_rules_are_shipped_for_every_field(rules: int) -> None:
    found = rules_at(AT).dossier

    assert sorted(found) == sorted(DOSSIER_FIELDS)
    assert found["insurance_number"] == FieldRule(
        whom="enterprise", days=None, until="insurance_until", place=15
    )


def test_seed_leaves_a_changed_rule_alone(rules: int) -> None:
    changed(7, date(2026, 6, 1))

    load_seed(at=AT)

    assert recheck(start_of_day(date(2026, 6, 1))) == 7


def test_seed_reads_as_rules(rules: int) -> None:
    found = rules_at(AT)

    assert found.on == date(2026, 5, 11)
    assert found.term("case.verify") == Term(2, Unit.WORKDAY)
    assert found.capabilities[Role.GRID] == {
        Capability.REPORT,
        Capability.FIX_ON_SPOT,
        Capability.NOTE,
    }
    assert found.kind(Kind.REPORT).starts_as_lead
    assert found.exhibits_needed(Action.PASS, major=True) == 1
    assert found.exhibits_needed(Action.PASS, major=False) == 0
    assert found.calendar.is_published(2026)


def test_new_version_holds_from_its_first_day(rules: int) -> None:
    changed(7, date(2026, 6, 1))
    starts = start_of_day(date(2026, 6, 1))

    assert recheck(starts - timedelta(seconds=1)) == 10
    assert recheck(starts) == 7


def test_change_is_seen_at_once_in_the_same_process(rules: int) -> None:
    assert recheck(AT) == 10

    changed(7, date(2026, 5, 1))
    assert recheck(AT) == 7

    changed(8, date(2026, 5, 1))
    assert recheck(AT) == 8


def test_change_undone_is_forgotten(rules: int) -> None:
    with transaction.atomic():
        changed(7, date(2026, 5, 1))
        assert recheck(AT) == 7
        transaction.set_rollback(True)

    assert recheck(AT) == 10
    changed(9, date(2026, 5, 1))
    assert recheck(AT) == 9


def test_what_was_known_then_stays(rules: int) -> None:
    changed(7, date(2026, 5, 1), at=AT + DAY)

    assert recheck(AT, known_at=AT) == 10
    assert recheck(AT, known_at=AT + DAY) == 7
    assert recheck(AT) == 7


def test_version_between_two_ends_at_the_later(rules: int) -> None:
    changed(7, date(2026, 8, 1))
    changed(8, date(2026, 6, 1), at=AT + DAY)

    found = [
        (row.valid_from, row.valid_to, row.value["amount"])
        for row in versions(KEEPER, subject="term")
        if row.code == "case.recheck"
    ]

    assert found == [
        (date(2026, 8, 1), None, 7),
        (date(2026, 6, 1), date(2026, 8, 1), 8),
        (date(2000, 1, 1), date(2026, 6, 1), 10),
    ]


def test_correction_of_the_same_day_closes_what_was_recorded(rules: int) -> None:
    changed(7, date(2026, 6, 1))
    changed(8, date(2026, 6, 1), at=AT + DAY)

    rows = Version.objects.filter(subject="term", code="case.recheck")
    rows = rows.order_by("recorded_from", "valid_from")

    assert [(row.value["amount"], row.recorded_to) for row in rows] == [
        (10, AT),
        (10, None),
        (7, AT + DAY),
        (8, None),
    ]


def test_name_comes_from_the_version_before(rules: int) -> None:
    changed(7, date(2026, 6, 1))

    assert Version.objects.latest("id").name == "复查"


def test_new_code_needs_a_name(rules: int) -> None:
    with pytest.raises(Refusal) as refused:
        changed(7, date(2026, 6, 1), code="case.new")
    assert refused.value == Refusal(Why.MISSING, fields=("name",))

    changed(7, date(2026, 6, 1), code="case.new", name="新期限")
    assert rules_at(start_of_day(date(2026, 6, 1))).term("case.new") == Term(7, Unit.DAY)


def test_change_is_recorded_whole_and_open(rules: int) -> None:
    row = changed(7, date(2026, 6, 1))

    fact = Fact.objects.get(subject=row)
    assert (fact.kind, fact.public["code"], fact.public["value"]) == (
        "rulebook.changed",
        "case.recheck",
        '{"amount": 7, "unit": "day"}',
    )
    assert Body.objects.get(fact=fact).content == {}


def test_year_changed_within_itself_has_the_days_in_force(rules: int) -> None:
    value = {"holidays": ["05-11"], "workdays": []}
    change_rule(
        subject="workdays",
        code="2026",
        value=value,
        from_on=date(2026, 5, 10),
        source="安澜市文件",
        verified=True,
        by=KEEPER,
        at=AT,
    )

    assert not rules_at(AT).calendar.is_workday(date(2026, 5, 11))
    assert rules_at(AT - 2 * DAY).calendar.is_workday(date(2026, 5, 11))


def test_year_to_come_is_known_before_it_begins(rules: int) -> None:
    change_rule(
        subject="workdays",
        code="2027",
        value={"holidays": ["01-01"], "workdays": []},
        from_on=date(2027, 1, 1),
        source="国务院办公厅通知",
        verified=True,
        by=KEEPER,
        at=AT,
        name="2027 年工作日",
    )

    assert rules_at(AT).calendar.is_published(2027)


@pytest.mark.parametrize(
    ("subject", "code", "value"),
    [
        ("term", "case.recheck", {"amount": 0, "unit": "day"}),
        ("term", "case.recheck", {"amount": True, "unit": "day"}),
        ("term", "case.recheck", {"amount": 3, "unit": "moon"}),
        ("term", "case.recheck", [3, "day"]),
        ("capability", "grid", ["fly"]),
        ("capability", "grid", "report"),
        ("capability", "king", ["report"]),
        ("kind", "hazard", {"grading": "perhaps"}),
        ("kind", "hazard", {"starts_as_lead": "yes"}),
        ("kind", "hazard", {"colour": "red"}),
        ("evidence", "submit", {"plain": 1}),
        ("evidence", "submit", {"plain": True, "major": 1}),
        ("evidence", "dance", {"plain": 1, "major": 1}),
        ("workdays", "2027", {"holidays": ["13-01"], "workdays": []}),
        ("workdays", "27", {"holidays": [], "workdays": []}),
        ("weather", "rain", {}),
    ],
)
def test_value_that_cannot_be_applied_is_refused(
    rules: int, subject: str, code: str, value: Any
) -> None:
    with pytest.raises(Refusal) as refused:
        change_rule(
            subject=subject,
            code=code,
            value=value,
            from_on=date(2026, 6, 1),
            source="安澜市文件",
            verified=True,
            by=KEEPER,
            at=AT,
            name="规则",
        )

    assert (refused.value.why, refused.value.facts["field"]) == (Why.MALFORMED, "value")
    assert Version.objects.count() == rules


def test_change_needs_a_source(rules: int) -> None:
    with pytest.raises(Refusal) as refused:
        change_rule(
            subject="term",
            code="case.recheck",
            value=days(3),
            from_on=date(2026, 6, 1),
            source="  ",
            verified=True,
            by=KEEPER,
            at=AT,
        )

    assert refused.value == Refusal(Why.MISSING, fields=("source",))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OFFICE, Role.LEADER])
def test_change_needs_the_capability(rules: int, role: Role) -> None:
    viewer = viewer_in(role, area=area())

    with pytest.raises(Refusal) as refused:
        change_rule(
            subject="term",
            code="case.recheck",
            value=days(3),
            from_on=date(2026, 6, 1),
            source="安澜市文件",
            verified=True,
            by=viewer,
            at=AT,
        )

    assert refused.value.why is Why.WRONG_ROLE


def test_rules_cost_one_query_once_read(rules: int, django_assert_num_queries: Any) -> None:
    rules_at(AT)

    with django_assert_num_queries(1):
        rules_at(AT + timedelta(hours=1))


def test_one_version_of_a_rule_is_recorded_for_a_day() -> None:
    def version(**more: Any) -> Version:
        return Version.objects.create(
            subject="term",
            code="case.x",
            name="期限",
            value=days(1),
            source="来源",
            valid_from=START,
            recorded_from=START,
            **more,
        )

    version(recorded_to=AT)
    version()
    with pytest.raises(IntegrityError), transaction.atomic():
        version()

    assert Version.objects.count() == 2
