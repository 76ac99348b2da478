"""The invented world: the same whichever way it is asked, with its cheats and faults."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest

from anhuan.ops.city.plan import build_city
from anhuan.ops.simulation import faulting, periods
from anhuan.ops.simulation.air import PM10, PM25
from anhuan.ops.simulation.cheating import inspected, told
from anhuan.ops.simulation.devices import (
    O2,
    POWER_FACTOR,
    Cheat,
    Device,
    Fault,
    Make,
    Profile,
    World,
)
from anhuan.ops.simulation.frames import code_of, frames
from anhuan.ops.simulation.noise import DAY, HOUR, Instants, hour_of_day
from anhuan.ops.simulation.roster import DRIFTING, Post, fleet, posts, world_of
from anhuan.ops.simulation.sending import due
from anhuan.ops.simulation.weather import weather
from anhuan.ops.simulation.works import Shift, Works, load, off_hours, treatment_power
from anhuan.telemetry.protocols.hj212.frame import inspected as examined
from anhuan.telemetry.protocols.hj212.readings import report
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import parsed

START = int(datetime(2026, 10, 31, 16, tzinfo=UTC).timestamp())
WORKS = Works("s1", (123.70, 33.70), Shift.ALWAYS, dust=4.0)
WORLD = World(7, (WORKS,))
KILN = Device(
    1, "1" * 24, "窑尾", Make.GAS, WORKS.place, WORKS, Profile.KILN, limits={"a34013": 10.0}
)


def month(step: int = 300) -> Instants:
    return np.arange(START, START + 30 * DAY, step, dtype=np.int64)


@cache
def known() -> tuple[Post, ...]:
    return tuple(posts(build_city()))


def test_world_is_the_same_whether_asked_at_once_or_instant_by_instant() -> None:
    device = replace(KILN, faults=frozenset(Fault), cheat=Cheat.FLAT)
    at = np.arange(START, START + HOUR, 60, dtype=np.int64)

    whole = list(periods.real_time(WORLD, device, at))
    single = [each for one in at for each in periods.real_time(WORLD, device, at[at == one])]

    assert whole == single
    assert len(whole) > 0
    assert whole != list(periods.real_time(World(8, (WORKS,)), device, at))


def test_hour_is_the_mean_of_its_twelve_periods() -> None:
    hour = next(iter(periods.hours(WORLD, KILN, START, START + HOUR)))
    minutes = list(periods.minutes(WORLD, KILN, START, START + HOUR))

    mean = sum(each.values["a34013"].value for each in minutes) / 12
    assert (len(minutes), hour.at) == (12, datetime.fromtimestamp(START, UTC))
    assert abs(hour.values["a34013"].value - mean) <= mean / 100


def test_source_raises_what_lies_down_the_wind_and_not_what_lies_up() -> None:
    at = month(HOUR)
    sky = weather(WORLD.seed, at)
    steady = sky.speed > 2
    dusty = {}
    for side in (1, -1):
        length = np.hypot(sky.east, sky.north)[steady][0]
        east, north = sky.east[steady][0] / length, sky.north[steady][0] / length
        place = (WORKS.place[0] + side * east * 0.02, WORKS.place[1] + side * north * 0.0166)
        device = Device(2, "2" * 24, "站", Make.AIR, place)
        one = at[steady][:1]
        clean = World(7).true(device, one)[PM10]
        dusty[side] = float((WORLD.true(device, one)[PM10] - clean)[0])

    assert dusty[1] > 5 * max(dusty[-1], 0.01)


def test_still_air_under_an_inversion_is_the_dirtiest() -> None:
    at = month(HOUR)
    station = Device(3, "3" * 24, "站", Make.AIR, (123.9, 33.6))
    fine = WORLD.true(station, at)[PM25]
    lid = weather(WORLD.seed, at).lid

    assert fine[lid <= np.percentile(lid, 10)].mean() > 1.5 * fine[lid > np.median(lid)].mean()


def test_flat_values_stand_still_at_night_and_the_flow_goes_on() -> None:
    at = np.arange(START + 20 * HOUR, START + 30 * HOUR, 300, dtype=np.int64)
    said = told(WORLD, replace(KILN, cheat=Cheat.FLAT), at)

    assert len(set(said["a34013"].tolist())) == 1
    assert len(set(said["a00000"].tolist())) == len(at)


def test_ceiling_keeps_below_the_limit_what_is_above_it() -> None:
    device = replace(KILN, cheat=Cheat.CEILING, times=2.0)
    true, said = WORLD.true(device, month())["a34013"], told(WORLD, device, month())["a34013"]
    above = true > 10

    assert above.any()
    assert said.max() < 10
    assert said[above].min() > 9.4
    assert (said[true < 9] == true[true < 9]).all()


def test_inspection_day_is_the_only_clean_one() -> None:
    device = replace(KILN, cheat=Cheat.INSPECTION)
    there = inspected(WORLD, device, month())
    share = told(WORLD, device, month())["a34013"] / WORLD.true(device, month())["a34013"]

    assert set(np.round(share[~there], 6)) == {1.0}
    assert set(np.round(share[there], 2)) == {0.28}


def test_treatment_off_at_night_shows_in_power_and_air_and_not_at_the_outlet() -> None:
    works = replace(WORKS, untreated=True)
    world, honest = World(7, (works,)), World(7, (WORKS,))
    outlet = replace(KILN, works=works, cheat=Cheat.UNTREATED)
    at = month()
    off = off_hours(works, 7, at)
    near = Device(4, "4" * 24, "微站", Make.AIR, (123.703, 33.70))

    said = told(world, outlet, at)["a34013"]

    assert off.any()
    assert set((hour_of_day(at[off]) >= 22) | (hour_of_day(at[off]) < 5)) == {True}
    assert (said == told(honest, KILN, at)["a34013"]).all()
    assert world.true(outlet, at)["a34013"][off].mean() > 3 * said[off].mean()
    assert treatment_power(works, 7, at)[off].max() < 0.1 * works.treating
    assert load(works, 7, at)[off].min() > 0
    more = world.true(near, at)[PM10] - honest.true(near, at)[PM10]
    assert more[off].mean() > 20
    assert set(more[~off]) == {0.0}


def test_dilution_has_more_oxygen_and_flow_with_less_of_all_else() -> None:
    true, said = (
        WORLD.true(KILN, month()),
        told(WORLD, replace(KILN, cheat=Cheat.DILUTION), month()),
    )

    assert set(np.round(said["a21026"] / true["a21026"], 6)) == {0.35}
    assert (said[O2] > true[O2]).all()
    assert (said["a00000"] > true["a00000"]).all()


def test_coefficient_makes_all_smaller_from_one_day_on() -> None:
    said = told(WORLD, replace(KILN, cheat=Cheat.COEFFICIENT), month())
    share = np.round(said["a34013"] / WORLD.true(KILN, month())["a34013"], 6)

    assert sorted(set(share)) == [0.45, 1.0]
    assert np.count_nonzero(np.diff(share)) <= 2


def test_micro_station_drifts_away_from_the_truth_until_it_is_serviced() -> None:
    device = next(post.device for post in known() if post.device.name == DRIFTING)
    world = world_of(known())
    station = replace(device, make=Make.AIR, bias=0.0, drift=0.0)
    quarter = np.arange(START, START + 90 * DAY, HOUR, dtype=np.int64)

    share = world.true(device, quarter)[PM25] / world.true(station, quarter)[PM25]
    days = share.reshape(-1, 24).mean(axis=1)

    assert days.max() > 1.45
    assert days.min() < 1.36


@pytest.mark.parametrize("fault", [Fault.OFFLINE, Fault.GAPS, Fault.LATE, Fault.CLOCK])
def test_each_fault_alone_leaves_its_mark(fault: Fault) -> None:
    device = replace(KILN, faults=frozenset({fault}))
    there = faulting.measured(WORLD, device, month())
    line = faulting.reachable(WORLD, device, month())
    ahead = faulting.ahead(WORLD, device, month())

    found = {
        Fault.OFFLINE: "0" * 24 in "".join(map(str, there.astype(int))),
        Fault.GAPS: 0.01 < 1 - there.mean() < 0.06,
        Fault.LATE: 0.0 < 1 - line.mean() < 0.4,
        Fault.CLOCK: ahead.max() > 300,
    }
    assert {name for name, seen in found.items() if seen} == {fault}


def test_hour_of_calibration_is_told_and_marked() -> None:
    device = replace(KILN, faults=frozenset({Fault.MARKED}))

    marks = {
        one.at.hour: one.values["a34013"].mark
        for one in periods.hours(WORLD, device, START, START + DAY)
    }

    # the first device calibrates at two in China
    assert marks[18] == "C"
    assert [hour for hour, mark in marks.items() if mark == "C"] == [18]


@pytest.mark.parametrize("revision", list(Revision))
def test_frames_of_every_revision_hold_to_the_letter_and_read_back(revision: Revision) -> None:
    device = replace(KILN, mn="1" * (14 if revision is Revision.OF_2005 else 24))
    device = replace(device, revision=revision)

    for _, upload in due(WORLD, device, START + 55 * 60, START + 61 * 60):
        parts = [examined(one) for one in frames(device, upload, "20261101010000000")]
        found = report(parsed(parts[0].segment))
        values = {one.code: one.value for one in found.readings if one.statistic in ("Rtd", "Avg")}
        assert [part.faults for part in parts] == [()]
        assert (found.faults, found.revision, found.at) == ((), revision, upload.at)
        assert values == {code_of(device, c): said.value for c, said in upload.values.items()}


def test_day_is_told_once_and_an_hour_as_soon_as_it_is_over() -> None:
    midnight = START
    found = due(WORLD, KILN, midnight - 60, midnight + 60)

    told_ = [(second - midnight, each.command) for second, each in found]
    assert told_ == [
        (0, "2011"),
        (0, "2051"),
        (0, "2061"),
        (0, "2031"),
        (60, "2011"),
    ]


def test_fleet_has_the_demo_first_and_every_cheat_and_fault_that_is_wanted() -> None:
    _, devices = fleet(build_city(), 300)
    _, plain = fleet(build_city(), 300, cheats=(), faults=())

    assert [one.mn for one in devices[: len(known())]] == [post.device.mn for post in known()]
    assert len({one.mn for one in devices}) == 300
    assert {one.cheat for one in devices} == set(Cheat)
    assert {fault for one in devices for fault in one.faults} == set(Fault)
    assert {one.revision for one in devices} == set(Revision)
    assert {one.make for one in devices} == set(Make)
    assert {one.cheat for one in plain} == {Cheat.HONEST}
    assert {fault for one in plain for fault in one.faults} == set()


def test_meters_of_a_firm_are_those_of_production_and_of_treatment() -> None:
    world = world_of(known())
    meters = [post.device for post in known() if post.device.make is Make.POWER]
    at = np.array([START + 10 * HOUR], np.int64)

    kw = {one.name: float(world.true(one, at)[POWER_FACTOR][0]) for one in meters}

    assert len(kw) == 10
    assert kw["永盛铸造生产线电表"] > kw["永盛铸造治污设施电表"] > 0
