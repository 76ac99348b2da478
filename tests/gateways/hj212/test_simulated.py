"""The invented world against the gateway: whatever its devices do to their frames, what is stored
is what they told, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from anhuan.base import clock
from anhuan.kernel.access import Role
from anhuan.ops.city.plan import build_city
from anhuan.ops.simulation.devices import Device, Fault, World
from anhuan.ops.simulation.frames import REAL
from anhuan.ops.simulation.roster import fleet
from anhuan.ops.simulation.running import Run, Tally, run
from anhuan.ops.simulation.sending import due
from anhuan.telemetry import queries
from anhuan.telemetry.services import adopt_station
from anhuan.telemetry.types import Kind, Span
from anhuan.territory.types import Level
from tests import factories as make
from tests.apart import apart

pytestmark = pytest.mark.django_db(transaction=True)
FAULTS = (
    Fault.RESEND,
    Fault.DUPLICATE,
    Fault.SPLIT,
    Fault.PACKETS,
    Fault.BAD_CRC,
    Fault.CLOCK,
    Fault.MARKED,
)
MINUTES = 3


def adopted(devices: list[Device]) -> dict[str, UUID]:
    county = make.area("云溪区", level=Level.COUNTY)
    officer = make.viewer_in(Role.OFFICER, area=county)
    return {
        one.mn: adopt_station(
            code=one.mn,
            name=one.name,
            kind=Kind(one.make.value),
            area=county.id,
            password=one.password,
            by=officer,
            at=clock.now(),
        )
        for one in devices
    }


def test_devices_of_every_kind_are_answered_and_stored_once(
    rules: int, gateway: Callable[..., Any]
) -> None:
    world, devices = fleet(build_city(), 90, faults=FAULTS)
    chosen = devices[8:10] + devices[24:34] + devices[43:90:2]
    stations = adopted(chosen)
    begin = clock.now().replace(second=0, microsecond=0) - timedelta(minutes=30)
    end = begin + timedelta(minutes=MINUTES)
    tally = Tally()

    how = Run("127.0.0.1", gateway().port, begin, 30.0, end, patience=1.0)
    apart(run(world, chosen, how, tally))

    assert (tally.answered, tally.dropped) == (tally.messages, 0)
    for device in chosen:
        told = real_time(world, device, int(begin.timestamp()), int(end.timestamp()))
        found = queries.readings(
            None,
            stations=[stations[device.mn]],
            start=begin - timedelta(minutes=1),
            end=end + timedelta(minutes=20),
            span=Span.REAL,
        )
        assert len(found) == len(told)
        assert {(one.at, one.factor): one.sent.value for one in found} == told


def real_time(world: World, device: Device, begin: int, end: int) -> dict[Any, Any]:
    first = begin + device.number % 60
    last = first + (end - first) // 60 * 60
    return {
        (upload.at, code): said.value
        for _, upload in due(world, device, first, last)
        if upload.command == REAL
        for code, said in upload.values.items()
    }
