"""Permits: how one stands on a day, what is owed of it, and who does not answer for one."""

from datetime import date
from uuid import UUID

import pytest

from anhuan.kernel.certify import certify
from anhuan.kernel.chain import Break, Line, Side
from anhuan.kernel.gaps import Column, Held, PostAt, SiteAt
from anhuan.kernel.permit import PermitAt, PermitRule, Validity, owed, permit_rule, validity
from tests.kernel.test_gaps import CHIEF, COUNTY, MAYOR, TOP, small

ISSUER, DESK, SITE, OTHER = (UUID(int=n) for n in range(21, 25))
RULE = PermitRule(field="emergency", lead_days=60)
LAST = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2026, 4, 30), Validity.VALID),
        (date(2026, 5, 1), Validity.EXPIRING),
        (date(2026, 6, 30), Validity.EXPIRING),
        (date(2026, 7, 1), Validity.EXPIRED),
    ],
)
def test_permit_stands_through_its_last_day(on: date, standing: Validity) -> None:
    assert validity(valid_to=LAST, ended_on=None, rule=RULE, on=on) is standing


def test_permit_without_end_stands() -> None:
    assert validity(valid_to=None, ended_on=None, rule=RULE, on=LAST) is Validity.VALID


def test_permit_ended_early_stands_no_more() -> None:
    ended = date(2026, 6, 1)

    assert validity(valid_to=LAST, ended_on=ended, rule=RULE, on=ended) is Validity.ENDED


def test_first_years_have_no_day_before() -> None:
    first = date(1, 1, 3)

    assert validity(valid_to=first, ended_on=None, rule=RULE, on=first) is Validity.EXPIRING


@pytest.mark.parametrize(
    ("standing", "many"),
    [(Validity.VALID, 0), (Validity.EXPIRING, 1), (Validity.EXPIRED, 1), (Validity.ENDED, 0)],
)
def test_unit_owes_what_runs_out(standing: Validity, many: int) -> None:
    found = owed(standing, valid_to=LAST, unit=ISSUER)

    assert [(due.unit, due.due_on, due.ball) for due in found] == [(ISSUER, LAST, True)] * many


@pytest.mark.parametrize(
    "value",
    [
        {"field": "magic", "lead_days": 1},
        {"field": "fire", "lead_days": True},
        {"field": "fire", "lead_days": -1},
        {"field": "fire", "lead_days": 401},
    ],
)
def test_rule_of_no_sense_is_no_rule(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"lead_days|magic"):
        permit_rule(value)


def city(**more: object) -> object:
    """Two sites of the county; the issuing unit has one post, led by the mayor."""
    base = small()
    given = {
        "sites": [SiteAt(SITE, COUNTY), SiteAt(OTHER, COUNTY)],
        "posts": {**base.posts, DESK: PostAt(DESK, unit=ISSUER, superior=TOP)},
        "held": {**base.held, DESK: [Held(UUID(int=99))]},
        "permits": [PermitAt(SITE, ISSUER, "a"), PermitAt(OTHER, ISSUER, "b")],
        "issuers": {ISSUER: True},
    }
    return small(**given | more)


COLUMN = Column(Line.INDUSTRY, "", Side.GOVERNMENT, "permit")


def test_issuer_with_one_person_answers() -> None:
    found = certify(city())

    assert (found.whole, sum(n for (_, c), n in found.checked.items() if c == COLUMN)) == (True, 2)


@pytest.mark.parametrize(
    ("more", "kind", "post"),
    [
        ({"issuers": {ISSUER: False}}, Break.ABOLISHED, None),
        ({"issuers": {}}, Break.ABOLISHED, None),
        ({"held": {TOP: [Held(MAYOR)], UUID(int=4): [Held(CHIEF)]}}, Break.VACANT, DESK),
        ({"posts": small().posts}, Break.NO_POST, None),
    ],
)
def test_issuer_that_does_not_answer_is_one_gap(
    more: dict[str, object], kind: Break, post: UUID | None
) -> None:
    gaps = [gap for gap in certify(city(**more)).gaps if gap.subject == "permit"]

    assert [(gap.kind, gap.object, gap.post, set(gap.objects)) for gap in gaps] == [
        (kind, ISSUER, post, {SITE, OTHER})
    ]


def test_permit_without_unit_is_named_by_its_site() -> None:
    permits = [PermitAt(SITE, None, "a"), PermitAt(SITE, None, "b"), PermitAt(SITE, ISSUER, "c")]

    found = certify(city(permits=permits))

    assert [(gap.kind, gap.object, gap.missing) for gap in found.gaps] == [
        (Break.NO_ISSUER, SITE, "permit:a"),
        (Break.NO_ISSUER, SITE, "permit:b"),
    ]
    assert [n for (_, c), n in found.broken.items() if c == COLUMN] == [2]


def test_two_permits_of_one_unit_at_a_site_are_one_answer() -> None:
    permits = [PermitAt(SITE, ISSUER, "a"), PermitAt(SITE, ISSUER, "b")]

    found = certify(city(permits=permits, issuers={ISSUER: False}))

    counted = [n for (_, c), n in found.checked.items() if c == COLUMN]
    assert (counted, [gap.objects for gap in found.gaps]) == ([1], [[SITE]])
