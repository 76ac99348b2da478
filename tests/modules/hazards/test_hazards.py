"""Hazard sources: stated by the firm, assessed by the edition in force, asked where it is not
clear, filed by an officer, seen within reach, equal to their record."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anhuan.hazards.checking import differences
from anhuan.hazards.models import Assessment, HazardUnit
from anhuan.hazards.queries import HazardTab, counts, hazards, of_site, unit
from anhuan.hazards.services import (
    add_unit,
    assess_unit,
    change_unit,
    drop_chemical,
    end_unit,
    file_unit,
    put_chemical,
)
from anhuan.hazards.types import LineProblem, Outdated, Standing
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.hazard import Outcome
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.models import Version
from anhuan.sites.models import Site
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make
from tests.modules.hazards.plant import AMMONIA, PETROL, TANKS, row, stated


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY, parent=make.area())


@pytest.fixture
def site(county: Area) -> Site:
    return make.site(area=make.area("枫林街道", level=Level.STREET, parent=county))


@pytest.fixture
def officer(site: Site) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=site.area)


@pytest.fixture
def firm(site: Site) -> Viewer:
    someone = make.person("王建国")
    make.appointed(someone, make.post("安全员", role=Role.FIRM_OFFICER, site=site.id))
    return make.viewer_for(someone)


def assess(unit: Any, by: Viewer) -> Any:
    return assess_unit(unit_id=unit, seen_version=row(unit).version, by=by, at=make.AT)


def change(unit: Any, by: Viewer, **changes: Any) -> None:
    change_unit(unit_id=unit, seen_version=row(unit).version, changes=changes, by=by, at=make.AT)


def test_firm_states_and_assesses_its_unit(site: Site, firm: Viewer) -> None:
    unit_id = stated(site, firm)

    assess(unit_id, firm)

    found = unit(firm, unit_id)
    line, made = found.line, found.assessed[0]
    assert (line.standing, line.level, line.s, line.r) == (Standing.MAJOR, 3, 12, 36)
    assert (made.alpha, made.by_firm, made.persons) == (Fraction(3, 2), True, 60)
    assert made.valid_to == date(2029, 5, 11)
    assert (found.may_keep, found.may_file, found.change) == (True, False, None)


def test_ten_tenths_of_the_critical_quantity_are_major(site: Site, officer: Viewer) -> None:
    unit_id = stated(site, officer, *[AMMONIA | {"quantity": "1"}] * 10, persons=0)

    assess(unit_id, officer)

    found = row(unit_id)
    assert (found.s, found.outcome, found.level, found.r) == ("1", "major", 4, "1")


def test_a_millionth_less_is_not_major(site: Site, officer: Viewer) -> None:
    unit_id = stated(site, officer, AMMONIA | {"quantity": "9.999999"})

    assess(unit_id, officer)

    line = unit(officer, unit_id).line
    assert (line.standing, line.level) == (Standing.NOT_MAJOR, None)
    assert (line.s, line.valid_to) == (Fraction(Decimal("0.9999999")), None)


@pytest.mark.parametrize(
    "quantity", ["NaN", "1e999", "-1", "0", "0.0", "Infinity", "1e3", "9" * 9, "0.0000001", "一吨"]
)
def test_quantity_that_is_none_is_refused(quantity: str, site: Site, firm: Viewer) -> None:
    with pytest.raises(Refusal) as refused:
        stated(site, firm, AMMONIA | {"quantity": quantity})

    assert refused.value == Refusal(Why.MALFORMED, field="quantity", problem="tonnes")


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"cas": "7664-41-8"}, ("cas", "cas")),
        ({"classes": "W99"}, ("classes", "choice")),
        ({"row": 86}, ("row", "choice")),
        ({"row": True}, ("row", "choice")),
        ({"row": "-1"}, ("row", "choice")),
        ({"use": "eat"}, ("use", "choice")),
        ({"name": "液\x00氨"}, ("name", "control-character")),
        ({"storage": "罐" * 61}, ("storage", "too-long")),
        ({"quantity": 1.5}, ("quantity", "text")),
        ({"danger": "x"}, ("danger", "unknown")),
    ],
)
def test_malformed_chemical_is_refused_by_its_field(
    more: dict[str, Any], found: tuple[str, str], site: Site, firm: Viewer
) -> None:
    with pytest.raises(Refusal) as refused:
        stated(site, firm, AMMONIA | more)

    facts = refused.value.facts
    assert (refused.value.why, facts["field"], facts["problem"]) == (Why.MALFORMED, *found)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"persons": -1}, Refusal(Why.MALFORMED, field="persons", problem="min_value")),
        ({"persons_on": None}, Refusal(Why.MISSING, fields=("persons_on",))),
        (
            {"persons_on": make.TODAY + timedelta(days=1)},
            Refusal(Why.MALFORMED, field="persons_on", problem="future"),
        ),
        ({"kind": "shop"}, Refusal(Why.MALFORMED, field="kind", problem="invalid_choice")),
        ({"name": " "}, Refusal(Why.MISSING, fields=("name",))),
    ],
)
def test_malformed_unit_is_refused(
    more: dict[str, Any], found: Refusal, site: Site, firm: Viewer
) -> None:
    with pytest.raises(Refusal) as refused:
        stated(site, firm, **more)

    assert refused.value == found


@pytest.mark.parametrize(
    ("chemical", "problem", "options"),
    [
        ({"name": "甲醛"}, LineProblem.WHICH_ROW, {8}),
        ({"name": "甲醛", "classes": "W5.3"}, LineProblem.WHICH_ROW, {8}),
        ({"name": "福尔马林", "cas": "50-00-0"}, LineProblem.WHICH_ROW, {8}),
        ({"name": "某添加剂"}, LineProblem.UNKNOWN, set()),
        ({"name": "溴"}, LineProblem.BETA, set()),
    ],
)
def test_what_is_not_clear_is_asked(
    chemical: dict[str, Any],
    problem: LineProblem,
    options: set[int],
    site: Site,
    firm: Viewer,
) -> None:
    unit_id = stated(site, firm, chemical | {"quantity": "5"})

    with pytest.raises(Refusal) as refused:
        assess(unit_id, firm)

    working = unit(firm, unit_id).working
    assert working is not None
    line = working.lines[0]
    assert refused.value == Refusal(Why.UNSETTLED, names=chemical["name"])
    assert (line.problem, {number for number, _ in line.options}) == (problem, options)


def test_answer_settles_it(site: Site, firm: Viewer) -> None:
    unit_id = stated(site, firm, {"name": "甲醛", "quantity": "5", "row": 0, "classes": "W5.3"})

    assess(unit_id, firm)
    change(unit_id, firm, chemicals=[{"name": "甲醛", "quantity": "5", "row": 8, "classes": "J3"}])

    found = unit(firm, unit_id)
    assert found.working is not None
    assert (found.line.s, found.working.s) == (Fraction(5, 1000), 1)


def test_unit_without_chemicals_is_not_assessed_and_never_not_major(
    site: Site, firm: Viewer
) -> None:
    unit_id = stated(site, firm, chemicals=[], persons=None)

    with pytest.raises(Refusal) as refused:
        assess(unit_id, firm)

    assert refused.value == Refusal(Why.MISSING, fields=("chemicals", "persons"))
    assert unit(firm, unit_id).line.standing == Standing.NOT_ASSESSED


def test_other_chemicals_outdate_the_assessment_and_are_named(site: Site, firm: Viewer) -> None:
    unit_id = stated(site, firm)
    assess(unit_id, firm)

    put_chemical(unit_id=unit_id, seen_version=2, place=None, given=PETROL, by=firm, at=make.AT)
    put_chemical(
        unit_id=unit_id,
        seen_version=3,
        place=0,
        given=AMMONIA | {"quantity": "9"},
        by=firm,
        at=make.AT,
    )

    found = unit(firm, unit_id)
    assert found.change is not None
    assert found.change.after is not None
    assert found.line.outdated == (Outdated.CHANGED,)
    assert [(q.name, q.before, q.after) for q in found.change.quantities] == [
        ("汽油", None, Fraction(666, 25)),
        ("液氨", 120, 9),
    ]
    assert (found.change.regraded, found.change.after.outcome) == (True, Outcome.MAJOR)


def test_another_name_leaves_the_assessment_standing(site: Site, firm: Viewer) -> None:
    unit_id = stated(site, firm)
    assess(unit_id, firm)

    change(unit_id, firm, name="1 号氨罐区")

    assert unit(firm, unit_id).line.standing == Standing.MAJOR


def test_place_of_a_list_that_changed_is_stale(site: Site, firm: Viewer) -> None:
    unit_id = stated(site, firm, AMMONIA, PETROL)
    drop_chemical(unit_id=unit_id, seen_version=1, place=0, by=firm, at=make.AT)

    with pytest.raises(Refusal) as refused:
        drop_chemical(unit_id=unit_id, seen_version=1, place=0, by=firm, at=make.AT)

    assert refused.value.why is Why.STALE
    assert [one["name"] for one in row(unit_id).chemicals] == ["汽油"]


def test_new_edition_is_shown_as_a_difference(site: Site, firm: Viewer) -> None:
    unit_id = stated(site, firm)
    assess(unit_id, firm)
    old = Version.objects.get(subject="hazard-source")
    value = old.value | {"edition": "GB 18218-2026"}
    value["named"] = [
        one | {"critical": 200} if one["number"] == 1 else one for one in value["named"]
    ]
    since = make.AT - timedelta(days=10)
    Version.objects.filter(pk=old.pk).update(valid_to=since)
    Version.objects.create(
        subject="hazard-source",
        code=old.code,
        name=old.name,
        value=value,
        valid_from=since,
        recorded_from=since,
        source=old.source,
        verified=False,
    )

    found = unit(firm, unit_id)

    assert found.working is not None
    assert found.line.outdated == (Outdated.EDITION,)
    assert (found.line.level, found.working.outcome) == (3, Outcome.NOT_MAJOR)
    assert hazards(firm, tab=HazardTab.TODO).lines[0].id == unit_id


def test_assessment_runs_out_after_its_term(site: Site, officer: Viewer) -> None:
    unit_id = stated(site, officer)
    assess(unit_id, officer)
    HazardUnit.objects.filter(pk=unit_id).update(valid_to=make.TODAY - timedelta(days=1))

    assert unit(officer, unit_id).line.outdated == (Outdated.EXPIRED,)
    assert counts(officer).outdated == 1


def test_officer_files_a_major_unit_and_a_new_assessment_needs_its_own(
    site: Site, officer: Viewer, firm: Viewer
) -> None:
    unit_id = stated(site, firm)
    assess(unit_id, firm)
    given = {"filed_number": "BA云溪〔2026〕3号", "filed_on": make.TODAY}

    file_unit(unit_id=unit_id, seen_version=2, given=given, by=officer, at=make.AT)
    filed = counts(officer).not_filed
    assess(unit_id, officer)

    assert (filed, counts(officer).not_filed) == (0, 1)
    assert list(Assessment.objects.order_by("number").values_list("by_firm", flat=True)) == [
        True,
        False,
    ]


def test_firm_does_not_file_and_a_worker_states_nothing(
    site: Site, officer: Viewer, firm: Viewer
) -> None:
    unit_id = stated(site, firm)
    assess(unit_id, firm)
    worker = make.person("刘工")
    make.appointed(worker, make.post("操作工", role=Role.FIRM_WORKER, site=site.id))
    given = {"filed_number": "1", "filed_on": make.TODAY}

    for act in (
        lambda: file_unit(unit_id=unit_id, seen_version=2, given=given, by=firm, at=make.AT),
        lambda: assess(unit_id, make.viewer_for(worker)),
        lambda: stated(site, make.viewer_in(Role.GRID, area=site.area), name="x"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.why is Why.WRONG_ROLE


def test_small_unit_is_not_filed(site: Site, officer: Viewer) -> None:
    unit_id = stated(site, officer, PETROL)
    assess(unit_id, officer)

    with pytest.raises(Refusal) as refused:
        file_unit(
            unit_id=unit_id,
            seen_version=2,
            given={"filed_number": "1", "filed_on": make.TODAY},
            by=officer,
            at=make.AT,
        )

    assert refused.value == Refusal(Why.MALFORMED, field="filed_number", problem="not-major")


def test_another_street_and_another_firm_find_nothing(
    site: Site, officer: Viewer, firm: Viewer, county: Area
) -> None:
    unit_id = stated(site, firm)
    street = make.area("海棠街道", level=Level.STREET, parent=county)
    other = make.viewer_in(Role.OFFICER, area=street)
    rival = make.person("钱进")
    elsewhere = make.site("别家化工", area=street)
    make.appointed(rival, make.post("总经理", role=Role.FIRM_HEAD, site=elsewhere.id))

    for viewer in (other, make.viewer_for(rival)):
        for act in (
            lambda viewer=viewer: unit(viewer, unit_id),
            lambda viewer=viewer: assess(unit_id, viewer),
            lambda viewer=viewer: add_unit(site_id=site.id, given=TANKS, by=viewer, at=make.AT),
        ):
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.why is Why.NOT_VISIBLE
        assert (hazards(viewer).lines, counts(viewer).units) == ((), 0)


def test_list_has_the_gravest_first_page_by_page(site: Site, officer: Viewer) -> None:
    small = stated(site, officer, PETROL, name="加油")
    third = stated(site, officer)
    first = stated(site, officer, AMMONIA | {"quantity": "5000"}, name="大罐区")
    for each in (small, third, first):
        assess(each, officer)

    page = hazards(officer, size=2)
    rest = hazards(officer, size=2, after=page.after)

    assert [line.id for line in (*page.lines, *rest.lines)] == [first, third, small]
    assert (rest.after, counts(officer).levels) == ("", {1: 1, 3: 1})
    assert [line.id for line in hazards(officer, text="汽油").lines] == [small]
    assert [line.id for line in hazards(officer, level=3).lines] == [third]


@pytest.mark.parametrize("after", ["x", "1_", "一_" + "0" * 32, "1_zz", "99999_" + "0" * 32])
def test_bad_page_mark_is_refused(after: str, officer: Viewer) -> None:
    with pytest.raises(Refusal) as refused:
        hazards(officer, after=after)

    assert refused.value == Refusal(Why.MALFORMED, field="after", problem="cursor")


def test_ended_unit_stays_on_file_and_takes_no_act(site: Site, officer: Viewer) -> None:
    unit_id = stated(site, officer)
    given = {"ended_on": make.TODAY, "end_reason": "罐区拆除"}
    end_unit(unit_id=unit_id, seen_version=1, given=given, by=officer, at=make.AT)

    with pytest.raises(Refusal) as refused:
        assess(unit_id, officer)

    assert refused.value.why is Why.ENDED
    assert [line.standing for line in of_site(officer, site.id)] == [Standing.ENDED]
    assert hazards(officer).lines == ()


def test_rows_are_what_the_record_says_and_a_touched_one_is_found(
    site: Site, officer: Viewer, firm: Viewer
) -> None:
    unit_id = stated(site, firm)
    assess(unit_id, firm)
    change(unit_id, firm, persons=10)
    assess(unit_id, officer)
    given = {"filed_number": "1", "filed_on": make.TODAY}
    file_unit(unit_id=unit_id, seen_version=4, given=given, by=officer, at=make.AT)
    stated(site, firm, PETROL, name="加油", persons=None)

    clean = list(differences())
    HazardUnit.objects.filter(pk=unit_id).update(r="1")
    Assessment.objects.filter(number=1).update(persons=0)

    assert clean == []
    assert {each.column for each in differences()} == {"r", "persons"}


BAD = [
    {"outcome": "major"},
    {"level": 1},
    {"assessed_content": 1},
    {"filed_number": "1"},
    {"filed_on": make.TODAY},
    {"ended_on": make.TODAY},
    {"end_reason": "x"},
]
DONE = {"assessed_content": 1, "assessed_on": make.TODAY, "edition": "e", "s": "1", "r": "1"}
GOOD = [
    {},
    DONE | {"outcome": "not-major"},
    DONE | {"outcome": "major", "level": 1},
    {"filed_number": "1", "filed_on": make.TODAY},
    {"ended_on": make.TODAY, "end_reason": "x"},
]
WORSE = [
    DONE | {"outcome": "major"},
    DONE | {"outcome": "not-major", "level": 1},
    DONE | {"outcome": "not-major", "assessed_content": 2},
    DONE | {"outcome": "major", "level": 0},
]


@pytest.mark.parametrize("values", BAD + WORSE)
def test_database_refuses_half_a_state(values: dict[str, Any], site: Site) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HazardUnit.objects.create(site=site, name="甲", kind="storage", **values)


@pytest.mark.parametrize("values", GOOD)
def test_database_takes_a_whole_one(values: dict[str, Any], site: Site) -> None:
    HazardUnit.objects.create(site=site, name="甲", kind="storage", **values)

    with pytest.raises(IntegrityError), transaction.atomic():
        HazardUnit.objects.create(site=site, name="甲", kind="storage")
