"""The roster is made from turns, follows the state, and shows every gap."""

from datetime import date

import pytest

from anhuan.duty import services
from anhuan.duty.checking import differences
from anhuan.duty.models import Stint
from anhuan.duty.rosters import roster
from anhuan.duty.states import standing, states_over
from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import Lack, Place
from anhuan.ledger.models import Fact
from anhuan.rulebook.services import change_rule
from anhuan.territory.models import Appointment
from anhuan.territory.services import send_on_leave
from tests import factories as make
from tests.modules.duty.station import AT, DAY, TODAY, Station, on, station
from tests.modules.obligations.ladders import KEEPER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
MORNING = on(TODAY, 7)


@pytest.fixture
def here(rules: int) -> Station:
    return station()


def week(here: Station, *, at=None, first: date = TODAY) -> list[list[str]]:
    by = make.viewer_for(_person(here.head), at=at or MORNING)
    found = roster(by, here.unit.id, first=first, last=first + 6 * DAY)
    return [[place.name for place in line.places] for line in found]


def _person(viewer):
    from anhuan.people.models import Person

    return Person.objects.get(pk=viewer.person)


def test_roster_is_made_from_a_list_in_turn(here):
    here.roster(at=MORNING, days=5)

    assert week(here) == [
        ["何青", "陈立"],
        ["何青", "周敏"],
        ["何青", "吴海"],
        ["何青", "孙悦"],
        ["何青", "陈立"],
    ]


def test_shifts_of_a_unit_that_uses_them(here):
    here.roster(at=MORNING, days=1, starts=["20:00", "08:00"])

    rows = Stint.objects.filter(place=Place.DUTY).order_by("starts_at")
    assert [(row.starts_at, row.ends_at) for row in rows] == [
        (on(TODAY, 8), on(TODAY, 20)),
        (on(TODAY, 20), on(TODAY + DAY, 8)),
    ]


def test_raised_state_adds_one_and_a_higher_leader_on_the_days_that_follow(here):
    here.roster(at=MORNING, days=5)
    key = here.declared(at=on(TODAY, 12))

    assert week(here) == [
        ["何青", "陈立"],
        ["郑明", "周敏", "孙悦"],
        ["郑明", "吴海", "陈立"],
        ["郑明", "孙悦", "周敏"],
        ["何青", "陈立"],
    ]
    assert Stint.objects.filter(replaced_at=on(TODAY, 12)).count() == 3
    followed = Fact.objects.get(kind="duty.roster-followed")
    assert (followed.public["state"], len(followed.public["placed"])) == (str(key), 6)


def test_state_ended_early_brings_the_turns_back_and_keeps_what_was(here):
    here.roster(at=MORNING, days=5)
    key = here.declared(at=on(TODAY, 12))
    ended = on(TODAY + DAY, 12)
    services.end_state(state=key, seen_version=1, because="会议结束", by=here.leader, at=ended)

    assert week(here)[:3] == [
        ["何青", "陈立"],
        ["郑明", "周敏", "孙悦"],
        ["何青", "吴海"],
    ]
    assert Stint.objects.filter(replaced_at__isnull=False).count() == 3 + 4
    assert list(differences()) == []


def test_what_was_named_by_hand_stays_through_a_state(here):
    here.roster(at=MORNING, days=3)
    tomorrow = Stint.objects.get(day=TODAY + DAY, place=Place.DUTY)
    services.change_stint(
        unit=here.unit.id,
        starts_at=tomorrow.starts_at,
        place=Place.DUTY,
        nth=0,
        post=here.post(here.officers[3]),
        because="与周敏对调",
        by=here.head,
        at=MORNING,
    )
    here.declared(at=on(TODAY, 12))

    assert week(here)[1] == ["郑明", "孙悦", "周敏"]


def test_day_entered_by_hand_without_turns(here):
    services.enter_shift(
        unit=here.unit.id,
        day=TODAY,
        lead=here.posts["head"].id,
        people=[here.post(here.officers[1])],
        because="",
        by=here.head,
        at=MORNING,
    )

    assert week(here) == [["郑明", "周敏"]]
    assert list(differences()) == []


def test_leave_makes_a_gap_and_says_who_stands_in(here):
    here.roster(at=MORNING, days=2)
    keeper = make.viewer_for(make.person("组织科"), at=MORNING)
    keeper = type(keeper)(person=keeper.person, at=MORNING, capabilities=frozenset(Capability))
    send_on_leave(
        post=here.post(here.officers[1]),
        deputy=here.officers[3].person,
        since=on(TODAY, 20),
        until=on(TODAY + 3 * DAY, 0),
        because="培训",
        by=keeper,
        at=MORNING,
    )

    line = roster(here.head, here.unit.id, first=TODAY + DAY, last=TODAY + DAY)[0]
    place = line.places[1]
    assert (place.name, place.lack, place.instead, line.gaps) == ("周敏", Lack.AWAY, "孙悦", 1)


def test_ended_appointment_makes_a_gap(here):
    here.roster(at=MORNING, days=2)
    Appointment.objects.filter(person=here.officers[1].person).update(valid_to=on(TODAY, 20))

    lines = roster(here.head, here.unit.id, first=TODAY, last=TODAY + DAY)

    assert [line.gaps for line in lines] == [0, 1]
    assert lines[1].places[1].lack is Lack.ENDED


def test_hand_entered_leader_lower_than_the_state_asks_is_a_gap(here):
    here.roster(at=MORNING, days=2)
    tomorrow = on(TODAY + DAY, 8, 30)
    services.change_stint(
        unit=here.unit.id,
        starts_at=tomorrow,
        place=Place.LEAD,
        nth=0,
        post=here.posts["deputy"].id,
        because="站长出差",
        by=here.head,
        at=MORNING,
    )
    here.declared(at=on(TODAY, 12))

    line = roster(here.head, here.unit.id, first=TODAY + DAY, last=TODAY + DAY)[0]
    assert [place.lack for place in line.places] == [Lack.LOW, None, None]


def test_too_few_in_turn_are_shown_as_missing(here):
    people = [here.post(here.officers[0])]
    here.roster(at=MORNING, days=2, people=people)
    here.declared(at=on(TODAY, 12))

    line = roster(here.head, here.unit.id, first=TODAY + DAY, last=TODAY + DAY)[0]
    assert [place.lack for place in line.places] == [None, None, Lack.EMPTY]


def test_rule_of_a_state_is_data(here):
    value = {"rank": 1, "more": 2, "lead_up": 0, "starts": ["08:30"], "calls": []}
    change_rule(
        subject="readiness",
        code="raised",
        name="加强值守",
        value=value,
        source="云溪区值班制度",
        from_on=TODAY,
        verified=True,
        note="",
        by=KEEPER,
        at=MORNING,
    )
    here.roster(at=MORNING, days=2)
    here.declared(at=on(TODAY, 12))

    assert week(here)[1] == ["何青", "周敏", "孙悦", "陈立"]


def test_lower_unit_sees_the_state_of_the_level_above_and_a_neighbour_does_not(here):
    other = station()
    here.declared("wartime")

    below = standing(states_over(here.officers[0]), AT)
    assert below is not None
    assert (below.name, below.unit_name) == ("战时状态", "云溪区安委办")
    assert states_over(other.leader) == []


@pytest.mark.parametrize("who", ["head", "clerk"])
def test_only_a_leader_declares_a_state(here, who):
    with pytest.raises(Refusal) as refused:
        here.declared(by=getattr(here, who))

    assert refused.value.why is Why.WRONG_ROLE


def test_state_of_an_area_out_of_reach_is_not_declared(here):
    with pytest.raises(Refusal) as refused:
        here.declared(area=station().county.id)

    assert refused.value.why is Why.NOT_VISIBLE


def test_roster_of_another_street_is_not_found(here):
    here.roster(at=MORNING)

    with pytest.raises(Refusal) as refused:
        roster(station().head, here.unit.id, first=TODAY, last=TODAY)

    assert refused.value.why is Why.NOT_VISIBLE


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"people": []}, Why.MISSING),
        ({"persons": 5}, Why.MALFORMED),
        ({"starts": ["25:00"]}, Why.MALFORMED),
        ({"from_on": TODAY - DAY}, Why.DUE_PAST),
        ({"to_on": TODAY - DAY}, Why.MALFORMED),
        ({"to_on": TODAY + 92 * DAY}, Why.MALFORMED),
    ],
)
def test_turns_that_make_no_roster_are_refused(here, changed, why):
    with pytest.raises(Refusal) as refused:
        here.roster(at=MORNING, **changed)

    assert (refused.value.why, Stint.objects.count()) == (why, 0)


def test_office_above_does_not_write_the_roster_of_a_street(here):
    with pytest.raises(Refusal) as refused:
        here.roster(at=MORNING, by=here.clerk)

    assert refused.value.why is Why.NOT_YOURS


def test_turns_entered_anew_replace_only_what_differs(here):
    here.roster(at=MORNING, days=4)
    here.roster(at=on(TODAY, 7, 30), days=4)
    same = Stint.objects.filter(replaced_at__isnull=False).count()
    here.roster(at=on(TODAY, 7, 45), days=4, people=here.turns["people"][::-1])

    assert same == 0
    assert [names[1] for names in week(here)] == ["孙悦", "吴海", "周敏", "陈立"]
    assert list(differences()) == []


def test_roster_that_was_tampered_with_is_named(here):
    here.roster(at=MORNING, days=1)
    Stint.objects.filter(place=Place.DUTY).update(person=here.officers[2].person)

    assert [one.column for one in differences()] == ["person"]
