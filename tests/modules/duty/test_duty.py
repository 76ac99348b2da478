"""Who answers for what: charges by date, hand-overs and gaps."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from anhuan.duty.models import Charge
from anhuan.duty.queries import charged_posts, charges_of, charges_on, gaps_of, three_lines
from anhuan.duty.services import (
    charge,
    correct_charge,
    end_charge,
    hand_over,
    withdraw_charge,
)
from anhuan.duty.types import Gap, Vacancy
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import Break, Line, Side
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.sites.models import Site
from anhuan.territory.models import Area, Post
from anhuan.territory.types import Level
from tests.factories import (
    AT,
    START,
    appointed,
    area,
    charged,
    person,
    post,
    site,
    unit,
    viewer_in,
)

pytestmark = pytest.mark.django_db

NODE = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))
DAY = timedelta(days=1)
VACANT = Vacancy(because="等组织任命", fill_by=day_of(AT) + 9 * DAY)


@pytest.fixture
def street() -> Area:
    return area("东港街道", level=Level.STREET)


@pytest.fixture
def firm(street: Area) -> Site:
    return site(area=street)


@pytest.fixture
def officer(street: Area) -> Post:
    return post("包保干部", unit=unit("东港街道办事处", area=street))


def put_in_charge(thing: Site | Area, holder: Post, **more: Any) -> Any:
    given: dict[str, Any] = {
        "line": Line.TERRITORY,
        "side": Side.GOVERNMENT,
        "since": AT,
        "by": NODE,
        "at": AT,
    }
    return charge(object=thing.id, post=holder.id, **given | more)


def why(act: Any, *args: Any, **values: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act(*args, **values)
    return refused.value


def test_charge_holds_from_its_day_and_is_recorded(firm: Site, officer: Post) -> None:
    made = put_in_charge(firm, officer, clause="安全生产法第三条")

    found = charged_posts([firm.id], subject="safety", at=AT)
    assert found == {(firm.id, Line.TERRITORY): officer.id}
    assert charged_posts([firm.id], subject="safety", at=AT - DAY) == {}
    fact = Fact.objects.get(subject=made)
    assert (fact.kind, fact.public["clause"]) == ("duty.charged", "安全生产法第三条")


def test_one_post_answers_for_the_same(firm: Site, officer: Post) -> None:
    put_in_charge(firm, officer)

    refused = why(put_in_charge, firm, post(unit=officer.unit), since=AT + DAY)

    assert refused == Refusal(Why.REPEATED, field="post")


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "environment"},
        {"line": Line.INDUSTRY},
        {"level": "county"},
        {"side": Side.PARTY},
        {"since": START, "until": AT},
    ],
)
def test_another_post_may_answer_for_something_else(
    firm: Site, officer: Post, more: dict[str, Any]
) -> None:
    put_in_charge(firm, officer)

    put_in_charge(firm, post(unit=officer.unit), **more)

    assert Charge.objects.count() == 2


def test_subject_itself_goes_before_any(firm: Site, officer: Post) -> None:
    other = post("环保干部", unit=officer.unit)
    put_in_charge(firm, officer)
    put_in_charge(firm, other, subject="environment")

    line = (firm.id, Line.TERRITORY)
    assert charged_posts([firm.id], subject="environment", at=AT)[line] == other.id
    assert charged_posts([firm.id], subject="safety", at=AT)[line] == officer.id


def test_ended_charge_leaves_a_gap_from_then(firm: Site, officer: Post) -> None:
    made = put_in_charge(firm, officer)

    end_charge(charge=made, until=AT + DAY, vacancy=VACANT, by=NODE, at=AT)

    line = (firm.id, Line.TERRITORY)
    assert charged_posts([firm.id], subject="", at=AT) == {line: officer.id}
    assert charged_posts([firm.id], subject="", at=AT + DAY) == {}


def test_hand_over_leaves_no_day_between(firm: Site, officer: Post) -> None:
    made = put_in_charge(firm, officer)
    next_one = post("继任", unit=officer.unit)

    hand_over(charge=made, post=next_one.id, since=AT + DAY, by=NODE, at=AT)

    line = (firm.id, Line.TERRITORY)
    just_before = AT + DAY - timedelta(microseconds=1)
    assert charged_posts([firm.id], subject="", at=just_before)[line] == officer.id
    assert charged_posts([firm.id], subject="", at=AT + DAY)[line] == next_one.id


def test_correction_leaves_what_was_known_before(firm: Site, officer: Post) -> None:
    made = charged(firm, officer)
    other = post("另一人", unit=officer.unit)

    correct_charge(charge=made.id, changes={"post": other.id}, by=NODE, at=AT)

    line = (firm.id, Line.TERRITORY)
    assert charged_posts([firm.id], subject="", at=AT - DAY)[line] == officer.id
    assert charged_posts([firm.id], subject="", at=AT)[line] == other.id


def test_correction_into_another_charge_is_refused(firm: Site, officer: Post) -> None:
    put_in_charge(firm, officer, until=AT + DAY)
    later = put_in_charge(firm, post(unit=officer.unit), since=AT + DAY)

    refused = why(correct_charge, charge=later, changes={"valid_from": AT}, by=NODE, at=AT)

    assert refused == Refusal(Why.REPEATED, field="post")
    assert Charge.objects.filter(recorded_to__isnull=True).count() == 2


def test_correction_of_a_corrected_row_is_stale(firm: Site, officer: Post) -> None:
    made = put_in_charge(firm, officer)
    end_charge(charge=made, until=AT + DAY, vacancy=VACANT, by=NODE, at=AT)

    assert (
        why(end_charge, charge=made, until=AT + DAY, vacancy=VACANT, by=NODE, at=AT).why
        is Why.STALE
    )


def test_withdrawn_charge_never_was(firm: Site, officer: Post) -> None:
    made = charged(firm, officer)

    withdraw_charge(charge=made.id, by=NODE, at=AT)

    assert charged_posts([firm.id], subject="", at=AT) == {}
    assert charges_on(firm.id, at=AT, former=True) == []


def test_end_before_the_start_is_refused(firm: Site, officer: Post) -> None:
    refused = why(put_in_charge, firm, officer, until=AT)

    assert refused == Refusal(Why.MALFORMED, field="valid_to", problem="not-after-start")


def test_unknown_object_is_not_found(officer: Post) -> None:
    refused = why(
        charge,
        object=uuid4(),
        post=officer.id,
        line=Line.TERRITORY,
        side=Side.GOVERNMENT,
        since=AT,
        by=NODE,
        at=AT,
    )

    assert refused == Refusal(Why.NOT_VISIBLE)


def test_officer_charges_for_sites_in_reach_only(
    rules: int, firm: Site, officer: Post, street: Area
) -> None:
    mine = viewer_in(Role.OFFICER, area=street)
    elsewhere = site("外街企业", area=area("西山街道", level=Level.STREET))

    put_in_charge(firm, officer, by=mine)

    assert why(put_in_charge, elsewhere, officer, by=mine) == Refusal(Why.NOT_VISIBLE)
    assert why(put_in_charge, street, officer, by=mine).why is Why.WRONG_ROLE


def test_grid_inspector_charges_nobody(
    rules: int, firm: Site, officer: Post, street: Area
) -> None:
    grid = viewer_in(Role.GRID, area=street)

    assert why(put_in_charge, firm, officer, by=grid).why is Why.WRONG_ROLE


def test_area_stands_in_where_the_site_names_nobody(
    firm: Site, officer: Post, street: Area
) -> None:
    appointed(person("周宁"), officer)
    charged(street, officer)

    found = three_lines(firm.id, area=street.id, subject="safety", at=AT)

    held = found.lines[Line.TERRITORY]
    assert held is not None
    assert held.name == "周宁"
    assert found.lines[Line.INDUSTRY] is None


def test_gaps_tell_a_missing_post_from_a_vacant_one(firm: Site, officer: Post) -> None:
    head = post("企业负责人", role=Role.FIRM_HEAD, site=firm.id)
    appointed(person("林安"), head)
    charged(firm, head, line=Line.ENTERPRISE, side=Side.ENTERPRISE)
    charged(firm, officer)

    assert gaps_of(firm.id, area=None, subject="safety", at=AT) == [
        Gap(line=Line.INDUSTRY, broken=Break.NO_POST),
        Gap(line=Line.TERRITORY, broken=Break.VACANT, post=officer.id),
    ]


def test_charges_of_a_post_cost_three_queries(
    firm: Site, street: Area, officer: Post, django_assert_num_queries: Any
) -> None:
    charged(firm, officer)
    charged(street, officer, line=Line.INDUSTRY)

    with django_assert_num_queries(3):
        found = charges_of(officer.id, at=AT)

    assert [(each.line, each.object) for each in found] == [
        (Line.INDUSTRY, street.id),
        (Line.TERRITORY, firm.id),
    ]


def test_charge_ends_after_it_begins(firm: Site, officer: Post) -> None:
    values = {
        "object": firm.id,
        "post": officer,
        "line": Line.TERRITORY,
        "side": Side.GOVERNMENT,
        "valid_from": AT,
        "recorded_from": AT,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.create(valid_to=AT, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.create(recorded_to=AT - DAY, **values)

    Charge.objects.create(valid_to=AT + DAY, recorded_to=AT, **values)
    assert Charge.objects.count() == 1
