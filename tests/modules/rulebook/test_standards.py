"""Standards with tables, chosen by the day of the data; a first filling holds each edition for
its span only."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.air import iaqi
from anhuan.kernel.hazard_table import look_up
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook import services
from anhuan.rulebook.models import Version
from anhuan.rulebook.queries import rules_at
from anhuan.rulebook.services import SUBJECTS, change_rule, load_seed, load_shipped
from anhuan.rulebook.standards import (
    AIR,
    HAZARD,
    air_editions,
    air_standards_at,
    hazard_standard_at,
)
from anhuan.rulebook.types import Shipped
from tests.factories import AT

pytestmark = pytest.mark.django_db

KEEPER = Viewer(person=uuid4(), at=AT, capabilities=frozenset({Capability.KEEP_RULES}))


def noon(*day: int) -> datetime:
    return datetime(*day, 4, tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("day", "revision", "limit", "verified"),
    [
        ((2016, 1, 1), "HJ 633-2012", 75, False),
        ((2026, 2, 28), "HJ 633-2012", 75, False),
        ((2026, 3, 1), "HJ 633-2026", 60, True),
        ((2030, 12, 31), "HJ 633-2026", 60, True),
        ((2031, 1, 1), "HJ 633-2026", 50, True),
    ],
)
def test_air_of_a_day_is_judged_by_what_was_in_force(
    rules: int, day: tuple[int, ...], revision: str, limit: int, verified: bool
) -> None:
    found = air_standards_at(noon(*day), known_at=AT)

    assert found is not None
    assert (found.index.rule.revision, found.index.verified) == (revision, True)
    assert found.limits.rule.limits["PM25", "day"][1] == limit
    assert (found.limits.verified, found.ozone_day.rule.least) == (verified, 14)


def test_nothing_is_in_force_before_the_first_edition(rules: int) -> None:
    assert air_standards_at(noon(2015, 12, 31), known_at=AT) is None
    assert hazard_standard_at(noon(2019, 2, 28), known_at=AT) is None


def test_each_edition_can_be_asked_for_by_name(rules: int) -> None:
    found = air_editions(known_at=AT)

    told = {name: iaqi(one.rule, "PM25_24H", 60) for name, one in found.items()}
    assert told == {"HJ 633-2012": 82, "HJ 633-2026": 100}


def test_tables_of_hazard_sources_know_other_names(rules: int) -> None:
    found = hazard_standard_at(AT, known_at=AT)

    assert found is not None
    assert (found.rule.edition, found.verified) == ("GB 18218-2018", True)
    assert look_up(found.rule, name="液氨").critical == 10


def test_versions_of_a_first_filling_follow_one_another(rules: int) -> None:
    rows = Version.objects.filter(subject="air-limit").order_by("valid_from")

    spans = [(row.valid_from, row.valid_to) for row in rows]
    assert [end for _, end in spans] == [spans[1][0], spans[2][0], None]


def test_shipped_standards_are_as_filled(rules: int) -> None:
    assert load_shipped(at=AT + timedelta(days=1)) == Shipped(added=(), changed=(), kept=())


def test_node_of_an_older_program_gets_every_edition(rules: int) -> None:
    Version.objects.filter(subject__in=(*AIR, *HAZARD)).delete()
    before = Version.objects.count()

    found = load_shipped(at=AT)

    assert (len(found.added), found.changed, before + 11) == (
        7,
        (),
        Version.objects.filter(recorded_to=None).count(),
    )
    old = air_standards_at(noon(2026, 2, 28), known_at=AT)
    assert old is not None
    assert old.index.rule.revision == "HJ 633-2012"
    assert load_shipped(at=AT + timedelta(days=1)).added == ()


def test_edition_entered_by_the_node_holds_from_its_day(rules: int) -> None:
    shipped = json.loads((services.SEED / "air_indexes.json").read_text(encoding="utf-8"))
    value = shipped[1]["value"] | {"revision": "HJ 633-2030"}

    enter("air-index", value)

    assert [*air_editions(known_at=AT)] == ["HJ 633-2012", "HJ 633-2026", "HJ 633-2030"]


def enter(subject: str, value: Any) -> None:
    change_rule(
        subject=subject,
        code="hj633",
        value=value,
        from_on=date(2030, 1, 1),
        source="国家标准公告",
        verified=True,
        by=KEEPER,
        at=AT,
        name="空气质量指数",
    )


@pytest.mark.parametrize("subject", [*AIR, *HAZARD])
@pytest.mark.parametrize("value", [{}, [], "x", {"steps": [0, "50"]}, None], ids=repr)
def test_table_that_cannot_be_applied_is_refused(rules: int, subject: str, value: Any) -> None:
    with pytest.raises(Refusal) as refused:
        enter(subject, value)

    assert refused.value.why is Why.MALFORMED


def test_standards_are_no_part_of_the_rules_of_a_day(rules: int) -> None:
    assert {*AIR, *HAZARD} <= {*SUBJECTS.values()}
    assert rules_at(AT).on == AT.date()
    assert load_seed(at=AT) == 0
